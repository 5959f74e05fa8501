//! Claims about a loss along a section: at every value of its parameters that is tried.

use std::panic::Location;

use catalog::{LineClaim, Loss, Meets, Section};

use super::line::Line;
use super::smooth;
use crate::Outcome;
use crate::sample::grid;
use crate::tolerance::{ulp, ulps};

type Place = &'static Location<'static>;

pub fn check(f: &Loss, name: &str, claim: &LineClaim, place: Place, outcome: &mut Outcome) {
    let Some(section) = f.section(name) else {
        let known: Vec<&str> = f.sections.iter().map(|section| section.name).collect();
        return outcome.claim(place, false, || {
            format!(
                "there is no section `{name}`; there is {}",
                known.join(", ")
            )
        });
    };
    for parameters in f.tried() {
        one(f, section, &parameters, claim, place, outcome);
    }
}

fn one(
    f: &Loss,
    section: &Section,
    parameters: &[f64],
    claim: &LineClaim,
    place: Place,
    outcome: &mut Outcome,
) {
    let (value, grad) = (
        |t: f64| f.along(section, parameters, t),
        |t: f64| f.slope(section, parameters, t),
    );
    let seams = (section.seams)(parameters);
    let points = places(section, parameters);
    let named: Vec<String> = (f.parameters().zip(parameters))
        .map(|(parameter, value)| format!(", {} = {value}", parameter.name))
        .collect();
    let line = Line {
        value: &value,
        grad: &grad,
        points: &points,
        limits: (section.limits)(parameters),
        seams: &seams,
        unit: (section.unit)(parameters),
        place,
        rest: &named.concat(),
    };
    match *claim {
        LineClaim::Convex => {
            line.convex(outcome, 1.0);
            chords(&line, outcome);
        }
        LineClaim::Increasing => line.increasing(outcome),
        LineClaim::NonDecreasing => line.non_decreasing(outcome),
        LineClaim::Decreasing | LineClaim::NonIncreasing => {
            let negated = Line {
                value: &|t| -value(t),
                grad: &|t| -grad(t),
                ..line
            };
            match claim {
                LineClaim::Decreasing => negated.increasing(outcome),
                _ => negated.non_decreasing(outcome),
            }
        }
        LineClaim::Even => line.even(outcome),
        LineClaim::ZeroOnlyAt(zero) => {
            for &t in &points {
                let right = if t == zero {
                    value(t) == 0.0
                } else {
                    value(t) > 0.0
                };
                outcome.claim(place, right, || line.call(t));
            }
        }
        LineClaim::Lipschitz(bound) => line.lipschitz(outcome, bound(parameters)),
        LineClaim::Range(of) => {
            let (low, high) = of(parameters);
            line.range(outcome, low, high, 4.0);
        }
        LineClaim::Minimum(of) => {
            let lowest = of(parameters);
            line.minimum(outcome, lowest.at, lowest.value, 4.0);
        }
        LineClaim::Smoothness(of) => smooth::check(&line, outcome, of(parameters)),
        LineClaim::Curvature { inside, outside } => {
            curvature(&line, outcome, inside(parameters), outside);
        }
        LineClaim::Below(bound, meets) => {
            below(&line, outcome, &|t| bound(parameters, t), meets);
        }
        LineClaim::Is(expected) => {
            for &t in &points {
                let (found, expected) = (value(t), expected(parameters, t));
                outcome.measured_claim(place, ulps(found, expected), 4.0, || {
                    format!("{}, not {expected:e}", line.call(t))
                });
            }
        }
        LineClaim::Flat(of) => {
            let (from, to) = of(parameters);
            let inside: Vec<f64> = points
                .iter()
                .copied()
                .filter(|t| from < *t && *t < to)
                .collect();
            outcome.claim(place, !inside.is_empty(), || {
                "nothing lies there".to_owned()
            });
            for t in inside {
                let level = value(t) == value(0.5 * (from.max(t - 1.0) + to.min(t + 1.0)));
                outcome.claim(place, grad(t) == 0.0 && level, || line.slope(t));
            }
            for end in [from, to].into_iter().filter(|end| end.is_finite()) {
                let step = 1e-3 * line.unit * if end == from { -1.0 } else { 1.0 };
                let beyond = end + step;
                if section.ends.0 < beyond && beyond < section.ends.1 {
                    outcome.claim(place, grad(beyond) != 0.0, || {
                        format!("{}: it is flat beyond {end}", line.slope(beyond))
                    });
                }
            }
        }
    }
}

