//! Claims about `ℝ → ℝ`.

use catalog::{Scalar, ScalarClaim, Stated};

use crate::Outcome;
use crate::measure::{gaussian_mean, root};
use crate::sample::line;
use crate::tolerance::{INTEGRAL, PLACE, ulp, ulps};

pub fn check(f: &Scalar, stated: &'static Stated<ScalarClaim>, outcome: &mut Outcome) {
    let (value, grad, place) = (f.value, f.grad, stated.place);
    match stated.claim {
        ScalarClaim::Increasing => {
            for pair in line().windows(2) {
                let (a, b) = (value(pair[0]), value(pair[1]));
                // Strictly, where the slope says that the values differ by more than their rounding.
                let rise = grad(pair[0]).min(grad(pair[1])) * (pair[1] - pair[0]);
                let strict = rise > 8.0 * ulp(a).max(ulp(b));
                let holds = if strict { a < b } else { a <= b + 2.0 * ulp(b) };
                outcome.claim(place, holds, || {
                    format!("f({:e}) = {a:e}, f({:e}) = {b:e}", pair[0], pair[1])
                });
            }
        }
        ScalarClaim::Concave => {
            for pair in line().windows(2) {
                let (a, b) = (grad(pair[0]), grad(pair[1]));
                outcome.claim(place, b <= a + 2.0 * ulp(a), || {
                    format!("f'({:e}) = {a:e}, f'({:e}) = {b:e}", pair[0], pair[1])
                });
            }
        }
        ScalarClaim::Range(low, high) => {
            for x in line() {
                let y = value(x);
                outcome.claim(place, low <= y && y <= high, || {
                    format!("f({x:e}) = {y:e} is outside of [{low:e}, {high:e}]")
                });
            }
            let reached = |end: f64, what: &str, outcome: &mut Outcome| {
                let points = || {
                    line()
                        .into_iter()
                        .map(value)
                        .chain([f.limits.at_minus_infinity, f.limits.at_infinity])
                };
                let minimum = critical(f, -0.75).map(value);
                let nearest = points()
                    .chain(minimum)
                    .map(|y| if y == end { 0.0 } else { (y - end).abs() })
                    .fold(f64::INFINITY, f64::min);
                outcome.measured_claim(place, nearest, 2.0 * ulp_or_zero(end), || {
                    format!("no value comes nearer to the {what} end {end:e} than {nearest:e}")
                });
            };
            reached(low, "lower", outcome);
            reached(high, "upper", outcome);
        }
        ScalarClaim::Minimum { at, value: least } => {
            let found = critical(f, at);
            outcome.measured_claim(
                place,
                found.map_or(f64::NAN, |x| (x - at).abs()),
                PLACE,
                || format!("the derivative changes sign at {found:?}, not at {at}"),
            );
            outcome.measured_claim(place, ulps(value(at), least), 1.0, || {
                format!("f({at}) = {}, not {least}", value(at))
            });
            for x in line() {
                let falls = grad(x) <= 0.0 || x > at - PLACE;
                let rises = grad(x) >= 0.0 || x < at + PLACE;
                let holds = falls && rises && value(x) >= least - ulp(least);
                outcome.claim(place, holds, || {
                    format!("f({x:e}) = {:e} with slope {:e}", value(x), grad(x))
                });
            }
        }
        ScalarClaim::SteepestRise { at, slope } => steepest(f, stated, outcome, at, slope, 1.0),
        ScalarClaim::SteepestFall { at, slope } => steepest(f, stated, outcome, at, slope, -1.0),
        ScalarClaim::SlopeAtZero(slope) => {
            outcome.measured_claim(place, ulps(grad(0.0), slope), 0.0, || {
                format!("f'(0) = {}, not {slope}", grad(0.0))
            });
        }
        ScalarClaim::ReflectionSum(sum) => {
            for x in line() {
                let found = value(x) + value(-x);
                outcome.measured_claim(place, ulps(found, sum), 2.0, || {
                    format!("f({x:e}) + f({:e}) = {found}, not {sum}", -x)
                });
            }
        }
        ScalarClaim::ReflectionDifferenceIsX => {
            for x in line() {
                let found = value(x) - value(-x);
                outcome.measured_claim(place, ulps(found, x), 4.0, || {
                    format!("f({x:e}) - f({:e}) = {found:e}", -x)
                });
            }
        }
        ScalarClaim::GaussianMean(mean) => integral(stated, outcome, gaussian_mean(value), mean),
        ScalarClaim::GaussianSecondMoment(moment) => {
            integral(
                stated,
                outcome,
                gaussian_mean(|x| value(x) * value(x)),
                moment,
            );
        }
    }
}

fn ulp_or_zero(x: f64) -> f64 {
    if x.is_finite() { ulp(x) } else { 0.0 }
}

/// The zero of the derivative near `guess`, if it changes sign there.
fn critical(f: &Scalar, guess: f64) -> Option<f64> {
    let (low, high) = (guess - 0.5, guess + 0.5);
    ((f.grad)(low) < 0.0 && (f.grad)(high) > 0.0).then(|| root(low, high, f.grad))
}

/// `sign · f'` has its maximum `slope` at `at`.
///
/// The place of a maximum of f' cannot be told from its values to better than the square root of
/// their rounding; so it is taken from the sign of the second difference of the values.
fn steepest(
    f: &Scalar,
    stated: &'static Stated<ScalarClaim>,
    outcome: &mut Outcome,
    at: f64,
    slope: f64,
    sign: f64,
) {
    let (grad, place) = (f.grad, stated.place);
    outcome.measured_claim(place, ulps(grad(at), slope), 4.0, || {
        format!("f'({at}) = {}, not {slope}", grad(at))
    });
    for x in line() {
        let holds = sign * grad(x) <= sign * slope + 4.0 * ulp(slope);
        outcome.claim(place, holds, || {
            format!("f'({x:e}) = {:e} is beyond {slope}", grad(x))
        });
    }
    // f'(at + h) - f'(at - h) is odd in h up to the third derivative: extrapolated, it vanishes at
    // the true place only.
    let tilt = |h: f64| (grad(at + h) - grad(at - h)) / (2.0 * h);
    let second = (4.0 * tilt(1e-3) - tilt(2e-3)) / 3.0;
    outcome.measured_claim(place, second.abs(), 1e-11, || {
        format!("f''({at}) is about {second:e}, not 0: the place is wrong")
    });
}

fn integral(stated: &'static Stated<ScalarClaim>, outcome: &mut Outcome, found: f64, claimed: f64) {
    outcome.measured_claim(
        stated.place,
        ((found - claimed) / claimed).abs(),
        INTEGRAL,
        || format!("the integral is {found}, not {claimed}"),
    );
}
