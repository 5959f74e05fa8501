//! What a family of variants is made of.

use std::fmt::{self, Display, Formatter};

/// A name that stands for several functions.
pub struct Family {
    /// A short key, as in `probes.json`.
    pub key: &'static str,
    /// Its name in prose.
    pub title: &'static str,
    /// The page that has its formulas, without `book/` and `.md`.
    pub chapter: &'static str,
    /// What one calls, and which number of the result is meant.
    pub reads: &'static str,
    /// Inputs that together tell the variants apart, the most telling first.
    pub probes: &'static [Probe],
    /// The functions that go by this name.
    pub variants: &'static [Variant],
    /// Pairs of variants that are one function under two names, so that no input tells them apart.
    pub same: &'static [(&'static str, &'static str)],
}

/// An input: a value for each argument, by its name.
pub struct Probe {
    /// The arguments, in the order in which the variants take them.
    pub arguments: &'static [(&'static str, Input)],
}

/// The value of an argument.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// A number.
    Number(f64),
    /// Numbers.
    Row(&'static [f64]),
    /// Rows.
    Table(&'static [&'static [f64]]),
    /// An index, from 0.
    Index(usize),
    /// Indices, from 0.
    Indices(&'static [usize]),
}

/// One of the functions that go by the name of a family.
pub struct Variant {
    /// What sets it apart, in a few words.
    pub name: &'static str,
    /// Its formula, in the names of the arguments.
    pub formula: &'static str,
    /// It is computed by this.
    pub of: fn(&Probe) -> f64,
}

impl Variant {
    /// A variant of this name and this formula, which `of` computes.
    #[must_use]
    pub const fn new(name: &'static str, formula: &'static str, of: fn(&Probe) -> f64) -> Self {
        Variant { name, formula, of }
    }

    /// Its value at a probe.
    #[must_use]
    pub fn value(&self, probe: &Probe) -> f64 {
        (self.of)(probe)
    }
}

/// Readers of arguments whose kind is known; a mismatch is a mistake in the list.
impl Probe {
    /// The number at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn number(&self, i: usize) -> f64 {
        match self.arguments[i].1 {
            Input::Number(x) => x,
            _ => self.wrong(i, "a number"),
        }
    }

    /// The row at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn row(&self, i: usize) -> &'static [f64] {
        match self.arguments[i].1 {
            Input::Row(row) => row,
            _ => self.wrong(i, "a row"),
        }
    }

    /// The rows of the table at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn rows(&self, i: usize) -> &'static [&'static [f64]] {
        match self.arguments[i].1 {
            Input::Table(rows) => rows,
            _ => self.wrong(i, "a table"),
        }
    }

    /// The table at `i`, as `nnfn` takes it.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn table(&self, i: usize) -> Vec<Vec<f64>> {
        self.rows(i).iter().map(|row| row.to_vec()).collect()
    }

    /// The index at `i`.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn index(&self, i: usize) -> usize {
        match self.arguments[i].1 {
            Input::Index(index) => index,
            _ => self.wrong(i, "an index"),
        }
    }

    /// The indices at `i`.
    ///
    /// # Panics
    /// If there are none.
    #[must_use]
    pub fn indices(&self, i: usize) -> &'static [usize] {
        match self.arguments[i].1 {
            Input::Indices(indices) => indices,
            _ => self.wrong(i, "indices"),
        }
    }

    fn wrong(&self, i: usize, expected: &str) -> ! {
        panic!("{self}: expected {expected} at {i}")
    }
}

/// As one writes it down: `x = 2`, `logits = (2, 1, 0.1)`.
impl Display for Probe {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (i, (name, input)) in self.arguments.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            write!(f, "{comma}{name} = {input}")?;
        }
        Ok(())
    }
}

impl Display for Input {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Input::Number(x) => number(*x, f),
            Input::Row(row) => list(row, f, |x, f| number(*x, f)),
            Input::Table(rows) => list(rows, f, |row, f| list(row, f, |x, f| number(*x, f))),
            Input::Index(index) => write!(f, "{index}"),
            Input::Indices(indices) => list(indices, f, |index, f| write!(f, "{index}")),
        }
    }
}

/// With the sign that is as wide as a digit.
fn number(x: f64, f: &mut Formatter<'_>) -> fmt::Result {
    let sign = if x.is_sign_negative() { "−" } else { "" };
    write!(f, "{sign}{}", x.abs())
}

fn list<T>(
    all: &[T],
    f: &mut Formatter<'_>,
    one: impl Fn(&T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    f.write_str("(")?;
    for (i, x) in all.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        one(x, f)?;
    }
    f.write_str(")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_is_written_as_one_reads_it() {
        let probe = Probe {
            arguments: &[
                ("x", Input::Number(-2.5)),
                ("rows", Input::Table(&[&[1.0, 0.1], &[0.0]])),
                ("class", Input::Index(2)),
                ("labels", Input::Indices(&[0, 1])),
            ],
        };
        let expected = "x = −2.5, rows = ((1, 0.1), (0)), class = 2, labels = (0, 1)";
        assert_eq!(probe.to_string(), expected);
        assert_eq!(probe.number(0), -2.5);
        assert_eq!(probe.table(1), [vec![1.0, 0.1], vec![0.0]]);
        assert_eq!((probe.index(2), probe.indices(3)), (2, &[0, 1][..]));
    }

    #[test]
    #[should_panic(expected = "x = 1: expected a row at 0")]
    fn an_argument_of_another_kind_is_a_mistake() {
        let arguments = &[("x", Input::Number(1.0))];
        let _ = Probe { arguments }.row(0);
    }
}
