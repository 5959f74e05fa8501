//! Focal loss with weights of the classes.

use nnfn::losses::{balanced_focal, focal};

use super::{Property, forall, near, property};

pub(super) const PROPERTIES: &[Property] = &[
    property("balanced_focal", "half_of_focal", half_of_focal), //
];

fn half_of_focal() -> Result<usize, String> {
    forall(
        (-700.0..700.0, 0.0..=1.0, 0.0..5.0),
        |(x, y, gamma): (f64, f64, f64)| {
            let even = balanced_focal(x, y, gamma, 0.5);
            near(even, 0.5 * focal(x, y, gamma), 2.0)
        },
    )
}
