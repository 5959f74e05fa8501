//! The project is whole: every function has its rooms, every crate its floor, every name one meaning, every tolerance
//! its home.

mod arrays;
mod bounds;
mod described;
mod floors;
mod names;
mod rooms;
mod sliders;

use crate::{Functions, Outcome, elsewhere};

/// One outcome each for rooms, arrays, other libraries, names, descriptions, sliders, floors and bounds.
#[must_use]
pub fn outcomes(_: &Functions) -> Vec<Outcome> {
    vec![
        rooms::outcome(),
        arrays::outcome(),
        elsewhere::outcome(),
        names::outcome(),
        described::outcome(),
        sliders::outcome(),
        floors::outcome(),
        bounds::outcome(),
    ]
}
