//! Numbers as a page shows them: their digits, their rounding, and how another number would be shown.

use std::fmt;

/// A number computed by an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A floating-point result.
    Float(f64),
    /// An integer result.
    Integer(i128),
}

/// The form of a number in the text: everything but its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    text: String,
    plus: bool,
    unicode_minus: bool,
    unicode_exponent: bool,
    grouped: bool,
    decimals: usize,
    scientific: bool,
}

impl Shown {
    /// Reads a number as written on a page: `0.25`, `−0.170`, `4.73e-4`, `50,257`, `∞`, `NaN`.
    ///
    /// `None` if the text is not wholly a number in one of these forms.
    #[must_use]
    pub fn parse(text: &str) -> Option<Shown> {
        let unicode_minus = text.starts_with('−');
        let unicode_exponent = text.contains(['e', 'E']) && text.chars().skip(1).any(|c| c == '−');
        let plain = text.replace('−', "-");
        let plus = plain.starts_with('+');
        let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
        let shape = |decimals, scientific, grouped| Shown {
            text: text.to_owned(),
            plus,
            unicode_minus,
            unicode_exponent,
            grouped,
            decimals,
            scientific,
        };
        if unsigned == "∞" || plain == "NaN" {
            return Some(shape(0, false, false));
        }
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let grouped = whole.contains(',');
        let well_grouped = || {
            let mut groups = whole.split(',');
            let first = groups.next().unwrap_or("");
            digits(first) && first.len() <= 3 && groups.all(|g| digits(g) && g.len() == 3)
        };
        let whole_ok = if grouped {
            well_grouped()
        } else {
            digits(whole)
        };
        let exponent_ok = exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)));
        let ok = whole_ok && fraction.is_none_or(digits) && exponent_ok;
        ok.then(|| shape(fraction.map_or(0, str::len), exponent.is_some(), grouped))
    }

    /// The text as it stands on the page.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the page would show for `number` in this form: the same digits behind the point, the
    /// same minus sign, grouping and exponent style.
    #[must_use]
    pub fn render(&self, number: Number) -> String {
        let body = match number {
            Number::Float(x) if x.is_nan() => return "NaN".to_owned(),
            Number::Float(x) if x.is_infinite() => {
                return if x > 0.0 {
                    if self.plus { "+∞" } else { "∞" }.to_owned()
                } else {
                    self.minus("-∞")
                };
            }
            Number::Float(x) if self.scientific => format!("{x:.*e}", self.decimals),
            Number::Float(x) => format!("{x:.*}", self.decimals),
            #[expect(clippy::cast_precision_loss, reason = "shown to a few digits only")]
            Number::Integer(n) if self.scientific => format!("{:.*e}", self.decimals, n as f64),
            Number::Integer(n) if self.decimals > 0 => format!("{n}.{}", "0".repeat(self.decimals)),
            Number::Integer(n) => n.to_string(),
        };
        // A rounded -0.0001 is shown as 0.000, without a sign.
        let mantissa = body.split('e').next().unwrap_or("");
        let zero = !mantissa.bytes().any(|b| matches!(b, b'1'..=b'9'));
        let body = if zero {
            body.trim_start_matches('-')
        } else {
            &body
        };
        let body = if self.grouped {
            group(body)
        } else {
            body.to_owned()
        };
        let body = if self.plus && !body.starts_with('-') {
            format!("+{body}")
        } else {
            body
        };
        self.minus(&body)
    }

    /// Whether the text states this number, rounded to the digits shown.
    ///
    /// A number without decimals states no more than itself: 0 is not 3e-7, nor 3 a rounded 3.2.
    /// Otherwise an integer on a page could never be wrong.
    #[must_use]
    pub fn states(&self, number: Number) -> bool {
        self.can_state(number)
            && self.text.replace('−', "-") == self.render(number).replace('−', "-")
    }

    /// Has the text the form to state this number? A number without decimals has none for 12.4:
    /// an author who wants three writes `0.000`, and `bless` puts the digits in.
    #[must_use]
    pub fn can_state(&self, number: Number) -> bool {
        let whole = self.decimals == 0 && !self.scientific;
        !matches!(number, Number::Float(x) if whole && x.is_finite() && x.fract() != 0.0)
    }

    /// The number as [`Shown::render`] shows it, or, where that would say too little, as it is and
    /// what to write for it.
    #[must_use]
    pub fn explain(&self, number: Number) -> String {
        match number {
            Number::Float(x) if !self.can_state(number) => {
                let exact = if (1e-4..1e15).contains(&x.abs()) {
                    format!("{x}")
                } else {
                    format!("{x:e}")
                };
                format!(
                    "{exact}, for which `{}` has no decimals: write `0.000` to show three, or `0.00e0`, and `cargo xtask bless` puts the digits in",
                    self.text
                )
            }
            _ => self.render(number),
        }
    }

    /// Minus signs as the page has them; a page that never showed one gets the typographic one.
    fn minus(&self, text: &str) -> String {
        let (mantissa, exponent) = text.split_at(text.find('e').unwrap_or(text.len()));
        let ascii = self.text.starts_with('-') && !self.unicode_minus;
        let mantissa = if ascii {
            mantissa.to_owned()
        } else {
            mantissa.replace('-', "−")
        };
        let exponent = if self.unicode_exponent {
            exponent.replace('-', "−")
        } else {
            exponent.to_owned()
        };
        mantissa + &exponent
    }
}

