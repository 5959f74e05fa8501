//! The golden files: references to 60 digits, and what other libraries returned.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use serde_json::Value;

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
/// # Panics
/// If the file is missing or not of the documented form; the message names file and field.
#[must_use]
pub fn of(function: &str) -> &'static Golden {
    static READ: OnceLock<Mutex<BTreeMap<String, &'static Golden>>> = OnceLock::new();
    let mut read = READ
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(|e| e.into_inner());
    read.entry(function.to_owned())
        .or_insert_with(|| Box::leak(Box::new(load(function))))
}

/// A golden file as it stands.
///
/// # Panics
/// If the file is missing or not JSON.
#[must_use]
pub fn json(name: &str) -> Value {
    let file = format!("tests/golden/{name}.json");
    let text = std::fs::read_to_string(source::root().join(&file))
        .unwrap_or_else(|e| panic!("{file}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn load(function: &str) -> Golden {
    let file = format!("tests/golden/{function}.json");
    let json = json(function);
    let text = |value: &Value, field: &str| {
        value[field]
            .as_str()
            .unwrap_or_else(|| panic!("{file}: expected a text `{field}`, found {}", value[field]))
            .to_owned()
    };
    let list = |field: &str| {
        json[field]
            .as_array()
            .unwrap_or_else(|| panic!("{file}: expected an array `{field}`"))
    };
    let case = |value: &Value| Case {
        note: value["note"].as_str().unwrap_or("").to_owned(),
        data: value.clone(),
    };
    Golden {
        cases: list("cases").iter().map(case).collect(),
        recorded: list("recorded")
            .iter()
            .map(|value| Recorded {
                library: text(value, "library"),
                version: text(value, "version"),
                call: text(value, "call"),
                dtype: text(value, "dtype"),
                case: case(value),
            })
            .collect(),
        file,
    }
}

impl Case {
    /// A number of `params`.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<f64> {
        self.data["params"].get(name).map(number)
    }

    /// An array of `inputs`, generated where the file gives a rule.
    #[must_use]
    pub fn input(&self, name: &str) -> Vec<f64> {
        let rule = if name == "upstream" {
            "upstream_generated"
        } else {
            "generated"
        };
        let inputs = &self.data["inputs"];
        match (inputs.get(name), inputs.get(rule)) {
            (Some(found), _) => numbers(found),
            (None, Some(rule)) => generated(rule),
            (None, None) => panic!("golden case `{}`: no input `{name}`", self.note),
        }
    }

    /// The class of a case of cross-entropy.
    #[must_use]
    pub fn class(&self) -> usize {
        let class = self.data["inputs"]["class"].as_u64();
        class
            .and_then(|c| c.try_into().ok())
            .unwrap_or_else(|| panic!("golden case `{}`: no class", self.note))
    }

    /// A result: a number, or an array of them.
    #[must_use]
    pub fn result(&self, name: &str) -> Vec<f64> {
        let found = &self.data[name];
        assert!(
            !found.is_null(),
            "golden case `{}`: no result `{name}`",
            self.note
        );
        if found.is_array() {
            numbers(found)
        } else {
            vec![number(found)]
        }
    }

    /// The entries of a long row that results are given at; all if there is no list.
    #[must_use]
    pub fn index(&self, length: usize) -> Vec<usize> {
        let listed = self
            .data
            .get("index")
            .or_else(|| self.data["inputs"].get("index"));
        listed.map_or_else(
            || (0..length).collect(),
            |list| numbers(list).iter().map(|&i| i as usize).collect(),
        )
    }
}

fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        Some("-inf") => f64::NEG_INFINITY,
        Some("nan") => f64::NAN,
        _ => value
            .as_f64()
            .unwrap_or_else(|| panic!("golden value: expected a number, found {value}")),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("golden value: expected an array, found {value}"))
        .iter()
        .map(number)
        .collect()
}

/// `lo + scale·((a·i + c) mod 2³²)/2³²`
fn generated(rule: &Value) -> Vec<f64> {
    let whole = |name: &str| {
        rule[name]
            .as_u64()
            .unwrap_or_else(|| panic!("golden rule: no `{name}`"))
    };
    let (n, a, c) = (whole("n"), whole("a"), whole("c"));
    let (lo, scale) = (number(&rule["lo"]), number(&rule["scale"]));
    (0..n)
        .map(|i| lo + scale * (((a * i + c) % (1 << 32)) as f64) / 4_294_967_296.0)
        .collect()
}
