//! PPO: the clipped policy loss and the clipped value loss.

use nnfn::losses::{ppo_clip, ppo_clip_grad, ppo_value, ppo_value_grad};
use proptest::prelude::*;

use super::{Property, forall, property, within};

/// Ratios and advantages are at most 4 here: some roundings of their product.
const SLACK: f64 = 64.0 * f64::EPSILON;

/// Multiples of 1/64: sums and differences of them are exact.
fn sixty_fourths(from: i32, to: i32) -> impl Strategy<Value = f64> {
    (from..=to).prop_map(|n| f64::from(n) / 64.0)
}

pub(super) const PROPERTIES: &[Property] = &[
    property("ppo_clip", "never_below_the_plain_loss", || {
        forall(
            (0.0..4.0, -4.0..4.0, 0.01..1.0),
            |(r, a, epsilon): (f64, f64, f64)| {
                prop_assert!(ppo_clip(r, a, epsilon) >= -r * a - SLACK);
                within(ppo_clip(1.0, a, epsilon), -a, 0.0)
            },
        )
    }),
    // On a grid that holds the edges of the clip, where the slope is still that of the inside.
    property("ppo_clip", "gradient_vanishes_where_the_clip_binds", || {
        let grid = (
            sixty_fourths(0, 256),
            sixty_fourths(-64, 64),
            sixty_fourths(1, 64),
        );
        forall(grid, |(r, a, epsilon)| {
            let binds = (a > 0.0 && r > 1.0 + epsilon) || (a < 0.0 && r < 1.0 - epsilon);
            let expected = if binds { 0.0 } else { -a };
            within(ppo_clip_grad(r, a, epsilon), expected, 0.0)
        })
    }),
    // Right answers of mass m at the ratio 1 + ε(1 - m)/m, wrong ones at 1 - ε: the masses sum to 1, and a step on
    // from there nothing pulls.
    property(
        "ppo_clip",
        "rests_where_the_wrong_answers_are_clipped",
        || {
            forall((0.001..0.499, 0.01..0.9), |(m, epsilon): (f64, f64)| {
                let right = 1.0 + epsilon * (1.0 - m) / m;
                let wrong = 1.0 - epsilon;
                within(m * right + (1.0 - m) * wrong, 1.0, SLACK)?;
                prop_assert!(right > 1.0 + epsilon, "{right} is not beyond the clip");
                within(ppo_clip_grad(right, 1.0 - m, epsilon), 0.0, 0.0)?;
                within(ppo_clip_grad(wrong - 1e-9, -m, epsilon), 0.0, 0.0)
            })
        },
    ),
    property("ppo_value", "gradient_is_the_error_or_nothing", || {
        let grid = (
            sixty_fourths(-256, 256),
            sixty_fourths(-256, 256),
            sixty_fourths(-256, 256),
            sixty_fourths(1, 128),
        );
        forall(grid, |(v, old, target, epsilon)| {
            let band = v.clamp(old - epsilon, old + epsilon);
            let clipped = (band - target).abs() > (v - target).abs();
            let expected = if clipped { 0.0 } else { v - target };
            within(ppo_value_grad(v, old, target, epsilon), expected, 0.0)
        })
    }),
    // A value that has left the band away from the return is pulled back with the whole error.
    property("ppo_value", "comes_back_unclipped", || {
        forall(
            (-4.0..4.0, 0.01..1.0, 0.01..3.0, 0.0..3.0),
            |(old, epsilon, beyond, further): (f64, f64, f64, f64)| {
                let value = old - epsilon - beyond;
                let target = old + further;
                let plain = 0.5 * (value - target) * (value - target);
                within(ppo_value(value, old, target, epsilon), plain, 256.0 * SLACK)?;
                within(
                    ppo_value_grad(value, old, target, epsilon),
                    value - target,
                    SLACK,
                )
            },
        )
    }),
];
