//! Claims about a loss along a section: at every value of its parameters that is tried.

use std::panic::Location;

use catalog::{Args, LineClaim, Loss, Section};

use super::line::{Given, Line, turns as turns_of};
use super::piece::{below, chords, curvature, flat};
use super::smooth;
use crate::Outcome;
use crate::sample::grid;
use crate::tolerance::{CLAIM, PLACE, ZERO, ulps};

type Place = &'static Location<'static>;

/// No tolerance: how far from a turn the values around it are taken, in units of the section's bend.
const BESIDE: f64 = 0.1;

/// No tolerance: how far a section is sampled closely, in units of its bend.
const NEAR: f64 = 8.0;

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
                let around = value(t - BESIDE * line.unit).max(value(t + BESIDE * line.unit));
                let right = near || value(t) > ZERO * around;
                outcome.claim(place, right, || line.call(t));
            }
        }
        LineClaim::Lipschitz(bound) => line.lipschitz(outcome, bound(parameters)),
        LineClaim::Range(of) => {
            let (low, high) = of(parameters);
            line.range(outcome, low, high, Given::Computed);
        }
        LineClaim::Minimum(of) => {
            let lowest = of(parameters);
            line.minimum(outcome, lowest.at, lowest.value, Given::Computed);
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
                outcome.measured_claim(place, ulps(found, expected), CLAIM, || {
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
            let places = grid(-NEAR, NEAR, 17).map(|t| t * unit).chain(far(unit));
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

/// No tolerance: how far out a section is sampled, in units of its bend, beside the places near 0.
const FAR: [f64; 4] = [16.0, 40.0, 100.0, 700.0];

/// Places along a section, in units of its bend, between its ends, the seams among them; whole ones are hit exactly.
fn places(section: &Section, parameters: &[f64]) -> Vec<f64> {
    let (from, to) = section.ends;
    let unit = (section.unit)(parameters);
    let near = grid(-NEAR, NEAR, 513).map(|t| t * unit).chain(far(unit));
    let seams = (section.seams)(parameters).into_iter().map(|seam| seam.at);
    let inside = near.chain(seams).filter(|t| from < *t && *t < to);
    let mut places: Vec<f64> = inside.collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    places
}
