//! Clipped value loss of PPO.

use crate::double::Double;

/// Clipped value loss of one state: `max((V - R)², (clip(V, V' - epsilon, V' + epsilon) - R)²)/2`.
///
/// `V` is the `value` that the critic predicts now, `V'` the `old_value` that it predicted when the data were
/// sampled, `R` the return that it should predict. The larger of two squares is pessimistic, as in
/// [`ppo_clip`](super::ppo_clip): once the value has left the band around the old one, towards the return, nothing
/// pulls it on. `epsilon` has the unit of the values, so that it must grow with them. It comes from code for PPO, not
/// from the paper.
///
/// - Range: `[0, ∞]`, at least `(V - R)²/2`, which it is inside of the band.
/// - Infinite arguments give `∞`; three times the same infinity gives NaN, as NaN does.
///
/// # Panics
///
/// If `epsilon` is not positive and finite.
///
/// Source: Engstrom et al. 2020, [arXiv:2005.12729](https://arxiv.org/abs/2005.12729), §3, where it is the first of
/// nine optimisations of code.
///
/// ```
/// use nnfn::losses::ppo_value;
/// assert_eq!(ppo_value(1.0, 5.0, 10.0, 0.25), 40.5); // moved away from the return
/// assert_eq!(ppo_value(5.0, 1.0, 10.0, 0.25), 38.28125); // moved too far towards it
/// assert_eq!(ppo_value(1.25, 1.0, 3.0, 0.5), 1.53125); // inside of the band
/// ```
#[must_use]
// ANCHOR: value
pub fn ppo_value(
    value: f64,
    old_value: f64,
    returns: f64,
    epsilon: f64,
) -> f64 {
    let errors = Errors::new("ppo_value", value, old_value, returns, epsilon);
    let larger = errors.larger().value() * 4.0;
    0.5 * larger * larger
}
// ANCHOR_END: value

/// Derivative of [`ppo_value`] by the value: `V - R`, or 0 where the clipped square is the larger one.
///
/// It is the larger one where `V` is outside of the band and nearer to the return than the band's edge is; where both
/// squares are equal, the derivative is `V - R`.
///
/// # Panics
///
/// If `epsilon` is not positive and finite.
///
/// ```
/// use nnfn::losses::ppo_value_grad;
/// assert_eq!(ppo_value_grad(1.0, 5.0, 10.0, 0.25), -9.0);
/// assert_eq!(ppo_value_grad(5.0, 1.0, 10.0, 0.25), 0.0);
/// assert_eq!(ppo_value_grad(19.0, 1.0, 10.0, 0.25), 9.0); // far past it
/// ```
#[must_use]
// ANCHOR: grad
pub fn ppo_value_grad(
    value: f64,
    old_value: f64,
    returns: f64,
    epsilon: f64,
) -> f64 {
    let errors =
        Errors::new("ppo_value_grad", value, old_value, returns, epsilon);
    match errors.clip_binds {
        Some(true) => 0.0,
        Some(false) => errors.plain.value() * 4.0,
        None => f64::NAN,
    }
}
// ANCHOR_END: grad

// ANCHOR: errors
/// Two errors over 4, so that no sum overflows, of double length.
struct Errors {
    /// `V - R`.
    plain: Double,
    /// The same with `V` clipped to the band.
    clipped: Double,
    /// Whether the second one is the larger one; none if that cannot be told.
    clip_binds: Option<bool>,
}

impl Errors {
    fn new(
        name: &str,
        value: f64,
        old_value: f64,
        returns: f64,
        epsilon: f64,
    ) -> Self {
        assert!(
            epsilon > 0.0 && epsilon.is_finite(),
            "{name}: epsilon must be positive and finite, got {epsilon}"
        );
        let [v, old, r, epsilon] =
            [value, old_value, returns, epsilon].map(|x| 0.25 * x);
        let moved = (Double::from(v) - old).normalised();
        let plain = (Double::from(v) - r).normalised();
        let edge = if (moved - epsilon).value() > 0.0 {
            epsilon
        } else if (moved + epsilon).value() < 0.0 {
            -epsilon
        } else {
            let inside = !moved.value().is_nan();
            let clip_binds = if inside { Some(false) } else { None };
            let unknown = Double::from(old);
            let plain = if old.is_nan() { unknown } else { plain };
            let clipped = plain;
            return Self { plain, clipped, clip_binds };
        };
        // |c| > |u| where (c - u)·(c + u) is positive.
        let edge_of_band = (Double::from(old) + edge).normalised();
        let clipped = (edge_of_band - r).normalised();
        let apart = (edge_of_band - v).normalised().value();
        let together = (clipped + plain).normalised().value();
        let clip_binds = if apart.is_nan() || together.is_nan() {
            None
        } else {
            Some(
                apart > 0.0 && together > 0.0
                    || apart < 0.0 && together < 0.0,
            )
        };
        Self { plain, clipped, clip_binds }
    }

