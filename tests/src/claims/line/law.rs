//! Equations: the function at one place is what it is at another, or a given number.

use super::Line;
use crate::Outcome;
use crate::measure::{gaussian_mean, gaussian_mean_around};
use crate::tolerance::{CLAIM, INTEGRAL, ulp, ulps};

/// No tolerance: factors that scale without rounding, so that a law is exact.
const EXACT: [f64; 2] = [0.5, 1024.0];

/// No tolerance: factors that round.
const OTHER: [f64; 2] = [3.0, 0.7];

/// No tolerance: below, the powers of a number underflow.
const TINY: f64 = 1e-100;

/// No tolerance: the place just beyond an interval, in units.
const BEYOND: f64 = 1e-3;

impl Line<'_> {
    pub fn slope_at_zero(&self, outcome: &mut Outcome, slope: f64) {
        let found = (self.grad)(0.0);
        outcome.measured_claim(self.place, ulps(found, slope), 0.0, || {
            format!("{}, not {slope}", self.slope(0.0))
        });
    }

    pub fn homogeneous(&self, outcome: &mut Outcome, degree: i32) {
        for (factor, bound) in EXACT
            .map(|c| (c, 0.0))
            .into_iter()
            .chain(OTHER.map(|c| (c, CLAIM)))
        {
            for &x in self.points {
                let expected = f64::powi(factor, degree) * (self.value)(x);
                if x.abs() < TINY && degree > 1 {
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

    /// `f(x) + sign·f(-x)` is this function of `x`, in units of the largest of the three.
    pub fn reflection(&self, outcome: &mut Outcome, sign: f64, expected: impl Fn(f64) -> f64) {
        for &x in self.points {
            let (here, there) = ((self.value)(x), sign * (self.value)(-x));
            let (found, expected) = (here + there, expected(x));
            let size = here.abs().max(there.abs()).max(expected.abs());
            let error = (found - expected).abs() / ulp(size);
            outcome.measured_claim(self.place, error, CLAIM, || {
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
            let step = BEYOND * self.unit * if end == from { -1.0 } else { 1.0 };
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
            outcome.measured_claim(self.place, error, CLAIM, || {
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
