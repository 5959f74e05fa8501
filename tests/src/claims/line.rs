//! What functions of one number can claim, with or without a parameter.

use std::panic::Location;

use catalog::{Limits, Seam};

use crate::Outcome;
use crate::measure::{argmax, gaussian_mean, gaussian_mean_around, root};
use crate::tolerance::{INTEGRAL, PLACE, ulp, ulps};

/// The ends of the whole line.
pub const EVERYWHERE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

/// A function of one number, its derivative and what the catalogue says of them.
pub struct Line<'a> {
    pub value: &'a dyn Fn(f64) -> f64,
    pub grad: &'a dyn Fn(f64) -> f64,
    /// Where it is looked at, ascending.
    pub points: &'a [f64],
    pub limits: Limits,
    pub seams: &'a [Seam],
    /// The length over which the function changes near 0.
    pub unit: f64,
    /// Between which it is defined.
    pub ends: (f64, f64),
    /// The line of the claim.
    pub place: &'static Location<'static>,
    /// Stands behind `x` in a message: the parameter.
    pub rest: &'a str,
}

/// Where a derivative goes from negative to positive or back, between places that ascend.
pub fn turns(points: &[f64], grad: &dyn Fn(f64) -> f64) -> Vec<f64> {
    let turn = |w: &[f64]| (grad(w[0]) * grad(w[1]) < 0.0).then(|| root(w[0], w[1], grad));
    points.windows(2).filter_map(turn).collect()
}

