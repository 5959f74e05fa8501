//! What `cargo xtask bench arrays` wrote down: `benches/arrays.json`.

use serde_json::{Map, Value};

/// Where it lies in the project.
pub const FILE: &str = "benches/arrays.json";
/// The libraries that are compared, by the names that they give themselves; ours is the first.
pub const LIBRARIES: [&str; 5] = ["nnfn-ndarray", "PyTorch", "JAX", "candle", "burn"];
/// Those whose better one ours is compared with.
pub const RIVALS: [&str; 2] = ["PyTorch", "JAX"];

/// A recorded run.
#[derive(Debug)]
pub struct Record {
    pub date: String,
    pub processor: String,
    pub rustc: String,
    /// How often each library was asked for each row, in turn, unless it was slow.
    pub rounds: u64,
    /// Versions, in the order of [`LIBRARIES`].
    pub versions: Vec<String>,
    pub rows: Vec<Row>,
}

/// A function of an input of one shape and type.
#[derive(Debug)]
pub struct Row {
    /// The name in the catalogue.
    pub function: String,
    pub dtype: String,
    pub shape: String,
    pub elements: u64,
    /// Copying as many numbers into a new vector, and into one that is there.
    pub copy: Copy,
    /// In the order of [`LIBRARIES`].
    pub measured: Vec<Measured>,
}

/// Nanoseconds per element.
#[derive(Debug)]
pub struct Copy {
    pub fresh: f64,
    pub there: f64,
}

/// One library's part of a row.
#[derive(Debug)]
pub enum Measured {
    Times {
        /// What was called.
        call: String,
        times: Times,
    },
    /// Why there is nothing.
    Missing(String),
}

/// Nanoseconds per element.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// The value, into a new array.
    pub value: f64,
    /// Value and gradient.
    pub gradient: f64,
    /// The value, into an array that is there.
    pub into: Option<f64>,
}

/// What is timed.
#[derive(Clone, std::marker::Copy, Debug, PartialEq)]
pub enum What {
    Value,
    Gradient,
}

impl Times {
    pub fn of(&self, what: What) -> f64 {
        match what {
            What::Value => self.value,
            What::Gradient => self.gradient,
        }
    }
}

impl Row {
    /// What a library took, if it has the function.
    pub fn times(&self, library: &str) -> Option<Times> {
        let at = LIBRARIES.iter().position(|name| *name == library)?;
        match self.measured.get(at)? {
            Measured::Times { times, .. } => Some(*times),
            Measured::Missing(_) => None,
        }
    }

    /// How many times as long ours takes as the better of [`RIVALS`].
    pub fn ratio(&self, what: What) -> Option<f64> {
        let ours = self.times(LIBRARIES[0])?.of(what);
        let rivals = RIVALS.iter().filter_map(|name| self.times(name));
        let best = rivals.map(|times| times.of(what)).reduce(f64::min)?;
        Some(ours / best)
    }

    /// How many times as long ours takes for the value as a copy of the numbers, both into new memory.
    pub fn copies(&self) -> Option<f64> {
        Some(self.times(LIBRARIES[0])?.value / self.copy.fresh)
    }
}

/// Reads the file's text.
///
/// # Errors
/// With the place in the file, and what was expected there.
pub fn read(text: &str) -> Result<Record, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    let top = Place::top(&json);
    let versions = top.field("versions");
    let rows = top.field("rows").list()?;
    Ok(Record {
        date: top.field("date").text()?,
        processor: top.field("processor").text()?,
        rustc: top.field("rustc").text()?,
        rounds: top.field("rounds").count()?,
        versions: (LIBRARIES.iter().map(|name| versions.field(name).text()))
            .collect::<Result<_, _>>()?,
        rows: rows.iter().map(row).collect::<Result<_, _>>()?,
    })
}

fn row(place: &Place<'_>) -> Result<Row, String> {
    let (copy, measured) = (place.field("copy"), place.field("measured"));
    let function = place.field("row");
    let name = function.text()?;
    if catalog::find(&name).is_none() {
        return Err(function.expected("a function of the catalogue"));
    }
    Ok(Row {
        function: name,
        dtype: place.field("dtype").text()?,
        shape: place.field("shape").text()?,
        elements: place.field("n").count()?,
        copy: Copy {
            fresh: copy.field("fresh_ns").time()?,
            there: copy.field("there_ns").time()?,
        },
        measured: (LIBRARIES.iter().map(|name| one(&measured.field(name))))
            .collect::<Result<_, _>>()?,
    })
}

fn one(place: &Place<'_>) -> Result<Measured, String> {
    let missing = place.field("missing");
    if missing.value.is_some() {
        return missing.text().map(Measured::Missing);
    }
    let into = place.field("into_ns");
    Ok(Measured::Times {
        call: place.field("call").text()?,
        times: Times {
            value: place.field("forward_ns").time()?,
            gradient: place.field("both_ns").time()?,
            into: into.value.map(|_| into.time()).transpose()?,
        },
    })
}

/// A value in the file, and the way to it.
struct Place<'a> {
    path: String,
    value: Option<&'a Value>,
}

impl<'a> Place<'a> {
    fn top(value: &'a Value) -> Place<'a> {
        Place {
            path: String::new(),
            value: Some(value),
        }
    }

    fn field(&self, name: &str) -> Place<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        Place {
            path: format!("{}{dot}{name}", self.path),
            value: self.value.and_then(|value| value.get(name)),
        }
    }

    fn list(&self) -> Result<Vec<Place<'a>>, String> {
        let entries = self
            .value
            .and_then(Value::as_array)
            .filter(|entries| !entries.is_empty());
        let entries = entries.ok_or_else(|| self.expected("a list that is not empty"))?;
        let place = |(i, value)| Place {
            path: format!("{}[{i}]", self.path),
            value: Some(value),
        };
        Ok(entries.iter().enumerate().map(place).collect())
    }

    fn text(&self) -> Result<String, String> {
        let text = self
            .value
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty());
        text.map(str::to_owned)
            .ok_or_else(|| self.expected("a text"))
    }

    fn count(&self) -> Result<u64, String> {
        let count = self
            .value
            .and_then(Value::as_u64)
            .filter(|count| *count > 0);
        count.ok_or_else(|| self.expected("a whole number above 0"))
    }

    fn time(&self) -> Result<f64, String> {
        let time = self
            .value
            .and_then(Value::as_f64)
            .filter(|time| *time > 0.0);
        time.ok_or_else(|| self.expected("nanoseconds above 0"))
    }

    fn expected(&self, what: &str) -> String {
        let found = match self.value {
            None => "nothing".to_owned(),
            Some(Value::Object(fields)) => format!("an object with {}", names(fields)),
            Some(value) => format!("`{value}`"),
        };
        format!("{}: expected {what}, found {found}", self.path)
    }
}

fn names(fields: &Map<String, Value>) -> String {
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    names.join(", ")
}
