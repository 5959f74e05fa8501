//! Gradients along a line, kinks and branch points included: every function of one number.

use catalog::{CurveClaim, Function, ScalarClaim, Seam, Smoothness};

use super::difference::{central, limit, one_sided};
use super::enter;
use crate::Outcome;
use crate::claims::at_seam;
use crate::outcome::{catalogue_place, function_place};
use crate::sample::grid;
use crate::tolerance::{DIFFERENCES, KINK};

/// A function of one number, its derivative, and how to speak of them.
pub struct Line<'a> {
    pub function: &'a Function,
    /// The derivative's name in the library.
    pub name: &'a str,
    pub value: &'a dyn Fn(f64) -> f64,
    /// Where a part is held fixed: the value at the second place, with that part as it is at the first one.
    pub held: Option<&'a dyn Fn(f64, f64) -> f64>,
    pub grad: &'a dyn Fn(f64) -> f64,
    pub seams: &'a [Seam],
    /// Where its domain ends; no difference reaches beyond.
    pub ends: (f64, f64),
    /// The length over which the function changes near 0.
    pub unit: f64,
    /// A point in words.
    pub show: &'a dyn Fn(f64) -> String,
}

/// Distances from a seam, in units, at which both of its sides are checked.
const NEAR: [f64; 3] = [1e-4, 1e-2, 0.3];

