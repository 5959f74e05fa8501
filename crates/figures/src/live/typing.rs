//! Controls into which numbers are typed or pasted: one, a row, or a table.

use super::control::{Control, Kind, Set};
use super::typed::{Settable, Typed, control};
use crate::numeral::significant;

/// Behind this name in a request, the next typed number begins a row.
pub(super) const ROW: &str = "/";

/// What can be typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Typing {
    /// How many numbers.
    pub shape: Shape,
    /// What is set at first.
    pub start: Vec<Vec<f64>>,
    /// Something else that makes sense, for tests that drive every control.
    pub other: Vec<Vec<f64>>,
    /// What each number may be.
    pub(super) within: Within,
}

/// How many numbers are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One.
    Number,
    /// Any number of them, but at least one.
    Row,
    /// Rows of one length.
    Table,
}

/// What a typed number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Within {
    /// Anything, infinities and NaN too.
    Anything,
    /// From the one to the other.
    Range(f64, f64),
    /// Above the one, up to the other.
    Above(f64, f64),
    /// A whole number from the one to the other.
    Whole(f64, f64),
}

impl Within {
    fn holds(self, x: f64) -> bool {
        match self {
            Within::Anything => true,
            Within::Range(from, to) => (from..=to).contains(&x),
            Within::Above(from, to) => x > from && x <= to,
            Within::Whole(from, to) => (from..=to).contains(&x) && libm::rint(x) == x,
        }
    }

    /// What is expected, in words.
    fn words(self) -> String {
        let n = |x: f64| significant(x, 6);
        match self {
            Within::Anything => "a number".to_owned(),
            Within::Range(f64::MIN, f64::MAX) => "a finite number".to_owned(),
            Within::Range(from, to) => match (from == f64::NEG_INFINITY, to == f64::INFINITY) {
                (true, true) => "a number".to_owned(),
                (true, false) => format!("at most {}", n(to)),
                (false, true) => format!("at least {}", n(from)),
                (false, false) => format!("{} to {}", n(from), n(to)),
            },
            Within::Above(from, to) if to == f64::INFINITY => format!("more than {}", n(from)),
            Within::Above(from, to) => format!("more than {}, at most {}", n(from), n(to)),
            Within::Whole(from, to) if to == f64::INFINITY => {
                format!("a whole number from {} on", n(from))
            }
            Within::Whole(from, to) => format!("a whole number from {} to {}", n(from), n(to)),
        }
    }
}

impl Typing {
    /// What is wrong with these numbers.
    pub(super) fn refuses(&self, rows: &[Vec<f64>]) -> Option<String> {
        let count: usize = rows.iter().map(Vec::len).sum();
        if self.shape == Shape::Number && count != 1 {
            return Some(format!("{count} numbers, expected one"));
        }
        if self.shape == Shape::Table {
            let odd = rows.iter().position(|row| row.len() != rows[0].len());
            if let Some(i) = odd {
                return Some(format!(
                    "row {} has {} numbers, expected {} as in the first",
                    i + 1,
                    rows[i].len(),
                    rows[0].len()
                ));
            }
        }
        let wrong = rows.iter().flatten().find(|x| !self.within.holds(**x))?;
        Some(format!(
            "{}, expected {}",
            significant(*wrong, 6),
            self.within.words()
        ))
    }
}

/// Typed numbers as they stand in a request and in the field of a page.
#[must_use]
pub fn written(rows: &[Vec<f64>]) -> String {
    let row = |row: &Vec<f64>| {
        let numbers: Vec<String> = row.iter().map(f64::to_string).collect();
        numbers.join(" ")
    };
    rows.iter().map(row).collect::<Vec<String>>().join("; ")
}

/// One number to type.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    start: f64,
    other: f64,
    within: Within,
}

impl<'a> Field<'a> {
    /// Any finite number, 0 at first.
    pub const fn new(name: &'a str, label: &'a str) -> Field<'a> {
        Field {
            name,
            label,
            start: 0.0,
            other: 1.0,
            within: Within::Range(f64::MIN, f64::MAX),
        }
    }

    /// Sets the number at first.
    pub const fn at(self, start: f64) -> Field<'a> {
        Field { start, ..self }
    }

    /// Sets another number that makes sense, for the tests that drive every control.
    pub const fn or(self, other: f64) -> Field<'a> {
        Field { other, ..self }
    }

    /// Sets what it may be.
    pub const fn within(self, within: Within) -> Field<'a> {
        Field { within, ..self }
    }
}

/// What was typed.
fn rows(set: Set) -> Option<Vec<Vec<f64>>> {
    match set {
        Set::Typed(rows) => Some(rows),
        _ => None,
    }
}

impl Settable for Field<'_> {
    fn control(&self) -> Control {
        let typing = Typing {
            shape: Shape::Number,
            start: vec![vec![self.start]],
            other: vec![vec![self.other]],
            within: self.within,
        };
        control(self.name, self.label, Kind::Typed(typing))
    }
}

impl Typed for Field<'_> {
    type Value = f64;

    fn read(&self, set: Set) -> Option<f64> {
        rows(set)?.first()?.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::control::{State, settings};
    use super::super::list;
    use super::*;

    const AT: Field = Field::new("at", "stands at").at(0.5);
    const RATE: Field = Field::new("rate", "rate")
        .at(0.1)
        .within(Within::Above(0.0, 1.0));

    fn state(request: &str) -> Result<State, String> {
        let mut controls = list(&[&AT, &RATE]);
        let typing = |shape, start| Typing {
            shape,
            start,
            other: vec![],
            within: Within::Range(f64::MIN, f64::MAX),
        };
        let row = typing(Shape::Row, vec![vec![2.0, 1.0]]);
        let table = typing(Shape::Table, vec![vec![1.0, 2.0], vec![3.0, 4.0]]);
        controls.push(control("z", "logits", Kind::Typed(row)));
        controls.push(control("s", "table", Kind::Typed(table)));
        State::of(&controls, &settings(request)?)
    }

    #[test]
    fn what_is_typed_is_read_and_the_rest_is_at_rest() {
        let state = state("at=-1e-300\nz=1 2.5 -3\ns=5 6; 7 8; 9 0").unwrap();
        assert_eq!(state.get(AT), -1e-300);
        assert_eq!(state.get(RATE), 0.1);
        assert_eq!(state.typed("z"), [[1.0, 2.5, -3.0]]);
        assert_eq!(state.typed("s"), [[5.0, 6.0], [7.0, 8.0], [9.0, 0.0]]);
        let rest = self::state("").unwrap();
        assert_eq!(rest.typed("z"), [[2.0, 1.0]]);
        assert_eq!(rest.typed("s"), [[1.0, 2.0], [3.0, 4.0]]);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_the_label_and_what_was_expected() {
        for (request, why) in [
            ("at=1 2", "stands at: 2 numbers, expected one"),
            ("at=NaN", "stands at: NaN, expected a finite number"),
            ("rate=0", "rate: 0, expected more than 0, at most 1"),
            (
                "s=1 2; 3",
                "table: row 2 has 1 numbers, expected 2 as in the first",
            ),
            ("at=x", "`at` is `x`: expected a number"),
        ] {
            assert_eq!(state(request).unwrap_err(), why, "{request}");
        }
    }

    #[test]
    fn what_is_written_is_read_as_the_same_numbers() {
        let rows = vec![vec![0.1, -2.0], vec![1e300, 5e-324]];
        let state = state(&format!("s={}", written(&rows))).unwrap();
        assert_eq!(state.typed("s"), rows);
    }
}
