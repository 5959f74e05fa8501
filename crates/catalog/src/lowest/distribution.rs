//! Losses between distributions.

use super::{Lowest, taken, zero};
use crate::args::Args;

/// One is the other.
fn equal(a: &Args, _: f64) -> Args {
    a.with(1, a.0[0].clone())
}

pub const ALL: &[Lowest] = &[
    taken("kl_divergence", "q = p", zero, equal),
    taken("js_divergence", "q = p", zero, equal),
    taken(
        "distillation",
        "the logits of the student = those of the teacher",
        zero,
        |a, _| a.with(0, a.0[1].clone()),
    ),
    taken("vae_kl", "mean 0, log-variance 0", zero, |a, _| {
        a.with(0, 0.0.into()).with(1, 0.0.into())
    }),
    taken("diffusion_mse", "prediction = v", zero, |a, _| {
        let alpha_bar = a.number(3);
        let v = alpha_bar.sqrt() * a.number(2) - (1.0 - alpha_bar).sqrt() * a.number(1);
        a.with(0, v.into())
    }),
];
