//! Huber, smooth L1 and pseudo-Huber of the same residual.

use crate::double::Double;
use crate::losses::{huber, pseudo_huber};

// ANCHOR: value
/// Smooth L1 from Huber of the same residual and threshold: `loss/delta`.
///
/// # Panics
///
/// If `delta` is not positive and finite.
///
/// ```
/// use nnfn::convert::smooth_l1_from_huber;
/// use nnfn::losses::{huber, smooth_l1};
/// assert_eq!(smooth_l1_from_huber(huber(3.0, 0.0, 2.0), 2.0), smooth_l1(3.0, 0.0, 2.0));
/// ```
#[must_use]
pub fn smooth_l1_from_huber(loss: f64, delta: f64) -> f64 {
    assert!(
        delta > 0.0 && delta.is_finite(),
        "smooth_l1_from_huber: delta must be positive and finite, got {delta}"
    );
    loss / delta
}

/// Huber from smooth L1 of the same residual and threshold: `beta·loss`.
///
/// # Panics
///
/// If `beta` is not positive and finite.
///
/// ```
/// use nnfn::convert::huber_from_smooth_l1;
/// assert_eq!(huber_from_smooth_l1(2.0, 2.0), 4.0);
/// ```
#[must_use]
pub fn huber_from_smooth_l1(loss: f64, beta: f64) -> f64 {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "huber_from_smooth_l1: beta must be positive and finite, got {beta}"
    );
    beta * loss
}

/// Pseudo-Huber from Huber of the same residual and threshold.
///
/// With the same `delta` the two have the same curvature at 0 and the same slope far out, but no factor turns the one
/// into the other. This goes back to the size of the residual, and from there to the other loss.
///
/// - A loss of 0 gives 0, `∞` gives `∞`, a negative one, which no residual has, NaN.
///
/// # Panics
///
/// If `delta` is not positive and finite.
///
/// ```
/// use nnfn::convert::pseudo_huber_from_huber;
/// use nnfn::losses::{huber, pseudo_huber};
/// let found = pseudo_huber_from_huber(huber(3.0, 0.0, 2.0), 2.0);
/// assert!((found - pseudo_huber(3.0, 0.0, 2.0)).abs() < 1e-15);
/// ```
#[must_use]
pub fn pseudo_huber_from_huber(loss: f64, delta: f64) -> f64 {
    assert!(
        delta > 0.0 && delta.is_finite(),
        "pseudo_huber_from_huber: delta must be positive and finite, \
         got {delta}"
    );
    if loss < 0.0 {
        return f64::NAN;
    }
    let of_square = (2.0 * loss).sqrt();
    let residual = if of_square <= delta {
        of_square
    } else {
        loss / delta + 0.5 * delta
    };
    pseudo_huber(residual, 0.0, delta)
}

/// Huber from pseudo-Huber of the same residual and threshold.
///
/// The way back of [`pseudo_huber_from_huber`].
///
/// # Panics
///
/// If `delta` is not positive and finite.
///
/// ```
/// use nnfn::convert::huber_from_pseudo_huber;
/// use nnfn::losses::{huber, pseudo_huber};
/// let found = huber_from_pseudo_huber(pseudo_huber(3.0, 0.0, 2.0), 2.0);
/// assert!((found - huber(3.0, 0.0, 2.0)).abs() < 1e-15);
/// ```
#[must_use]
pub fn huber_from_pseudo_huber(loss: f64, delta: f64) -> f64 {
    assert!(
        delta > 0.0 && delta.is_finite(),
        "huber_from_pseudo_huber: delta must be positive and finite, \
         got {delta}"
    );
    if loss < 0.0 {
        return f64::NAN;
    }
    // With t = loss/δ² the residual is δ·√(t·(t + 2)).
    let height = loss / delta;
    let share = height / delta;
    let residual = if share < 1.0 {
        (2.0 * loss * (1.0 + 0.5 * share)).sqrt()
    } else {
        height * (1.0 + 2.0 / share).sqrt() // t² could overflow
    };
    huber(residual, 0.0, delta)
}

/// The threshold `β = 1/σ²` of smooth L1, from the `sigma` of code for object detection.
///
/// # Panics
///
/// If `sigma` is not positive and finite.
///
/// ```
/// use nnfn::convert::beta_from_sigma;
/// assert_eq!(beta_from_sigma(3.0), 1.0 / 9.0);
/// ```
#[must_use]
pub fn beta_from_sigma(sigma: f64) -> f64 {
    assert!(
        sigma > 0.0 && sigma.is_finite(),
        "beta_from_sigma: sigma must be positive and finite, got {sigma}"
    );
    let over = 1.0 / sigma;
    // A square that overflows or underflows need not be taken.
    match (1e-100..1e100).contains(&sigma) {
        true => (Double::from(1.0).over(Double::from(sigma) * sigma)).value(),
        false => over * over,
    }
}

/// The `sigma` of code for object detection, `1/√β`, from the threshold of smooth L1.
///
/// # Panics
///
/// If `beta` is not positive and finite.
///
/// ```
/// use nnfn::convert::sigma_from_beta;
/// assert_eq!(sigma_from_beta(0.25), 2.0);
/// ```
#[must_use]
pub fn sigma_from_beta(beta: f64) -> f64 {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "sigma_from_beta: beta must be positive and finite, got {beta}"
    );
    1.0 / beta.sqrt()
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_residual_costs_less_than_nothing() {
        for delta in [0.5, 2.0] {
            assert!(pseudo_huber_from_huber(-1.0, delta).is_nan());
            assert!(huber_from_pseudo_huber(-1.0, delta).is_nan());
            assert_eq!(pseudo_huber_from_huber(0.0, delta), 0.0);
            assert_eq!(huber_from_pseudo_huber(0.0, delta), 0.0);
            let far = f64::INFINITY;
            assert_eq!(pseudo_huber_from_huber(far, delta), far);
            assert_eq!(huber_from_pseudo_huber(far, delta), far);
        }
    }

    #[test]
    #[should_panic(
        expected = "pseudo_huber_from_huber: delta must be positive and finite, got 0"
    )]
    fn a_threshold_of_0_is_refused() {
        let _ = pseudo_huber_from_huber(1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "huber_from_smooth_l1: beta must be positive and finite, got inf"
    )]
    fn an_infinite_threshold_is_refused() {
        let _ = huber_from_smooth_l1(1.0, f64::INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "beta_from_sigma: sigma must be positive and finite, got -1"
    )]
    fn a_negative_sigma_is_refused() {
        let _ = beta_from_sigma(-1.0);
    }
}