impl Line<'_> {
    pub fn call(&self, x: f64) -> String {
        format!("f({x:e}{}) = {:e}", self.rest, (self.value)(x))
    }

    pub fn slope(&self, x: f64) -> String {
        format!("f'({x:e}{}) = {:e}", self.rest, (self.grad)(x))
    }

    /// Counts each point of a claim.
    fn all(
        &self,
        outcome: &mut Outcome,
        points: impl IntoIterator<Item = f64>,
        holds: impl Fn(f64) -> bool,
        message: impl Fn(f64) -> String,
    ) {
        for x in points {
            outcome.claim(self.place, holds(x), || message(x));
        }
    }

    /// The first pair of neighbours that is not in order, if any; strictly in order where the slope
    /// says that the values differ by more than their rounding.
    fn descent(&self) -> Option<(f64, f64)> {
        let (value, grad) = (self.value, self.grad);
        self.points
            .windows(2)
            .map(|w| (w[0], w[1]))
            .find(|&(x, z)| {
                let (a, b) = (value(x), value(z));
                let rise = grad(x).min(grad(z)) * (z - x);
                let strict = rise > 8.0 * ulp(a).max(ulp(b));
                !(if strict { a < b } else { a <= b + 2.0 * ulp(b) })
            })
    }

    /// A piece of the line on which the function is constant: farther out than 8 units, where values are rounded
    /// to the same, the slope must say so too.
    fn flat(&self) -> Option<(f64, f64)> {
        let within = |x: f64, units: f64| x.abs() <= units * self.unit;
        let same = |w: &&[f64]| {
            let wide = w[1] - w[0] > 1e-3 * self.unit;
            let near = within(w[0], 8.0) && within(w[1], 8.0);
            let level = || (self.grad)(w[0]) == 0.0 && (self.grad)(w[1]) == 0.0;
            // Beyond 100 units slopes underflow.
            let flat = near || within(w[0], 100.0) && within(w[1], 100.0) && level();
            wide && flat && (self.value)(w[0]) == (self.value)(w[1])
        };
        self.points.windows(2).find(same).map(|w| (w[0], w[1]))
    }

    pub fn increasing(&self, outcome: &mut Outcome) {
        let found = self.descent();
        outcome.points += self.points.len() - 2;
        outcome.claim(self.place, found.is_none(), || {
            let (x, z) = found.unwrap_or_default();
            format!("{}, {}", self.call(x), self.call(z))
        });
        let flat = self.flat();
        outcome.claim(self.place, flat.is_none(), || {
            let (x, z) = flat.unwrap_or_default();
            format!(
                "{} and {}: it is constant there",
                self.call(x),
                self.call(z)
            )
        });
    }

    pub fn non_decreasing(&self, outcome: &mut Outcome) {
        let found = self.descent();
        outcome.points += self.points.len() - 2;
        outcome.claim(self.place, found.is_none(), || {
            let (x, z) = found.unwrap_or_default();
            format!("{}, {}", self.call(x), self.call(z))
        });
        outcome.claim(self.place, self.flat().is_some(), || {
            "it is constant nowhere: it increases".to_owned()
        });
    }

    pub fn increasing_if(&self, outcome: &mut Outcome, claimed: bool) {
        if claimed {
            self.increasing(outcome);
        } else {
            let wrong = self.descent().is_some() || self.flat().is_some();
            outcome.claim(self.place, wrong, || {
                format!("it increases everywhere (f(x{}))", self.rest)
            });
        }
    }

    /// The first pair of neighbours at which `sign` times the slope falls.
    fn bend(&self, sign: f64) -> Option<(f64, f64)> {
        self.points
            .windows(2)
            .map(|w| (w[0], w[1]))
            .find(|&(x, z)| {
                let (a, b) = (sign * (self.grad)(x), sign * (self.grad)(z));
                b < a - 2.0 * ulp(a)
            })
    }

    /// `sign` is 1 for convex, -1 for concave.
    pub fn convex(&self, outcome: &mut Outcome, sign: f64) {
        let found = self.bend(sign);
        outcome.points += self.points.len() - 2;
        outcome.claim(self.place, found.is_none(), || {
            let (x, z) = found.unwrap_or_default();
            format!("{}, {}", self.slope(x), self.slope(z))
        });
    }

    pub fn convex_if(&self, outcome: &mut Outcome, claimed: bool) {
        if claimed {
            self.convex(outcome, 1.0);
        } else {
            outcome.claim(self.place, self.bend(1.0).is_some(), || {
                format!("its slope never falls (f(x{}))", self.rest)
            });
        }
    }

    fn outside_zero_and_x(&self) -> Option<f64> {
        self.points.iter().copied().find(|&x| {
            let y = (self.value)(x);
            let slack = 2.0 * ulp(x); // of rounding, where the slope is 1
            !(x.min(0.0) - slack <= y && y <= x.max(0.0) + slack)
        })
    }

    pub fn between_zero_and_x(&self, outcome: &mut Outcome, claimed: bool) {
        let found = self.outside_zero_and_x();
        outcome.points += self.points.len() - 1;
        outcome.claim(self.place, found.is_none() == claimed, || match found {
            Some(x) => format!("{} is not between 0 and x", self.call(x)),
            None => format!("no value is outside (f(x{}))", self.rest),
        });
    }

    /// Where the derivative changes its sign.
    pub fn turns(&self) -> Vec<f64> {
        turns(self.points, self.grad)
    }

    /// `slack` in ulp of the ends.
    pub fn range(&self, outcome: &mut Outcome, low: f64, high: f64, slack: f64) {
        let points = self.points;
        let reach = |end: f64| {
            if end.is_finite() {
                slack * ulp(end)
            } else {
                0.0
            }
        };
        // An end that is computed from a parameter may be rounded to the wrong side.
        let beyond = |end: f64| if slack > 2.0 { reach(end) } else { 0.0 };
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

    /// `slack` in ulp of the least value.
    pub fn minimum(&self, outcome: &mut Outcome, at: f64, least: f64, slack: f64) {
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
    /// The place of a maximum of f' cannot be told from its values to better than the square root of
    /// their rounding; so it is taken from the sign of the second difference of the values.
    pub fn steepest(&self, outcome: &mut Outcome, at: f64, slope: f64, sign: f64) {
        let (grad, place) = (self.grad, self.place);
        outcome.measured_claim(place, ulps(grad(at), slope), 4.0, || {
            format!("f'({at}) = {}, not {slope}", grad(at))
        });
        self.all(
            outcome,
            self.points.iter().copied(),
            |x| sign * grad(x) <= sign * slope + 4.0 * ulp(slope),
            |x| format!("{} is beyond {slope}", self.slope(x)),
        );
        // f'(at + h) - f'(at - h) is odd in h up to the third derivative: extrapolated, it vanishes at
        // the true place only.
        let tilt = |h: f64| (grad(at + h) - grad(at - h)) / (2.0 * h);
        let second = (4.0 * tilt(1e-3) - tilt(2e-3)) / 3.0;
        outcome.measured_claim(place, second.abs(), 1e-11, || {
            format!("f''({at}) is about {second:e}, not 0: the place is wrong")
        });
    }

    /// No slope is steeper, one side of a seam included, and one comes as near as f64 allows.
    pub fn lipschitz(&self, outcome: &mut Outcome, bound: f64) {
        let steepness = |x: f64| (self.grad)(x).abs();
        let points = self.points;
        let slack = 4.0 * ulp(bound);
        self.all(
            outcome,
            points.iter().copied(),
            |x| steepness(x) <= bound + slack,
            |x| format!("{} is steeper than {bound}", self.slope(x)),
        );
        for pair in points.windows(2) {
            let (a, b) = ((self.value)(pair[0]), (self.value)(pair[1]));
            let most = bound * (pair[1] - pair[0]) + 4.0 * ulp(a).max(ulp(b));
            outcome.claim(self.place, (b - a).abs() <= most, || {
                format!("{}, {}", self.call(pair[0]), self.call(pair[1]))
            });
        }
        let best = (points.iter().copied())
            .max_by(|a, b| steepness(*a).total_cmp(&steepness(*b)))
            .unwrap_or(0.0);
        let around = 0.05 * self.unit.max(best.abs());
        let finer = argmax(best - around, best + around, steepness);
        let sides = (self.seams.iter()).flat_map(|seam| [seam.left.abs(), seam.right.abs()]);
        let reached = sides.fold(steepness(best).max(steepness(finer)), f64::max);
        outcome.measured_claim(self.place, (reached - bound).abs(), slack, || {
            format!("the steepest slope is {reached}, not {bound}{}", self.rest)
        });
    }

    pub fn slope_at_zero(&self, outcome: &mut Outcome, slope: f64) {
        let found = (self.grad)(0.0);
        outcome.measured_claim(self.place, ulps(found, slope), 0.0, || {
            format!("{}, not {slope}", self.slope(0.0))
        });
    }

    /// Powers of two scale without rounding, so the law is exact; two in three other factors.
    pub fn homogeneous(&self, outcome: &mut Outcome, degree: i32) {
        for (factor, bound) in [(0.5, 0.0), (1024.0, 0.0), (3.0, 4.0), (0.7, 4.0)] {
            for &x in self.points {
                let expected = f64::powi(factor, degree) * (self.value)(x);
                if x.abs() < 1e-100 && degree > 1 {
                    continue; // the powers underflow
                }
                let found = (self.value)(factor * x);
                outcome.measured_claim(self.place, ulps(found, expected), bound, || {
                    format!("{}, not {expected:e}", self.call(factor * x))
                });
            }
        }
    }

    pub fn even(&self, outcome: &mut Outcome) {
        for &x in self.points {
            let (here, there) = ((self.value)(x), (self.value)(-x));
            outcome.measured_claim(self.place, ulps(there, here), 0.0, || {
                format!("{}, {}", self.call(x), self.call(-x))
            });
        }
    }

    pub fn odd(&self, outcome: &mut Outcome) {
        for &x in self.points {
            let (here, there) = ((self.value)(x), (self.value)(-x));
            outcome.measured_claim(self.place, ulps(there, -here), 0.0, || {
                format!("{}, {}", self.call(x), self.call(-x))
            });
        }
    }

    /// `f(x) + sign·f(-x)` is this function of `x`, to `bound` ulp of the largest of the three.
    pub fn reflection(
        &self,
        outcome: &mut Outcome,
        sign: f64,
        expected: impl Fn(f64) -> f64,
        bound: f64,
    ) {
        for &x in self.points {
            let (here, there) = ((self.value)(x), sign * (self.value)(-x));
            let (found, expected) = (here + there, expected(x));
            let size = here.abs().max(there.abs()).max(expected.abs());
            let error = (found - expected).abs() / ulp(size);
            outcome.measured_claim(self.place, error, bound, || {
                let (here, there) = (self.call(x), self.call(-x));
                format!("{here}, {there}: together {found:e}, not {expected:e}")
            });
        }
    }

    pub fn idempotent(&self, outcome: &mut Outcome) {
        for &x in self.points {
            let once = (self.value)(x);
            let twice = (self.value)(once);
            outcome.measured_claim(self.place, ulps(twice, once), 0.0, || {
                format!("{}, which becomes {twice:e}", self.call(x))
            });
        }
    }

    pub fn at(&self, outcome: &mut Outcome, x: f64, expected: f64) {
        let error = ulps((self.value)(x), expected);
        outcome.measured_claim(self.place, error, 0.0, || {
            format!("{}, not {expected:e}", self.call(x))
        });
    }

    /// It is `expected` on a closed interval, and not just beyond its finite ends.
    pub fn on(&self, outcome: &mut Outcome, from: f64, to: f64, expected: impl Fn(f64) -> f64) {
        let inside = self
            .points
            .iter()
            .copied()
            .filter(|x| (from..=to).contains(x));
        let ends = [from, to].into_iter().filter(|x| x.is_finite());
        for x in inside.chain(ends.clone()) {
            let error = ulps((self.value)(x), expected(x));
            outcome.measured_claim(self.place, error, 0.0, || {
                format!("{}, not {:e}", self.call(x), expected(x))
            });
        }
        for end in ends {
            let step = 1e-3 * self.unit * if end == from { -1.0 } else { 1.0 };
            let beyond = end + step;
            let differs = (self.value)(beyond) != expected(beyond);
            outcome.claim(self.place, differs, || {
                format!("{}: the interval reaches beyond {end}", self.call(beyond))
            });
        }
    }

    pub fn derivative_is(&self, outcome: &mut Outcome, expected: impl Fn(f64) -> f64) {
        for &x in self.points {
            let error = ulps((self.grad)(x), expected(x));
            outcome.measured_claim(self.place, error, 4.0, || {
                format!("{}, not {:e}", self.slope(x), expected(x))
            });
        }
    }

    /// `E f(Z)ⁿ`.
    pub fn moment(&self, outcome: &mut Outcome, power: i32, claimed: f64) {
        let kinks: Vec<f64> = self.seams.iter().map(|seam| seam.at).collect();
        let mean = |f: &dyn Fn(f64) -> f64| {
            if kinks.is_empty() && self.unit == 1.0 {
                gaussian_mean(f)
            } else {
                gaussian_mean_around(&kinks, f)
            }
        };
        let found = mean(&|x| (self.value)(x).powi(power));
        // A mean of 0 is what remains of two parts that cancel.
        let size = mean(&|x| (self.value)(x).abs().powi(power));
        let error = (found - claimed).abs() / if claimed == 0.0 { size } else { claimed.abs() };
        outcome.measured_claim(self.place, error, INTEGRAL, || {
            format!("the integral is {found}, not {claimed}{}", self.rest)
        });
    }
}
