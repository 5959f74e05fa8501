//! The file of the points at which other libraries are asked: written from the catalogue, read by the generator.

use catalog::{Argument, Function, Value};
use serde_json::json;

use super::points::{LENGTH, Point};

/// A point, as both files name it.
#[must_use]
pub fn entry(function: &Function, point: &Point) -> serde_json::Value {
    let arguments = function.arguments();
    let all = arguments.iter().zip(&point.args.0);
    let args: serde_json::Map<String, serde_json::Value> = all
        .map(|(argument, value)| (argument.name.to_owned(), of(argument, value)))
        .collect();
    json!({
        "function": function.about().name,
        "edge": point.edge.name(),
        "place": point.place,
        "args": args,
    })
}

fn of(argument: &Argument, value: &Value) -> serde_json::Value {
    match value {
        // A table of nothing has a shape: a square one has no columns either.
        Value::Table(table) if table.is_empty() => {
            let lengths = argument.domain.lengths();
            let columns = if lengths[0] == lengths[1] { 0 } else { LENGTH };
            json!({ "shape": [0, columns] })
        }
        Value::Number(x) => number(*x),
        Value::Row(row) => row.iter().map(|x| number(*x)).collect(),
        Value::Table(table) => {
            let row = |row: &Vec<f64>| row.iter().map(|x| number(*x)).collect();
            table
                .iter()
                .map(row)
                .collect::<Vec<serde_json::Value>>()
                .into()
        }
        Value::Index(index) => json!(index),
        Value::Indices(all) => json!(all),
    }
}

fn number(x: f64) -> serde_json::Value {
    match x {
        _ if x.is_finite() => json!(x),
        f64::INFINITY => json!("inf"),
        f64::NEG_INFINITY => json!("-inf"),
        _ => json!("nan"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edges::points;

    /// Where it stands.
    const FILE: &str = "tests/golden/edges/asked.json";

    /// Its text: a line for each point.
    fn text() -> String {
        let lines = catalog::FUNCTIONS.iter().flat_map(|function| {
            let line = |point: &Point| format!("  {}", entry(function, point));
            points(function).iter().map(line).collect::<Vec<_>>()
        });
        let lines: Vec<String> = lines.collect();
        format!("{{\"asked\": [\n{}]}}\n", lines.join(",\n"))
    }

    /// `BLESS=1 cargo test -p verification edges::asked` writes the file.
    #[test]
    fn the_file_asks_what_follows_from_the_catalogue() {
        let path = crate::source::root().join(FILE);
        let wanted = text();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &wanted).expect("the file can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == wanted,
            "{FILE} does not ask what the catalogue says: BLESS=1 cargo test -p verification edges::asked"
        );
    }
}
