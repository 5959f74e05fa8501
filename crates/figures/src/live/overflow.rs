//! How many digits of a formula as written are correct, in each number format.

use super::{Choice, Control, Entry, Figure, Format, Named, Place, Shown, State, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::{Axis, Cursor, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("overflow", || Box::new(Overflow));

struct Overflow;

const LOGIT: Place = Place::new("x", "logit").over(LOGITS.0, LOGITS.1);
const FORMULA: Choice<Formula> = Choice::new("formula", "formula", &FORMULAS).at(5);
const SOLID: Choice<Format> = Choice::new("format", "solid is", &Format::ALL).at(1);
/// Decimal logarithms of the least and of the largest logit.
const LOGITS: (f64, f64) = (-1.0, 3.0);
/// Places at which digits are counted, and how many neighbours each stands for.
const STEPS: usize = 128;
const NEIGHBOURS: u32 = 3;
/// More digits than any of the formats has.
const MOST: f64 = 16.0;
/// Logits of the table.
const ROWS: [f64; 14] = [
    0.1, 1.0, 5.0, 8.0, 10.0, 12.0, 20.0, 40.0, 80.0, 90.0, 400.0, 700.0, 750.0, 1000.0,
];

/// Rounds every result.
type Round<'a> = &'a dyn Fn(f64) -> f64;

/// A formula as it stands, and a stable one for a positive number. This is no function of the library,
/// whose last bits are those of the machine's exponential: the digits of a picture must be the same
/// everywhere. The test compares the two.
struct Formula {
    name: &'static str,
    plain: fn(f64, Round<'_>) -> f64,
    stable: fn(f64) -> f64,
}

/// In the order of the menu.
const FORMULAS: [Formula; 6] = [
    Formula {
        name: "sigmoid, 1 / (1 + e⁻ˣ)",
        plain: |x, round| round(1.0 / round(1.0 + exp(-x, round))),
        stable: |x| 1.0 / (1.0 + libm::exp(-x)),
    },
    Formula {
        name: "sigmoid, eˣ / (1 + eˣ)",
        plain: |x, round| {
            let e = exp(x, round);
            round(e / round(1.0 + e))
        },
        stable: |x| 1.0 / (1.0 + libm::exp(-x)),
    },
    Formula {
        name: "softplus, ln(1 + eˣ)",
        plain: |x, round| ln(round(1.0 + exp(x, round)), round),
        stable: |x| x + tail(x),
    },
    Formula {
        name: "softplus of −x, ln(1 + e⁻ˣ)",
        plain: |x, round| ln(round(1.0 + exp(-x, round)), round),
        stable: tail,
    },
    Formula {
        name: "log-sum-exp of (x, 0)",
        plain: |x, round| ln(round(exp(x, round) + exp(0.0, round)), round),
        stable: |x| x + tail(x),
    },
    Formula {
        name: "ln(1 − sigmoid)",
        plain: |x, round| {
            let p = round(1.0 / round(1.0 + exp(-x, round)));
            ln(round(1.0 - p), round)
        },
        stable: |x| -x - tail(x),
    },
];

/// Softplus of a negative number.
fn tail(x: f64) -> f64 {
    libm::log1p(libm::exp(-x))
}

fn exp(x: f64, round: Round<'_>) -> f64 {
    round(libm::exp(x))
}

fn ln(x: f64, round: Round<'_>) -> f64 {
    round(libm::log(x)) + 0.0
}

impl Named for Formula {
    fn name(&self) -> &str {
        self.name
    }
}

impl Formula {
    /// The result of the formula and the true value, for the logit rounded to the format.
    fn both(&self, x: f64, format: Format) -> (f64, f64) {
        let x = format.round(x);
        ((self.plain)(x, &|y| format.round(y)), (self.stable)(x))
    }

    /// Correct digits at a place.
    fn digits(&self, x: f64, format: Format) -> f64 {
        let (plain, exact) = self.both(x, format);
        digits(plain, exact)
    }

    /// The fewest correct digits near a place.
    fn fewest(&self, x: f64, format: Format) -> f64 {
        let step = (LOGITS.1 - LOGITS.0) / STEPS as f64;
        let exponent = libm::log10(x);
        let near = |i: u32| exponent + step * (f64::from(i) / f64::from(NEIGHBOURS - 1) - 0.5);
        let all = (0..NEIGHBOURS).map(|i| catalog::exp10(near(i).min(LOGITS.1)));
        all.map(|x| self.digits(x, format)).fold(MOST, f64::min)
    }
}

/// The number of correct decimal digits; 0 where the true value is too small for any format.
fn digits(found: f64, exact: f64) -> f64 {
    let error = ((found - exact) / exact).abs();
    if error == 0.0 {
        MOST
    } else if error.is_nan() {
        0.0
    } else {
        (-libm::log10(error)).clamp(0.0, MOST)
    }
}

/// The true value as text, or that it is below the range of normal `f64` numbers.
fn written(exact: f64) -> String {
    if exact.abs() < f64::MIN_POSITIVE {
        return "less than any f64".to_owned();
    }
    significant(exact, 6)
}

impl Figure for Overflow {
    fn caption(&self) -> String {
        "The decimal digits to which ln(1 − sigmoid), computed as it stands, is right over the logit, with every step rounded to the number format: at each place the fewest of its neighbourhood.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LOGIT, &FORMULA, &SOLID])
    }

    fn show(&self, state: &State) -> Shown {
        let (formula, chosen) = (state.get(FORMULA), *state.get(SOLID));
        let name = chosen.name();
        let place = state.get(LOGIT).map(catalog::exp10);
        let words = match (place, gone(formula, chosen)) {
            (Some(x), _) => {
                let x = chosen.round(x);
                let (found, exact) = formula.both(x, chosen);
                format!(
                    "{name} at {}: {}, should be {}, {} right digits",
                    significant(x, 5),
                    significant(found, 6),
                    written(exact),
                    significant(digits(found, exact), 3)
                )
            }
            (None, Some(x)) => format!(
                "in {name} no digit is right from about {} on",
                significant(x, 3)
            ),
            (None, None) => format!("in {name} some digits are right up to the end"),
        };
        let others = Format::ALL.into_iter().filter(|format| *format != chosen);
        let roles = [Role::Value, Role::Slope, Role::Rival(0), Role::Rival(1)];
        let curves = (std::iter::once(chosen).chain(others).zip(roles)).map(|(format, role)| {
            line(role, format.name(), move |x| formula.fewest(x, format)).straight(STEPS)
        });
        let panel = Panel::new(
            Axis::powers("logit x", LOGITS.0..=LOGITS.1),
            Axis::new("right digits", 0.0..=16.5),
        )
        .all(curves)
        .all(place.map(Cursor::at))
        .also(format!("value in {name}"), move |x| {
            Some(significant(formula.both(x, chosen).0, 6))
        })
        .also("should be", move |x| {
            Some(written(formula.both(x, chosen).1))
        })
        .rows(ROWS)
        .digits(3);
        let title = format!("Right digits of {}", formula.name);
        let description = "Right digits over the logit, a curve for each number format; the narrower the format, the lower it lies and the earlier it ends.";
        let view = View::new("live-overflow", title, description.to_owned()).panel(panel);
        Shown::of(&view, words).says(&LOGIT, place.map(|x| significant(chosen.round(x), 4)))
    }
}

/// The logit from which no digit is correct any more, to three digits.
fn gone(formula: &Formula, format: Format) -> Option<f64> {
    let has = |x: f64| formula.digits(catalog::exp10(x), format) >= 0.5;
    let step = (LOGITS.1 - LOGITS.0) / STEPS as f64;
    let at = |i: usize| LOGITS.0 + step * i as f64;
    if has(LOGITS.1) {
        return None;
    }
    let last = (0..STEPS).rev().find(|i| has(at(*i)))?;
    let (mut kept, mut lost) = (at(last), at(last + 1));
    for _ in 0..20 {
        let middle = 0.5 * (kept + lost);
        if has(middle) {
            kept = middle;
        } else {
            lost = middle;
        }
    }
    Some(catalog::exp10(lost))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn digits_are_counted() {
        assert_eq!(digits(1.0, 1.0), 16.0);
        assert!((digits(1.001, 1.0) - 3.0).abs() < 1e-9);
        assert_eq!(digits(f64::INFINITY, 1.0), 0.0);
        assert_eq!(digits(f64::NAN, 1.0), 0.0);
        assert_eq!(digits(-3.0, 1.0), 0.0);
    }

    #[test]
    fn softplus_ends_where_the_exponential_overflows() {
        for (format, largest) in [
            (Format::F64, f64::MAX),
            (Format::F32, f64::from(f32::MAX)),
            (Format::F16, 65_504.0),
        ] {
            let found = gone(&FORMULAS[2], format).unwrap();
            let end = largest.ln();
            assert!(
                (found / end - 1.0).abs() < 2e-3,
                "{format:?}: {found}, {end}"
            );
        }
        let words = at_rest(&Overflow).words;
        assert_eq!(words, "in f32 no digit is right from about 16.6 on");
    }

    #[test]
    fn the_logarithm_of_a_rounded_complement_ends_where_one_is_reached() {
        let (plain, exact) = FORMULAS[5].both(40.0, Format::F64);
        assert_eq!((plain, exact), (f64::NEG_INFINITY, -40.0));
        assert_eq!(FORMULAS[5].digits(20.0, Format::F32), 0.0);
        assert!(FORMULAS[5].digits(1.0, Format::F32) > 6.0);
    }

    #[test]
    fn one_of_the_two_sigmoids_lasts() {
        for format in Format::ALL {
            assert_eq!(gone(&FORMULAS[0], format), None, "{format:?}");
            assert!(gone(&FORMULAS[1], format).is_some(), "{format:?}");
        }
    }

    #[test]
    fn the_stable_formulas_are_the_functions_of_the_library() {
        use nnfn::activations::{sigmoid, softplus};
        let library: [fn(f64) -> f64; 6] = [
            sigmoid,
            sigmoid,
            softplus,
            |x| softplus(-x),
            |x| nnfn::log_sum_exp(&[x, 0.0]),
            |x| -softplus(x),
        ];
        for (formula, library) in FORMULAS.iter().zip(library) {
            let mut x = 0.1;
            while x < 700.0 {
                let (stable, right) = ((formula.stable)(x), library(x));
                assert!(
                    (stable / right - 1.0).abs() < 1e-15,
                    "{} at {x}",
                    formula.name
                );
                x *= 1.01;
            }
        }
    }

    #[test]
    fn two_formulas_for_one_function_agree() {
        for x in [0.1, 3.0, 700.0] {
            let (a, b) = (
                FORMULAS[2].both(x, Format::F64),
                FORMULAS[4].both(x, Format::F64),
            );
            assert!((a.1 - b.1).abs() <= 1e-15 * b.1);
            assert!((a.0 - a.1).abs() <= 1e-14 * a.1);
        }
        let said = answer("overflow\nx=1000\nformula=3").unwrap();
        let words = said.split(PART).nth(1).unwrap();
        assert_eq!(
            words,
            "f32 at 1000: 0, should be less than any f64, 0 right digits"
        );
    }
}
