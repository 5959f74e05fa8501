//! The golden files: references to 60 digits, and what other libraries returned.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use serde_json::Value;

use crate::outcome::Problem;
use crate::source;

/// A golden file.
#[derive(Debug)]
pub struct Golden {
    /// The file, relative to the project.
    pub file: String,
    /// Exact values.
    pub cases: Vec<Case>,
    /// Values of other libraries.
    pub recorded: Vec<Recorded>,
}

/// Inputs, parameters and results that belong together.
#[derive(Debug)]
pub struct Case {
    /// What the inputs are for.
    pub note: String,
    /// The whole entry.
    pub data: Value,
    /// Where it stands.
    pub place: (String, usize),
}

/// What a library returned.
#[derive(Debug)]
pub struct Recorded {
    /// `PyTorch`
    pub library: String,
    /// As the library states it.
    pub version: String,
    /// The call.
    pub call: String,
    /// `float32` or `float64`.
    pub dtype: String,
    /// The inputs and results.
    pub case: Case,
}

/// The golden file of a function, read once.
///
/// # Errors
/// If the file is missing or not of the documented form; the problem names file, entry and field.
pub fn of(function: &str) -> Result<&'static Golden, Problem> {
    type Read = BTreeMap<String, Result<&'static Golden, Problem>>;
    static READ: OnceLock<Mutex<Read>> = OnceLock::new();
    let mut read = READ
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(|e| e.into_inner());
    read.entry(function.to_owned())
        .or_insert_with(|| {
            let file = file(function);
            let golden = Golden::parse(&file, &text(&file)?)?;
            Ok(Box::leak(Box::new(golden)))
        })
        .clone()
}

/// A golden file as it stands.
///
/// # Errors
/// If the file is missing or not JSON.
pub fn json(name: &str) -> Result<Value, Problem> {
    let file = file(name);
    parse(&file, &text(&file)?)
}

fn file(name: &str) -> String {
    format!("tests/golden/{name}.json")
}

fn text(file: &str) -> Result<String, Problem> {
    std::fs::read_to_string(source::root().join(file))
        .map_err(|error| Problem::new(file, 1, format!("cannot read the golden values: {error}")))
}

fn parse(file: &str, text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text)
        .map_err(|error| Problem::new(file, error.line().max(1), format!("not JSON: {error}")))
}

impl Golden {
    /// Reads the text of a golden file.
    ///
    /// # Errors
    /// If it is not JSON, or not of the documented form.
    pub fn parse(file: &str, text: &str) -> Result<Golden, Problem> {
        let json = parse(file, text)?;
        let entries = |field: &str, key: &str| {
            let list = json[field].as_array().ok_or_else(|| {
                Problem::new(file, 1, format!("expected an array `{field}`, found none"))
            })?;
            let lines = lines_of(text, field, key);
            let case = |(i, value): (usize, &Value)| Case {
                note: value["note"].as_str().unwrap_or("").to_owned(),
                data: value.clone(),
                place: (file.to_owned(), lines.get(i).copied().unwrap_or(1)),
            };
            Ok(list.iter().enumerate().map(case).collect::<Vec<Case>>())
        };
        let recorded = |case: Case| {
            let text = |field: &str| {
                let found = case.data[field].as_str().map(str::to_owned);
                found.ok_or_else(|| case.problem(&expected("a text", field, &case.data[field])))
            };
            Ok(Recorded {
                library: text("library")?,
                version: text("version")?,
                call: text("call")?,
                dtype: text("dtype")?,
                case,
            })
        };
        Ok(Golden {
            cases: entries("cases", "note")?,
            recorded: entries("recorded", "library")?
                .into_iter()
                .map(recorded)
                .collect::<Result<_, _>>()?,
            file: file.to_owned(),
        })
    }
}

