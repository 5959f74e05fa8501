//! What a loss can claim along a section: true claims hold, those that are wrong by little are refused at their line.

#[path = "../common/mod.rs"]
mod common;
mod extremes;
mod form;
mod order;

use catalog::{Args, Gradient, LineClaim as L, Loss, LossClaim, Stated, stated};

use common::{do_not_hold, leak, loss};

const RESIDUAL: &str = "residual";
const INFINITY: f64 = f64::INFINITY;

#[track_caller]
const fn along(section: &'static str, claim: L) -> Stated<LossClaim> {
    stated("along", LossClaim::Along(section, claim))
}

/// A loss of the residual alone, with its slope, along the section of `mse`.
fn of_residual(value: fn(&Args) -> f64, slope: fn(&Args) -> Vec<f64>) -> Loss {
    let gradient = Gradient {
        of: slope,
        ..loss("mse").gradients[0]
    };
    Loss {
        value,
        gradients: leak([gradient]),
        ..loss("mse")
    }
}

#[test]
fn a_section_that_is_not_there() {
    do_not_hold(
        &loss("mse"),
        &[
            along("", L::Convex),
            along("Residual", L::Convex),
            along("margin", L::Convex),
        ],
    );
}