/// How far out a section is looked at, in units of its bend, beside the places near 0.
const FAR: [f64; 4] = [16.0, 40.0, 100.0, 700.0];

/// Places along a section, in units of its bend, between its ends; whole ones are hit exactly.
fn places(section: &Section, parameters: &[f64]) -> Vec<f64> {
    let (from, to) = section.ends;
    let unit = (section.unit)(parameters);
    let inside = |t: &f64| from < *t && *t < to;
    let far = FAR.iter();
    let left = far.clone().rev().map(|t| -t);
    let places = left.chain(grid(-8.0, 8.0, 513)).chain(far.copied());
    places.map(|t| t * unit).filter(inside).collect()
}

/// The middle of a chord is not below the value.
fn chords(line: &Line<'_>, outcome: &mut Outcome) {
    for triple in line.points.windows(3) {
        let [a, b, c] = [0, 1, 2].map(|i| (line.value)(triple[i]));
        let (left, right) = (triple[1] - triple[0], triple[2] - triple[1]);
        let chord = (a * right + c * left) / (left + right);
        outcome.claim(
            line.place,
            b <= chord + 4.0 * ulp(a.abs().max(c.abs())),
            || format!("above its chord at {}", line.call(triple[1])),
        );
    }
}

/// Of a function that has two seams, one on each side of 0.
fn curvature(line: &Line<'_>, outcome: &mut Outcome, inside: f64, outside: f64) {
    let seam = line.seams.iter().map(|s| s.at.abs()).fold(0.0, f64::max);
    // A function without seams is inside everywhere.
    let seam = if line.seams.is_empty() {
        f64::INFINITY
    } else {
        seam
    };
    for &t in line.points {
        let h = 1e-3 * line.unit;
        if (t.abs() - seam).abs() < 2.0 * h {
            continue; // between the branches there is no curvature to speak of
        }
        let found = ((line.grad)(t + h) - (line.grad)(t - h)) / (2.0 * h);
        let claimed = if t.abs() < seam { inside } else { outside };
        // The places are rounded.
        let rounding = 8.0 * f64::EPSILON * (t.abs() + h) / h * inside.abs().max(outside.abs());
        outcome.measured_claim(line.place, (found - claimed).abs(), rounding, || {
            format!("{} has curvature {found}, not {claimed}", line.call(t))
        });
    }
}

fn below(line: &Line<'_>, outcome: &mut Outcome, bound: &dyn Fn(f64) -> f64, meets: Meets) {
    let seam = line.seams.iter().map(|s| s.at.abs()).fold(0.0, f64::max);
    for &t in line.points {
        let (found, most) = ((line.value)(t), bound(t));
        let holds = if meets == Meets::BetweenSeams && t.abs() < seam * 0.999 {
            ulps(found, most) <= 2.0
        } else {
            found <= most + ulp(most)
        };
        outcome.claim(line.place, holds, || {
            format!("{}, the bound is {most}", line.call(t))
        });
    }
    if meets == Meets::UpToAConstant {
        // The distance is the same at 4 and at 8 units.
        let gap = |t: f64| bound(t) - (line.value)(t);
        let (near, far) = (gap(4.0 * line.unit), gap(8.0 * line.unit));
        let size = bound(8.0 * line.unit);
        let error = ((near - far) / size).abs();
        outcome.measured_claim(line.place, error, 4.0 * f64::EPSILON, || {
            format!("the distance from the bound is {near} at 4 units and {far} at 8")
        });
    }
}
