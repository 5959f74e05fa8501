//! Jensen-Shannon divergence.

use std::f64::consts::LN_2;

use nnfn::losses::{js_divergence, kl_divergence, sum};
use proptest::prelude::*;

use super::{Property, forall, property, within};

/// Positive numbers that sum to 1 up to rounding.
fn normal(raw: &[f64]) -> Vec<f64> {
    let total = sum(raw);
    raw.iter().map(|p| p / total).collect()
}

/// Three distributions over the same outcomes.
fn triple() -> impl Strategy<Value = [Vec<f64>; 3]> {
    prop::collection::vec((0.0..1.0, 0.0..1.0, 0.01..1.0), 2..8).prop_map(
        |rows: Vec<(f64, f64, f64)>| {
            let column = |of: fn(&(f64, f64, f64)) -> f64| {
                normal(&rows.iter().map(of).collect::<Vec<f64>>())
            };
            [
                column(|r| r.0 + 1e-9),
                column(|r| r.1 + 1e-9),
                column(|r| r.2),
            ]
        },
    )
}

fn average(p: &[f64], q: &[f64]) -> Vec<f64> {
    p.iter().zip(q).map(|(p, q)| 0.5 * (p + q)).collect()
}

fn entropy(p: &[f64]) -> f64 {
    p.iter().map(|p| -p * p.ln()).sum()
}

/// Made of few terms, which are below 2: some roundings of that size.
const SLACK: f64 = 64.0 * f64::EPSILON;

pub(super) const PROPERTIES: &[Property] = &[
    property("js_divergence", "is_the_mean_kl_to_the_average", || {
        forall(triple(), |[p, q, _]: [Vec<f64>; 3]| {
            let m = average(&p, &q);
            let expected = 0.5 * (kl_divergence(&p, &m) + kl_divergence(&q, &m));
            within(js_divergence(&p, &q), expected, SLACK)
        })
    }),
    property("js_divergence", "is_a_difference_of_entropies", || {
        forall(triple(), |[p, q, _]: [Vec<f64>; 3]| {
            let expected = entropy(&average(&p, &q)) - 0.5 * (entropy(&p) + entropy(&q));
            within(js_divergence(&p, &q), expected, SLACK)
        })
    }),
    property("js_divergence", "is_bounded", || {
        forall(triple(), |[p, q, _]: [Vec<f64>; 3]| {
            // Near p the eighth is almost reached.
            let near: Vec<f64> = p.iter().zip(&q).map(|(p, q)| p + 0.05 * (q - p)).collect();
            for q in [q, near] {
                let js = js_divergence(&p, &q);
                let eighth = 0.125 * (kl_divergence(&p, &q) + kl_divergence(&q, &p));
                prop_assert!((0.0..=LN_2 + SLACK).contains(&js), "{js:e}");
                prop_assert!(js <= eighth + SLACK, "{js:e} is above {eighth:e}");
            }
            Ok(())
        })
    }),
    property("js_divergence", "ln_2_where_nothing_is_shared", || {
        forall(triple(), |[p, q, _]: [Vec<f64>; 3]| {
            let none = vec![0.0; p.len()];
            let (left, right) = ([&p[..], &none].concat(), [&none[..], &q].concat());
            within(js_divergence(&left, &right), LN_2, SLACK)
        })
    }),
    property("js_divergence", "root_is_a_distance", || {
        forall(triple(), |[p, q, r]: [Vec<f64>; 3]| {
            let root = |a: &[f64], b: &[f64]| js_divergence(a, b).sqrt();
            let (straight, detour) = (root(&p, &r), root(&p, &q) + root(&q, &r));
            prop_assert!(
                straight <= detour + SLACK,
                "{straight:e} is above {detour:e}"
            );
            Ok(())
        })
    }),
];
