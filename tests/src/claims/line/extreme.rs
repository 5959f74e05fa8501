//! What is largest and least: values, slopes, and where.

use super::{Given, Line, turns};
use crate::Outcome;
use crate::measure::{argmax, root};
use crate::tolerance::{CLAIM, ORDER, PLACE, ROUNDED, TURN, ulp, ulps};

/// No tolerance: the shorter step of a difference of slopes, which is extrapolated.
const STEP: f64 = 1e-3;

/// No tolerance: twice the step has four times the error, three more than the shorter one.
const GAIN: f64 = 3.0;

/// No tolerance: how far around the steepest point a steeper one is looked for, in units.
const AROUND: f64 = 0.05;

impl Line<'_> {
    /// Where the derivative changes its sign.
    pub fn turns(&self) -> Vec<f64> {
        turns(self.points, self.grad)
    }

    pub fn range(&self, outcome: &mut Outcome, low: f64, high: f64, ends: Given) {
        let points = self.points;
        let reach = |end: f64| {
            if end.is_finite() {
                ends.slack() * ulp(end)
            } else {
                0.0
            }
        };
        // An end that is computed may be rounded to the wrong side.
        let beyond = |end: f64| match ends {
            Given::Written => 0.0,
            Given::Computed => reach(end),
        };
        self.all(
            outcome,
            points.iter().copied(),
            |x| (low - beyond(low)..=high + beyond(high)).contains(&(self.value)(x)),
            |x| format!("{} is outside of [{low:e}, {high:e}]", self.call(x)),
        );
        let turns = self.turns();
        let seams = self.seams.iter().map(|seam| seam.at);
        let values: Vec<f64> = (points.iter().copied().chain(turns).chain(seams))
            .map(self.value)
            .chain([self.limits.at_minus_infinity, self.limits.at_infinity])
            .collect();
        for (end, what) in [(low, "lower"), (high, "upper")] {
            let nearest = (values.iter())
                .map(|&y| if y == end { 0.0 } else { (y - end).abs() })
                .fold(f64::INFINITY, f64::min);
            let bound = reach(end);
            outcome.measured_claim(self.place, nearest, bound, || {
                format!("no value comes nearer to the {what} end {end:e} than {nearest:e}")
            });
        }
    }

    pub fn minimum(&self, outcome: &mut Outcome, at: f64, least: f64, given: Given) {
        let slack = given.slack();
        let (value, grad, place) = (self.value, self.grad, self.place);
        let (low, high) = (at - 0.5 * self.unit, at + 0.5 * self.unit);
        let turns = grad(low) < 0.0 && grad(high) > 0.0;
        let found = turns.then(|| root(low, high, grad));
        let error = found.map_or(f64::NAN, |x| (x - at).abs());
        // A place has no digits of its own where it is 0.
        let near = PLACE * if at == 0.0 { self.unit } else { at.abs() };
        outcome.measured_claim(place, error, near, || {
            format!(
                "the derivative changes sign at {found:?}, not at {at}{}",
                self.rest
            )
        });
        outcome.measured_claim(place, ulps(value(at), least), slack, || {
            format!("{}, not {least}", self.call(at))
        });
        self.all(
            outcome,
            self.points.iter().copied(),
            |x| {
                let falls = grad(x) <= 0.0 || x > at - near;
                let rises = grad(x) >= 0.0 || x < at + near;
                falls && rises && value(x) >= least - slack * ulp(least)
            },
            |x| format!("{} with slope {:e}", self.call(x), grad(x)),
        );
    }

    pub fn no_minimum(&self, outcome: &mut Outcome) {
        let upwards = |x: &&f64| (self.grad)(x.next_down()) < (self.grad)(x.next_up());
        let turns = self.turns();
        let found = turns.iter().find(upwards);
        outcome.points += self.points.len() - 1;
        outcome.claim(self.place, found.is_none(), || {
            format!("the derivative turns positive at {found:?}{}", self.rest)
        });
    }

    /// `sign · f'` has its maximum `slope` at `at`.
    ///
    /// The place of a maximum of f' cannot be determined from its values more closely than the square root of
    /// their rounding; so it is taken from the sign of the second difference of the values.
    pub fn steepest(&self, outcome: &mut Outcome, at: f64, slope: f64, sign: f64) {
        let (grad, place) = (self.grad, self.place);
        outcome.measured_claim(place, ulps(grad(at), slope), ROUNDED, || {
            format!("f'({at}) = {}, not {slope}", grad(at))
        });
        self.all(
            outcome,
            self.points.iter().copied(),
            |x| sign * grad(x) <= sign * slope + ORDER * ulp(slope),
            |x| format!("{} is beyond {slope}", self.slope(x)),
        );
        // f'(at + h) - f'(at - h) is odd in h up to the third derivative: extrapolated, it vanishes at
        // the true place only.
        let tilt = |h: f64| (grad(at + h) - grad(at - h)) / (h + h);
        let (near, far) = (tilt(STEP), tilt(STEP + STEP));
        let second = near + (near - far) / GAIN;
        outcome.measured_claim(place, second.abs(), TURN, || {
            format!("f''({at}) is about {second:e}, not 0: the place is wrong")
        });
    }

    /// No slope is steeper, one side of a seam included, and one comes as near as f64 allows.
    pub fn lipschitz(&self, outcome: &mut Outcome, bound: f64) {
        let steepness = |x: f64| (self.grad)(x).abs();
        let points = self.points;
        let slack = CLAIM * ulp(bound);
        self.all(
            outcome,
            points.iter().copied(),
            |x| steepness(x) <= bound + slack,
            |x| format!("{} is steeper than {bound}", self.slope(x)),
        );
        for pair in points.windows(2) {
            let (a, b) = ((self.value)(pair[0]), (self.value)(pair[1]));
            let most = bound * (pair[1] - pair[0]) + ORDER * ulp(a).max(ulp(b));
            outcome.claim(self.place, (b - a).abs() <= most, || {
                format!("{}, {}", self.call(pair[0]), self.call(pair[1]))
            });
        }
        let best = (points.iter().copied())
            .max_by(|a, b| steepness(*a).total_cmp(&steepness(*b)))
            .unwrap_or(0.0);
        let around = AROUND * self.unit.max(best.abs());
        let finer = argmax(best - around, best + around, steepness);
        let sides = (self.seams.iter()).flat_map(|seam| [seam.left.abs(), seam.right.abs()]);
        let reached = sides.fold(steepness(best).max(steepness(finer)), f64::max);
        outcome.measured_claim(self.place, (reached - bound).abs(), slack, || {
            format!("the steepest slope is {reached}, not {bound}{}", self.rest)
        });
    }
}
