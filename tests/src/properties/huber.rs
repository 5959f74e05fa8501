//! Huber and smooth L1.

use nnfn::losses::{huber, huber_grad, smooth_l1};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("huber", "large_delta_is_half_square", || {
        forall((-1e3..1e3, 1e3..1e9), |(r, delta): (f64, f64)| {
            near(huber(r, 0.0, delta), 0.5 * r * r, 1.0)
        })
    }),
    property("huber", "over_small_delta_is_absolute", || {
        forall((-1e3..1e3, 1e-12..1e-9), |(r, delta): (f64, f64)| {
            within(huber(r, 0.0, delta) / delta, r.abs(), delta + 2.0 * ulp(r))
        })
    }),
    property("huber", "above_its_tangent", || {
        // The line δ(|r| − δ/2) touches the parabola r²/2 at δ and lies (|r| − δ)²/2 below it.
        forall((-1e3..1e3, 1e-3..1e3), |(r, delta): (f64, f64)| {
            let tangent = delta * (r.abs() - 0.5 * delta);
            let above = 0.5 * (delta - r.abs()).max(0.0).powi(2);
            // Rounding of the two terms of `tangent`, which may cancel.
            let slack = 4.0 * ulp(delta * r.abs().max(delta));
            within(huber(r, 0.0, delta) - tangent, above, slack)
        })
    }),
    property("huber", "gradient_is_clipped_residual", || {
        forall(
            (-10.0..10.0, -10.0..10.0, 0.01..20.0),
            |(prediction, target, delta): (f64, f64, f64)| {
                let r = prediction - target;
                let clipped = if r.abs() < delta {
                    r
                } else {
                    delta.copysign(r)
                };
                near(huber_grad(prediction, target, delta), clipped, 0.0)
            },
        )
    }),
    property("huber", "scales_with_its_units", || {
        // Powers of two scale without rounding, so the law is exact.
        forall(
            (-1e3..1e3, 0.01..100.0, -20..20),
            |(r, delta, power): (f64, f64, i32)| {
                let unit = 2.0_f64.powi(power);
                near(
                    huber(r * unit, 0.0, delta * unit),
                    unit * unit * huber(r, 0.0, delta),
                    0.0,
                )
            },
        )
    }),
    property("huber", "is_moreau_envelope", || {
        // min over u of δ|u| + (r − u)²/2, at u = r shrunk towards 0 by δ.
        forall(
            (-10.0..10.0, 0.01..10.0, -20.0..20.0),
            |(r, delta, u): (f64, f64, f64)| {
                let cost = |u: f64| delta * u.abs() + 0.5 * (r - u) * (r - u);
                let shrunk = r.signum() * (r.abs() - delta).max(0.0);
                within(
                    huber(r, 0.0, delta),
                    cost(shrunk),
                    1e-14 * (1.0 + cost(shrunk)),
                )?;
                prop_assert!(huber(r, 0.0, delta) <= cost(u) + 1e-14 * cost(u), "u = {u}");
                Ok(())
            },
        )
    }),
    property("smooth_l1", "small_beta_is_absolute", || {
        // Never more than β/2 below |r|, the distance it keeps from β on.
        forall((-1e3..1e3, 1e-12..1e-3), |(r, beta): (f64, f64)| {
            let below = r.abs() - smooth_l1(r, 0.0, beta);
            let expected = if r.abs() < beta {
                r.abs() * (1.0 - 0.5 * r.abs() / beta)
            } else {
                0.5 * beta
            };
            within(below, expected, 2.0 * ulp(r))
        })
    }),
    property("smooth_l1", "scales_with_its_units", || {
        // Powers of two scale without rounding, so the law is exact.
        forall(
            (-1e3..1e3, 0.01..100.0, -20..20),
            |(r, beta, power): (f64, f64, i32)| {
                let unit = 2.0_f64.powi(power);
                near(
                    smooth_l1(r * unit, 0.0, beta * unit),
                    unit * smooth_l1(r, 0.0, beta),
                    0.0,
                )
            },
        )
    }),
    property("smooth_l1", "is_huber_over_beta", || {
        forall((-1e3..1e3, 1e-3..1e3), |(r, beta): (f64, f64)| {
            near(smooth_l1(r, 0.0, beta), huber(r, 0.0, beta) / beta, 4.0)
        })
    }),
];
