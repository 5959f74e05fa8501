//! Exponentials without their first terms, which would cancel near 0.

// ANCHOR: kernel
/// `(exp(x) - 1)/x`, 1 at 0.
pub(crate) fn exp_slope(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { x.exp_m1() / x }
}

/// `exp(x) - 1 - x`, which is never negative.
pub(crate) fn exp_rest(x: f64) -> f64 {
    if x.abs() < 1.5 {
        x * x * exp_rest_by_square(x)
    } else if x < 50.0 {
        x.exp_m1() - x
    } else {
        x.exp() // the rest of it is rounded away; ∞ - ∞ is NaN
    }
}

/// `(exp(x) - 1 - x)/x²` for `|x| < 1.5`: `1/2! + x/3! + x²/4! + ..`.
pub(crate) fn exp_rest_by_square(x: f64) -> f64 {
    // The terms left out are below 1e-18.
    let tail =
        (3..23).rev().fold(0.0, |sum, k| (1.0 + sum) * x / f64::from(k));
    0.5 + 0.5 * tail
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    /// mpmath, 400 digits.
    const EXPECTED: [(f64, f64); 14] = [
        (1e-160, 5e-321),
        (1e-12, 5.000000000001666e-25),
        (-1e-8, 4.999999983333334e-17),
        (0.25, 0.034025416687741485),
        (-0.7, 0.19658530379140948),
        (1.499, 1.978209621365501),
        (1.501, 1.9851730010000725),
        (-1.499, 0.7223534019108561),
        (-1.501, 0.7239071415161823),
        (3.0, 16.085536923187668),
        (-40.0, 39.0),
        (49.9, 4.691315563763485e21),
        (50.1, 5.729985768980468e21),
        (700.0, 1.0142320547350045e304),
    ];

    #[test]
    fn the_rest_keeps_its_digits() {
        for (x, rest) in EXPECTED {
            let found = exp_rest(x);
            assert_ulps_eq!(found, rest, epsilon = 0.0, max_ulps = 2);
        }
        for (x, rest) in [
            (0.0, 0.0),
            (1000.0, f64::INFINITY),
            (f64::INFINITY, f64::INFINITY),
            (f64::NEG_INFINITY, f64::INFINITY),
        ] {
            assert_eq!(exp_rest(x), rest);
        }
        assert!(exp_rest(f64::NAN).is_nan());
        assert_eq!([exp_slope(0.0), exp_slope(1e-20)], [1.0, 1.0]);
    }
}
