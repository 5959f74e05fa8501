//! Numbers as readers see them: the one place where a number becomes words. Coordinates, which a
//! browser reads, are written in `svg.rs`.

/// A number with that many significant digits, in a form that screen readers read well: `−0.169971`, `1.5e−12`.
///
/// ```
/// use figures::significant;
/// assert_eq!(significant(-0.169971, 3), "−0.17");
/// assert_eq!(significant(1.53e-12, 2), "1.5e−12");
/// assert_eq!(significant(f64::NEG_INFINITY, 3), "−∞");
/// ```
#[must_use]
pub fn significant(x: f64, digits: usize) -> String {
    if x.is_nan() {
        return "NaN".to_owned();
    }
    if x.is_infinite() {
        return if x > 0.0 { "∞" } else { "\u{2212}∞" }.to_owned();
    }
    if x == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{x:.*e}", digits.max(1) - 1);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let power: i32 = exponent.parse().unwrap_or(0);
    let short = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    let minus = |text: String| text.replace('-', "\u{2212}");
    if (-5..7).contains(&power) {
        let decimals = digits as i32 - 1 - power;
        minus(short(&format!("{x:.*}", decimals.max(0) as usize)))
    } else {
        minus(format!("{}e{exponent}", short(mantissa)))
    }
}

/// The nearest number with that many digits; never −0, which would be read as a minus sign.
pub(crate) fn rounded(x: f64, digits: usize) -> f64 {
    catalog::rounded(x, digits) + 0.0
}

/// A power of ten as it is written: `10⁻³⁰`, `0.01`, `1`, `1000`.
pub(crate) fn power_of_ten(exponent: i64) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if (-3..=3).contains(&exponent) {
        return number(catalog::exp10(exponent as f64), (-exponent).max(0) as usize);
    }
    let digit = |c: char| c.to_digit(10).map_or('⁻', |digit| RAISED[digit as usize]);
    let raised: String = exponent.to_string().chars().map(digit).collect();
    format!("10{raised}")
}

/// A whole number with a comma at each thousand: `12,345`.
///
/// ```
/// assert_eq!(figures::grouped(1_234_567), "1,234,567");
/// ```
#[must_use]
pub fn grouped(n: impl std::fmt::Display) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with `decimals` digits after the point and a true minus sign (U+2212).
///
/// ```
/// assert_eq!(figures::number(-0.1699, 3), "−0.170");
/// assert_eq!(figures::number(-0.0001, 3), "0.000");
/// ```
#[must_use]
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.contains(|c: char| ('1'..='9').contains(&c)) => {
            format!("\u{2212}{digits}")
        }
        Some(zero) if zero.starts_with('0') => zero.to_owned(),
        Some(infinity) => format!("\u{2212}{infinity}"),
        None => text,
    }
}

/// At most three digits behind the point.
pub(crate) fn shortest(x: f64) -> String {
    let text = number(x, 3);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_they_need_to_be() {
        for (x, digits, text) in [
            (0.5, 6, "0.5"),
            (-0.0, 6, "0"),
            (1_234_567.0, 3, "1234567"),
            (12_345_678.0, 3, "1.23e7"),
            (0.000_012_34, 3, "0.0000123"),
            (0.000_001_234, 3, "1.23e\u{2212}6"),
            (9.9999, 3, "10"),
            (f64::NAN, 3, "NaN"),
        ] {
            assert_eq!(significant(x, digits), text);
        }
    }

    #[test]
    fn powers_of_ten_are_written_as_readers_write_them() {
        for (exponent, text) in [
            (-30, "10⁻³⁰"),
            (-2, "0.01"),
            (0, "1"),
            (3, "1000"),
            (12, "10¹²"),
        ] {
            assert_eq!(power_of_ten(exponent), text);
        }
    }

    #[test]
    fn the_minus_sign_is_a_minus_sign() {
        assert_eq!(number(-2.5, 1), "−2.5");
        assert_eq!(number(-0.0, 2), "0.00");
        assert_eq!(number(f64::NEG_INFINITY, 2), "−inf");
    }
}
