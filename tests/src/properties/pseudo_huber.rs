//! Pseudo-Huber beside Huber, half the square, and its asymptotes.

use nnfn::losses::{huber, pseudo_huber};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("pseudo_huber", "between_line_and_line", || {
        // Between δ|r| - δ² and δ|r|; the lower one is its asymptote, δ²·δ/(2|r|) below it.
        forall((1e-6..1e6, 1e-3..1e3), |(ratio, delta): (f64, f64)| {
            let (r, line) = (ratio * delta, ratio * delta * delta);
            let loss = pseudo_huber(r, 0.0, delta);
            let above = loss - (line - delta * delta);
            let slack = 4.0 * ulp(line.max(delta * delta));
            prop_assert!(above >= -slack && loss <= line + slack, "{above}");
            let far = 0.5 * delta * delta / ratio;
            prop_assert!(above <= far + slack, "{above} {far}");
            Ok(())
        })
    }),
    property(
        "pseudo_huber",
        "below_huber_by_half_delta_squared_at_most",
        || {
            forall((-1e3..1e3, 1e-3..1e3), |(r, delta): (f64, f64)| {
                let (upper, loss) = (huber(r, 0.0, delta), pseudo_huber(r, 0.0, delta));
                let most = 0.5 * delta * delta;
                let slack = 4.0 * ulp(upper);
                let gap = upper - loss;
                prop_assert!(gap >= -slack && gap <= most + slack, "{gap} {most}");
                // Far out it is that much.
                let r = 1e7 * delta;
                let gap = huber(r, 0.0, delta) - pseudo_huber(r, 0.0, delta);
                within(gap, most, 1e-6 * most)
            })
        },
    ),
    property("pseudo_huber", "large_delta_is_half_square", || {
        forall((-1e3..1e3, 1e12..1e200), |(r, delta): (f64, f64)| {
            near(pseudo_huber(r, 0.0, delta), 0.5 * r * r, 2.0)
        })
    }),
    property("pseudo_huber", "over_small_delta_is_absolute", || {
        forall((-1e3..1e3, 1e-12..1e-9), |(r, delta): (f64, f64)| {
            let loss = pseudo_huber(r, 0.0, delta) / delta;
            within(loss, r.abs(), delta + 4.0 * ulp(r))
        })
    }),
    property("pseudo_huber", "charbonnier_less_its_constant", || {
        forall((-1e3..1e3, 1e-3..1e3), |(r, epsilon): (f64, f64)| {
            let root = f64::hypot(r, epsilon);
            let loss = pseudo_huber(r, 0.0, epsilon) / epsilon;
            within(loss, root - epsilon, 4.0 * ulp(root))
        })
    }),
];
