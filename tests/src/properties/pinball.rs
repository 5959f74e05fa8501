//! The pinball loss, and its mean over several examples.

use nnfn::losses::{mae, mean, pinball, pinball_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("pinball", "reflection", || {
        // Levels of which 1 − q is exact.
        forall(
            (-1e3..1e3, -1e3..1e3, 1..64),
            |(p, y, part): (f64, f64, i32)| {
                let q = f64::from(part) / 64.0;
                near(pinball(p, y, q), pinball(y, p, 1.0 - q), 0.0)
            },
        )
    }),
    property("pinball", "two_levels_sum_to_absolute", || {
        forall(
            (-1e3..1e3, -1e3..1e3, 0.001..0.999),
            |(p, y, q): (f64, f64, f64)| {
                near(pinball(p, y, q) + pinball(p, y, 1.0 - q), mae(p, y), 4.0)
            },
        )
    }),
    property("pinball", "costs_are_a_level", || {
        // So much for each missing unit, so much for each one left over.
        forall(
            (-1e3..1e3, -1e3..1e3, 0.01..100.0, 0.01..100.0),
            |(order, demand, missing, left): (f64, f64, f64, f64)| {
                let cost = missing * (demand - order).max(0.0) + left * (order - demand).max(0.0);
                let level = missing / (missing + left);
                let found = (missing + left) * pinball(order, demand, level);
                within(found, cost, 1e-12 * cost)
            },
        )
    }),
    property("pinball", "least_at_the_quantile", || {
        forall(
            (targets(), 0.01..0.99, -100.0..100.0),
            |(targets, level, c): (Vec<f64>, f64, f64)| {
                not_less_than_at_the_quantile(&targets, level, c)
            },
        )
    }),
    property("pinball", "only_the_side_counts", || {
        // Targets above the quantile may rise by any amount.
        forall(
            (targets(), 0.01..0.99, -100.0..100.0, 0.0..1e6),
            |(mut targets, level, c, further): (Vec<f64>, f64, f64, f64)| {
                let before = quantile(&targets, level);
                for y in &mut targets {
                    if *y > before {
                        *y += further;
                    }
                }
                prop_assert_eq!(quantile(&targets, level), before);
                not_less_than_at_the_quantile(&targets, level, c)
            },
        )
    }),
    property("pinball", "slopes_count_the_share_below", || {
        // At a prediction that hits no target: the share of targets below it, minus the level.
        forall(
            (targets(), 0.01..0.99, -100.0..100.0),
            |(targets, level, c): (Vec<f64>, f64, f64)| {
                let slopes: Vec<f64> = targets.iter().map(|&y| pinball_grad(c, y, level)).collect();
                let below = targets.iter().filter(|&&y| y < c).count();
                let share = below as f64 / targets.len() as f64;
                within(mean(&slopes), share - level, 1e-15)
            },
        )
    }),
];

fn targets() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-100.0..100.0, 1..12)
}

/// The least target with at least the share `level` of all targets at or below it.
fn quantile(targets: &[f64], level: f64) -> f64 {
    let mut sorted = targets.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[(level * targets.len() as f64).ceil() as usize - 1]
}

fn not_less_than_at_the_quantile(targets: &[f64], level: f64, c: f64) -> Result<(), TestCaseError> {
    let each = |c: f64| -> Vec<f64> { targets.iter().map(|&y| pinball(c, y, level)).collect() };
    let cost = |c: f64| mean(&each(c));
    let best = quantile(targets, level);
    prop_assert!(
        cost(best) <= cost(c) * (1.0 + 1e-13),
        "{best} costs more than {c}"
    );
    Ok(())
}
