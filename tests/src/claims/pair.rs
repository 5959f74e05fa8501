//! Claims about a loss of prediction and target.

use catalog::{PairClaim, PairLoss, Stated};

use crate::Outcome;
use crate::sample::grid;
use crate::tolerance::{ulp, ulps};

pub fn check(f: &PairLoss, stated: &'static Stated<PairClaim>, outcome: &mut Outcome) {
    for &parameter in f.parameter.tried {
        for target in [0.0, 1.5 * parameter] {
            // Residuals in units of the parameter, on both branches; exact for targets like these.
            let residuals: Vec<f64> = grid(-8.0, 8.0, 513).map(|r| r * parameter).collect();
            check_at(f, stated, outcome, &residuals, target, parameter);
        }
    }
}

fn check_at(
    f: &PairLoss,
    stated: &'static Stated<PairClaim>,
    outcome: &mut Outcome,
    residuals: &[f64],
    target: f64,
    parameter: f64,
) {
    let place = stated.place;
    let value = |r: f64| (f.value)(target + r, target, parameter);
    let grad = |r: f64| (f.grad)(target + r, target, parameter);
    let shown = |r: f64| format!("residual {r}, {} = {parameter}", f.parameter.name);
    match stated.claim {
        PairClaim::ZeroOnlyAtTarget => {
            for &r in residuals {
                let right = if target + r == target {
                    value(r) == 0.0
                } else {
                    value(r) > 0.0
                };
                outcome.claim(place, right, || format!("{} costs {}", shown(r), value(r)));
            }
        }
        PairClaim::EvenInResidual => {
            for &r in residuals {
                let (a, b) = (
                    (f.value)(target + r, target, parameter),
                    (f.value)(target, target + r, parameter),
                );
                outcome.measured_claim(place, ulps(a, b), 0.0, || {
                    format!("{} costs {a}, its mirror image {b}", shown(r))
                });
            }
        }
        PairClaim::Convex => {
            for pair in residuals.windows(2) {
                let (a, b) = (grad(pair[0]), grad(pair[1]));
                outcome.claim(place, a <= b, || {
                    format!("the slope falls from {a} to {b} at {}", shown(pair[0]))
                });
            }
            for triple in residuals.windows(3) {
                let (a, b, c) = (value(triple[0]), value(triple[1]), value(triple[2]));
                outcome.claim(place, 2.0 * b <= a + c + 4.0 * ulp(a.max(c)), || {
                    format!("above its chord at {}", shown(triple[1]))
                });
            }
        }
        PairClaim::SteepestSlope(bound) => {
            let bound = bound(parameter);
            let steepest = residuals.iter().map(|&r| grad(r).abs()).fold(0.0, f64::max);
            outcome.measured_claim(place, ulps(steepest, bound), 0.0, || {
                format!("the steepest slope is {steepest}, not {bound}")
            });
            outcome.points += residuals.len() - 1;
        }
        PairClaim::Curvature { inside, outside } => {
            let seam = (f.seams)(parameter)
                .iter()
                .map(|s| s.at.abs())
                .fold(0.0, f64::max);
            for &r in residuals {
                let h = 1e-3 * parameter;
                if (r.abs() - seam).abs() < 2.0 * h {
                    continue; // between the branches there is no curvature to speak of
                }
                let found = (grad(r + h) - grad(r - h)) / (2.0 * h);
                let claimed = if r.abs() < seam {
                    inside(parameter)
                } else {
                    outside
                };
                // The steps are rounded to the grid of `target + r`.
                let rounding =
                    8.0 * f64::EPSILON * (target.abs() + r.abs() + h) / h * inside(parameter);
                outcome.measured_claim(place, (found - claimed).abs(), rounding, || {
                    format!("{} has curvature {found}, not {claimed}", shown(r))
                });
            }
        }
        PairClaim::AtMostQuadratic(bound) => {
            let seam = (f.seams)(parameter)
                .iter()
                .map(|s| s.at.abs())
                .fold(0.0, f64::max);
            for &r in residuals {
                let bound = bound((target + r) - target, parameter);
                let holds = if r.abs() < seam * 0.999 {
                    ulps(value(r), bound) <= 2.0
                } else {
                    value(r) <= bound * (1.0 + f64::EPSILON)
                };
                outcome.claim(place, holds, || {
                    format!("{} costs {}, the bound is {bound}", shown(r), value(r))
                });
            }
        }
        PairClaim::AtMostLinear(bound) => {
            for &r in residuals {
                let holds =
                    value(r) <= bound((target + r) - target, parameter) * (1.0 + f64::EPSILON);
                outcome.claim(place, holds, || format!("{} costs {}", shown(r), value(r)));
            }
            // The distance stays bounded: it is the same at 4 and at 8 times the parameter.
            let gap = |r: f64| bound(r, parameter) - value(r);
            let (near, far) = (gap(4.0 * parameter), gap(8.0 * parameter));
            let size = bound(8.0 * parameter, parameter);
            outcome.measured_claim(
                place,
                ((near - far) / size).abs(),
                4.0 * f64::EPSILON,
                || format!("the distance grows from {near} to {far}"),
            );
        }
    }
}
