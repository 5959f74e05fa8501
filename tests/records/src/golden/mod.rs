//! The golden files: references to 60 digits, and what other libraries returned.

mod case;
#[cfg(test)]
mod damaged;

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::Value;

use crate::outcome::Problem;
use crate::source;

pub use case::{Case, Of};

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

/// What a library returned at one call.
#[derive(Debug)]
pub struct Recorded {
    /// `PyTorch`
    pub library: String,
    /// As the library states it.
    pub version: String,
    /// The call.
    pub call: String,
    /// Whether the call leaves all that can be set at the library's defaults.
    pub is_default: bool,
    /// `float32` or `float64`.
    pub dtype: String,
    /// The inputs and results.
    pub cases: Vec<Case>,
    /// Where it stands.
    pub place: (String, usize),
}

/// The same function in another library: the first of its calls that is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer<'a> {
    /// `PyTorch`
    pub library: &'a str,
    /// As the library states it.
    pub version: &'a str,
    /// The call.
    pub call: &'a str,
}

/// The golden file of a function, read once.
///
/// # Errors
/// If the file is missing or not of the documented form; the problem names file, entry and field.
pub fn of(function: &str) -> Result<&'static Golden, Problem> {
    type Read = BTreeMap<String, Result<&'static Golden, Problem>>;
    static READ: Mutex<Read> = Mutex::new(BTreeMap::new());
    let read = || READ.lock().unwrap_or_else(|broken| broken.into_inner());
    if let Some(known) = read().get(function) {
        return known.clone();
    }
    // Not under the lock: other threads read other files meanwhile.
    let file = file(function);
    let golden = text(&file).and_then(|text| Golden::parse(&file, &text));
    read()
        .entry(function.to_owned())
        .or_insert_with(|| golden.map(|golden| &*Box::leak(Box::new(golden))))
        .clone()
}

/// Reads the files of all functions, on all cores: to be done beside other work.
pub fn read_ahead() {
    let names: Vec<&str> = catalog::FUNCTIONS.iter().map(|f| f.about().name).collect();
    notebook::run::each(&names, |name| of(name).is_ok());
}

/// The same function in other libraries; none if the golden file is missing or damaged, which the
/// check of the golden values reports.
#[must_use]
pub fn peers(function: &str) -> Vec<Peer<'static>> {
    of(function).map_or(vec![], Golden::peers)
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
    std::fs::read_to_string(source::root().join(file)).map_err(|error| {
        let what = format!(
            "cannot read the golden values: {error}; tests/golden/generate.py --only writes them"
        );
        Problem::new(file, 1, what)
    })
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
        let mut lines = Lines::of(text);
        let cases = list(&json, "cases", (file, 1))?
            .iter()
            .map(|data| Case::new(data, (file.to_owned(), lines.next_case())))
            .collect();
        let mut recorded = vec![];
        for block in list(&json, "recorded", (file, 1))? {
            let place = (file.to_owned(), lines.next_block());
            let text = |field: &str| {
                let found = block[field].as_str().map(str::to_owned);
                found.ok_or_else(|| {
                    let what = case::expected("a text", field, &block[field]);
                    Problem::new(file, place.1, what)
                })
            };
            let mut one = Recorded {
                library: text("library")?,
                version: text("version")?,
                call: text("call")?,
                is_default: block["default"] == true,
                dtype: text("dtype")?,
                cases: vec![],
                place: place.clone(),
            };
            for data in list(block, "cases", (file, place.1))? {
                let mut case = Case::new(data, (file.to_owned(), lines.next_case()));
                // Not every record has a note; its call distinguishes it from others.
                if case.note.is_empty() {
                    case.note = one.call.clone();
                }
                case.note = format!("{} {}", one.library, case.note);
                one.cases.push(case);
            }
            recorded.push(one);
        }
        Ok(Golden {
            cases,
            recorded,
            file: file.to_owned(),
        })
    }

    /// The same function in other libraries.
    #[must_use]
    pub fn peers(&self) -> Vec<Peer<'_>> {
        let mut peers: Vec<Peer<'_>> = vec![];
        for block in &self.recorded {
            if !peers.iter().any(|peer| peer.library == block.library) {
                peers.push(Peer {
                    library: &block.library,
                    version: &block.version,
                    call: &block.call,
                });
            }
        }
        peers
    }

    /// What a call returned, in this type.
    #[must_use]
    pub fn record(&self, library: &str, call: &str, dtype: &str) -> Option<&Recorded> {
        let wanted = |block: &&Recorded| {
            block.library == library && block.call == call && block.dtype == dtype
        };
        self.recorded.iter().find(wanted)
    }
}

