//! What a reader can set, and what is set.

use catalog::Span;

use super::typing::{ROW, Typing, written};
use crate::numeral::significant;

/// One native input of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// Its name in a request: letters and digits.
    pub name: String,
    /// Its label on the page.
    pub label: String,
    /// What can be set.
    pub kind: Kind,
}

/// What can be set.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number in even steps.
    Slider {
        /// Least value.
        from: f64,
        /// Largest value.
        to: f64,
        /// From one value to the next.
        step: f64,
        /// The value at first.
        start: f64,
    },
    /// A positive number in even factors; what is set is its decimal logarithm.
    Powers {
        /// Least value.
        from: f64,
        /// Largest value.
        to: f64,
        /// The value at first.
        start: f64,
    },
    /// A place in the figure, as a share of its width; none at first. A pointer over the figure
    /// moves it.
    Place,
    /// On or off.
    Switch(bool),
    /// One of several; the number is that of the first choice.
    Choice(Vec<String>, usize),
    /// Numbers that are typed or pasted.
    Typed(Typing),
}

/// Steps of a [`Kind::Place`] from end to end.
const PLACES: f64 = 1000.0;

/// What a native `<input type="range">` is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Least value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// From one value to the next.
    pub step: f64,
    /// The value at first.
    pub value: f64,
}

impl Control {
    /// The native range of a control that is one.
    #[must_use]
    pub fn range(&self) -> Option<Range> {
        match self.kind {
            Kind::Slider {
                from,
                to,
                step,
                start,
            } => Some(Range {
                min: from,
                max: to,
                step,
                value: start,
            }),
            Kind::Powers { from, to, start } => {
                let span = Span::Times(from, to);
                Some(Range {
                    min: span.step_of(from),
                    max: span.step_of(to),
                    step: span.step(),
                    value: span.step_of(start),
                })
            }
            Kind::Place => Some(Range {
                min: 0.0,
                max: PLACES,
                step: 1.0,
                value: PLACES / 2.0,
            }),
            Kind::Switch(_) | Kind::Choice(..) | Kind::Typed(_) => None,
        }
    }

    /// Values of a request at the ends of what can be set, for tests that drive every control.
    #[must_use]
    pub fn extremes(&self) -> Vec<String> {
        match (&self.kind, self.range()) {
            (_, Some(range)) => [range.min, range.max].iter().map(f64::to_string).collect(),
            (Kind::Choice(options, _), _) => (0..options.len()).map(|i| i.to_string()).collect(),
            (Kind::Typed(typing), _) => [&typing.start, &typing.other]
                .map(|rows| written(rows))
                .to_vec(),
            _ => vec!["0".to_owned(), "1".to_owned()],
        }
    }

    /// What is set by a value of a request.
    fn read(&self, value: f64) -> Result<Set, String> {
        let name = &self.name;
        if let Some(range) = self.range() {
            if !(range.min..=range.max).contains(&value) {
                return Err(format!(
                    "`{name}` is {value}: expected {} to {}",
                    range.min, range.max
                ));
            }
            return Ok(match self.kind {
                Kind::Powers { from, to, .. } => Set::Number(Span::Times(from, to).value_at(value)),
                Kind::Place => Set::Number(value / PLACES),
                _ => Set::Number(value),
            });
        }
        match &self.kind {
            Kind::Choice(options, _) => (0..options.len())
                .find(|i| *i as f64 == value)
                .map(Set::Choice)
                .ok_or_else(|| {
                    let last = options.len() - 1;
                    format!("`{name}` is {value}: expected 0 to {last}")
                }),
            _ if value == 0.0 => Ok(Set::Switch(false)),
            _ if value == 1.0 => Ok(Set::Switch(true)),
            _ => Err(format!("`{name}` is {value}: expected 0 or 1")),
        }
    }

