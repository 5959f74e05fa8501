//! How smooth a function is: what jumps at its seams, and that nothing jumps elsewhere.

use catalog::Smoothness;

use super::line::Line;
use crate::Outcome;
use crate::gradients::difference::limit;
use crate::measure::integral;
use crate::tolerance::{JUMPS, QUADRATURE};

pub fn check(line: &Line<'_>, outcome: &mut Outcome, claimed: Smoothness) {
    let mut found = Smoothness::Smooth;
    for seam in line.seams {
        let room = (line.seams.iter())
            .filter(|other| other.at != seam.at)
            .map(|other| (other.at - seam.at).abs())
            .fold(line.unit, f64::min);
        found = found.min(at_seam(line, seam.at, 0.1 * room));
        outcome.points += 1;
    }
    outcome.claim(line.place, found == claimed, || {
        format!("at its seams it is {found:?}, not {claimed:?}{}", line.rest)
    });
    elsewhere(line, outcome);
}

/// The first of value, slope, curvature and third derivative that differs on the two sides.
fn at_seam(line: &Line<'_>, at: f64, h: f64) -> Smoothness {
    let sides = [-h, h].map(|h| taylor(line, at, h));
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
fn taylor(line: &Line<'_>, at: f64, h: f64) -> [f64; 4] {
    let unit = line.unit;
    let grad = |t: f64| unit * (line.grad)(at + t);
    let value = limit(|t| (line.value)(at + t), h).slope;
    let slope = limit(grad, h).slope;
    let curvature = limit(|t| (grad(t) - slope) / (t / unit), h).slope;
    let third = limit(
        |t| ((grad(t) - slope) / (t / unit) - curvature) / (t / unit),
        h,
    )
    .slope;
    [value, slope, curvature, 2.0 * third]
}

/// Between the seams the slope integrates to the difference of the values, to the precision that
/// quadrature has for smooth functions only: a jump of any of them inside a piece would show.
fn elsewhere(line: &Line<'_>, outcome: &mut Outcome) {
    let mut cuts: Vec<f64> = (-256..=256)
        .map(|i| f64::from(i) / 32.0 * line.unit)
        .collect();
    // Farther out in steps of a fiftieth, as poles of smooth functions are near 0, and of a sixteenth
    // at most, as a tail like that of the normal density falls ever more steeply.
    let mut far = 8.0 * line.unit;
    while far < 40.0 {
        far += (0.02 * far).min(line.unit / 16.0);
        cuts.extend([-far, far]);
    }
    cuts.extend(line.seams.iter().map(|seam| seam.at));
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    for piece in cuts.windows(2) {
        let (low, high) = (piece[0], piece[1]);
        // Inside of the piece: at a seam the value may belong to the other side.
        let inset = 1e-3 * (high - low);
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