impl Line<'_> {
    /// Where differences are taken: `step·pitch`, `2·step·pitch`, .. up to `end·pitch`, which hit a seam
    /// exactly or miss it clearly, and points on both sides of each seam.
    pub fn points(&self, end: f64, step: f64, pitch: f64) -> Vec<f64> {
        let n = (2.0 * end / step) as usize + 1;
        let near = |seam: &Seam| {
            let at = seam.at;
            NEAR.map(|d| [at - d * self.unit, at + d * self.unit])
        };
        let near = self.seams.iter().flat_map(near).flatten();
        grid(-end, end, n).map(|x| x * pitch).chain(near).collect()
    }

    /// Central differences at these points. None reaches across a seam; the seams themselves are
    /// the matter of [`Line::seams`].
    pub fn differences(&self, outcome: &mut Outcome, points: &[f64], scale: f64) {
        for &x in points {
            let (from, to) = self.ends;
            let gap = (self.seams.iter())
                .map(|seam| (x - seam.at).abs())
                .fold((x - from).min(to - x), f64::min);
            if gap == 0.0 {
                continue;
            }
            // Far out GELU falls as e^(-x²/2): the step must shrink as 1/|x|.
            let h = (0.4 * self.unit / (1.0 + x.abs() / self.unit.max(1.0))).min(0.5 * gap);
            let moved = |t: f64| {
                self.held
                    .map_or_else(|| (self.value)(x + t), |held| held(x, x + t))
            };
            let slope = central(moved, h);
            let size = (self.value)(x).abs().max((self.value)(x + h).abs());
            let scale = scale.max(size / h * 1e-3);
            let grad = (self.grad)(x);
            let at = || (self.show)(x);
            enter(outcome, self.function, self.name, &slope, grad, scale, &at);
        }
    }

    /// Between the points the slope jumps at no place but the seams: there a difference would shrink until it lies
    /// on one side, and see nothing.
    pub fn no_other_kinks(&self, outcome: &mut Outcome, points: &[f64], scale: f64) {
        let scale = scale.max(f64::MIN_POSITIVE);
        let mut points = points.to_vec();
        points.sort_by(f64::total_cmp);
        points.dedup();
        for pair in points.windows(2) {
            let (mut low, mut high) = (pair[0], pair[1]);
            if self.seams.iter().any(|s| low <= s.at && s.at <= high) {
                continue;
            }
            let (mut at_low, mut at_high) = ((self.grad)(low), (self.grad)(high));
            while (at_high - at_low).abs() > KINK * scale {
                let middle = low + 0.5 * (high - low);
                if middle <= low || middle >= high {
                    break;
                }
                let between = (self.grad)(middle);
                if (between - at_low).abs() > (at_high - between).abs() {
                    (high, at_high) = (middle, between);
                } else {
                    (low, at_low) = (middle, between);
                }
            }
            let jump = (at_high - at_low).abs();
            let at = || (self.show)(low);
            let about = self.function.about();
            let place = || catalogue_place(about.name, "seams", "");
            outcome.point(jump / scale, KINK, at, place, || {
                format!(
                    "{} jumps at {}, where the catalogue has no seam",
                    self.name,
                    at()
                )
            });
        }
    }

    /// At each seam something jumps: the value, the slope, the curvature or the third derivative.
    pub fn seams_are_seen(&self, outcome: &mut Outcome) {
        let about = self.function.about();
        for seam in self.seams {
            let room = self.room(seam);
            let found = at_seam(self.value, self.grad, self.unit, seam.at, 0.1 * room);
            let error = if found == Smoothness::Smooth {
                f64::INFINITY
            } else {
                0.0
            };
            let at = || (self.show)(seam.at);
            let place = || catalogue_place(about.name, "seams", "");
            outcome.point(error, 0.0, at, place, || {
                format!("{} has a seam at {} where nothing jumps", about.name, at())
            });
        }
    }

    /// How far it is to the next seam, at most a unit.
    fn room(&self, seam: &Seam) -> f64 {
        (self.seams.iter())
            .filter(|other| other.at != seam.at)
            .map(|other| (other.at - seam.at).abs())
            .fold(self.unit, f64::min)
    }

    /// Whether the catalogue claims that the value jumps.
    fn jumps(&self) -> bool {
        match self.function {
            Function::Scalar(f) => (f.claims.iter())
                .any(|s| matches!(s.claim, ScalarClaim::Smoothness(Smoothness::Jumps))),
            Function::Curve(f) => f.claims.iter().any(|s| match s.claim {
                CurveClaim::Smoothness(of) => {
                    (f.parameter.tried.iter()).any(|&p| of(p) == Smoothness::Jumps)
                }
                _ => false,
            }),
            _ => false,
        }
    }

    /// One-sided slopes and the chosen subgradient at each seam.
    pub fn at_seams(&self, outcome: &mut Outcome) {
        let about = self.function.about();
        let place = || function_place(about.source, self.name);
        for seam in self.seams {
            // No stencil reaches the next seam.
            let h = 0.1 * self.room(seam);
            let value = |t: f64| (self.value)(seam.at + t);
            // Where the value jumps, each side has its own at the seam.
            let jumps = self.jumps();
            let origin = |h: f64| {
                if jumps {
                    limit(value, h).slope
                } else {
                    value(0.0)
                }
            };
            let steepest = [-h, h].map(|h| ((value(h) - origin(h)) / h).abs());
            let size = steepest
                .into_iter()
                .chain([seam.left.abs(), seam.right.abs(), f64::MIN_POSITIVE])
                .fold(0.0, f64::max);
            let at = || (self.show)(seam.at);
            for (side, h, claimed) in [("left", -h, seam.left), ("right", h, seam.right)] {
                let found = one_sided(value, origin(h), h);
                let error = ((found.slope - claimed).abs() + found.error) / size;
                outcome.point(error, DIFFERENCES, at, place, || {
                    format!(
                        "the slope of {} from the {side} at {} is {:e} ± {:.0e}, the catalogue says {claimed:e}",
                        about.name,
                        at(),
                        found.slope,
                        found.error
                    )
                });
            }
            let chosen = (self.grad)(seam.at);
            let error = if chosen == seam.chosen {
                0.0
            } else {
                f64::INFINITY
            };
            outcome.point(error, 0.0, at, place, || {
                format!(
                    "{} at {} is {chosen:e}, the catalogue says {:e}",
                    self.name,
                    at(),
                    seam.chosen
                )
            });
        }
    }
}
