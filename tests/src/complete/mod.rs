//! The project is whole: every function has its rooms, every crate its floor, every name one meaning.

mod described;
mod floors;
mod names;
mod rooms;
mod sliders;

use crate::{Functions, Outcome};

/// One outcome each for rooms, names, descriptions, sliders and floors.
#[must_use]
pub fn outcomes(_: &Functions) -> Vec<Outcome> {
    vec![
        rooms::outcome(),
        names::outcome(),
        described::outcome(),
        sliders::outcome(),
        floors::outcome(),
    ]
}
