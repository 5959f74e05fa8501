//! Claims about a gated number.

use catalog::{Gate, GateClaim, Stated};

use super::line::{EVERYWHERE, Given, Line};
use super::smooth;
use crate::Outcome;
use crate::sample::{Random, line as points};
use crate::tolerance::{CLAIM, GATE, ROUNDED, ulps};

/// No tolerance: some `a`, on which the derivative by `a` does not depend.
const ANY: f64 = -7.0;

/// No tolerance: powers of two, which multiply without rounding.
const FACTORS: [f64; 3] = [-1.0, 2.0, 0.125];

/// No tolerance: from which power of ten to which the pairs go.
const SIZES: (f64, f64) = (-3.0, 2.0);

pub fn check(f: &Gate, stated: &'static Stated<GateClaim>, outcome: &mut Outcome) {
    let place = stated.place;
    let gate = Line {
        value: &|b| (f.value)(1.0, b),
        grad: &|b| (f.grad_b)(1.0, b),
        points: &points(),
        limits: f.limits,
        seams: f.seams,
        unit: 1.0,
        ends: EVERYWHERE,
        place,
        rest: " of the gate",
    };
    match stated.claim {
        GateClaim::GateIs(expected) => {
            for b in points() {
                let expected = expected(b);
                for (what, found, bound) in [
                    ("f(1, b)", (f.value)(1.0, b), GATE),
                    // The same code.
                    ("the derivative by a", (f.grad_a)(ANY, b), 0.0),
                ] {
                    outcome.measured_claim(place, ulps(found, expected), bound, || {
                        format!("{what} at b = {b:e} is {found:e}, not {expected:e}")
                    });
                }
            }
        }
        GateClaim::LinearInA => {
            // The law is exact but for subnormal values.
            for (a, b) in pairs() {
                for factor in FACTORS {
                    let (found, expected) = ((f.value)(factor * a, b), factor * (f.value)(a, b));
                    let bound = if expected.is_normal() { 0.0 } else { ROUNDED };
                    outcome.measured_claim(place, ulps(found, expected), bound, || {
                        format!("f({}, {b}) = {found:e}, not {expected:e}", factor * a)
                    });
                }
            }
        }
        GateClaim::AtZero(factor) => {
            for (a, _) in pairs() {
                let (found, expected) = ((f.value)(a, 0.0), factor * a);
                outcome.measured_claim(place, ulps(found, expected), ROUNDED, || {
                    format!("f({a}, 0) = {found:e}, not {expected:e}")
                });
            }
        }
        GateClaim::GateRange(low, high) => gate.range(outcome, low, high, Given::Written),
        GateClaim::Symmetric(claimed) => {
            let symmetric = |&(a, b): &(f64, f64)| ulps((f.value)(a, b), (f.value)(b, a)) <= CLAIM;
            let all = pairs();
            outcome.points += all.len() - 1;
            let counter = all.iter().find(|pair| !symmetric(pair));
            outcome.claim(place, counter.is_none() == claimed, || match counter {
                Some((a, b)) => format!("f({a}, {b}) differs from f({b}, {a})"),
                None => "a and b can be exchanged".to_owned(),
            });
        }
        GateClaim::NeverGrows => {
            for (a, b) in pairs() {
                let found = (f.value)(a, b);
                outcome.claim(place, found.abs() <= a.abs(), || {
                    format!("f({a}, {b}) = {found}")
                });
            }
        }
        GateClaim::Smoothness(claimed) => smooth::check(&gate, outcome, claimed),
    }
}

/// Pairs of every size that does not underflow.
fn pairs() -> Vec<(f64, f64)> {
    let mut random = Random::new(6);
    let spread = |random: &mut Random| {
        let size = random.size(SIZES.0, SIZES.1);
        random.between(-size, size)
    };
    (0..2000)
        .map(|_| (spread(&mut random), spread(&mut random)))
        .collect()
}
