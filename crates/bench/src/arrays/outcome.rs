//! What was measured: the best of the rounds, whether all computed the same, as a file and as a table.

use chapters::arrays::record::{LIBRARIES, Record, Row, What};
use serde_json::{Map, Value, json};

use super::machine::Machine;

/// Mean values and gradients of two libraries may differ by this share: some add up ten million numbers in
/// `float32`, and a wrong function differs by more.
const SAME: f64 = 1e-3;
/// Times of an answer, of which the least is kept.
const TIMES: [&str; 3] = ["forward_ns", "both_ns", "into_ns"];

/// The rows so far, in order, and the versions.
#[derive(Default)]
pub struct Rows {
    rows: Vec<(String, Value)>,
    versions: Map<String, Value>,
}

impl Rows {
    /// The yardstick of a row.
    pub fn copy(&mut self, case: &str, answer: &Value) {
        let copy = json!({"forward_ns": answer["forward_ns"], "into_ns": answer["into_ns"]});
        let row = self.row(case, answer);
        keep_least(&mut row["copy"], copy);
    }

    /// An answer for a row.
    pub fn add(&mut self, case: &str, round: usize, answer: Value) -> Result<(), String> {
        let name = |value: &Value| value.as_str().map(str::to_owned);
        let (Some(library), Some(version)) = (name(&answer["library"]), name(&answer["version"]))
        else {
            return Err(format!(
                "round {round} of `{case}`: an answer without library or version: {answer}"
            ));
        };
        self.versions.insert(library.clone(), json!(version));
        let row = self.row(case, &answer);
        let mut one = answer;
        if let Some(fields) = one.as_object_mut() {
            for known in ["library", "version", "row", "dtype", "shape", "n"] {
                fields.remove(known);
            }
        }
        keep_least(&mut row["measured"][&library], one);
        Ok(())
    }

    fn row(&mut self, case: &str, answer: &Value) -> &mut Value {
        let at = self.rows.iter().position(|(known, _)| known == case);
        let at = at.unwrap_or_else(|| {
            let words: Vec<&str> = case.split(' ').collect();
            let row = json!({
                "row": words[0], "dtype": answer["dtype"], "shape": answer["shape"], "n": answer["n"],
                "copy": null, "measured": {},
            });
            self.rows.push((case.to_owned(), row));
            self.rows.len() - 1
        });
        &mut self.rows[at].1
    }

    /// That all libraries computed the same.
    pub fn agree(&self) -> Result<(), String> {
        let mut wrong = vec![];
        for (case, row) in &self.rows {
            for what in ["value", "gradient"] {
                let has = |library: &&str| row["measured"][library].get("missing").is_none();
                // Without a number it is as wrong as with another one.
                let of =
                    |library: &str| row["measured"][library][what].as_f64().unwrap_or(f64::NAN);
                let ours = of(LIBRARIES[0]);
                for library in LIBRARIES.into_iter().filter(has) {
                    let theirs = of(library);
                    let is_same = (theirs - ours).abs() <= SAME * ours.abs();
                    if !is_same {
                        wrong.push(format!(
                            "{case}: the mean {what} of {library} is {theirs}, ours {ours}"
                        ));
                    }
                }
            }
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(format!("not the same was computed:\n{}", wrong.join("\n"))),
        }
    }

    /// The file, one row a line, in the order of the cases.
    pub fn json(&self, cases: &[String], machine: &Machine, rounds: usize) -> String {
        let find = |case: &String| self.rows.iter().find(|(known, _)| known == case);
        let rows = cases.iter().filter_map(find).map(|(_, row)| {
            let mut row = row.clone();
            row["copy"] =
                json!({"fresh_ns": row["copy"]["forward_ns"], "there_ns": row["copy"]["into_ns"]});
            row.to_string()
        });
        let rows: Vec<String> = rows.collect();
        format!(
            "{{\n\"date\": {},\n\"processor\": {},\n\"rustc\": {},\n\"rounds\": {rounds},\n\"versions\": {},\n\"rows\": [\n{}\n]\n}}\n",
            json!(machine.date),
            json!(machine.processor),
            json!(machine.rustc),
            json!(self.versions),
            rows.join(",\n")
        )
    }
}

