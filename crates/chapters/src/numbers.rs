//! How this book writes numbers: in tables, in marks, in the prose.

pub use figures::{grouped, number};

/// At most four digits behind the point.
pub fn short(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let text = number(x, 4);
    // Zeros at the end are left out where the number ends there, and stand where it was rounded.
    if (x * 1e4).round() / 1e4 == x {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The size of an error: a digit behind the point as long as that says anything.
pub fn magnitude(error: f64) -> String {
    if error == 0.0 {
        "0".to_owned()
    } else if error < 99.95 {
        format!("{error:.1}")
    } else if error < 9999.5 {
        format!("{error:.0}")
    } else {
        format!("{error:.0e}")
    }
}

/// `1 point`, `1,024 points`
pub fn points(n: usize) -> String {
    match n {
        1 => "1 point".to_owned(),
        n => format!("{} points", grouped(n)),
    }
}

/// A number as it is printed: a true minus sign, a power of ten for `e`.
pub fn typeset(number: &str) -> String {
    let number = number.replace('-', "−");
    let Some((mantissa, exponent)) = number.split_once(['e', 'E']) else {
        return number;
    };
    let raised: String = exponent
        .trim_start_matches('+')
        .chars()
        .map(superscript)
        .collect();
    format!("{mantissa} × 10{raised}")
}

fn superscript(c: char) -> char {
    match c {
        '−' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => digit
            .to_digit(10)
            .and_then(|d| char::from_u32(0x2070 + d))
            .unwrap_or(digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typeset() {
        assert_eq!(typeset("-4.73e-4"), "−4.73 × 10⁻⁴");
        assert_eq!(typeset("2e+123"), "2 × 10¹²³");
        assert_eq!(typeset("0.25"), "0.25");
    }

    #[test]
    fn zeros_stand_at_the_end_of_what_was_rounded_only() {
        for (x, text) in [
            (0.25, "0.25"),
            (1.0, "1"),
            (-0.27846, "−0.2785"),
            (0.49999, "0.5000"),
        ] {
            assert_eq!(short(x), text);
        }
        assert_eq!(short(f64::NEG_INFINITY), "−∞");
    }

    #[test]
    fn one_point_is_no_points() {
        assert_eq!(
            (points(1), points(1024)),
            ("1 point".into(), "1,024 points".into())
        );
    }
}
