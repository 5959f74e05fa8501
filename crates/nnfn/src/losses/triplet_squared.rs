//! Triplet loss of squared distances.

use crate::double::Double;
use crate::scale::power_of_two;

/// Triplet loss of squared distances: `max(0, ‖a - p‖² - ‖a - n‖² + margin)`.
///
/// The form of FaceNet, whose vectors have length 1 and whose margin is 0.2. The margin is in units of a squared
/// distance, so it is not that of [`triplet`](super::triplet), which libraries call by the same name.
///
/// - Range: `[0, ∞]`; `margin` where positive and negative are equally far; no square overflows or underflows.
/// - An infinite distance to the positive gives `∞`, one to the negative 0, several the limit if there is one, else
///   NaN. NaN gives NaN. Empty
///   vectors give `margin`.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// Source: Schroff et al. 2015, FaceNet, [arXiv:1503.03832](https://arxiv.org/abs/1503.03832), §3.1.
///
/// ```
/// use nnfn::losses::triplet_squared;
/// let (anchor, positive, negative) = ([0.0, 0.0], [1.0, 0.0], [0.0, 1.5]);
/// assert_eq!(triplet_squared(&anchor, &positive, &negative, 2.0), 0.75);
/// assert_eq!(triplet_squared(&anchor, &positive, &negative, 0.2), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn triplet_squared(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> f64 {
    let name = "triplet_squared";
    let (excess, unit) = excess(name, anchor, positive, negative, margin);
    let loss = excess * unit * unit;
    if loss < 0.0 { 0.0 } else { loss } // max would turn NaN into 0
}
// ANCHOR_END: value

/// Gradient of [`triplet_squared`] by the anchor: `2(n - p)`, wherever the anchor is, and 0 where the loss is 0.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// ```
/// use nnfn::losses::triplet_squared_grad;
/// let (anchor, positive, negative) = ([0.0, 0.0], [1.0, 0.0], [0.0, 1.5]);
/// assert_eq!(triplet_squared_grad(&anchor, &positive, &negative, 2.0), [-2.0, 3.0]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn triplet_squared_grad(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> Vec<f64> {
    let name = "triplet_squared_grad";
    let (excess, _) = excess(name, anchor, positive, negative, margin);
    twice(excess, negative, positive)
}
// ANCHOR_END: grad

