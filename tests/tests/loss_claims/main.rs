//! What a loss can claim of its arguments: true claims hold, those that are wrong by little are refused at their line.

mod changes;
#[path = "../common/mod.rs"]
mod common;
mod gradients;
mod values;

use catalog::{Args, Loss};

use common::loss;

/// The loss with another value.
fn of(name: &str, value: fn(&Args) -> f64) -> Loss {
    Loss {
        value,
        ..loss(name)
    }
}

/// The loss with another first gradient.
fn pulled(name: &str, of: fn(&Args) -> Vec<f64>) -> Loss {
    let first = catalog::Gradient {
        of,
        ..loss(name).gradients[0]
    };
    Loss {
        gradients: common::leak([first]),
        ..loss(name)
    }
}
