//! Named properties that are no claim of a single catalogue entry: how functions relate.
//!
//! Each draws its inputs at random (proptest, with a fixed seed: the same in every run). A page
//! names one in `<!--@ property gelu reflection -->`.

use nnfn::activations::{
    gelu, gelu_grad, gelu_tanh, log_sigmoid, log_softmax, sigmoid, sigmoid_grad, softmax,
};
use nnfn::log_sum_exp;
use nnfn::losses::{cross_entropy, cross_entropy_grad, cross_entropy_soft, huber, smooth_l1};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::Outcome;
use crate::outcome::{Problem, function_place};
use crate::tolerance::{ulp, ulps};

/// A relation, the function whose page states it, and its check.
struct Property {
    function: &'static str,
    name: &'static str,
    check: fn() -> Result<usize, String>,
}

const CASES: u32 = 1024;

/// Runs `test` on `CASES` draws; the message of a failure holds the smallest counterexample.
fn forall<S: Strategy>(
    strategy: S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) -> Result<usize, String>
where
    S::Value: std::fmt::Debug,
{
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    match TestRunner::new_with_rng(config, rng).run(&strategy, test) {
        Ok(()) => Ok(CASES as usize),
        Err(TestError::Fail(why, input)) => Err(format!("{why} for {input:?}")),
        Err(TestError::Abort(why)) => Err(format!("too few cases: {why}")),
    }
}

fn near(found: f64, expected: f64, bound: f64) -> Result<(), TestCaseError> {
    let error = ulps(found, expected);
    if error <= bound {
        Ok(())
    } else {
        Err(TestCaseError::fail(format!(
            "{found:e} is not {expected:e}: {error:.1} ulp"
        )))
    }
}

fn within(found: f64, expected: f64, slack: f64) -> Result<(), TestCaseError> {
    if (found - expected).abs() <= slack {
        Ok(())
    } else {
        Err(TestCaseError::fail(format!(
            "{found:e} is not {expected:e}"
        )))
    }
}

fn row() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-30.0..30.0, 1..8)
}