/// The least of each time, and all else as it was first.
fn keep_least(kept: &mut Value, new: Value) {
    if kept.is_null() {
        *kept = new;
        return;
    }
    for time in TIMES {
        if let (Some(before), Some(now)) = (kept[time].as_f64(), new[time].as_f64()) {
            kept[time] = json!(before.min(now));
        }
    }
}

/// The times as a table for a terminal.
pub fn print(record: &Record) {
    for (what, title) in [
        (What::Value, "value"),
        (What::Gradient, "value and gradient"),
    ] {
        println!("\n{title}, nanoseconds per element");
        let names: String = LIBRARIES.iter().map(|name| format!("{name:>13}")).collect();
        println!(
            "{:<34}{:>8}{names}{:>11}{:>11}",
            "", "copy", "ours/best", "ours/copy"
        );
        for row in &record.rows {
            println!("{}", line(row, what));
        }
    }
    println!("\nwithout allocation, nanoseconds per element");
    println!(
        "{:<34}{:>8}{:>13}{:>11}",
        "", "copy", LIBRARIES[0], "ours/copy"
    );
    for row in &record.rows {
        let into = row.times(LIBRARIES[0]).and_then(|times| times.into);
        if let Some(into) = into {
            let there = row.copy.there;
            println!(
                "{:<34}{there:>8.3}{into:>13.3}{:>11.2}",
                label(row),
                into / there
            );
        }
    }
}

fn line(row: &Row, what: What) -> String {
    let each = LIBRARIES.iter().map(|library| match row.times(library) {
        Some(times) => format!("{:>13.3}", times.of(what)),
        None => format!("{:>13}", "-"),
    });
    let each: String = each.collect();
    let ratio = |ratio: Option<f64>| ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}"));
    let copies = row
        .times(LIBRARIES[0])
        .map(|times| times.of(what) / row.copy.fresh);
    format!(
        "{:<34}{:>8.3}{each}{:>11}{:>11}",
        label(row),
        row.copy.fresh,
        ratio(row.ratio(what)),
        ratio(copies)
    )
}

fn label(row: &Row) -> String {
    format!("{} {} {}", row.function, row.dtype, row.shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(library: &str, forward: f64, value: f64) -> Value {
        json!({"library": library, "version": "1", "row": "gelu", "dtype": "float32", "shape": "10", "n": 10,
            "call": "gelu", "forward_ns": forward, "both_ns": 2.0 * forward, "value": value, "gradient": 1.0})
    }

    #[test]
    fn the_least_of_the_rounds_is_kept() {
        let mut rows = Rows::default();
        let copy =
            json!({"dtype": "float32", "shape": "10", "n": 10, "forward_ns": 0.5, "into_ns": 0.25});
        rows.copy("gelu float32 10", &copy);
        for (round, time) in [3.0, 1.0, 2.0].into_iter().enumerate() {
            for library in LIBRARIES {
                rows.add("gelu float32 10", round, answer(library, time, 1.0))
                    .expect("an answer");
            }
        }
        rows.agree().expect("all are the same");
        let machine = Machine {
            date: "2026-01-31".to_owned(),
            processor: "X".to_owned(),
            rustc: "1.95.0".to_owned(),
        };
        let record = chapters::arrays::record::read(&rows.json(
            &["gelu float32 10".to_owned()],
            &machine,
            3,
        ))
        .expect("it is in order");
        let times = record.rows[0].times("JAX").expect("there are times");
        assert_eq!((times.value, times.gradient), (1.0, 2.0));
        assert_eq!(record.rows[0].copies(), Some(2.0));
        assert_eq!(record.versions, ["1"; 5]);
    }

    #[test]
    fn another_function_is_refused() {
        for (value, is_wrong) in [(1.0005, false), (1.002, true), (f64::NAN, true)] {
            let mut rows = Rows::default();
            for library in LIBRARIES {
                let value = if library == "JAX" { value } else { 1.0 };
                rows.add("gelu float32 10", 0, answer(library, 1.0, value))
                    .expect("an answer");
            }
            assert_eq!(rows.agree().is_err(), is_wrong, "{value}");
        }
        let mut rows = Rows::default();
        assert!(
            rows.add("gelu float32 10", 0, json!({"library": "JAX"}))
                .is_err()
        );
    }
}