fn group(text: &str) -> String {
    let (whole, rest) = match text.find(['.', 'e']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut out = String::from(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// A computed number as a line of text, without loss: `f 3fd0000000000000`, `i 50257`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Float(x) => write!(f, "f {:016x}", x.to_bits()),
            Number::Integer(n) => write!(f, "i {n}"),
        }
    }
}

impl std::str::FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Number, String> {
        let bad = || format!("expected `f <16 hex digits>` or `i <integer>`, found `{text}`");
        match text.split_once(' ') {
            Some(("f", bits)) => u64::from_str_radix(bits, 16)
                .map(|bits| Number::Float(f64::from_bits(bits)))
                .map_err(|_| bad()),
            Some(("i", n)) => n.parse().map(Number::Integer).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

/// The types that an inline expression may have.
pub trait ToNumber {
    /// The value, without loss.
    fn to_number(self) -> Number;
}

impl ToNumber for f64 {
    fn to_number(self) -> Number {
        Number::Float(self)
    }
}

impl ToNumber for f32 {
    fn to_number(self) -> Number {
        Number::Float(f64::from(self))
    }
}

macro_rules! integers {
    ($($t:ty),*) => {$(
        impl ToNumber for $t {
            fn to_number(self) -> Number {
                Number::Integer(self as i128)
            }
        }
    )*};
}
integers!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Shown {
        Shown::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn states_a_number_to_the_digits_shown() {
        for (text, value) in [
            ("0.25", 0.25),
            ("−0.169971", -0.169_971_207_479_05),
            ("-0.169971", -0.169_971_207_479_05),
            ("4.73e-4", 4.732e-4),
            ("4.73e−4", 4.732e-4),
            ("50,257", 50_257.0),
            ("1,000,000.5", 1_000_000.5),
            ("+1.5", 1.5),
            ("0.000", -0.000_04),
            ("∞", f64::INFINITY),
            ("+∞", f64::INFINITY),
            ("−∞", f64::NEG_INFINITY),
            ("NaN", f64::NAN),
            ("3", 3.0),
        ] {
            assert!(shown(text).states(Number::Float(value)), "{text}");
        }
    }

    #[test]
    fn a_changed_digit_is_not_stated() {
        for text in ["0.26", "−0.25", "0.250001", "0.3", "2.5e-2", "025", "0"] {
            assert!(!shown(text).states(Number::Float(0.25)), "{text}");
        }
        assert!(!shown("50257").states(Number::Integer(50_256)));
    }

    #[test]
    fn a_number_without_decimals_does_not_stand_for_a_fraction() {
        for (text, value, reported) in [
            ("12", 12.4, "12.4, for which `12`"),
            ("0", 3e-7, "3e-7, for which"),
            ("∞", 0.5, "0.5, for which"),
        ] {
            let said = shown(text).explain(Number::Float(value));
            assert!(said.starts_with(reported), "{said}");
            assert!(!shown(text).can_state(Number::Float(value)), "{text}");
        }
        assert!(shown("0.000").can_state(Number::Float(12.4)));
        assert_eq!(shown("0.000").render(Number::Float(12.4)), "12.400");
    }

    #[test]
    fn rendering_keeps_the_form() {
        assert_eq!(
            shown("9,999").render(Number::Integer(1_234_567)),
            "1,234,567"
        );
        assert_eq!(shown("-1.00").render(Number::Float(-0.5)), "-0.50");
        assert_eq!(shown("1.00").render(Number::Float(-0.5)), "−0.50");
        assert_eq!(shown("+1.0").render(Number::Float(2.0)), "+2.0");
        assert_eq!(shown("1.0e5").render(Number::Float(123.0)), "1.2e2");
        assert_eq!(shown("−1.0e-5").render(Number::Float(-0.01)), "−1.0e-2");
        assert_eq!(shown("-1.0e−5").render(Number::Float(-0.01)), "-1.0e−2");
    }

    #[test]
    fn numbers_survive_the_wire() {
        for n in [
            Number::Float(0.1),
            Number::Float(-0.0),
            Number::Float(f64::INFINITY),
            Number::Integer(-7),
        ] {
            assert_eq!(n.to_string().parse(), Ok(n));
        }
        assert!("f zz".parse::<Number>().is_err());
    }
}