const PROPERTIES: &[Property] = &[
    Property {
        function: "sigmoid",
        name: "is_a_shifted_tanh",
        check: || {
            forall(-30.0..30.0, |x: f64| {
                within(2.0 * sigmoid(x) - 1.0, (0.5 * x).tanh(), 4.0 * f64::EPSILON)
            })
        },
    },
    Property {
        function: "sigmoid",
        name: "slope_from_value",
        check: || {
            forall(-30.0..30.0, |x: f64| {
                near(sigmoid_grad(x), sigmoid(x) * sigmoid(-x), 8.0)
            })
        },
    },
    Property {
        function: "sigmoid",
        name: "inverse_is_logit",
        check: || {
            forall(-15.0..15.0, |x: f64| {
                let p = sigmoid(x);
                // ln(p/(1 − p)) magnifies the rounding of p by 1/(1 − p).
                within(
                    (p / (1.0 - p)).ln(),
                    x,
                    4.0 * f64::EPSILON / (1.0 - p) + 4.0 * ulp(x),
                )
            })
        },
    },
    Property {
        function: "log_sigmoid",
        name: "is_log_of_sigmoid",
        check: || {
            forall(-700.0..700.0, |x: f64| {
                near(log_sigmoid(x).exp(), sigmoid(x), 4.0 + x.abs().min(700.0))
            })
        },
    },
    Property {
        function: "log_sigmoid",
        name: "slope_is_sigmoid_of_minus_x",
        check: || {
            forall(-700.0..700.0, |x: f64| {
                near(nnfn::activations::log_sigmoid_grad(x), sigmoid(-x), 4.0)
            })
        },
    },
    Property {
        function: "gelu",
        name: "slopes_reflect_to_one",
        check: || {
            forall(-40.0..40.0, |x: f64| {
                within(gelu_grad(x) + gelu_grad(-x), 1.0, 4.0 * f64::EPSILON)
            })
        },
    },
    Property {
        function: "gelu",
        name: "between_zero_and_x",
        check: || {
            forall(-40.0..40.0, |x: f64| {
                let y = gelu(x);
                prop_assert!(
                    if x >= 0.0 {
                        (0.0..=x).contains(&y)
                    } else {
                        (x..=0.0).contains(&y)
                    },
                    "{y}"
                );
                Ok(())
            })
        },
    },
    Property {
        function: "gelu_tanh",
        name: "near_gelu",
        check: || forall(-40.0..40.0, |x: f64| within(gelu_tanh(x), gelu(x), 4.74e-4)),
    },
    Property {
        function: "softmax",
        name: "ratio_depends_on_difference",
        check: || {
            forall((row(), 0.1..10.0), |(z, t): (Vec<f64>, f64)| {
                let p = softmax(&z, t);
                let (a, b) = (p[0], p[z.len() - 1]);
                let ratio = ((z[0] - z[z.len() - 1]) / t).exp();
                prop_assume!(b > 1e-300 && ratio.is_finite() && a > 1e-300);
                near(a / b, ratio, 8.0 + (z[0] - z[z.len() - 1]).abs() / t)
            })
        },
    },
    Property {
        function: "softmax",
        name: "not_scale_invariant",
        check: || {
            forall(1.5..10.0, |scale: f64| {
                let (p, q) = (softmax(&[1.0, 0.0], 1.0), softmax(&[scale, 0.0], 1.0));
                prop_assert!(q[0] > p[0], "{q:?}");
                near(q[0], softmax(&[1.0, 0.0], 1.0 / scale)[0], 8.0)
            })
        },
    },
    Property {
        function: "log_softmax",
        name: "is_log_of_softmax",
        check: || {
            forall(row(), |z: Vec<f64>| {
                for (l, p) in log_softmax(&z, 1.0).iter().zip(softmax(&z, 1.0)) {
                    near(l.exp(), p, 4.0 + l.abs())?;
                }
                Ok(())
            })
        },
    },
    Property {
        function: "huber",
        name: "large_delta_is_half_square",
        check: || {
            forall((-1e3..1e3, 1e3..1e9), |(r, delta): (f64, f64)| {
                near(huber(r, 0.0, delta), 0.5 * r * r, 1.0)
            })
        },
    },
    Property {
        function: "huber",
        name: "over_small_delta_is_absolute",
        check: || {
            forall((-1e3..1e3, 1e-12..1e-9), |(r, delta): (f64, f64)| {
                within(huber(r, 0.0, delta) / delta, r.abs(), delta + 2.0 * ulp(r))
            })
        },
    },
    Property {
        function: "huber",
        name: "scales_with_its_units",
        check: || {
            // Powers of two scale without rounding, so the law is exact.
            forall(
                (-1e3..1e3, 0.01..100.0, -20..20),
                |(r, delta, power): (f64, f64, i32)| {
                    let unit = 2.0_f64.powi(power);
                    near(
                        huber(r * unit, 0.0, delta * unit),
                        unit * unit * huber(r, 0.0, delta),
                        0.0,
                    )
                },
            )
        },
    },
    Property {
        function: "huber",
        name: "is_moreau_envelope",
        check: || {
            // min over u of δ|u| + (r − u)²/2, at u = r shrunk towards 0 by δ.
            forall(
                (-10.0..10.0, 0.01..10.0, -20.0..20.0),
                |(r, delta, u): (f64, f64, f64)| {
                    let cost = |u: f64| delta * u.abs() + 0.5 * (r - u) * (r - u);
                    let shrunk = r.signum() * (r.abs() - delta).max(0.0);
                    within(
                        huber(r, 0.0, delta),
                        cost(shrunk),
                        1e-14 * (1.0 + cost(shrunk)),
                    )?;
                    prop_assert!(huber(r, 0.0, delta) <= cost(u) + 1e-14 * cost(u), "u = {u}");
                    Ok(())
                },
            )
        },
    },
    Property {
        function: "smooth_l1",
        name: "is_huber_over_beta",
        check: || {
            forall((-1e3..1e3, 1e-3..1e3), |(r, beta): (f64, f64)| {
                near(smooth_l1(r, 0.0, beta), huber(r, 0.0, beta) / beta, 4.0)
            })
        },
    },
    Property {
        function: "cross_entropy",
        name: "is_lse_minus_logit",
        check: || {
            forall(row(), |z: Vec<f64>| {
                let size = log_sum_exp(&z).abs().max(z[0].abs());
                within(
                    cross_entropy(&z, 0),
                    log_sum_exp(&z) - z[0],
                    4.0 * ulp(size),
                )
            })
        },
    },
    Property {
        function: "cross_entropy",
        name: "is_minus_log_softmax",
        check: || {
            forall(row(), |z: Vec<f64>| {
                near(cross_entropy(&z, 0), -log_softmax(&z, 1.0)[0], 2.0)
            })
        },
    },
    Property {
        function: "cross_entropy",
        name: "gradient_is_softmax_minus_one_hot",
        check: || {
            forall(row(), |z: Vec<f64>| {
                for (i, (g, p)) in cross_entropy_grad(&z, 0)
                    .iter()
                    .zip(softmax(&z, 1.0))
                    .enumerate()
                {
                    within(*g, p - f64::from(i == 0), 4.0 * f64::EPSILON)?;
                }
                Ok(())
            })
        },
    },
    Property {
        function: "cross_entropy",
        name: "two_classes_are_binary",
        check: || {
            forall((-700.0..700.0, -700.0..700.0), |(a, b): (f64, f64)| {
                let difference = a - b;
                // The difference is rounded; at the far side that error is all of the loss's.
                prop_assume!((difference + b - a) == 0.0);
                near(
                    cross_entropy(&[a, b], 0),
                    -log_sigmoid(difference),
                    4.0 + difference.abs(),
                )
            })
        },
    },
    Property {
        function: "cross_entropy_soft",
        name: "is_linear_in_target",
        check: || {
            forall((row(), 0.0..1.0), |(z, share): (Vec<f64>, f64)| {
                let k = z.len();
                let mut target = vec![0.0; k];
                target[0] += share;
                target[k - 1] += 1.0 - share;
                let parts = share * cross_entropy(&z, 0) + (1.0 - share) * cross_entropy(&z, k - 1);
                near(cross_entropy_soft(&z, &target), parts, 8.0)
            })
        },
    },
];

/// One outcome a property.
#[must_use]
pub fn outcomes() -> Vec<Outcome> {
    let run = |property: &Property| {
        let mut outcome = Outcome::new(property.function, property.name, "");
        match (property.check)() {
            Ok(points) => outcome.points = points,
            Err(why) => {
                let source =
                    catalog::find(property.function).map_or("lib.rs", |f| f.about().source);
                let (file, line) = function_place(source, property.function);
                let message = format!(
                    "the property {}::{} does not hold: {why}",
                    property.function, property.name
                );
                outcome.points = 1;
                outcome.problems.push(Problem {
                    file,
                    line,
                    message,
                });
            }
        }
        outcome
    };
    PROPERTIES.iter().map(run).collect()
}

/// The names that a page may refer to: function and property.
#[must_use]
pub fn names() -> Vec<(&'static str, &'static str)> {
    PROPERTIES.iter().map(|p| (p.function, p.name)).collect()
}
