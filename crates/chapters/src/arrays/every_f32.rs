//! How exact the functions on arrays are at every number of 32 bits: `every-f32.json`, which an example of the crate
//! writes, as a table of a page.

use serde_json::Value;

use crate::losses::link;
use crate::numbers::{grouped, number};
use crate::project::root;

const FILE: &str = "crates/nnfn-ndarray/every-f32.json";

/// What was found of a function or of its derivative.
struct Entry {
    /// The function, and whether it is of its derivative.
    function: String,
    of_grad: bool,
    /// Inputs at which the result is not the nearest number.
    missed: u64,
    /// The largest distance from the definition, in ulp; none where nothing is missed.
    worst: Option<f64>,
    /// Of a function that never falls: whether the results never do.
    never_falls: Option<bool>,
}

fn read(text: &str) -> Result<Vec<Entry>, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let entries = json.as_object().ok_or("expected an object of entries")?;
    if entries.is_empty() {
        return Err("there is no entry".to_owned());
    }
    entries
        .iter()
        .map(|(name, entry)| of(name, entry))
        .collect()
}

fn of(name: &str, entry: &Value) -> Result<Entry, String> {
    let function = name.trim_end_matches("_grad");
    if catalog::find(function).is_none() {
        return Err(format!("`{name}`: no such function in the catalogue"));
    }
    if entry["inputs"].as_u64() != Some(1 << 32) {
        return Err(format!(
            "`{name}`: found {} inputs, expected all 2^32",
            entry["inputs"]
        ));
    }
    let missed = &entry["not_correctly_rounded"];
    let worst = entry["worst_ulp"].as_f64();
    let missed = missed.as_u64().ok_or(format!(
        "`{name}`: `not_correctly_rounded`: found {missed}, expected a count"
    ))?;
    if (missed > 0) != worst.is_some() {
        return Err(format!(
            "`{name}`: expected `worst_ulp` where results are missed, and only there"
        ));
    }
    Ok(Entry {
        function: function.to_owned(),
        of_grad: function != name,
        missed,
        worst,
        never_falls: entry["never_falls"].as_bool(),
    })
}

/// A row for each function that was tried.
pub fn table(to_root: &str) -> Result<String, String> {
    let again = "`cargo run --release -p nnfn-ndarray --example every_f32` writes it";
    let text = std::fs::read_to_string(root().join(FILE));
    let text = text.map_err(|error| format!("{FILE}: {error}; {again}"))?;
    let entries = read(&text).map_err(|why| format!("{FILE}: {why}; {again}"))?;
    let find = |name: &str, of_grad| {
        entries
            .iter()
            .find(|entry| entry.function == name && entry.of_grad == of_grad)
    };
    let mut body = String::new();
    for value in entries.iter().filter(|entry| !entry.of_grad) {
        let about = catalog::find(&value.function).map(|function| function.about());
        let about = about.ok_or("`read` has seen that it is there")?;
        let falls = match value.never_falls {
            Some(true) => "none",
            Some(false) => "some",
            None => "–",
        };
        body += &format!(
            "<tr><th scope=\"row\">{}</th>{}<td>{falls}</td>{}</tr>",
            link(about, about.title, to_root),
            cells(Some(value)),
            cells(find(&value.function, true))
        );
    }
    let head = [
        "Function",
        "Value: not nearest",
        "Worst, ulp",
        "Falls",
        "Derivative: not nearest",
        "Worst, ulp",
    ];
    let head: String = head
        .iter()
        .map(|head| format!("<th scope=\"col\">{head}</th>"))
        .collect();
    Ok(format!(
        "<div class=\"table-wrapper\"><table class=\"wide\"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    ))
}

fn cells(entry: Option<&Entry>) -> String {
    let Some(entry) = entry else {
        return "<td>–</td><td>–</td>".to_owned();
    };
    let worst = entry.worst.map_or("½".to_owned(), |worst| number(worst, 2));
    let missed = grouped(usize::try_from(entry.missed).unwrap_or(usize::MAX));
    format!("<td>{missed}</td><td>{worst}</td>")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"gelu": {"inputs": 4294967296, "not_correctly_rounded": 7, "worst_ulp": 0.51},
        "gelu_grad": {"inputs": 4294967296, "not_correctly_rounded": 0}}"#;

    #[test]
    fn an_entry_is_of_a_function_or_of_its_derivative() {
        let entries = read(GOOD).unwrap_or_default();
        let found: Vec<_> = entries
            .iter()
            .map(|e| (e.function.as_str(), e.of_grad, e.missed, e.worst))
            .collect();
        assert_eq!(
            found,
            [("gelu", false, 7, Some(0.51)), ("gelu", true, 0, None)]
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (was, is, why) in [
            (
                "\"gelu\"",
                "\"gelo\"",
                "`gelo`: no such function in the catalogue",
            ),
            (
                "4294967296",
                "65536",
                "`gelu`: found 65536 inputs, expected all 2^32",
            ),
            (
                "7,",
                "-7,",
                "`gelu`: `not_correctly_rounded`: found -7, expected a count",
            ),
            (
                "7,",
                "0,",
                "`gelu`: expected `worst_ulp` where results are missed, and only there",
            ),
        ] {
            let found = read(&GOOD.replacen(was, is, 1)).map(|entries| entries.len());
            assert_eq!(found, Err(why.to_owned()), "{was}");
        }
        assert_eq!(
            read("{}").map(|entries| entries.len()),
            Err("there is no entry".to_owned())
        );
    }
}
