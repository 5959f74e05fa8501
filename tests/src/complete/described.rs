//! What the catalogue says of a function fits together: its arguments have names and symbols of their own, its
//! derivatives the library's names, its sections what they are made of, its picture curves that can be seen.

mod slopes;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use catalog::{Argument, FUNCTIONS, Function, Parameter, Picture, Rival};

use crate::Outcome;
use crate::outcome::{Problem, catalogue_place};

pub fn outcome() -> Outcome {
    let mut outcome = Outcome::new("", "descriptions", "");
    for function in FUNCTIONS {
        outcome.points += function.arguments().len() + function.derivatives().len();
        outcome.problems.extend(wrong(function));
    }
    outcome
}

/// What does not fit together.
fn wrong(function: &Function) -> Vec<Problem> {
    let arguments = function.arguments();
    let mut found = Found {
        function: function.about().name,
        problems: vec![],
    };
    found.symbols(&arguments);
    found.picture(function.picture());
    for parameter in function.parameters() {
        found.parameter(parameter);
    }
    if let Function::Loss(f) = function {
        found.gradients(f);
        found.sections(f);
    }
    found.problems
}

struct Found {
    function: &'static str,
    problems: Vec<Problem>,
}

impl Found {
    /// At the line of a field of the function's file, the first that holds `part`.
    fn add(&mut self, field: &str, part: &str, what: &str) {
        let (file, line) = catalogue_place(self.function, field, part);
        let what = format!("the catalogue's {}: {what}", self.function);
        self.problems.push(Problem::new(&file, line, what));
    }

    /// Each argument has a name of its own and a symbol that formulas can be read with.
    fn symbols(&mut self, arguments: &[Argument]) {
        let mut names = BTreeSet::new();
        let mut symbols = BTreeSet::new();
        let lengths: BTreeSet<char> = (arguments.iter())
            .flat_map(|a| a.domain.lengths())
            .map(|length| length.0)
            .collect();
        // Where there are rows, these letters are their indices and lengths.
        let indices: &[char] = if lengths.is_empty() {
            &[]
        } else {
            &['i', 'j', 'k']
        };
        for letter in lengths.iter().chain(indices) {
            match formula::usable(&letter.to_string()) {
                Ok(name) => _ = symbols.insert(name),
                Err(why) => {
                    let what = format!("`{letter}` as a length: {}", why.message);
                    self.add("domain", &format!("'{letter}'"), &what);
                }
            }
        }
        for Argument { name, symbol, .. } in arguments {
            if !names.insert(*name) {
                self.add(
                    "name",
                    &format!("\"{name}\""),
                    &format!("two arguments `{name}`"),
                );
            }
            let what = match formula::usable(symbol) {
                Ok(name) if symbols.insert(name) => continue,
                Ok(_) => {
                    format!("`{symbol}` of `{name}` is another argument, an index or a length")
                }
                Err(why) => format!("`{symbol}` of `{name}`: {}", why.message),
            };
            self.add("symbol", symbol, &what);
        }
    }

    /// Each curve that is drawn for comparison can be seen.
    fn picture(&mut self, picture: &Picture) {
        const PLACES: u32 = 200;
        let ((from, to), (low, high)) = (picture.x, picture.y);
        let places = (0..=PLACES).map(|i| from + (to - from) * f64::from(i) / f64::from(PLACES));
        for Rival { label, curve } in picture.rivals {
            if !(places.clone()).any(|x| (low..=high).contains(&curve(x))) {
                let what = format!(
                    "the rival `{label}` is nowhere between {low} and {high} for {from} to {to}"
                );
                self.add("label", &format!("\"{label}\""), &what);
            }
        }
    }

    /// The default is among the values that are tried, and all of them are valid.
    fn parameter(&mut self, parameter: &Parameter) {
        let Parameter {
            name,
            default,
            tried,
            valid,
            span,
            ..
        } = *parameter;
        if !tried.contains(&default) {
            let what = format!("the default of `{name}`, {default}, is not in `tried`");
            self.add("tried", "", &what);
        }
        let ends = match span {
            catalog::Span::Even(from, to) | catalog::Span::Times(from, to) => [from, to],
        };
        for (field, values) in [("tried", tried), ("span", &ends[..])] {
            if let Some(value) = values.iter().find(|value| !valid(**value)) {
                let what = format!("{value} in `{field}` of `{name}` is not valid");
                self.add(field, "", &what);
            }
        }
    }
}
