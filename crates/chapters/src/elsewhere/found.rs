//! The status of what we found: where a library's recorded result is not the true one, with the smallest such input.

use catalog::{Args, Function, Role, Value};
use notebook::escape;
use verification::accuracy::found::{Found, found};
use verification::golden::Of;

use super::issues::{ISSUES, Issue};
use super::{code, filtered, link};
use crate::losses;

/// The most numbers of an input that a cell shows.
const SHOWN: usize = 6;

/// The table.
pub fn table(to_root: &str) -> Result<String, String> {
    let all = verification::functions();
    let found_of = notebook::run::each(&all, |function| found(function));
    let mut rows = vec![];
    for (function, found) in all.into_iter().zip(found_of) {
        rows.extend(rows_of(function, &found, to_root));
    }
    let head = [
        "Function",
        "Result",
        "Library",
        "Smallest input, in 64 bit",
        "Smallest input, in 32 bit",
        "Wrong at",
        "What is known",
        "Call",
    ];
    Ok(filtered(
        "found",
        "gelu, Keras, NaN, slope, pytorch ..",
        &head,
        &rows,
    ))
}

/// A row for each library and result; both types stand in it.
fn rows_of(function: &'static Function, found: &[Found], to_root: &str) -> Vec<Vec<String>> {
    let about = function.about();
    let mut pairs: Vec<(&Found, [Option<&Found>; 2])> = vec![];
    for one in found {
        let i = usize::from(one.dtype == "float32");
        match pairs
            .iter_mut()
            .find(|(first, _)| first.library == one.library && first.of == one.of)
        {
            Some((_, both)) => both[i] = Some(one),
            None => {
                let mut both = [None, None];
                both[i] = Some(one);
                pairs.push((one, both));
            }
        }
    }
    let row = |(first, both): &(&Found, [Option<&Found>; 2])| {
        let shown =
            |one: Option<&Found>| one.map_or("–".to_owned(), |one| example(function, one));
        let counts = both.iter().flatten();
        let (wrong, points) = counts.fold((0, 0), |(w, p), one| (w + one.wrong, p + one.points));
        vec![
            losses::link(about, about.title, to_root),
            match &first.of {
                Of::Grad(by) => escape::text(&format!("slope by {}", by.replace('_', " "))),
                _ => "value".to_owned(),
            },
            format!("{} {}", first.library, first.version),
            shown(both[0]),
            shown(both[1]),
            format!("{wrong} of {points}"),
            known(about.name, first),
            code(&first.call),
        ]
    };
    pairs.iter().map(row).collect()
}

/// `x = −∞ gives NaN, true is −0`
fn example(function: &Function, found: &Found) -> String {
    let arguments = function.arguments();
    let given = arguments.iter().zip(&found.at.0);
    let given =
        given.filter(|(argument, _)| !matches!(argument.role, Role::Parameter(_) | Role::Upstream));
    let inputs: Vec<String> = given
        .map(|(a, value)| format!("{} = {}", a.name.replace('_', " "), input(value)))
        .collect();
    let entry = match entries(function, found) {
        1 => String::new(),
        _ => format!(", entry {}", found.entry),
    };
    escape::text(&format!(
        "{}{entry}: gives {}, true is {}",
        inputs.join(", "),
        number(found.gave),
        number(found.exact)
    ))
}

/// How many numbers the result has.
fn entries(function: &Function, found: &Found) -> usize {
    let count = |args: &Args| match &found.of {
        Of::Grad(by) => {
            let place = function.arguments().iter().position(|a| a.name == *by);
            place.map_or(1, |i| args.0[i].entries().len())
        }
        _ if function.gives_a_row() => args.0[0].entries().len(),
        _ => 1,
    };
    count(&found.at)
}

