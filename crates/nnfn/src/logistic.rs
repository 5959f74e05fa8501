//! The logistic function, and exponentials times a factor.

use crate::double::Double;

// ANCHOR: kernel
/// `factor·exp(x)` for `x ≤ 0`, also where `exp(x)` alone is subnormal or 0.
pub(crate) fn exp_times(x: f64, factor: f64) -> f64 {
    if x > -700.0 {
        return factor * x.exp();
    }
    // Below -1480 the product is 0 for every finite factor.
    let root = (0.5 * x.clamp(-1480.0, 0.0)).exp();
    factor * root * root
}

/// `factor·σ(v)` of a double-length `v`, also where `σ(v)` alone is subnormal.
pub(crate) fn sigmoid_times(v: Double, factor: f64) -> f64 {
    if v.hi > 0.0 {
        return factor / ((-v).exp() + 1.0).value();
    }
    let faded = v.exp_times(factor).value().copysign(factor); // -0.0 too
    faded / (v.exp() + 1.0).value()
}

/// `factor·ln(1 + exp(v))`, also where the logarithm alone is subnormal. A factor of 0 gives 0, also at `∞`.
pub(crate) fn softplus_times(v: Double, factor: Double) -> Double {
    if factor.hi == 0.0 && !v.hi.is_nan() {
        return factor; // 0·∞ is NaN
    }
    if v.hi < -40.0 {
        return v.exp_times(factor); // ln(1 + e) is e
    }
    // The larger exponential is taken out of the logarithm.
    let bounded = if v.hi > 0.0 { -v } else { v };
    let tail = bounded.exp().value().ln_1p();
    let rest = if v.hi > 0.0 { v } else { Double::from(0.0) };
    (rest + tail) * factor
}

/// Derivative of `v·σ(v)`: `σ(v)·(1 + v·σ(-v))`.
pub(crate) fn silu_slope(v: Double) -> f64 {
    if v.hi > 0.0 {
        return 1.0 - silu_slope(-v); // as f(v) - f(-v) = v
    }
    if v.hi < -1000.0 {
        return 0.0; // at -∞ the terms would be NaN
    }
    // σ(v) = exp(v)/s and σ(-v) = 1/s.
    // Double-length, because s + v vanishes at the minimum.
    let s = v.exp() + 1.0;
    v.exp_times(s + v).value() / (s * s).value()
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn a_subnormal_exponential_does_not_spoil_a_product() {
        // mpmath, 60 digits
        let expected = [
            (-699.0, 1e10, 2.680_137_958_338_607e-294),
            (-744.3, 1e10, 5.683_516_425e-314),
            (-1000.0, 1e300, 5.075_958_897_549_457e-135),
        ];
        for (x, factor, product) in expected {
            assert_ulps_eq!(
                exp_times(x, factor),
                product,
                epsilon = 0.0,
                max_ulps = 3
            );
        }
        assert_eq!(exp_times(f64::NEG_INFINITY, f64::MAX), 0.0);
        assert!(exp_times(f64::NAN, 1.0).is_nan());
    }
}
