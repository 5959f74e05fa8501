//! What live figures are set to in the browser, and what they must show.

use figures::live::{self, PART};
use serde_json::{Value, json};
use verification::tolerance::ULPS;

/// A case for each control of a figure, at the end that is farther from where it rests, and one at
/// rest: what is set, and what this machine's own code shows for it.
pub fn cases(key: &str) -> Result<Vec<Value>, String> {
    let figure = live::find(key)?;
    let mut cases = vec![case(key, None)?];
    for control in figure.controls() {
        let far = match (control.range(), control.extremes()) {
            (Some(range), ends) if range.value - range.min > range.max - range.value => {
                ends.first().cloned()
            }
            (None, ends) if control.kind == live::Kind::Switch(true) => ends.first().cloned(),
            (_, ends) => ends.last().cloned(),
        };
        let value = far.ok_or("a control has no end")?;
        cases.push(case(key, Some((&control.name, &value)))?);
    }
    Ok(cases)
}

fn case(key: &str, set: Option<(&str, &str)>) -> Result<Value, String> {
    let request = match set {
        Some((name, value)) => format!("{key}\n{name}={value}"),
        None => key.to_owned(),
    };
    let answer = live::answer(&request)?;
    let parts: Vec<&str> = answer.split(PART).collect();
    let [svg, words, says, table] = parts[..] else {
        return Err(format!("`{request}` has {} parts", parts.len()));
    };
    let (name, value) = set.unwrap_or_default();
    Ok(
        json!({"name": name, "value": value, "svg": svg, "words": words, "says": says, "table": table}),
    )
}

/// How far the module may be from this machine, in units in the last place: both are held to
/// [`ULPS`] of the true value, and differ only where they call another exponential function.
const APART: f64 = 2.0 * ULPS;

/// The first point at which the module and native code differ by more than is allowed, with the
/// request and both answers.
pub fn disagreement(request: &str, ours: &str, theirs: &str) -> Result<Option<String>, String> {
    let (key, places) = request.split_once('\n').unwrap_or((request, ""));
    let name = key.trim_start_matches("bits ");
    let exact = !calls_the_platform(name)?;
    let read = |answer: &str| -> Option<Vec<[f64; 2]>> {
        let number = |bits: &str| Some(f64::from_bits(u64::from_str_radix(bits, 16).ok()?));
        let pair = |line: &str| {
            let (value, slope) = line.split_once(' ')?;
            Some([number(value)?, number(slope)?])
        };
        answer.lines().map(pair).collect()
    };
    let places: Vec<f64> = places.lines().filter_map(|x| x.parse().ok()).collect();
    let (Some(ours), Some(theirs)) = (read(ours), read(theirs)) else {
        return Ok(Some(format!(
            "{name}: the module answers `{}`",
            theirs.chars().take(80).collect::<String>()
        )));
    };
    if ours.len() != places.len() || theirs.len() != places.len() {
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

/// Requests for the bits of every function of one number, in the tails too.
pub fn bit_requests() -> Vec<String> {
    let mut places: Vec<String> = (-600..=600)
        .map(|i| (f64::from(i) / 15.0 + 0.001).to_string())
        .collect();
    let special = [0.0, -0.0, 1e-300, -1e-300, 710.0, -745.2, 1e300, -1e300];
    places.extend(special.iter().map(f64::to_string));
    places.extend(["inf", "-inf", "NaN"].map(str::to_owned));
    let drawn = |f: &&'static catalog::Function| figures::line(f).is_some();
    (catalog::FUNCTIONS.iter().filter(drawn))
        .map(|f| format!("bits {}\n{}", f.about().name, places.join("\n")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a module would answer whose bits are so far from ours.
    fn off_by(request: &str, steps: u64) -> (String, String) {
        let ours = figures::live::answer(request).unwrap();
        let moved = |bits: &str| {
            let bits = u64::from_str_radix(bits, 16).unwrap();
            format!("{:016x}", bits + steps)
        };
        let line = |line: &str| -> String {
            let (value, slope) = line.split_once(' ').unwrap();
            format!("{} {}\n", moved(value), moved(slope))
        };
        let theirs = ours.lines().map(line).collect();
        (ours, theirs)
    }

    #[test]
    fn the_last_bit_counts_where_both_run_the_same_code() {
        for name in ["relu6", "softsign", "hard_swish", "bilinear"] {
            let request = format!("bits {name}\n1.25\n2.5");
            let (ours, theirs) = off_by(&request, 0);
            assert_eq!(disagreement(&request, &ours, &theirs), Ok(None));
            let (ours, theirs) = off_by(&request, 1);
            let message = disagreement(&request, &ours, &theirs).unwrap().unwrap();
            assert!(
                message.contains(name) && message.contains("the bits must agree"),
                "{message}"
            );
        }
    }

    #[test]
    fn a_few_last_bits_may_differ_where_the_platform_has_the_exponential() {
        for request in [
            "bits gelu\n1.25\n-8.5\n-30",
            "bits tanh\n0.3\n-20",
            "bits swiglu\n-36",
        ] {
            let (ours, theirs) = off_by(request, 3);
            assert_eq!(disagreement(request, &ours, &theirs), Ok(None), "{request}");
            let (ours, theirs) = off_by(request, 17);
            assert!(
                disagreement(request, &ours, &theirs).unwrap().is_some(),
                "{request}"
            );
        }
    }

    #[test]
    fn an_answer_that_is_none_is_reported() {
        let request = "bits relu\n1\n2";
        let ours = figures::live::answer(request).unwrap();
        for theirs in ["error: none", "", ours.lines().next().unwrap()] {
            assert!(
                disagreement(request, &ours, theirs).unwrap().is_some(),
                "{theirs}"
            );
        }
    }
}
