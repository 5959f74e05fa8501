//! Claims about a loss along a section: at every value of its parameters that is tried.

use std::panic::Location;

use catalog::{Args, LineClaim, Loss, Meets, Section};

use super::line::{Line, turns as turns_of};
use super::smooth;
use crate::Outcome;
use crate::sample::grid;
use crate::tolerance::{PLACE, ulp, ulps};

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
        ends: section.ends,
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
            let found = value(zero);
            outcome.claim(place, found == 0.0, || line.call(zero));
            for &t in points.iter().filter(|t| **t != zero) {
                outcome.claim(place, value(t) > 0.0, || line.call(t));
            }
            // Another zero may lie between two places, and is found up to the rounding of its place.
            for t in line.turns().into_iter().filter(|t| *t != zero) {
                let near = (t - zero).abs() <= PLACE * zero.abs().max(line.unit);
                let around = value(t - 0.1 * line.unit).max(value(t + 0.1 * line.unit));
                let right = near || value(t) > f64::EPSILON * around;
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
            flat(&line, outcome, from, to);
        }
    }
}

/// Calls along all sections: at whole units, far out, on the seams.
pub fn calls(f: &Loss) -> Vec<Args> {
    let mut all = vec![];
    for section in f.sections {
        for parameters in f.tried() {
            let unit = (section.unit)(&parameters);
            let seams = (section.seams)(&parameters);
            let (from, to) = section.ends;
            let seams = seams.iter().map(|seam| seam.at);
            let places = grid(-8.0, 8.0, 17).map(|t| t * unit).chain(far(unit));
            let inside = places.chain(seams).filter(|t| from < *t && *t < to);
            all.extend(inside.map(|t| (section.at)(&parameters, t)));
        }
    }
    all
}

/// Where the slope along a section changes its sign: what is least or largest may lie between the places.
pub fn turns(f: &Loss, mut at: impl FnMut(&Section, &[f64], f64)) {
    for section in f.sections {
        for parameters in f.tried() {
            let slope = |t: f64| f.slope(section, &parameters, t);
            for t in turns_of(&places(section, &parameters), &slope) {
                at(section, &parameters, t);
            }
        }
    }
}

fn far(unit: f64) -> impl Iterator<Item = f64> {
    FAR.into_iter().flat_map(move |t| [-t * unit, t * unit])
}

/// How far out a section is looked at, in units of its bend, beside the places near 0.
const FAR: [f64; 4] = [16.0, 40.0, 100.0, 700.0];

/// Places along a section, in units of its bend, between its ends, the seams among them; whole ones are hit exactly.
fn places(section: &Section, parameters: &[f64]) -> Vec<f64> {
    let (from, to) = section.ends;
    let unit = (section.unit)(parameters);
    let near = grid(-8.0, 8.0, 513).map(|t| t * unit).chain(far(unit));
    let seams = (section.seams)(parameters).into_iter().map(|seam| seam.at);
    let inside = near.chain(seams).filter(|t| from < *t && *t < to);
    let mut places: Vec<f64> = inside.collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    places
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

/// Level between two places, and just beyond them no more.
fn flat(line: &Line<'_>, outcome: &mut Outcome, from: f64, to: f64) {
    let (value, grad, place) = (line.value, line.grad, line.place);
    let (first, last) = line.ends;
    outcome.claim(place, first <= from && to <= last, || {
        format!("from {from} to {to} is more than the section, from {first} to {last}")
    });
    // An end that is computed from a parameter is rounded.
    let step = |end: f64| 4.0 * ulp(end.abs().max(line.unit));
    let finite = |end: &f64| end.is_finite() && first < *end && *end < last;
    let (start, end) = (Some(from).filter(finite), Some(to).filter(finite));
    let inside = (line.points.iter().copied())
        .chain(start.map(|t| t + step(t)))
        .chain(end.map(|t| t - step(t)))
        .filter(|t| from < *t && *t < to);
    let inside: Vec<f64> = inside.collect();
    outcome.claim(place, !inside.is_empty(), || {
        "nothing lies there".to_owned()
    });
    for t in inside {
        let other = 0.5 * (from.max(t - line.unit) + to.min(t + line.unit));
        let level = grad(t) == 0.0 && value(t) == value(other);
        outcome.claim(place, level, || {
            format!("{}, {}, {}", line.slope(t), line.call(t), line.call(other))
        });
    }
    let beyond = (start.map(|t| t - step(t)).into_iter()).chain(end.map(|t| t + step(t)));
    for t in beyond {
        outcome.claim(place, grad(t) != 0.0, || {
            format!("{}: it is flat beyond", line.slope(t))
        });
    }
}

/// Of a function that has two seams, one on each side of 0.
fn curvature(line: &Line<'_>, outcome: &mut Outcome, inside: f64, outside: f64) {
    let seam = line.seams.iter().map(|s| s.at.abs()).fold(0.0, f64::max);
    // A function without seams is inside everywhere.
    let everywhere = line.seams.is_empty();
    let seam = if everywhere { f64::INFINITY } else { seam };
    outcome.claim(line.place, seam > 0.0, || {
        "there is nothing between its seams".to_owned()
    });
    outcome.claim(line.place, !everywhere || inside == outside, || {
        format!("it has no seams, outside of which its curvature could be {outside}")
    });
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
    match meets {
        Meets::BetweenSeams => outcome.claim(line.place, seam > 0.0, || {
            "there is nothing between its seams, where it would meet the bound".to_owned()
        }),
        Meets::UpToAConstant => {
            // The distance is the same at 4 and at 1000 units, on each side.
            let gap = |t: f64| bound(t) - (line.value)(t);
            for side in [-line.unit, line.unit] {
                let (near, far) = (gap(4.0 * side), gap(1000.0 * side));
                let error = ((near - far) / bound(1000.0 * side)).abs();
                outcome.measured_claim(line.place, error, 2.0 * f64::EPSILON, || {
                    format!("the distance goes from {near} to {far}")
                });
            }
        }
    }
}
