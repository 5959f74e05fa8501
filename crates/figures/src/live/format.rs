//! Numbers as narrower formats keep them.

/// A number format of the hardware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 53 binary digits.
    F64,
    /// 24 binary digits.
    F32,
    /// 11 binary digits, at most 65,504.
    F16,
    /// 8 binary digits, with the range of `F32`.
    Bf16,
}

impl Format {
    /// All, in the order of a menu.
    pub const ALL: [Format; 4] = [Format::F64, Format::F32, Format::Bf16, Format::F16];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::F64 => "f64",
            Format::F32 => "f32",
            Format::Bf16 => "bf16",
            Format::F16 => "f16",
        }
    }

    /// Binary digits, least and largest exponent of a normal number.
    fn shape(self) -> (i32, i32, i32) {
        match self {
            Format::F64 => (53, -1022, 1023),
            Format::F32 => (24, -126, 127),
            Format::Bf16 => (8, -126, 127),
            Format::F16 => (11, -14, 15),
        }
    }

    /// The nearest number that the format has, ties to even; infinity beyond its largest.
    ///
    /// ```
    /// use figures::live::Format;
    /// assert_eq!(Format::F32.round(0.1), f64::from(0.1_f32));
    /// assert_eq!(Format::F16.round(65_520.0), f64::INFINITY);
    /// assert_eq!(Format::Bf16.round(1.0 + 1.0 / 256.0), 1.0);
    /// ```
    #[must_use]
    pub fn round(self, x: f64) -> f64 {
        if self == Format::F64 || x == 0.0 || !x.is_finite() {
            return x;
        }
        let (digits, least, largest) = self.shape();
        // Below the least exponent the steps get no smaller.
        let exponent = libm::ilogb(x).max(least);
        let step = libm::ldexp(1.0, exponent - (digits - 1));
        let rounded = libm::rint(x / step) * step;
        let limit = libm::ldexp(2.0 - libm::ldexp(1.0, 1 - digits), largest);
        if rounded.abs() > limit {
            f64::INFINITY.copysign(x)
        } else {
            rounded
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_to_f32_is_that_of_the_hardware() {
        let mut x = 1.0e-50;
        while x < 1.0e45 {
            for value in [x, -x, x * 1.000_000_059_604_644_8] {
                let expected = f64::from(value as f32);
                assert_eq!(Format::F32.round(value), expected, "{value:e}");
            }
            x *= 1.37;
        }
    }

    #[test]
    fn the_largest_and_least_numbers_of_each_format() {
        for (format, largest, least) in [
            (Format::F16, 65_504.0, 5.960_464_477_539_063e-8),
            (
                Format::Bf16,
                3.389_531_389_251_535_5e38,
                9.183_549_615_799_121e-41,
            ),
            (Format::F32, f64::from(f32::MAX), 1.401_298_464_324_817e-45),
        ] {
            assert_eq!(format.round(largest), largest, "{format:?}");
            assert_eq!(format.round(largest * 1.01), f64::INFINITY, "{format:?}");
            assert_eq!(format.round(least), least, "{format:?}");
            assert_eq!(format.round(0.49 * least), 0.0, "{format:?}");
            assert!(format.round(f64::NAN).is_nan());
            assert!(format.round(-0.0).is_sign_negative());
        }
    }
}
