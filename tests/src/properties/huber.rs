//! Huber and smooth L1.

use nnfn::losses::{huber, smooth_l1};
use proptest::prelude::*;

use super::{Property, forall, near, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "huber",
        name: "large_delta_is_half_square",
        check: || {
            forall((-1e3..1e3, 1e3..1e9), |(r, delta): (f64, f64)| {
                near(huber(r, 0.0, delta), 0.5 * r * r, 1.0)
            })
        },
    },
    Property {
        function: "huber",
        name: "over_small_delta_is_absolute",
        check: || {
            forall((-1e3..1e3, 1e-12..1e-9), |(r, delta): (f64, f64)| {
                within(huber(r, 0.0, delta) / delta, r.abs(), delta + 2.0 * ulp(r))
            })
        },
    },
    Property {
        function: "huber",
        name: "scales_with_its_units",
        check: || {
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
        },
    },
    Property {
        function: "huber",
        name: "is_moreau_envelope",
        check: || {
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
        },
    },
    Property {
        function: "smooth_l1",
        name: "is_huber_over_beta",
        check: || {
            forall((-1e3..1e3, 1e-3..1e3), |(r, beta): (f64, f64)| {
                near(smooth_l1(r, 0.0, beta), huber(r, 0.0, beta) / beta, 4.0)
            })
        },
    },
];