/// Gradient of [`triplet_squared`] by the positive: `2(p - a)`, and 0 where the loss is 0.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// ```
/// use nnfn::losses::triplet_squared_grad_positive;
/// let (anchor, positive, negative) = ([0.0, 0.0], [1.0, 0.0], [0.0, 1.5]);
/// assert_eq!(triplet_squared_grad_positive(&anchor, &positive, &negative, 2.0), [2.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: grad_positive
pub fn triplet_squared_grad_positive(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> Vec<f64> {
    let name = "triplet_squared_grad_positive";
    let (excess, _) = excess(name, anchor, positive, negative, margin);
    twice(excess, positive, anchor)
}
// ANCHOR_END: grad_positive

/// Gradient of [`triplet_squared`] by the negative: `2(a - n)`, and 0 where the loss is 0.
///
/// # Panics
///
/// If `margin` is negative or NaN, or the lengths of the three vectors differ.
///
/// ```
/// use nnfn::losses::triplet_squared_grad_negative;
/// let (anchor, positive, negative) = ([0.0, 0.0], [1.0, 0.0], [0.0, 1.5]);
/// assert_eq!(triplet_squared_grad_negative(&anchor, &positive, &negative, 2.0), [0.0, -3.0]);
/// ```
#[must_use]
// ANCHOR: grad_negative
pub fn triplet_squared_grad_negative(
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> Vec<f64> {
    let name = "triplet_squared_grad_negative";
    let (excess, _) = excess(name, anchor, positive, negative, margin);
    twice(excess, anchor, negative)
}
// ANCHOR_END: grad_negative

/// `2(x - y)` where the hinge is open, else 0; NaN where that is not known.
fn twice(excess: f64, x: &[f64], y: &[f64]) -> Vec<f64> {
    let slope = |(x, y): (&f64, &f64)| {
        if excess > 0.0 {
            2.0 * (x - y)
        } else if excess <= 0.0 {
            0.0
        } else {
            f64::NAN
        }
    };
    x.iter().zip(y).map(slope).collect()
}

/// What the loss is without its maximum, in units of the square of the second number.
fn excess(
    name: &str,
    anchor: &[f64],
    positive: &[f64],
    negative: &[f64],
    margin: f64,
) -> (f64, f64) {
    assert!(margin >= 0.0, "{name}: margin must be at least 0, got {margin}");
    let (d, p, n) = (anchor.len(), positive.len(), negative.len());
    assert!(d == p, "{name}: {d} anchor entries, but {p} positive entries");
    assert!(d == n, "{name}: {d} anchor entries, but {n} negative entries");
    // Differences of huge entries could overflow: take a fourth.
    let huge = |x: &f64| x.abs() > 1e300;
    let mut entries = anchor.iter().chain(positive).chain(negative);
    let part = if entries.any(huge) { 0.25 } else { 1.0 };
    let reach = |to: &[f64]| {
        let apart = anchor.iter().zip(to).map(|(a, b)| part * a - part * b);
        apart.fold(0.0, |far: f64, x| match x.is_nan() {
            true => x,
            false if far.is_nan() => far,
            false => far.max(x.abs()),
        })
    };
    let (near, far) = (reach(positive), reach(negative));
    if !near.is_finite() || !far.is_finite() || margin.is_infinite() {
        return (infinite(anchor, positive, negative, margin), 1.0);
    }
    let unit = power_of_two(near.max(far).max(part * margin.sqrt()));
    let over =
        |a: f64, b: f64| (Double::from(part * a) - part * b).over(unit);
    // x² - y² = (x - y)(x + y) loses nothing where they are nearly equal.
    let gap = (0..d).fold(Double::from(0.0), |sum, i| {
        let x = over(anchor[i], positive[i]);
        let y = over(anchor[i], negative[i]);
        sum + over(negative[i], positive[i]) * (x + y)
    });
    if gap.value() == 0.0 {
        return (margin, 1.0); // in units of huge distances it may be 0
    }
    let margin = part * part * margin / unit / unit;
    ((gap + margin).value(), unit / part)
}

/// The same where something is infinite: along a coordinate in which both are equally far nothing changes.
fn infinite(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> f64 {
    let gap = (0..a.len()).map(|i| {
        let (apart, sum) = (n[i] - p[i], (a[i] - p[i]) + (a[i] - n[i]));
        if apart == 0.0 && !sum.is_nan() { 0.0 } else { apart * sum }
    });
    gap.sum::<f64>() + margin
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn no_square_overflows_or_underflows_before_the_loss() {
        for unit in [1e150, 1e-150] {
            let (a, p, n) =
                ([0.0, 0.0], [3.0 * unit, 4.0 * unit], [4.0 * unit, 0.0]);
            let loss = triplet_squared(&a, &p, &n, 0.0);
            let expected = 9.0 * unit * unit;
            assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 4);
        }
        assert_eq!(triplet_squared(&[0.0], &[1e200], &[2e200], 1.0), 0.0);
        assert_eq!(
            triplet_squared(&[0.0], &[2e200], &[1e200], 1.0),
            INFINITY
        );
        assert_eq!(triplet_squared(&[0.0], &[1e200], &[-1e200], 0.5), 0.5);
        assert_eq!(triplet_squared(&[1e308], &[-1e308], &[-1e308], 0.5), 0.5);
    }

    #[test]
    fn nearly_equal_distances_keep_the_digits_of_their_difference() {
        // 1 - (1 - e)², with e = 2^-40: 2e - e²
        let e = 2.0_f64.powi(-40);
        let loss = triplet_squared(&[0.0], &[1.0], &[1.0 - e], 0.0);
        assert_eq!(loss, 2.0 * e - e * e);
    }

    #[test]
    fn the_gradient_exists_at_distance_0() {
        let (a, n) = ([1.0, 2.0], [1.0, 2.5]);
        assert_eq!(triplet_squared(&a, &a, &n, 1.0), 0.75);
        assert_eq!(triplet_squared_grad(&a, &a, &n, 1.0), [0.0, 1.0]);
        assert_eq!(
            triplet_squared_grad_positive(&a, &a, &n, 1.0),
            [0.0, 0.0]
        );
        assert_eq!(
            triplet_squared_grad_negative(&a, &a, &n, 1.0),
            [0.0, -1.0]
        );
        assert_eq!(triplet_squared_grad(&a, &a, &n, 0.25), [0.0, 0.0]);
    }

    #[test]
    fn infinite_distances_give_the_limit_where_there_is_one() {
        let (a, far) = ([0.0, 0.0], [INFINITY, 1.0]);
        assert_eq!(triplet_squared(&a, &far, &[1.0, 0.0], 1.0), INFINITY);
        assert_eq!(triplet_squared(&a, &[1.0, 0.0], &far, 1.0), 0.0);
        assert_eq!(
            triplet_squared_grad(&a, &[1.0, 0.0], &far, 1.0),
            [0.0, 0.0]
        );
        assert!(triplet_squared(&a, &far, &far, 1.0).is_nan());
        // Far out, the anchor is on one side of both or on neither.
        let (p, n) = ([0.5, 0.0], [-0.5, 7.0]);
        assert_eq!(triplet_squared(&far, &p, &n, 1.0), 0.0);
        assert_eq!(triplet_squared(&far, &n, &p, 1.0), INFINITY);
        assert_eq!(triplet_squared(&far, &p, &p, 1.0), 1.0);
        assert_eq!(triplet_squared(&a, &a, &a, INFINITY), INFINITY);
    }

    #[test]
    fn nan_comes_through() {
        let (a, odd) = ([0.0, 1.0], [f64::NAN, INFINITY]);
        assert!(triplet_squared(&a, &odd, &a, 1.0).is_nan());
        assert!(triplet_squared(&a, &a, &odd, 1.0).is_nan());
        let grad = triplet_squared_grad(&a, &a, &odd, 1.0);
        assert!(grad.iter().all(|x| x.is_nan()));
    }

    #[test]
    #[should_panic(
        expected = "triplet_squared: margin must be at least 0, got -1"
    )]
    fn triplet_squared_requires_a_margin_of_at_least_0() {
        let _ = triplet_squared(&[], &[], &[], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "triplet_squared_grad: margin must be at least 0, got NaN"
    )]
    fn triplet_squared_grad_requires_a_margin() {
        let _ = triplet_squared_grad(&[], &[], &[], f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "triplet_squared_grad_positive: 1 anchor entries, but 2 positive entries"
    )]
    fn triplet_squared_grad_positive_requires_equal_lengths() {
        let _ = triplet_squared_grad_positive(&[0.0], &[0.0; 2], &[0.0], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "triplet_squared_grad_negative: 1 anchor entries, but 0 negative entries"
    )]
    fn triplet_squared_grad_negative_requires_equal_lengths() {
        let _ = triplet_squared_grad_negative(&[0.0], &[0.0], &[], 1.0);
    }
}