fn list<'a>(json: &'a Value, field: &str, place: (&str, usize)) -> Result<&'a [Value], Problem> {
    let list = json[field].as_array().map(Vec::as_slice);
    list.ok_or_else(|| {
        let what = format!("expected an array `{field}`, found none");
        Problem::new(place.0, place.1, what)
    })
}

/// The lines on which cases and blocks of records begin.
struct Lines<'a>(std::iter::Enumerate<std::str::Lines<'a>>);

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        Lines(text.lines().enumerate())
    }

    fn next_case(&mut self) -> usize {
        self.next("{\"note\":")
    }

    fn next_block(&mut self) -> usize {
        self.next("{\"library\":")
    }

    fn next(&mut self, start: &str) -> usize {
        self.0
            .find(|(_, line)| line.contains(start))
            .map_or(1, |(i, _)| i + 1)
    }
}

#[cfg(test)]
mod tests {
    use catalog::find;

    use super::*;

    const GOOD: &str = r#"{"cases": [
  {"note": "one", "args": {"slope": 0.5},
   "each": {"x": [1.0, "inf"]}, "value": [1.0, "inf"]}],
"recorded": [
  {"library": "L", "version": "1", "call": "f(x)", "dtype": "float64", "cases": [
  {"note": "two", "args": {"slope": 0.25}, "each": {"x": [1.0]}, "value": [1.0]}]}]}"#;

    #[track_caller]
    fn says<T>(found: Result<T, Problem>, line: usize, expected: &str) {
        let problem = found.err().expect("a problem");
        assert_eq!((problem.file.as_str(), problem.line), ("f.json", line));
        assert!(problem.message.contains(expected), "{}", problem.message);
    }

    #[test]
    fn a_damaged_file_is_reported_with_line_entry_and_field() {
        let golden = Golden::parse("f.json", GOOD).expect("it is well formed");
        let curve = find("leaky_relu").expect("it is in the catalogue");
        let (case, record) = (&golden.cases[0], &golden.recorded[0].cases[0]);
        let args = case.args(curve).expect("arguments");
        assert_eq!((args.len(), args[1].number(0)), (2, f64::INFINITY));
        assert_eq!(args[1].number(1), 0.5);
        assert_eq!(case.results(&Of::Value).expect("results")[0], [1.0]);
        let pair = find("huber").expect("it is in the catalogue");
        says(
            case.args(pair),
            2,
            "`one`: expected an argument `prediction`",
        );
        says(
            case.results(&Of::Grad("x")),
            2,
            "expected a result `grad.x`",
        );
        says(
            record.args(pair),
            6,
            "`L two`: expected an argument `prediction`",
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
        let text = GOOD.replace("[1.0, \"inf\"]}, \"value\"", "[1.0, true]}, \"value\"");
        let golden = Golden::parse("f.json", &text).expect("it is well formed");
        says(
            golden.cases[0].args(curve),
            2,
            "expected a number in `x`, found true",
        );
        let text = GOOD.replace("\"value\": [1.0, \"inf\"]", "\"value\": [1.0]");
        let golden = Golden::parse("f.json", &text).expect("it is well formed");
        says(
            golden.cases[0].results(&Of::Value),
            2,
            "expected 2 entries in `value`, found 1",
        );
        assert!(of("no_such_function").is_err());
    }
}
