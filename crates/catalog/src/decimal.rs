//! Decimal numbers without the standard library's parser, whose tables would be a tenth of a module.

/// The powers of ten that a 64-bit number holds exactly: up to this one.
const EXACT_POWERS: i32 = 22;
/// The whole numbers that it holds exactly: up to this one.
const EXACT_INTEGERS: u64 = 1 << 53;

/// The number nearest to a short decimal text: `0.2`, `-1.25e-3`.
///
/// `None` for any other text, and where a single division would not give the nearest number:
/// with more than fifteen digits or beyond 10²².
///
/// ```
/// assert_eq!(catalog::decimal("-1.25e-3"), Some(-0.00125));
/// assert_eq!(catalog::decimal("one"), None);
/// assert_eq!(catalog::decimal("1e-300"), None);
/// ```
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1.0, text),
        None => (1.0, text),
    };
    let (digits, mut power) = match text.split_once('e') {
        Some((digits, power)) => (digits, power.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (mut whole, mut behind_point, mut any) = (0_u64, false, false);
    for byte in digits.bytes() {
        match byte {
            b'.' if !behind_point => behind_point = true,
            b'0'..=b'9' => {
                whole = whole.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                power = power.checked_sub(i32::from(behind_point))?;
                any = true;
            }
            _ => return None,
        }
    }
    if !any || whole > EXACT_INTEGERS || !(-EXACT_POWERS..=EXACT_POWERS).contains(&power) {
        return None;
    }
    // Both are exact, so that the one rounding gives the nearest number.
    let factor = whole_power(power.abs());
    let size = match power < 0 {
        true => whole as f64 / factor,
        false => whole as f64 * factor,
    };
    Some(sign * size)
}

/// A power of ten that is a whole number, exact up to [`EXACT_POWERS`].
fn whole_power(power: i32) -> f64 {
    (0..power).fold(1.0, |factor, _| 10.0 * factor)
}

/// Ten to the power of `x`: the nearest number where `x` is whole and within ±22.
///
/// Used instead of `libm::exp10`, whose table would add four kilobytes to a module.
///
/// ```
/// assert_eq!(catalog::exp10(-3.0), 0.001);
/// ```
#[must_use]
pub fn exp10(x: f64) -> f64 {
    let power = x as i32;
    match power as f64 == x && power.abs() <= EXACT_POWERS {
        true if power < 0 => 1.0 / whole_power(-power),
        true => whole_power(power),
        false => libm::pow(10.0, x),
    }
}

/// The nearest number with that many significant digits; the number itself where [`decimal`]
/// could not read it.
#[must_use]
pub fn rounded(x: f64, digits: usize) -> f64 {
    decimal(&format!("{x:.*e}", digits.max(1) - 1)).unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_are_read_as_the_standard_library_reads_them() {
        for whole in [
            0_u64,
            1,
            7,
            123,
            999_999,
            123_456_789_012_345,
            (1 << 53) - 1,
        ] {
            for power in -22..=22 {
                for text in [format!("{whole}e{power}"), format!("-{whole}e{power}")] {
                    let read = decimal(&text).expect("it is short");
                    assert_eq!(
                        read.to_bits(),
                        text.parse::<f64>().unwrap().to_bits(),
                        "{text}"
                    );
                }
            }
        }
        for text in ["0.2", ".5", "5.", "20", "-0.000123", "1.25e3", "-0"] {
            let read = decimal(text).expect("it is short");
            assert_eq!(
                read.to_bits(),
                text.parse::<f64>().unwrap().to_bits(),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_short_number_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.2.3",
            "e5",
            "1e",
            "+1",
            "0x1",
            "1_000",
            "inf",
            "NaN",
            "1e23",
            "1e-23",
            "9007199254740993",
            "99999999999999999999",
            "1e99999999999",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn powers_of_ten_are_exact_where_they_can_be_and_near_elsewhere() {
        for power in -22..=22 {
            assert_eq!(
                exp10(f64::from(power)),
                format!("1e{power}").parse().unwrap()
            );
        }
        for i in -3000..3000 {
            let x = f64::from(i) * 0.0507;
            let (found, other) = (exp10(x), libm::exp10(x));
            assert!((found - other).abs() <= 2.0 * f64::EPSILON * other, "{x}");
        }
        assert_eq!((exp10(-400.0), exp10(400.0)), (0.0, f64::INFINITY));
        assert!(exp10(f64::NAN).is_nan());
    }

    #[test]
    fn a_number_is_rounded_as_it_is_written() {
        let mut x = 1.000_123e-8;
        while x < 1e12 {
            for digits in 1..=6 {
                let text = format!("{x:.*e}", digits - 1);
                assert_eq!(rounded(x, digits), text.parse().unwrap(), "{x}");
                assert_eq!(rounded(-x, digits), -rounded(x, digits), "{x}");
            }
            x *= 1.037;
        }
        assert_eq!(rounded(f64::INFINITY, 3), f64::INFINITY);
        assert_eq!(rounded(1e-300, 3), 1e-300);
    }
}
