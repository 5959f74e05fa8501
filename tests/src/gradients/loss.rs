//! Gradients of losses: along each section, and by every entry at calls of every kind.

use std::cell::RefCell;

use catalog::{Function, Loss, Section};

use super::difference::{FINEST, Slope, central, one_sided};
use super::line::Line;
use super::{differences, enter, held, made, seams};
use crate::Outcome;
use crate::references::shown;
use crate::sample::calls;
use crate::tolerance::DIFFERENCES;

/// How many entries of a long row are checked.
const ENTRIES: usize = 5;

pub fn loss(function: &Function, f: &Loss) -> Vec<Outcome> {
    let (mut slopes, mut kinks) = (differences(function), seams(function));
    let held = held::of(f.about.name);
    for section in f.sections {
        for parameters in f.tried() {
            let at_seams = (section.seams)(&parameters);
            let unit = (section.unit)(&parameters);
            let (from, to) = section.ends;
            let first = f
                .gradients
                .iter()
                .find(|g| g.by == section.moves[0].argument);
            let at = |t: f64| (section.at)(&parameters, t);
            let along = held.map(|held| move |x: f64, t: f64| held(&at(x), &at(t)));
            let line = Line {
                function,
                name: &format!("{}{}", f.about.name, first.map_or("", |g| g.suffix)),
                value: &|t| f.along(section, &parameters, t),
                held: along.as_ref().map(|held| held as &dyn Fn(f64, f64) -> f64),
                grad: &|t| f.slope(section, &parameters, t),
                seams: &at_seams,
                ends: section.ends,
                unit,
                show: &|t| shown(f.arguments, &(section.at)(&parameters, t)),
            };
            let inside = |t: &f64| from < *t && *t < to;
            let points: Vec<f64> = line
                .points(8.0, 1.0 / 32.0, unit)
                .into_iter()
                .filter(inside)
                .collect();
            let steepest = points
                .iter()
                .map(|t| (line.grad)(*t).abs())
                .fold(0.0, f64::max);
            line.differences(&mut slopes, &points, steepest);
            line.no_other_kinks(&mut kinks, &points, steepest);
            line.at_seams(&mut kinks);
            line.seams_are_seen(&mut kinks);
        }
    }
    let mut outcomes = vec![slopes, kinks];
    let held = held::of(f.about.name);
    for gradient in f.gradients {
        let by = f.arguments[gradient.by].name;
        let mut outcome = Outcome::new(f.about.name, &format!("differences by {by}"), "relative");
        let name = format!("{}{}", f.about.name, gradient.suffix);
        for args in calls(f) {
            if !(f.value)(&args).is_finite() {
                continue; // an infinite loss has no differences
            }
            let grad = (gradient.of)(&args);
            let scale = grad.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
            let entries = args.0[gradient.by].entries();
            assert_eq!(
                grad.len(),
                entries.len(),
                "{name}: one derivative for each entry"
            );
            for (entry, x) in entries.iter().enumerate().take(ENTRIES) {
                let scratch = RefCell::new(args.clone());
                let moved = |t: f64| {
                    let mut moved = scratch.borrow_mut();
                    *moved.0[gradient.by].entry(entry) = x + t;
                    held.map_or_else(|| (f.value)(&moved), |held| held(&args, &moved))
                };
                let scale = scale.max((f.value)(&args).abs() * 1e-3);
                // A minimum of 0 has no scale but that of the values around it.
                let scale = if scale > 0.0 {
                    scale
                } else {
                    moved(0.05).abs()
                };
                // Beside such a minimum differences see no less than the rounding of what is around it.
                let scale = scale.max(f64::EPSILON * moved(0.05).abs() / (0.05 * DIFFERENCES));
                let slope = match at_kink(f, moved, *x, grad[entry], scale) {
                    // Between the slopes of both sides any is a gradient.
                    Some(slope) => slope,
                    None => steady(moved, *x, scale),
                };
                let at = || match entries.len() {
                    1 => shown(f.arguments, &args),
                    _ => format!("{}, entry {entry}", shown(f.arguments, &args)),
                };
                enter(
                    &mut outcome,
                    function,
                    &name,
                    &slope,
                    grad[entry],
                    scale,
                    &at,
                );
            }
        }
        outcomes.push(outcome);
    }
    made(outcomes)
}

/// The difference with the longest step that leaves little noise: a kink may be near, or the end of the domain.
fn steady(f: impl Fn(f64) -> f64, x: f64, scale: f64) -> Slope {
    let longest = 0.05_f64.max(0.05 * x.abs());
    let mut best: Option<Slope> = None;
    for i in 0..6 {
        let slope = central(&f, longest * 0.125_f64.powi(i));
        if slope.error <= 0.1 * DIFFERENCES * scale {
            return slope;
        }
        if best.as_ref().is_none_or(|best| slope.error < best.error) {
            best = Some(slope);
        }
    }
    best.unwrap_or(Slope {
        slope: f64::NAN,
        error: f64::INFINITY,
    })
}

/// At a kink of a row, for a loss that has some: the slope of one side that is nearest to the gradient, or the gradient
/// itself if it lies between those of both sides.
fn at_kink(
    f: &Loss,
    value: impl Fn(f64) -> f64,
    x: f64,
    gradient: f64,
    scale: f64,
) -> Option<Slope> {
    let rows = f.arguments.iter().any(|a| !a.domain.lengths().is_empty());
    let bends = |section: &Section| !(section.seams)(&f.defaults()).is_empty();
    if !rows || !f.sections.iter().any(bends) {
        return None;
    }
    let longest = 0.05_f64.max(0.05 * x.abs());
    // The longest step with little noise decides: with shorter ones rounding looks like a jump.
    (0..6).find_map(|i| {
        let h = longest * 0.125_f64.powi(i);
        let [left, right] = [-h, h].map(|h| one_sided(&value, value(0.0), h));
        // The estimates of the errors may agree by chance below the rounding of the values.
        let rounding = f64::EPSILON * value(0.0).abs() * FINEST / h;
        let error = left.error + right.error + rounding;
        let jump = (right.slope - left.slope).abs();
        let scale = scale.max(jump);
        (error <= 0.1 * DIFFERENCES * scale).then(|| {
            (jump > DIFFERENCES * scale).then(|| Slope {
                slope: gradient.clamp(left.slope.min(right.slope), left.slope.max(right.slope)),
                error: 0.0, // what there was of it is allowed above
            })
        })
    })?
}
