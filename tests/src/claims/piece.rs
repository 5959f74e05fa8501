//! What holds on a piece of a section: its chords, its curvature, where it is flat, what it lies below.

use catalog::Meets;

use super::line::Line;
use crate::Outcome;
use crate::tolerance::{CLAIM, CURVATURE, DISTANCE, ORDER, ROUNDED, ulp, ulps};

/// No tolerance: the step of a difference of slopes, in units of the line.
const STEP: f64 = 1e-3;

/// No tolerance: at how many units the distance from a line is compared.
const FAR: (f64, f64) = (4.0, 1000.0);

/// The middle of a chord is not below the value.
pub fn chords(line: &Line<'_>, outcome: &mut Outcome) {
    for triple in line.points.windows(3) {
        let [a, b, c] = [0, 1, 2].map(|i| (line.value)(triple[i]));
        let (left, right) = (triple[1] - triple[0], triple[2] - triple[1]);
        let chord = (a * right + c * left) / (left + right);
        outcome.claim(
            line.place,
            b <= chord + ORDER * ulp(a.abs().max(c.abs())),
            || format!("above its chord at {}", line.call(triple[1])),
        );
    }
}

/// Level between two places, and just beyond them no more.
pub fn flat(line: &Line<'_>, outcome: &mut Outcome, from: f64, to: f64) {
    let (value, grad, place) = (line.value, line.grad, line.place);
    let (first, last) = line.ends;
    outcome.claim(place, first <= from && to <= last, || {
        format!("from {from} to {to} is more than the section, from {first} to {last}")
    });
    // An end that is computed from a parameter is rounded.
    let step = |end: f64| ROUNDED * ulp(end.abs().max(line.unit));
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
pub fn curvature(line: &Line<'_>, outcome: &mut Outcome, inside: f64, outside: f64) {
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
        let h = STEP * line.unit;
        if (t.abs() - seam).abs() < h + h {
            continue; // between the branches there is no curvature to speak of
        }
        let found = ((line.grad)(t + h) - (line.grad)(t - h)) / (h + h);
        let claimed = if t.abs() < seam { inside } else { outside };
        // The places are rounded.
        let rounding = CURVATURE * (t.abs() + h) / h * inside.abs().max(outside.abs());
        outcome.measured_claim(line.place, (found - claimed).abs(), rounding, || {
            format!("{} has curvature {found}, not {claimed}", line.call(t))
        });
    }
}

pub fn below(line: &Line<'_>, outcome: &mut Outcome, bound: &dyn Fn(f64) -> f64, meets: Meets) {
    let seam = line.seams.iter().map(|s| s.at.abs()).fold(0.0, f64::max);
    for &t in line.points {
        let (found, most) = ((line.value)(t), bound(t));
        let holds = if meets == Meets::BetweenSeams && t.abs() < seam {
            ulps(found, most) <= CLAIM
        } else {
            found <= most + ORDER * ulp(most)
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
            // On each side.
            let gap = |t: f64| bound(t) - (line.value)(t);
            for side in [-line.unit, line.unit] {
                let (near, far) = (gap(FAR.0 * side), gap(FAR.1 * side));
                let error = ((near - far) / bound(FAR.1 * side)).abs();
                outcome.measured_claim(line.place, error, DISTANCE, || {
                    format!("the distance goes from {near} to {far}")
                });
            }
        }
    }
}