fn input(value: &Value) -> String {
    let list = |all: Vec<String>| {
        let more = all.len() > SHOWN;
        let mut shown: Vec<String> = all.into_iter().take(SHOWN).collect();
        if more {
            shown.push("..".to_owned());
        }
        format!("({})", shown.join(", "))
    };
    match value {
        Value::Number(x) => number(*x),
        Value::Index(i) => i.to_string(),
        Value::Indices(all) => list(all.iter().map(usize::to_string).collect()),
        value => list(value.entries().iter().map(|x| number(*x)).collect()),
    }
}

/// Digits enough to tell numbers that agree in half of theirs apart.
pub fn number(x: f64) -> String {
    match x {
        _ if x.is_nan() => "NaN".to_owned(),
        _ if x.is_infinite() => if x > 0.0 { "∞" } else { "−∞" }.to_owned(),
        _ if x == 0.0 => if x.is_sign_negative() { "−0" } else { "0" }.to_owned(),
        _ => {
            let size = x.abs().log10().floor() as i32;
            let text = match usize::try_from(9 - size) {
                Ok(decimals) if (-3..6).contains(&size) => plain(&format!("{x:.decimals$}")),
                _ => format!("{x:.10e}"),
            };
            crate::numbers::typeset(&trimmed(&text))
        }
    }
}

/// A number without the zeros that end it behind its point.
fn plain(text: &str) -> String {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    }
}

/// Without the zeros that end a mantissa, and without `e0`.
fn trimmed(text: &str) -> String {
    match text.split_once('e') {
        None => text.to_owned(),
        Some((mantissa, "0")) => plain(mantissa),
        Some((mantissa, exponent)) => format!("{}e{exponent}", plain(mantissa)),
    }
}

/// Why, where that is on a list of the checks, and where it is reported.
fn known(function: &str, found: &Found) -> String {
    let mut all = vec![];
    if verification::peers::is_single(&found.library, function) {
        all.push("computes in 32 bit".to_owned());
    }
    if verification::peers::is_by_probability(&found.library, function) {
        all.push("by clipped probabilities".to_owned());
    }
    let about = |issue: &&Issue| issue.is_about(function, found);
    all.extend(
        ISSUES
            .iter()
            .filter(about)
            .map(|issue| link(issue.address, issue.name)),
    );
    match all.as_slice() {
        [] => "–".to_owned(),
        all => all.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str) -> Vec<String> {
        let function = catalog::find(name).expect("a function");
        let rows = rows_of(function, &found(function), "");
        rows.iter()
            .map(|row| escape::decode(&row.join(" | ")).replace("<wbr>", ""))
            .collect()
    }

    #[test]
    fn a_row_shows_the_smallest_input_and_both_numbers() {
        let rows = shown("silu");
        let row = rows
            .iter()
            .find(|row| row.contains("value | PyTorch"))
            .expect("a row");
        assert!(row.contains("x = −∞: gives NaN, true is −0"), "{row}");
        assert!(row.contains("pytorch#195197"), "{row}");
        let rows = shown("tanh");
        assert!(
            rows.iter()
                .any(|row| row.contains("Keras") && row.contains("computes in 32 bit")),
            "{rows:?}"
        );
        assert_eq!(
            shown("relu")
                .iter()
                .filter(|row| row.contains("value"))
                .count(),
            0
        );
    }

    #[test]
    fn a_report_is_about_something_that_the_records_show() {
        for issue in ISSUES {
            for name in issue.functions {
                let function = catalog::find(name).expect("a function");
                let shown = found(function)
                    .iter()
                    .any(|found| issue.is_about(name, found));
                assert!(
                    shown,
                    "{} is about {name} of {}, of which the records show nothing",
                    issue.name, issue.library
                );
            }
        }
    }

    #[test]
    fn numbers_have_enough_digits() {
        for (x, text) in [
            (-0.0, "−0"),
            (0.5, "0.5"),
            (1e-9, "1 × 10⁻⁹"),
            (0.9900663495063782, "0.9900663495"),
            (-1e10, "−1 × 10¹⁰"),
            (1234.5, "1234.5"),
        ] {
            assert_eq!(number(x), text);
        }
    }
}