/// The lines of the entries of a list, each of which starts a line with this key.
fn lines_of(text: &str, list: &str, key: &str) -> Vec<usize> {
    let starts = format!("\"{list}\":");
    let entry = format!("{{\"{key}\":");
    text.lines()
        .enumerate()
        .skip_while(|(_, line)| !line.contains(&starts))
        .filter(|(_, line)| line.contains(&entry))
        .map(|(i, _)| i + 1)
        .collect()
}

fn expected(what: &str, field: &str, found: &Value) -> String {
    let mut found = found.to_string();
    if found.chars().count() > 60 {
        found = found.chars().take(60).chain(" ..".chars()).collect();
    }
    format!("expected {what} `{field}`, found {found}")
}

impl Case {
    /// Something that is wrong with this case.
    #[must_use]
    pub fn problem(&self, what: &str) -> Problem {
        let (file, line) = &self.place;
        let library = self.data["library"].as_str().unwrap_or("case");
        // Not every record has a note; its call tells it from others.
        let note = match self.data["call"].as_str() {
            Some(call) if self.note.is_empty() => call,
            _ => &self.note,
        };
        Problem::new(file, *line, format!("{library} `{note}`: {what}"))
    }

    /// A number of `params`, if it is there.
    ///
    /// # Errors
    /// If it is no number.
    pub fn param(&self, name: &str) -> Result<Option<f64>, Problem> {
        let found = self.data["params"].get(name);
        found.map(|value| self.number(name, value)).transpose()
    }

    /// A number of `params`.
    ///
    /// # Errors
    /// If it is missing or no number.
    pub fn parameter(&self, name: &str) -> Result<f64, Problem> {
        self.param(name)?
            .ok_or_else(|| self.problem(&expected("a parameter", name, &self.data["params"])))
    }

    /// An array of `inputs`, generated where the file gives a rule.
    ///
    /// # Errors
    /// If it is missing or not an array of numbers.
    pub fn input(&self, name: &str) -> Result<Vec<f64>, Problem> {
        let rule = if name == "upstream" {
            "upstream_generated"
        } else {
            "generated"
        };
        let inputs = &self.data["inputs"];
        match (inputs.get(name), inputs.get(rule)) {
            (Some(found), _) => self.numbers(name, found),
            (None, Some(rule)) => self.generated(rule),
            (None, None) => Err(self.problem(&expected("an input", name, &Value::Null))),
        }
    }

    /// The class of a case of cross-entropy.
    ///
    /// # Errors
    /// If it is missing or no index.
    pub fn class(&self) -> Result<usize, Problem> {
        let class = &self.data["inputs"]["class"];
        class
            .as_u64()
            .and_then(|c| c.try_into().ok())
            .ok_or_else(|| self.problem(&expected("an index", "class", class)))
    }

    /// A result: a number, or an array of them.
    ///
    /// # Errors
    /// If it is missing or holds anything but numbers.
    pub fn result(&self, name: &str) -> Result<Vec<f64>, Problem> {
        let found = &self.data[name];
        if found.is_array() {
            self.numbers(name, found)
        } else {
            Ok(vec![self.number(name, found)?])
        }
    }

    /// A result of `n` numbers.
    ///
    /// # Errors
    /// If it is missing, of another length, or holds anything but numbers.
    pub fn results(&self, name: &str, n: usize) -> Result<Vec<f64>, Problem> {
        let found = self.result(name)?;
        if found.len() == n {
            Ok(found)
        } else {
            let m = found.len();
            Err(self.problem(&format!("expected {n} numbers in `{name}`, found {m}")))
        }
    }

    /// The entries of a long row that results are given at; all if there is no list.
    ///
    /// # Errors
    /// If one of them is no entry of a row of that length.
    pub fn index(&self, length: usize) -> Result<Vec<usize>, Problem> {
        let listed = self
            .data
            .get("index")
            .or_else(|| self.data["inputs"].get("index"));
        let Some(listed) = listed else {
            return Ok((0..length).collect());
        };
        let all = self.numbers("index", listed)?;
        let inside = |i: &f64| i.fract() == 0.0 && (0.0..length as f64).contains(i);
        if let Some(wrong) = all.iter().find(|i| !inside(i)) {
            let what = format!("expected an entry of {length} in `index`, found {wrong}");
            return Err(self.problem(&what));
        }
        Ok(all.iter().map(|&i| i as usize).collect())
    }

