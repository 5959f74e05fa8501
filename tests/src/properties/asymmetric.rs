//! Asymmetric loss.

use nnfn::activations::sigmoid;
use nnfn::losses::{asymmetric, asymmetric_grad, focal, focal_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("asymmetric", "equal_powers_are_focal", || {
        forall(
            (-700.0..700.0, 0..=1, 0.0..8.0),
            |(x, y, gamma): (f64, i32, f64)| {
                let y = f64::from(y);
                near(asymmetric(x, y, gamma, gamma, 0.0), focal(x, y, gamma), 0.0)?;
                let slope = asymmetric_grad(x, y, gamma, gamma, 0.0);
                near(slope, focal_grad(x, y, gamma), 0.0)
            },
        )
    }),
    property("asymmetric", "without_shift_is_the_limit", || {
        forall((-20.0..20.0, 0.5..8.0), |(x, gamma): (f64, f64)| {
            // A shift so small that only the far right would feel it.
            let (near_by, at) = (
                asymmetric(x, 0.0, 0.0, gamma, 1e-300),
                asymmetric(x, 0.0, 0.0, gamma, 0.0),
            );
            near(near_by, at, 4.0)
        })
    }),
    property("asymmetric", "negatives_by_the_formula", || {
        forall(
            (-5.0..5.0, 0.0..8.0, 0.01..0.5),
            |(x, gamma, shift): (f64, f64, f64)| {
                let u = (sigmoid(x) - shift).max(0.0);
                let loss = -u.powf(gamma) * (-u).ln_1p();
                within(asymmetric(x, 0.0, 0.0, gamma, shift), loss, 1e-14)
            },
        )
    }),
    property("asymmetric", "sure_mistakes_are_let_go", || {
        forall((0.0..8.0, 0.01..0.5), |(gamma, shift): (f64, f64)| {
            let slope = |x| asymmetric_grad(x, 0.0, 0.0, gamma, shift);
            // p·(1 − p) times what is left at p = 1.
            let power = (1.0_f64 - shift).powf(gamma - 1.0);
            let factor = power * ((1.0 - shift) / shift - gamma * shift.ln());
            near(slope(60.0), factor * (-60_f64).exp(), 64.0)?;
            prop_assert!(slope(60.0) < slope(2.0));
            Ok(())
        })
    }),
    property("asymmetric", "score_rises_with_the_truth", || {
        forall(
            (-8.0..8.0, 0.01..2.0, 0.0..6.0, 0.0..0.3),
            |(x, step, gamma, shift): (f64, f64, f64, f64)| {
                let truth = |x: f64| {
                    let yes = asymmetric_grad(x, 1.0, 0.0, gamma, shift);
                    let no = asymmetric_grad(x, 0.0, 0.0, gamma, shift);
                    no / (no - yes)
                };
                prop_assert!(truth(x) <= truth(x + step));
                Ok(())
            },
        )
    }),
];
