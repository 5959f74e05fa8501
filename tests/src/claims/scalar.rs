//! Claims about `ℝ → ℝ`.

use catalog::{Scalar, ScalarClaim, Stated};

use super::line::{EVERYWHERE, Given, Line};
use super::smooth;
use crate::Outcome;
use crate::sample::line as points;

pub fn check(f: &Scalar, stated: &'static Stated<ScalarClaim>, outcome: &mut Outcome) {
    let line = Line {
        value: &f.value,
        grad: &f.grad,
        points: &points(),
        limits: f.limits,
        seams: f.seams,
        unit: 1.0,
        ends: EVERYWHERE,
        place: stated.place,
        rest: "",
    };
    match stated.claim {
        ScalarClaim::Increasing => line.increasing(outcome),
        ScalarClaim::NonDecreasing => line.non_decreasing(outcome),
        ScalarClaim::Concave => line.convex(outcome, -1.0),
        ScalarClaim::Convex => line.convex(outcome, 1.0),
        ScalarClaim::Odd => line.odd(outcome),
        ScalarClaim::Smoothness(claimed) => smooth::check(&line, outcome, claimed),
        ScalarClaim::Lipschitz(bound) => line.lipschitz(outcome, bound),
        ScalarClaim::BetweenZeroAndX => line.between_zero_and_x(outcome, true),
        ScalarClaim::Idempotent => line.idempotent(outcome),
        ScalarClaim::PositivelyHomogeneous(degree) => line.homogeneous(outcome, degree),
        ScalarClaim::ZeroAt(x) => line.at(outcome, x, 0.0),
        ScalarClaim::FixedPoint(x) => line.at(outcome, x, x),
        ScalarClaim::IdentityOn(from, to) => line.on(outcome, from, to, |x| x),
        ScalarClaim::ConstantOn { from, to, value } => line.on(outcome, from, to, |_| value),
        ScalarClaim::DerivativeIs(expected) => line.derivative_is(outcome, expected),
        ScalarClaim::Range(low, high) => line.range(outcome, low, high, Given::Written),
        ScalarClaim::Minimum { at, value } => line.minimum(outcome, at, value, Given::Written),
        ScalarClaim::SteepestRise { at, slope } => line.steepest(outcome, at, slope, 1.0),
        ScalarClaim::SteepestFall { at, slope } => line.steepest(outcome, at, slope, -1.0),
        ScalarClaim::SlopeAtZero(slope) => line.slope_at_zero(outcome, slope),
        ScalarClaim::ReflectionSum(sum) => line.reflection(outcome, 1.0, |_| sum),
        ScalarClaim::ReflectionSumIsAbsolute => line.reflection(outcome, 1.0, f64::abs),
        ScalarClaim::ReflectionDifferenceIsX => line.reflection(outcome, -1.0, |x| x),
        ScalarClaim::GaussianMean(mean) => line.moment(outcome, 1, mean),
        ScalarClaim::GaussianSecondMoment(moment) => line.moment(outcome, 2, moment),
    }
}