    fn at_rest(&self) -> Set {
        match &self.kind {
            Kind::Slider { start, .. } | Kind::Powers { start, .. } => Set::Number(*start),
            Kind::Place => Set::Nothing,
            Kind::Switch(on) => Set::Switch(*on),
            Kind::Choice(_, start) => Set::Choice(*start),
            Kind::Typed(typing) => Set::Typed(typing.start.clone()),
        }
    }
}

/// What one control is set to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Set {
    Number(f64),
    Switch(bool),
    Choice(usize),
    Typed(Vec<Vec<f64>>),
    Nothing,
}

/// The settings in lines of `name=value`.
///
/// For native callers only: a page passes numbers, since parsing them would add ten kilobytes to a
/// module.
pub(super) fn settings(lines: &str) -> Result<Vec<(&str, f64)>, String> {
    let mut all = vec![];
    for line in lines.lines() {
        let (name, value) = (line.split_once('='))
            .ok_or_else(|| format!("`{line}` is not of the form `name=value`"))?;
        for (i, row) in value.split(';').enumerate() {
            if i > 0 {
                all.push((ROW, 0.0));
            }
            for word in row.trim().split(' ') {
                let number = word.parse();
                let number =
                    number.map_err(|_| format!("`{name}` is `{word}`: expected a number"))?;
                all.push((name, number));
            }
        }
    }
    Ok(all)
}

/// What is set.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    set: Vec<(String, Set)>,
}

impl State {
    /// As the page is loaded.
    #[must_use]
    pub fn at_rest(controls: &[Control]) -> State {
        let set = controls.iter().map(|c| (c.name.clone(), c.at_rest()));
        State { set: set.collect() }
    }

    /// From settings, pairs of a control's name and its value; controls that are not named are at
    /// rest. A switch is 0 or 1, a choice the number of its option. Typed numbers are named one by one;
    /// what follows the name `/` begins a row.
    ///
    /// # Errors
    ///
    /// Which setting is wrong, and what was expected.
    pub fn of(controls: &[Control], settings: &[(&str, f64)]) -> Result<State, String> {
        let mut state = State::at_rest(controls);
        let mut typed: Vec<(usize, Vec<Vec<f64>>)> = vec![];
        for &(name, value) in settings {
            if let (ROW, Some((_, rows))) = (name, typed.last_mut()) {
                rows.push(vec![]);
                continue;
            }
            let at = (controls.iter().position(|c| c.name == name)).ok_or_else(|| {
                let known: Vec<&str> = controls.iter().map(|c| c.name.as_str()).collect();
                format!("no control `{name}`: expected one of {}", known.join(", "))
            })?;
            if let Kind::Typed(_) = controls[at].kind {
                match typed.last_mut() {
                    Some((last, rows)) if *last == at => {
                        rows.last_mut().expect("it has a row").push(value);
                    }
                    _ => typed.push((at, vec![vec![value]])),
                }
                continue;
            }
            state.set[at].1 = controls[at].read(value)?;
        }
        for (at, rows) in typed {
            if let Kind::Typed(typing) = &controls[at].kind {
                let why = typing.refuses(&rows);
                why.map_or(Ok(()), |why| Err(format!("{}: {why}", controls[at].label)))?;
            }
            state.set[at].1 = Set::Typed(rows);
        }
        Ok(state)
    }

    /// What the control of this name is set to, if there is one.
    pub(super) fn set(&self, name: &str) -> Option<Set> {
        let found = self.set.iter().find(|(own, _)| own == name);
        found.map(|(_, set)| set.clone())
    }

    /// The rows that were typed into the control of this name; none if there is no such control.
    pub(super) fn typed(&self, name: &str) -> Vec<Vec<f64>> {
        match self.set(name) {
            Some(Set::Typed(rows)) => rows,
            _ => vec![],
        }
    }

    /// The text beside a control, unless the figure provides another.
    pub(super) fn says(&self, control: &Control) -> String {
        match self.set(&control.name) {
            Some(Set::Number(x)) => significant(x, 4),
            _ => String::new(),
        }
    }
}
