//! Powers of two, by which numbers are scaled without rounding.

// ANCHOR: kernel
/// The largest normal power of two that is at most `x`, or the smallest there is; `∞` and NaN stay.
pub(crate) fn power_of_two(x: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff0_0000_0000_0000;
    if x.is_nan() {
        return x;
    }
    f64::from_bits(x.to_bits() & EXPONENT).max(f64::MIN_POSITIVE)
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_power_below() {
        for (x, power) in [
            (1.0, 1.0),
            (1.999, 1.0),
            (0.7, 0.5),
            (1e300, 2f64.powi(996)),
            (f64::MAX, 2f64.powi(1023)),
            (0.0, f64::MIN_POSITIVE),
            (5e-324, f64::MIN_POSITIVE),
            (f64::INFINITY, f64::INFINITY),
        ] {
            assert_eq!(power_of_two(x), power);
        }
        assert!(power_of_two(f64::NAN).is_nan());
    }
}
