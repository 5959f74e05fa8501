//! What other libraries were recorded to return at the edges.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Point, asked};
use crate::outcome::Problem;
use crate::source;

/// Where it stands.
pub const FILE: &str = "tests/golden/edges/returned.json";

/// What is recorded: which calls, and what each returned at each point.
#[derive(Debug)]
pub struct Returned {
    /// The calls.
    pub calls: Vec<Call>,
    points: BTreeMap<Key, Asked>,
}

/// Function, edge and place.
type Key = (String, String, String);

/// The line of the file, the arguments, and the answers.
type Asked = (usize, serde_json::Map<String, Value>, Vec<Answer>);

/// A call of a library.
#[derive(Clone, Debug)]
pub struct Call {
    /// Of which function.
    pub function: String,
    /// `PyTorch`
    pub library: String,
    /// As the library states it.
    pub version: String,
    /// As it was evaluated.
    pub call: String,
}

/// What a library gave at a point.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `PyTorch`
    pub library: String,
    /// Parameters for which its call stands, where they are not those of the point.
    pub with: Vec<(String, f64)>,
    /// The results, or the first line of the error.
    pub result: Result<Results, String>,
}

/// Value and derivatives, row by row.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The value.
    pub value: Vec<f64>,
    /// By argument.
    pub grad: BTreeMap<String, Vec<f64>>,
}

/// Reads the file.
///
/// # Errors
/// If it is missing, or not of the form that the generator writes.
pub fn read() -> Result<Returned, Problem> {
    let path = source::root().join(FILE);
    let text = std::fs::read_to_string(path).map_err(|error| {
        let what = format!("cannot read what libraries returned: {error}; tests/golden/generate.py --edges writes it");
        Problem::new(FILE, 1, what)
    })?;
    parse(&text)
}

/// Reads its text.
///
/// # Errors
/// If it is not of the form that the generator writes.
pub fn parse(text: &str) -> Result<Returned, Problem> {
    let json: Value = serde_json::from_str(text)
        .map_err(|error| Problem::new(FILE, error.line(), format!("not JSON: {error}")))?;
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.starts_with("  {"))
        .map(|(i, _)| i);
    let mut next = || lines.next().unwrap_or(1);
    let mut returned = Returned {
        calls: vec![],
        points: BTreeMap::new(),
    };
    for call in list(&json, "calls", 1)? {
        let line = next();
        returned.calls.push(Call {
            function: words(call, "function", line)?,
            library: words(call, "library", line)?,
            version: words(call, "version", line)?,
            call: words(call, "call", line)?,
        });
    }
    for point in list(&json, "points", 1)? {
        let line = next();
        let key = (
            words(point, "function", line)?,
            words(point, "edge", line)?,
            words(point, "place", line)?,
        );
        let args = point["args"].as_object().cloned().unwrap_or_default();
        let answers = list(point, "returned", line)?
            .iter()
            .map(|a| answer(a, line));
        let answers = answers.collect::<Result<_, _>>()?;
        if returned
            .points
            .insert(key.clone(), (line, args, answers))
            .is_some()
        {
            return Err(Problem::new(FILE, line, format!("{key:?} is there twice")));
        }
    }
    Ok(returned)
}

impl Returned {
    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The answers at a point, and the line of the file.
    ///
    /// # Errors
    /// If there are none, or if other arguments were asked.
    pub fn at(
        &self,
        function: &catalog::Function,
        point: &Point,
    ) -> Result<(usize, &[Answer]), Problem> {
        let name = function.about().name;
        let again = "tests/golden/generate.py --edges records it";
        let key = (
            name.to_owned(),
            point.edge.name().to_owned(),
            point.place.clone(),
        );
        let Some((line, args, answers)) = self.points.get(&key) else {
            let what = format!(
                "nothing is recorded of {name} at `{}` `{}`: {again}",
                key.1, key.2
            );
            return Err(Problem::new(FILE, 1, what));
        };
        let wanted = asked::entry(function, point);
        if wanted["args"].as_object() != Some(args) {
            let what = format!(
                "{name} at `{}` `{}` was asked with other arguments: {again}",
                key.1, key.2
            );
            return Err(Problem::new(FILE, *line, what));
        }
        Ok((*line, answers))
    }

    /// The call of a library.
    #[must_use]
    pub fn call(&self, function: &str, library: &str) -> Option<&Call> {
        self.calls
            .iter()
            .find(|call| call.function == function && call.library == library)
    }
}

fn answer(json: &Value, line: usize) -> Result<Answer, Problem> {
    let with = json["with"].as_object().into_iter().flatten();
    let with = with.map(|(name, value)| Ok((name.clone(), flat(value, line)?[0])));
    let result = match json["refused"].as_str() {
        Some(error) => Err(error.to_owned()),
        None => {
            let grads = json["grad"].as_object().into_iter().flatten();
            let grads = grads.map(|(name, value)| Ok((name.clone(), flat(value, line)?)));
            Ok(Results {
                value: flat(&json["value"], line)?,
                grad: grads.collect::<Result<_, Problem>>()?,
            })
        }
    };
    Ok(Answer {
        library: words(json, "library", line)?,
        with: with.collect::<Result<_, Problem>>()?,
        result,
    })
}

/// A number, a row, or a table row by row.
fn flat(value: &Value, line: usize) -> Result<Vec<f64>, Problem> {
    match value {
        Value::Array(all) => {
            let all: Result<Vec<Vec<f64>>, Problem> = all.iter().map(|v| flat(v, line)).collect();
            Ok(all?.concat())
        }
        Value::Number(x) => Ok(x.as_f64().into_iter().collect()),
        Value::String(x) if x == "inf" => Ok(vec![f64::INFINITY]),
        Value::String(x) if x == "-inf" => Ok(vec![f64::NEG_INFINITY]),
        Value::String(x) if x == "nan" => Ok(vec![f64::NAN]),
        other => Err(Problem::new(
            FILE,
            line,
            format!("expected a number, found {other}"),
        )),
    }
}

fn words(json: &Value, field: &str, line: usize) -> Result<String, Problem> {
    let found = json[field].as_str().map(str::to_owned);
    found.ok_or_else(|| Problem::new(FILE, line, format!("expected a text `{field}`")))
}

fn list<'a>(json: &'a Value, field: &str, line: usize) -> Result<&'a [Value], Problem> {
    let found = json[field].as_array().map(Vec::as_slice);
    found.ok_or_else(|| Problem::new(FILE, line, format!("expected an array `{field}`")))
}