    fn number(&self, field: &str, value: &Value) -> Result<f64, Problem> {
        match value.as_str() {
            Some("inf") => Ok(f64::INFINITY),
            Some("-inf") => Ok(f64::NEG_INFINITY),
            Some("nan") => Ok(f64::NAN),
            _ => value
                .as_f64()
                .ok_or_else(|| self.problem(&expected("a number", field, value))),
        }
    }

    fn numbers(&self, field: &str, value: &Value) -> Result<Vec<f64>, Problem> {
        let list = value
            .as_array()
            .ok_or_else(|| self.problem(&expected("an array", field, value)))?;
        list.iter().map(|value| self.number(field, value)).collect()
    }

    /// `lo + scale·((a·i + c) mod 2³²)/2³²`
    fn generated(&self, rule: &Value) -> Result<Vec<f64>, Problem> {
        let whole = |name: &str| {
            rule[name]
                .as_u64()
                .ok_or_else(|| self.problem(&expected("a whole number", name, &rule[name])))
        };
        let (n, a, c) = (whole("n")?, whole("a")?, whole("c")?);
        let (lo, scale) = (
            self.number("lo", &rule["lo"])?,
            self.number("scale", &rule["scale"])?,
        );
        Ok((0..n)
            .map(|i| lo + scale * (((a * i + c) % (1 << 32)) as f64) / 4_294_967_296.0)
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"cases": [
  {"note": "one", "params": {"slope": 0.5},
   "inputs": {"x": [1.0, "inf"]}, "value": [1.0, "inf"]}],
"recorded": [
  {"library": "L", "version": "1", "call": "f(x)", "dtype": "float64", "note": "two",
   "inputs": {"x": [1.0]}, "value": [1.0]}]}"#;

    #[track_caller]
    fn says<T>(found: Result<T, Problem>, line: usize, expected: &str) {
        let problem = found.err().expect("a problem");
        assert_eq!((problem.file.as_str(), problem.line), ("f.json", line));
        assert!(problem.message.contains(expected), "{}", problem.message);
    }

    #[test]
    fn a_damaged_file_is_told_with_line_entry_and_field() {
        let golden = Golden::parse("f.json", GOOD).expect("it is well formed");
        let case = &golden.cases[0];
        assert_eq!(case.input("x").expect("numbers"), [1.0, f64::INFINITY]);
        says(case.input("y"), 2, "case `one`: expected an input `y`");
        says(
            case.result("grad"),
            2,
            "expected a number `grad`, found null",
        );
        says(
            case.results("value", 3),
            2,
            "expected 3 numbers in `value`, found 2",
        );
        says(case.parameter("beta"), 2, "expected a parameter `beta`");
        says(
            golden.recorded[0].case.class(),
            5,
            "L `two`: expected an index `class`",
        );
        says(Golden::parse("f.json", &GOOD[..40]), 2, "not JSON");
        says(
            Golden::parse("f.json", "{}"),
            1,
            "expected an array `cases`",
        );
        let text = GOOD.replace("\"version\": \"1\"", "\"version\": 1");
        says(
            Golden::parse("f.json", &text),
            5,
            "expected a text `version`, found 1",
        );
        let text = GOOD.replace("[1.0, \"inf\"]}", "[1.0, true]}");
        let golden = Golden::parse("f.json", &text).expect("it is well formed");
        says(
            golden.cases[0].input("x"),
            2,
            "expected a number `x`, found true",
        );
        assert!(of("no_such_function").is_err());
    }
}
