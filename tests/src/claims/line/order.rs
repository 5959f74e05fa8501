//! Order: of values, of slopes, between 0 and the place.

use super::Line;
use crate::Outcome;
use crate::tolerance::{ORDER, RISE, ulp};

/// No tolerance: a piece on which a function is constant is wider, in units.
const WIDE: f64 = 1e-3;

/// No tolerance: up to how many units equal values alone say that a function is constant.
const NEAR: f64 = 8.0;

/// No tolerance: from how many units on slopes underflow.
const FAR: f64 = 100.0;

impl Line<'_> {
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
                let strict = rise > RISE * ulp(a).max(ulp(b));
                !(if strict {
                    a < b
                } else {
                    a <= b + ORDER * ulp(b)
                })
            })
    }

    /// A piece of the line on which the function is constant: farther out than `NEAR`, where values are rounded
    /// to the same, the slope must say so too.
    fn flat(&self) -> Option<(f64, f64)> {
        let within = |x: f64, units: f64| x.abs() <= units * self.unit;
        let same = |w: &&[f64]| {
            let wide = w[1] - w[0] > WIDE * self.unit;
            let near = within(w[0], NEAR) && within(w[1], NEAR);
            let level = || (self.grad)(w[0]) == 0.0 && (self.grad)(w[1]) == 0.0;
            let flat = near || within(w[0], FAR) && within(w[1], FAR) && level();
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
                b < a - ORDER * ulp(a)
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
            let slack = ORDER * ulp(x); // of rounding, where the slope is 1
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
}
