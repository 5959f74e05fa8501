//! What each activation costs: `benches/costs.json`, which `cargo xtask bench costs` writes, as a table of a page.

use notebook::escape;
use serde_json::Value;

use crate::losses::link;
use crate::numbers::short;
use crate::project::root;

/// Where it lies in the project.
pub const FILE: &str = "benches/costs.json";

/// A recorded run; times are nanoseconds per element.
#[derive(Debug)]
pub struct Record {
    date: String,
    processor: String,
    rustc: String,
    torch: String,
    copy: f64,
    product: f64,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    function: String,
    value: f64,
    grad: f64,
    /// Bytes per element of the library's own operation, where there is one, and what was called.
    fused: Option<(f64, String)>,
    /// The same of the formula in elementary operations.
    eager: (f64, String),
}

/// Reads the file; an error says what was found where, and what was expected.
pub fn read(text: &str) -> Result<Record, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let rows = json["rows"].as_array().ok_or("`rows`: expected a list")?;
    Ok(Record {
        date: word(&json, "date")?,
        processor: word(&json, "processor")?,
        rustc: word(&json, "rustc")?,
        torch: word(&json, "torch")?,
        copy: positive(&json, "copy_ns")?,
        product: positive(&json, "product_ns")?,
        rows: rows.iter().map(row).collect::<Result<_, _>>()?,
    })
}

fn row(json: &Value) -> Result<Row, String> {
    let function = word(json, "function")?;
    let in_row = |why: String| format!("{function}: {why}");
    if catalog::find(&function).is_none() {
        return Err(in_row("no such function in the catalogue".to_owned()));
    }
    let fused = match &json["fused_call"] {
        Value::Null => None,
        _ => Some((
            positive(json, "fused_bytes").map_err(in_row)?,
            word(json, "fused_call").map_err(in_row)?,
        )),
    };
    Ok(Row {
        value: positive(json, "value_ns").map_err(in_row)?,
        grad: positive(json, "grad_ns").map_err(in_row)?,
        eager: (
            positive(json, "eager_bytes").map_err(in_row)?,
            word(json, "eager_call").map_err(in_row)?,
        ),
        fused,
        function,
    })
}

fn word(json: &Value, key: &str) -> Result<String, String> {
    let found = json[key].as_str();
    found
        .map(str::to_owned)
        .ok_or(format!("`{key}`: found {}, expected a text", json[key]))
}

fn positive(json: &Value, key: &str) -> Result<f64, String> {
    let found = json[key].as_f64().filter(|x| *x > 0.0);
    found.ok_or(format!(
        "`{key}`: found {}, expected a number above 0",
        json[key]
    ))
}

fn recorded() -> Result<Record, String> {
    let again = "`cargo xtask bench costs` writes it";
    let text = std::fs::read_to_string(root().join(FILE));
    let text = text.map_err(|error| format!("{FILE}: {error}; {again}"))?;
    read(&text).map_err(|why| format!("{FILE}: {why}; {again}"))
}

/// When, on what and with what it was measured.
pub fn run() -> Result<String, String> {
    let record = recorded()?;
    Ok(escape::text(&format!(
        "Measured on {} on one core of {}, with rustc {} and PyTorch {}.",
        record.date, record.processor, record.rustc, record.torch
    )))
}

/// A row for each function, above a copy and a matrix product.
pub fn table(to_root: &str) -> Result<String, String> {
    let record = recorded()?;
    let times = |ns: f64| {
        format!(
            "{} ns <small>{}×</small>",
            short(rounded(ns)),
            short(rounded(ns / record.copy))
        )
    };
    let bytes = |kept: &(f64, String)| {
        format!(
            "<abbr title=\"{}\">{}</abbr>",
            escape::attribute(&kept.1),
            short(kept.0)
        )
    };
    let mut body = String::new();
    for row in &record.rows {
        body += &format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            linked(&row.function, to_root),
            times(row.value),
            times(row.grad),
            row.fused.as_ref().map_or("–".to_owned(), bytes),
            bytes(&row.eager)
        );
    }
    for (name, ns) in [
        ("a copy", record.copy),
        ("a matrix product", record.product),
    ] {
        body += &format!(
            "<tr><th scope=\"row\">{name}</th><td>{}</td><td>–</td><td>–</td><td>–</td></tr>",
            times(ns)
        );
    }
    Ok(format!(
        "<div class=\"table-wrapper\"><table><thead><tr><th scope=\"col\">Function</th><th scope=\"col\">Value</th><th scope=\"col\">Derivative</th><th scope=\"col\">Bytes kept, one operation</th><th scope=\"col\">Bytes kept, written out</th></tr></thead><tbody>{body}</tbody></table></div>"
    ))
}

/// The name of a function, linked to its chapter; [`read`] has seen that there is one.
fn linked(function: &str, to_root: &str) -> String {
    catalog::find(function).map_or(String::new(), |found| {
        link(found.about(), found.about().title, to_root)
    })
}

/// To two digits.
fn rounded(x: f64) -> f64 {
    format!("{x:.1e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"date":"d","processor":"p","rustc":"r","torch":"t","copy_ns":0.1,"product_ns":20.0,
        "rows":[{"function":"gelu","value_ns":0.5,"grad_ns":0.6,"fused_call":null,"eager_call":"x","eager_bytes":12.0}]}"#;

    #[test]
    fn what_is_wrong_is_named() {
        assert!(read(GOOD).is_ok());
        for (was, is, why) in [
            (
                "\"gelu\"",
                "\"gelo\"",
                "gelo: no such function in the catalogue",
            ),
            (
                "0.5",
                "-0.5",
                "gelu: `value_ns`: found -0.5, expected a number above 0",
            ),
            ("\"p\"", "7", "`processor`: found 7, expected a text"),
            ("[{", "7, \"x\": [{", "`rows`: expected a list"),
        ] {
            assert_eq!(read(&GOOD.replacen(was, is, 1)).unwrap_err(), why, "{was}");
        }
    }
}
