//! How smooth a function is: what jumps at its seams, and that nothing jumps elsewhere.

use catalog::Smoothness;

use super::line::Line;
use crate::Outcome;
use crate::gradients::difference::limit;
use crate::measure::integral;
use crate::tolerance::{JUMPS, QUADRATURE};

/// No tolerance: the first step of the differences at a seam, as a part of the room beside it.
const STEP: f64 = 0.1;

/// No tolerances: in how many pieces a unit is cut, up to how many units, and up to where the longer pieces go.
const PIECES: f64 = 32.0;
const NEAR: f64 = 8.0;
const FAR: f64 = 40.0;

/// No tolerance: how much of a piece is left out at each end.
const INSET: f64 = 1e-3;

/// No tolerances: a step outwards, as a part of the place, and the decay of a slope over which it is halved.
const GROWTH: f64 = 0.02;
const DECAY: f64 = 50.0;

/// A function of one number.
type Of<'a> = &'a dyn Fn(f64) -> f64;

pub fn check(line: &Line<'_>, outcome: &mut Outcome, claimed: Smoothness) {
    let mut found = Smoothness::Smooth;
    for seam in line.seams {
        let room = (line.seams.iter())
            .filter(|other| other.at != seam.at)
            .map(|other| (other.at - seam.at).abs())
            .fold(line.unit, f64::min);
        found = found.min(at_seam(
            line.value,
            line.grad,
            line.unit,
            seam.at,
            STEP * room,
        ));
        outcome.points += 1;
    }
    outcome.claim(line.place, found == claimed, || {
        format!("at its seams it is {found:?}, not {claimed:?}{}", line.rest)
    });
    elsewhere(line, outcome);
}

/// The first of value, slope, curvature and third derivative that differs on the two sides.
pub fn at_seam(value: Of<'_>, grad: Of<'_>, unit: f64, at: f64, h: f64) -> Smoothness {
    let sides = [-h, h].map(|h| taylor(value, grad, unit, at, h));
    let size = |k: usize| sides[0][k].abs().max(sides[1][k].abs()).max(1.0);
    let jumps = |k: &usize| (sides[0][*k] - sides[1][*k]).abs() > JUMPS[*k] * size(*k);
    match (0..4).find(jumps) {
        Some(0) => Smoothness::Jumps,
        Some(1) => Smoothness::Continuous,
        Some(2) => Smoothness::C1,
        Some(_) => Smoothness::C2,
        None => Smoothness::Smooth,
    }
}

/// Value, slope, curvature and third derivative on the side of `h`, in units of the line. None of
/// them asks the function at the seam itself.
fn taylor(value: Of<'_>, grad: Of<'_>, unit: f64, at: f64, h: f64) -> [f64; 4] {
    let grad = |t: f64| unit * grad(at + t);
    let value = limit(|t| value(at + t), h).slope;
    let slope = limit(grad, h).slope;
    let curvature = limit(|t| (grad(t) - slope) / (t / unit), h).slope;
    let third = limit(
        |t| ((grad(t) - slope) / (t / unit) - curvature) / (t / unit),
        h,
    )
    .slope;
    [value, slope, curvature, third + third]
}

/// Between the seams the slope integrates to the difference of the values, to the precision that
/// quadrature has for smooth functions only: a jump of any of them inside a piece would show.
fn elsewhere(line: &Line<'_>, outcome: &mut Outcome) {
    let mut cuts: Vec<f64> = (-256..=256)
        .map(|i| f64::from(i) / PIECES * line.unit)
        .collect();
    cuts.extend(outwards(line, -NEAR * line.unit));
    cuts.extend(outwards(line, NEAR * line.unit));
    cuts.extend(line.seams.iter().map(|seam| seam.at));
    let (from, to) = line.ends;
    cuts.retain(|t| from < *t && *t < to);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    for piece in cuts.windows(2) {
        let (low, high) = (piece[0], piece[1]);
        // Inside of the piece: at a seam the value may belong to the other side.
        let inset = INSET * (high - low);
        let (low, high) = (low + inset, high - inset);
        let rise = (line.value)(high) - (line.value)(low);
        let found = integral(low, high, line.grad);
        let size = (line.value)(low).abs().max((line.value)(high).abs());
        let scale = size + (line.grad)(low).abs().max((line.grad)(high).abs()) * (high - low);
        let error = (found - rise).abs() / scale.max(f64::MIN_POSITIVE);
        outcome.measured_claim(line.place, error, QUADRATURE, || {
            format!(
                "between {low} and {high} the values rise by {rise:e}, the slope by {found:e}: something jumps there{}",
                line.rest
            )
        });
    }
}

/// Where to cut from here outwards: in steps of a fiftieth, since poles of smooth functions are near
/// 0, and in shorter ones where the slope decays by more than a factor of 50 in one, since no
/// polynomial follows it there: at 37 that of GELU falls to its 10⁻¹²th part in a fiftieth.
fn outwards(line: &Line<'_>, from: f64) -> Vec<f64> {
    let mut cuts = vec![from];
    let mut at = from;
    while at.abs() < FAR {
        let here = (line.grad)(at).abs();
        let steep = |next: f64| {
            let there = (line.grad)(next).abs();
            DECAY * here.min(there) < here.max(there)
        };
        let mut step = GROWTH * at;
        // A jump stays steep however short the step is.
        for _ in 0..8 {
            if steep(at + step) {
                step *= 0.5;
            }
        }
        at += step;
        cuts.push(at);
    }
    cuts
}
