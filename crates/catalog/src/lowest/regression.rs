//! Losses of numbers.

use super::{Lowest, endless, taken, zero};
use crate::args::{Args, Value};

/// The prediction is the target.
fn right(a: &Args, _: f64) -> Args {
    a.with(0, a.0[1].clone())
}

const AT_TARGET: &str = "prediction = target";

pub const ALL: &[Lowest] = &[
    taken("mse", AT_TARGET, zero, right),
    taken("rmse", "all predictions = their targets", zero, right),
    taken("mae", AT_TARGET, zero, right),
    taken("huber", AT_TARGET, zero, right),
    taken("smooth_l1", AT_TARGET, zero, right),
    taken("log_cosh", AT_TARGET, zero, right),
    taken("pseudo_huber", AT_TARGET, zero, right),
    taken("pinball", AT_TARGET, zero, right),
    taken(
        "multi_quantile",
        "all predictions = the target",
        zero,
        |a, _| a.with(0, Value::Row(vec![a.number(1); a.row(0).len()])),
    ),
    endless(
        "gaussian_nll",
        "prediction = target, variance → 0",
        |a, t| a.with(0, a.0[1].clone()).with(2, (-t).exp().into()),
    ),
];
