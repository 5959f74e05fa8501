//! Smooth, and a learned parameter: Swish.

use catalog::{
    Curve, CurveClaim, Extremum, Function, Limits, Parameter, Setting, Smoothness, Span, Stated,
    stated,
};
use nnfn::activations::{sigmoid, sigmoid_grad};
use verification::{claims, gradients};

use crate::common::{about, first_problem, leak, passes, refused};
use crate::curve;
use crate::kinked::leaky_relu;

fn swish(x: f64, beta: f64) -> f64 {
    let v = beta * x;
    if v == f64::NEG_INFINITY {
        -0.0
    } else {
        x * sigmoid(v)
    }
}

fn swish_grad(x: f64, beta: f64) -> f64 {
    let v = beta * x;
    if v.is_infinite() {
        sigmoid(v)
    } else {
        sigmoid(v) + v * sigmoid_grad(v)
    }
}

fn swish_learned(grad: fn(f64, f64) -> f64) -> Function {
    curve(Curve {
        about: about("swish"),
        value: swish,
        grad: swish_grad,
        parameter: Parameter {
            name: "beta",
            symbol: r"\beta",
            default: 1.0,
            tried: &[1.0, 0.25, 10.0, 0.0, -2.0],
            valid: |_| true,
            span: Span::Even(0.0, 1.0),
        },
        setting: Setting::Learned(grad),
        seams: |_| vec![],
        ..leaky_relu()
    })
}

#[test]
fn swish_by_beta_needs_both_factors() {
    passes(&gradients::of(&swish_learned(|x, beta| {
        x * x * sigmoid_grad(beta * x)
    })));
    for wrong in [
        (|x, beta| x * sigmoid_grad(beta * x)) as fn(f64, f64) -> f64,
        |x, beta| beta * x * x * sigmoid_grad(beta * x),
        |x, beta| x * x * sigmoid(beta * x),
    ] {
        refused(&gradients::of(&swish_learned(wrong)), "swish_grad_beta");
    }
}

#[test]
fn claims_of_a_smooth_curve_hold_or_are_refused() {
    use CurveClaim as C;
    let of = |claim: CurveClaim| {
        let claims: &'static [Stated<CurveClaim>] = leak([stated("claim", claim)]);
        let tried = &[1.0, 0.25, 10.0];
        let Function::Curve(f) = swish_learned(|_, _| 0.0) else {
            unreachable!()
        };
        let parameter = Parameter {
            tried,
            ..f.parameter
        };
        claims::of(&curve(Curve {
            claims,
            parameter,
            limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: f64::INFINITY,
            },
            ..*f
        }))
    };
    const AT: f64 = -1.278_464_542_761_074;
    const LEAST: f64 = -0.278_464_542_761_073_84;
    for right in [
        C::Minimum(|beta| {
            Some(Extremum {
                at: AT / beta,
                value: LEAST / beta,
            })
        }),
        C::Range(|beta| (LEAST / beta, f64::INFINITY)),
        C::Smoothness(|_| Smoothness::Smooth),
        C::ReflectionDifferenceIsX,
        C::SlopeAtZero(|_| 0.5),
        C::Lipschitz(|_| 1.099_839_320_128_866_8),
        C::IncreasingIf(|_| false),
        C::BetweenZeroAndXIf(|_| true),
    ] {
        assert_eq!(first_problem(&of(right)), None, "{right:?}");
    }
    for wrong in [
        C::Minimum(|beta| {
            Some(Extremum {
                at: -1.278_464_542_761_1 / beta,
                value: LEAST / beta,
            })
        }),
        C::Minimum(|beta| {
            Some(Extremum {
                at: AT / beta,
                value: LEAST,
            })
        }),
        C::Range(|beta| (1.000_000_000_000_01 * LEAST / beta, f64::INFINITY)),
        C::Smoothness(|_| Smoothness::C2),
        C::Lipschitz(|_| 1.1),
    ] {
        assert!(first_problem(&of(wrong)).is_some(), "{wrong:?} is accepted");
    }
}

#[test]
fn a_steep_curve_is_smooth_far_out_and_a_kink_is_not() {
    let of = |value: fn(f64, f64) -> f64, grad: fn(f64, f64) -> f64| {
        let smooth = CurveClaim::Smoothness(|_| Smoothness::Smooth);
        let claims: &'static [Stated<CurveClaim>] = leak([stated("claim", smooth)]);
        let Function::Curve(f) = swish_learned(|_, _| 0.0) else {
            unreachable!()
        };
        let parameter = Parameter {
            tried: &[20.0, -50.0, 1000.0],
            ..f.parameter
        };
        claims::of(&curve(Curve {
            claims,
            value,
            grad,
            parameter,
            ..*f
        }))
    };
    passes(&of(swish, swish_grad));
    // Small as it is, the tail bends at 30 times the length over which it decays.
    let bent = |x: f64, beta: f64| swish(x, beta) * (1.0 + (-30.0 - beta * x).max(0.0));
    let bent_grad = |x: f64, beta: f64| {
        let beyond = -30.0 - beta * x;
        if beyond > 0.0 {
            swish_grad(x, beta) * (1.0 + beyond) - beta * swish(x, beta)
        } else {
            swish_grad(x, beta)
        }
    };
    refused(&of(bent, bent_grad), "something jumps there");
}