    /// The one of which the square counts; an infinite one beside one that is unknown.
    fn larger(self) -> Double {
        let (plain, clipped) = (self.plain.value(), self.clipped.value());
        let unknown = clipped.is_nan() && !plain.is_infinite();
        let clips = self.clip_binds == Some(true) || clipped.is_infinite();
        if clips || unknown { self.clipped } else { self.plain }
    }
}
// ANCHOR_END: errors

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn the_larger_square_counts() {
        // mpmath, 60 digits
        for (value, old, returns, loss, slope) in [
            (2.0, 2.0, 3.0, 0.5, -1.0),
            (2.1, 2.0, 0.0, 2.205, 2.1),
            (-3.0, -1.0, -5.0, 7.22, 0.0),
            (9.1, 9.5, 8.0, 0.845_000_000_000_000_1, 0.0),
            (4.0, 4.05, 4.0, 0.0, 0.0),
        ] {
            let found = ppo_value(value, old, returns, 0.2);
            assert_ulps_eq!(found, loss, epsilon = 0.0, max_ulps = 2);
            assert_eq!(ppo_value_grad(value, old, returns, 0.2), slope);
        }
    }

    #[test]
    fn the_edge_of_the_band_is_exact() {
        // 0.1 + 0.2 rounds to more than it is.
        let edge = 0.1 + 0.2;
        assert_eq!(ppo_value_grad(edge, 0.1, 1.0, 0.2), 0.0);
        assert_eq!(ppo_value_grad(0.3, 0.1, 1.0, 0.2), 0.3 - 1.0);
    }

    #[test]
    fn huge_and_infinite_arguments_give_the_limit() {
        assert_eq!(ppo_value(f64::MAX, f64::MAX, -f64::MAX, 1.0), INFINITY);
        assert_eq!(ppo_value_grad(f64::MAX, -f64::MAX, f64::MAX, 1.0), 0.0);
        assert_eq!(ppo_value(1e200, 1e200, 1e200, 1.0), 0.0);
        assert_eq!(ppo_value(INFINITY, 0.0, 1.0, 1.0), INFINITY);
        assert_eq!(ppo_value_grad(-INFINITY, 0.0, 1.0, 1.0), -INFINITY);
        // The clipped square is infinite, and so is the other one where both values are.
        assert_eq!(ppo_value(INFINITY, 0.0, INFINITY, 1.0), INFINITY);
        assert_eq!(ppo_value(INFINITY, INFINITY, 0.0, 1.0), INFINITY);
        assert!(ppo_value(INFINITY, INFINITY, INFINITY, 1.0).is_nan());
    }

    #[test]
    fn nan_comes_through() {
        for i in 0..3 {
            let mut x = [1.0, 2.0, 3.0];
            x[i] = f64::NAN;
            assert!(ppo_value(x[0], x[1], x[2], 0.2).is_nan());
        }
        assert!(ppo_value_grad(f64::NAN, 1.0, 2.0, 0.2).is_nan());
        assert!(ppo_value_grad(1.0, 1.0, f64::NAN, 0.2).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "ppo_value: epsilon must be positive and finite, got 0"
    )]
    fn ppo_value_requires_a_positive_epsilon() {
        let _ = ppo_value(1.0, 1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "ppo_value_grad: epsilon must be positive and finite, got inf"
    )]
    fn ppo_value_grad_requires_a_finite_epsilon() {
        let _ = ppo_value_grad(1.0, 1.0, 1.0, INFINITY);
    }

    #[test]
    fn an_unknown_old_value_makes_the_loss_unknown() {
        for value in [0.0, INFINITY, -INFINITY] {
            assert!(ppo_value(value, f64::NAN, 0.0, 1.0).is_nan());
            assert!(ppo_value_grad(value, f64::NAN, 0.0, 1.0).is_nan());
        }
    }
}
