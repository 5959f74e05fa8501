//! What tanh leaves over.

use super::tanh;

/// Tanhshrink: `x - tanh(x)`.
///
/// Shrinks an input by its own tanh: a small one nearly to 0, a large one by 1. Unlike
/// [`softshrink`](super::softshrink), which it resembles at `lambda = 1`, it sets nothing to 0 but 0.
///
/// - Range: all reals. Near 0 it is `x³/3`, far out `x - 1` or `x + 1`.
/// - Limits: `-∞` at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: the documentation of [PyTorch](https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html); the
/// continued fraction is [DLMF (4.39.1)](https://dlmf.nist.gov/4.39).
///
/// ```
/// use nnfn::activations::tanhshrink;
/// assert!((tanhshrink(1.0) - 0.238_405_844_044_235).abs() < 1e-15);
/// assert!((tanhshrink(1e-5) / 3.333_333_333_2e-16 - 1.0).abs() < 1e-15);
/// assert_eq!(1e-8 - 1e-8_f64.tanh(), 0.0); // the plain form
/// ```
#[must_use]
// ANCHOR: value
pub fn tanhshrink(x: f64) -> f64 {
    if x.abs() > 1.5 {
        return x - tanh(x);
    }
    // Next to 0 the difference cancels. With tanh(x) = x/(1 + x²/rest) it is
    // taken by hand.
    let square = x * x;
    x * square / (square + rest(square))
}

/// `3 + x²/(5 + x²/(7 + ..))` of the square of `x`: up to 1.5² the end at 21
/// is right to less than a rounding.
fn rest(square: f64) -> f64 {
    let odd = [19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0];
    odd.iter().fold(21.0, |below, odd| odd + square / below)
}
// ANCHOR_END: value

/// Derivative of [`tanhshrink`]: `tanh(x)²`.
///
/// 0 at 0, and small around it. Limits: 1 at both ends.
///
/// ```
/// use nnfn::activations::tanhshrink_grad;
/// assert_eq!(tanhshrink_grad(0.0), 0.0);
/// assert!((tanhshrink_grad(1.0) - 0.580_025_658_385_974).abs() < 1e-15);
/// ```
#[must_use]
// ANCHOR: grad
pub fn tanhshrink_grad(x: f64) -> f64 {
    // A square doubles the relative error of what is squared.
    let t = if x.abs() > 1.0 {
        tanh(x)
    } else {
        let rest = rest(x * x);
        x * (rest / (x * x + rest))
    };
    t * t
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(tanhshrink(f64::INFINITY), f64::INFINITY);
        assert_eq!(tanhshrink(f64::NEG_INFINITY), f64::NEG_INFINITY);
    }

    #[test]
    fn both_forms_meet_where_one_takes_over() {
        let seam = 1.5_f64;
        let (below, above) =
            (tanhshrink(seam), tanhshrink(seam + f64::EPSILON));
        assert!((above - below).abs() <= 4.0 * f64::EPSILON * below);
    }
}
