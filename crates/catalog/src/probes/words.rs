//! Short forms for the lists of this module.

use super::{Input, Probe};

pub(super) const fn number(x: f64) -> Input {
    Input::Number(x)
}

pub(super) const fn row(row: &'static [f64]) -> Input {
    Input::Row(row)
}

pub(super) const fn table(rows: &'static [&'static [f64]]) -> Input {
    Input::Table(rows)
}

pub(super) const fn probe(arguments: &'static [(&'static str, Input)]) -> Probe {
    Probe { arguments }
}

pub(super) fn mean(all: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = all.collect();
    nnfn::losses::mean(&all)
}
