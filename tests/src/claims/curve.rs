//! Claims about `ℝ → ℝ` with a parameter: at every parameter that is tried.

use catalog::{Curve, CurveClaim, Stated};

use super::line::{EVERYWHERE, Given, Line};
use super::smooth;
use crate::Outcome;
use crate::gradients::unit;
use crate::sample::line as points;
use crate::tolerance::{CLAIM, ulps};

pub fn check(f: &Curve, stated: &'static Stated<CurveClaim>, outcome: &mut Outcome) {
    if let CurveClaim::With(parameter, expected) = stated.claim {
        return with(f, stated, outcome, parameter, expected);
    }
    for &p in f.parameter.tried {
        let seams = (f.seams)(p);
        let line = Line {
            value: &|x| (f.value)(x, p),
            grad: &|x| (f.grad)(x, p),
            points: &points(),
            limits: (f.limits)(p),
            seams: &seams,
            unit: unit(p),
            ends: EVERYWHERE,
            place: stated.place,
            rest: &format!(", {} = {p}", f.parameter.name),
        };
        match stated.claim {
            CurveClaim::IncreasingIf(when) => line.increasing_if(outcome, when(p)),
            CurveClaim::ConvexIf(when) => line.convex_if(outcome, when(p)),
            CurveClaim::BetweenZeroAndXIf(when) => line.between_zero_and_x(outcome, when(p)),
            CurveClaim::Range(of) => {
                let (low, high) = of(p);
                line.range(outcome, low, high, Given::Computed);
            }
            CurveClaim::Minimum(of) => match of(p) {
                // Computed from the parameter, place and value are rounded once more.
                Some(lowest) => line.minimum(outcome, lowest.at, lowest.value, Given::Computed),
                None => line.no_minimum(outcome),
            },
            CurveClaim::Smoothness(of) => smooth::check(&line, outcome, of(p)),
            CurveClaim::Lipschitz(of) => line.lipschitz(outcome, of(p)),
            CurveClaim::Odd => line.odd(outcome),
            CurveClaim::ZeroOn(of) => {
                let (from, to) = of(p);
                line.on(outcome, from, to, |_| 0.0);
            }
            CurveClaim::SlopeAtZero(of) => line.slope_at_zero(outcome, of(p)),
            CurveClaim::PositivelyHomogeneous(degree) => line.homogeneous(outcome, degree),
            CurveClaim::ReflectionDifferenceIsX => line.reflection(outcome, -1.0, |x| x),
            CurveClaim::ZeroAt(x) => line.at(outcome, x, 0.0),
            CurveClaim::IdentityOn(from, to) => line.on(outcome, from, to, |x| x),
            CurveClaim::With(..) => {}
            CurveClaim::DerivativeIs(of) => line.derivative_is(outcome, |x| of(x, p)),
            CurveClaim::GaussianMean(of) => line.moment(outcome, 1, of(p)),
            CurveClaim::GaussianSecondMoment(of) => line.moment(outcome, 2, of(p)),
        }
    }
}

fn with(
    f: &Curve,
    stated: &Stated<CurveClaim>,
    outcome: &mut Outcome,
    parameter: f64,
    expected: fn(f64) -> f64,
) {
    for x in points() {
        let (found, expected) = ((f.value)(x, parameter), expected(x));
        outcome.measured_claim(stated.place, ulps(found, expected), CLAIM, || {
            let name = f.parameter.name;
            format!("f({x:e}, {name} = {parameter}) = {found:e}, not {expected:e}")
        });
    }
}
