//! Values and slopes that the modules compute, against those of this machine.

use catalog::Function;
use serde_json::Value;
use verification::tolerance::ULPS;

/// Value and slope at a place.
type Pair = [f64; 2];

/// Where functions are asked for, their tails included.
pub fn places() -> Vec<f64> {
    let even = (-600..=600).map(|i| f64::from(i) / 15.0 + 0.001);
    let special = [0.0, -0.0, 1e-300, -1e-300, 710.0, -745.2, 1e300, -1e300];
    let none = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    even.chain(special).chain(none).collect()
}

/// A place as JavaScript reads it.
pub fn written(x: &f64) -> String {
    match x.is_infinite() {
        true => format!("{}Infinity", if *x < 0.0 { "-" } else { "" }),
        false => x.to_string(),
    }
}

/// The names of all functions of one number.
pub fn names() -> Vec<&'static str> {
    let drawn = |f: &&'static Function| figures::line(f).is_some();
    let names = catalog::FUNCTIONS.iter().filter(drawn);
    names.map(|f| f.about().name).collect()
}

/// What this machine computes.
pub fn own(name: &str, places: &[f64]) -> Result<Vec<Pair>, String> {
    let function = catalog::find(name).ok_or(format!("no function `{name}`"))?;
    let line =
        figures::line(function).ok_or(format!("`{name}` is not a function of one number"))?;
    let pair = |x: &f64| [(line.value)(*x), (line.slope)(*x)];
    Ok(places.iter().map(pair).collect())
}

/// Reads pairs of hexadecimal bits.
pub fn read(answer: &Value) -> Option<Vec<Pair>> {
    let number = |bits: &Value| {
        let bits = u64::from_str_radix(bits.as_str()?, 16).ok()?;
        Some(f64::from_bits(bits))
    };
    let pair = |pair: &Value| Some([number(&pair[0])?, number(&pair[1])?]);
    answer.as_array()?.iter().map(pair).collect()
}

/// How far a module may be from this machine, in units in the last place: both are held to
/// [`ULPS`] of the true value, and differ only where they call another exponential function.
const APART: f64 = 2.0 * ULPS;

/// The first place at which a module and this machine differ by more than they may.
pub fn disagreement(
    name: &str,
    places: &[f64],
    ours: &[Pair],
    theirs: &[Pair],
) -> Result<Option<String>, String> {
    let exact = !calls_the_platform(name)?;
    if theirs.len() != places.len() {
        return Ok(Some(format!(
            "{name}: {} answers for {} places",
            theirs.len(),
            places.len()
        )));
    }
    for (i, x) in places.iter().enumerate() {
        for (part, what) in ["value", "slope"].iter().enumerate() {
            let (a, b) = (ours[i][part], theirs[i][part]);
            if a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()) {
                continue;
            }
            // Next to a zero, and only there, the argument's own last digit counts.
            let beside = [i.wrapping_sub(1), i + 1].into_iter().filter(|j| {
                let near = places.get(*j).is_some_and(|y| (y - x).abs() < 0.1);
                near && ours[*j][part] * a <= 0.0
            });
            let steepness = beside.map(|j| ((ours[j][part] - a) / (places[j] - x)).abs());
            let scale = steepness.fold(a.abs(), |scale, slope| scale.max(x.abs() * slope));
            let allowed = if exact {
                0.0
            } else {
                APART * f64::EPSILON * scale + f64::from_bits(APART as u64)
            };
            if (a - b).abs() <= allowed {
                continue;
            }
            return Ok(Some(format!(
                "the {what} of {name} at {x} is {b:e} in the module and {a:e} here{}",
                if exact {
                    ": both run the same code, so the bits must agree"
                } else {
                    ""
                }
            )));
        }
    }
    Ok(None)
}

/// Whether a function, or what it needs of the library, calls functions that the platform brings.
fn calls_the_platform(name: &str) -> Result<bool, String> {
    let library = verification::source::library().map_err(|error| error.to_string())?;
    let own = format!("nnfn::activations::{name}");
    let source = library.source_for(&format!("use {own};\nuse {own}_grad;\nfn main() {{}}\n"));
    if !source.contains(&format!("fn {name}(")) && !source.contains(&format!("fn {name}_grad_a(")) {
        return Err(format!("the library's source has no {name}"));
    }
    let calls = [
        ".exp(", ".exp_m1(", ".exp2(", ".ln(", ".ln_1p(", ".tanh(", ".powf(", ".sinh(", ".cosh(",
    ];
    Ok(calls.iter().any(|call| source.contains(call)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Whether a module is refused whose bits are so far from ours.
    fn off_by(steps: u64, name: &str, places: &[f64]) -> Option<String> {
        let ours = own(name, places).unwrap();
        let moved = |x: f64| f64::from_bits(x.to_bits() + steps);
        let theirs: Vec<Pair> = ours.iter().map(|pair| pair.map(moved)).collect();
        disagreement(name, places, &ours, &theirs).unwrap()
    }

    #[test]
    fn the_last_bit_counts_where_both_run_the_same_code() {
        for name in ["relu6", "softsign", "hard_swish", "bilinear"] {
            assert_eq!(off_by(0, name, &[1.25, 2.5]), None);
            let message = off_by(1, name, &[1.25, 2.5]).expect("a bit is off");
            assert!(
                message.contains(name) && message.contains("the bits must agree"),
                "{message}"
            );
        }
    }

    #[test]
    fn a_few_last_bits_may_differ_where_the_platform_has_the_exponential() {
        let cases: [(&str, &[f64]); 3] = [
            ("gelu", &[1.25, -8.5, -30.0]),
            ("tanh", &[0.3, -20.0]),
            ("swiglu", &[-36.0]),
        ];
        for (name, places) in cases {
            assert_eq!(off_by(3, name, places), None, "{name}");
            assert!(off_by(17, name, places).is_some(), "{name}");
        }
    }

    #[test]
    fn an_answer_that_is_none_is_reported() {
        let places = [1.0, 2.0];
        let ours = own("relu", &places).unwrap();
        let refused = |theirs| {
            disagreement("relu", &places, &ours, theirs)
                .unwrap()
                .is_some()
        };
        assert!(refused(&[]) && refused(&ours[..1]) && !refused(&ours));
        for answer in [json!(null), json!([["3ff", "none"]]), json!([[1, 2]])] {
            assert_eq!(read(&answer), None, "{answer}");
        }
        let one = json!([["3ff0000000000000", "0"]]);
        assert_eq!(read(&one), Some(vec![[1.0, 0.0]]));
    }

    #[test]
    fn places_are_written_as_javascript_reads_them() {
        let all = [f64::NEG_INFINITY, f64::INFINITY, -0.0, 2.5].map(|x| written(&x));
        assert_eq!(all, ["-Infinity", "Infinity", "-0", "2.5"]);
        assert_eq!(written(&f64::NAN), "NaN");
    }
}
