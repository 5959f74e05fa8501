//! Every named constant of the library against its exact value, to the last digit written.

use crate::outcome::Problem;
use crate::{Functions, Outcome, golden, source};

/// Numbers that are chosen, not computed, stated a second time: a slip in one of them is seen.
const CHOSEN: &[(&str, &str)] = &[
    ("FAR_TAIL", "-36.0"),
    ("HUGE", "8e307"),
    ("UNIT", "0.0009765625"),
];

/// One outcome: all constants of all sources.
///
/// A constant is a line `const NAME: f64 = literal;`. It is the 64-bit number nearest to its exact
/// value in `constants.json`, `NAME_LO` the one nearest to what that leaves, and both are written
/// with right digits only.
#[must_use]
pub fn outcomes(_: &Functions) -> Vec<Outcome> {
    let json = match golden::json("constants") {
        Ok(json) => json,
        Err(problem) => return vec![Outcome::failed("", "constants", problem)],
    };
    let known = json["constants"].as_array().cloned().unwrap_or_default();
    let exact = |name: &str, field: &str| {
        let entry = known.iter().find(|k| k["name"] == name)?;
        entry[field]
            .as_str()
            .map(str::to_owned)
            .or_else(|| entry[field].as_f64().map(|x| format!("{x:e}")))
    };
    let mut outcome = Outcome::new("", "constants", "");
    for (file, text) in sources() {
        for (i, line) in text.lines().enumerate() {
            let Some((name, literal)) = constant(line) else {
                continue;
            };
            outcome.points += 1;
            let chosen = CHOSEN
                .iter()
                .find(|(chosen, _)| *chosen == name)
                .map(|(_, literal)| (*literal).to_owned());
            let low = name.strip_suffix("_LO").and_then(|name| exact(name, "lo"));
            let message = match chosen.or(low).or_else(|| exact(name, "decimal")) {
                None => format!(
                    "the constant {name} is neither in tests/golden/constants.json nor in CHOSEN of tests/src/constants.rs"
                ),
                Some(exact) if literal.replace('_', "").parse::<f64>() != exact.parse::<f64>() => {
                    format!("{name} is {literal}, the exact value is {exact}")
                }
                Some(exact) if !digits_are_right(literal, &exact) => {
                    format!("{name} is written {literal}, its digits are {exact}")
                }
                Some(_) => continue,
            };
            outcome.problems.push(Problem {
                file: file.clone(),
                line: i + 1,
                message,
            });
        }
    }
    vec![outcome]
}

/// All sources of the library, named relative to the project.
pub(crate) fn sources() -> Vec<(String, String)> {
    files("crates/nnfn/src")
}

/// All text files below a folder of the project, named relative to the project.
pub(crate) fn files(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &std::path::Path, name: &str, out: &mut Vec<(String, String)>) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = format!("{name}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &name, out);
            } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
                out.push((name, text));
            }
        }
    }
    let mut out = vec![];
    walk(&source::root().join(folder), folder, &mut out);
    out
}

/// Name and literal of `const NAME: f64 = literal;`.
fn constant(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let line = line
        .strip_prefix("pub(crate) ")
        .or_else(|| line.strip_prefix("pub "))
        .unwrap_or(line);
    let (name, rest) = line.strip_prefix("const ")?.split_once(": f64 = ")?;
    let literal = rest.split(';').next()?.trim();
    literal
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some((name, literal))
}

/// Is `written` the exact number rounded to as many digits as are written, or the shortest text of
/// the 64-bit number nearest to it?
fn digits_are_right(written: &str, exact: &str) -> bool {
    let shortest = exact.parse::<f64>().map(|x| scientific(&format!("{x:e}")));
    let (written, exact) = (scientific(written), scientific(exact));
    Ok(&written) == shortest.as_ref()
        || (written.1 == exact.1 && written.0 == rounded(&exact.0, written.0.len()))
}

/// The first `n` of many digits, rounded.
fn rounded(digits: &str, n: usize) -> String {
    let Some(next) = digits.as_bytes().get(n) else {
        return digits.to_owned();
    };
    let head = digits[..n].parse::<u128>().unwrap_or(0) + u128::from(*next >= b'5');
    head.to_string().trim_end_matches('0').to_owned()
}

/// Significant digits and decimal exponent.
fn scientific(number: &str) -> (String, i32) {
    let plain = number.replace(['_', '-', '+'], "");
    let minus = number
        .to_ascii_lowercase()
        .split_once('e')
        .map_or(0, |(_, e)| e.parse::<i32>().unwrap_or(0));
    let mantissa = plain.to_ascii_lowercase();
    let mantissa = mantissa.split('e').next().unwrap_or("");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let leading = all.len() - all.trim_start_matches('0').len();
    let exponent =
        minus + i32::try_from(whole.len()).unwrap_or(0) - i32::try_from(leading).unwrap_or(0);
    (
        all.trim_start_matches('0').trim_end_matches('0').to_owned(),
        exponent,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_with_a_wrong_digit_is_seen() {
        let exact = "0.398942280401432677939946059934381868475858631";
        assert!(digits_are_right("0.398_942_280_401_432_7", exact));
        assert!(digits_are_right("0.398_942_280_401_432_68", exact));
        assert!(!digits_are_right("0.398_942_280_401_432_9", exact));
        assert!(!digits_are_right("0.398_942_281_401_432_7", exact));
        assert!(!digits_are_right("3.989_422_804_014_327", exact));
        assert!(digits_are_right("-2.5e-17", "-2.5e-17"));
        assert_eq!(
            constant("pub(crate) const A_B: f64 = -1.5e-3; // so"),
            Some(("A_B", "-1.5e-3"))
        );
        assert_eq!(constant("const A: f64 = f(1.0);"), None);
    }
}
