//! The checks of functions with a parameter and of gates, tried on functions that are defined here:
//! the right ones pass, their nearest wrong variants do not.

mod common;

use catalog::{
    Curve, CurveClaim, Extremum, Function, Gate, GateClaim, Limits, Parameter, Seam, Setting,
    Smoothness, Stated, stated,
};
use nnfn::activations::{sigmoid, sigmoid_grad};
use serde_json::json;
use verification::golden::Golden;
use verification::{claims, gradients, limits, references};

use common::{PICTURE, about, first_problem, leak, passes, refused};

// ---- a kink and a fixed parameter: leaky ReLU ----

fn leaky(x: f64, slope: f64) -> f64 {
    assert!(
        slope.is_finite(),
        "leaky: slope must be finite, got {slope}"
    );
    if x > 0.0 { x } else { slope * x }
}

fn leaky_grad(x: f64, slope: f64) -> f64 {
    assert!(
        slope.is_finite(),
        "leaky_grad: slope must be finite, got {slope}"
    );
    match x {
        x if x.is_nan() => x,
        x if x > 0.0 => 1.0,
        _ => slope,
    }
}

fn by_slope(x: f64, slope: f64) -> f64 {
    assert!(
        slope.is_finite(),
        "leaky_grad_slope: slope must be finite, got {slope}"
    );
    if x > 0.0 { 0.0 } else { x }
}

fn leaky_relu() -> Curve {
    Curve {
        about: about("leaky"),
        value: leaky,
        grad: leaky_grad,
        parameter: Parameter {
            name: "slope",
            default: 0.01,
            tried: &[0.01, 0.2, 0.0, -0.5, 1.0],
            valid: f64::is_finite,
        },
        setting: Setting::Learned(by_slope),
        limits: |slope| Limits {
            at_minus_infinity: match slope {
                s if s > 0.0 => f64::NEG_INFINITY,
                s if s < 0.0 => f64::INFINITY,
                _ => f64::NAN,
            },
            at_infinity: f64::INFINITY,
        },
        grad_limits: |slope| Limits {
            at_minus_infinity: slope,
            at_infinity: 1.0,
        },
        seams: |slope| {
            vec![Seam {
                at: 0.0,
                left: slope,
                right: 1.0,
                chosen: slope,
            }]
        },
        claims: &[],
        picture: PICTURE,
    }
}

fn inputs() -> Vec<f64> {
    (-150..=150).map(|i| f64::from(i) / 16.0).collect()
}

/// Products of two numbers and no more: rounded once, they are exact.
fn leaky_references() -> Golden {
    let cases: Vec<_> = [0.01, 0.2, -0.5]
        .iter()
        .map(|&slope| {
            let of = |f: &dyn Fn(f64) -> f64| inputs().into_iter().map(f).collect::<Vec<f64>>();
            json!({"note": "all", "params": {"slope": slope}, "inputs": {"x": inputs()},
                "value": of(&|x| if x > 0.0 { x } else { slope * x }),
                "grad": of(&|x| if x > 0.0 { 1.0 } else { slope }),
                "second": of(&|_| 0.0),
                "grad_slope": of(&|x| x.min(0.0))})
        })
        .collect();
    let text = json!({"cases": cases, "recorded": []}).to_string();
    Golden::parse("tests/golden/leaky.json", &text).expect("it is well formed")
}

fn curve(f: Curve) -> Function {
    Function::Curve(leak(f))
}

#[test]
fn a_function_with_a_kink_passes() {
    let f = || curve(leaky_relu());
    passes(&gradients::of(&f()));
    passes(&references::against(&f(), &leaky_references()));
    // At slope 0 the limit at -∞ is 0, and 0·∞ is NaN: the check sees it.
    refused(&[limits::of(&f())], "leaky(-∞, 0) is NaN");
}

#[test]
fn a_slope_that_is_off_in_the_fifteenth_digit_is_refused() {
    let value = |x: f64, slope: f64| {
        let slope = if slope == 0.01 {
            0.010_000_000_000_000_01
        } else {
            slope
        };
        leaky(x, slope)
    };
    let wrong = curve(Curve {
        value,
        ..leaky_relu()
    });
    refused(&references::against(&wrong, &leaky_references()), "leaky(");
}

#[test]
fn another_slope_at_the_kink_is_refused() {
    let grad = |x: f64, slope: f64| if x >= 0.0 { 1.0 } else { slope };
    let wrong = curve(Curve {
        grad,
        ..leaky_relu()
    });
    refused(
        &gradients::of(&wrong),
        "leaky_grad at 0, 0.01 is 1e0, the catalogue says 1e-2",
    );
    refused(
        &references::against(&wrong, &leaky_references()),
        "leaky_grad(0e0",
    );
}

#[test]
fn wrong_slopes_beside_the_kink_are_refused() {
    for (left, right) in [(0.02, 1.0), (0.01, 1.000_001), (1.0, 0.01)] {
        let seams: fn(f64) -> Vec<Seam> = match (left, right) {
            (0.02, _) => |s| {
                vec![Seam {
                    at: 0.0,
                    left: 2.0 * s,
                    right: 1.0,
                    chosen: s,
                }]
            },
            (0.01, _) => |s| {
                vec![Seam {
                    at: 0.0,
                    left: s,
                    right: 1.000_001,
                    chosen: s,
                }]
            },
            _ => |s| {
                vec![Seam {
                    at: 0.0,
                    left: 1.0,
                    right: s,
                    chosen: s,
                }]
            },
        };
        let wrong = curve(Curve {
            seams,
            ..leaky_relu()
        });
        refused(&gradients::of(&wrong), "the catalogue says");
    }
    // A kink that the catalogue does not know, or has at another place.
    for seams in [(|_| vec![]) as fn(f64) -> Vec<Seam>, |s| {
        vec![Seam {
            at: 0.125,
            left: s,
            right: 1.0,
            chosen: s,
        }]
    }] {
        let wrong = curve(Curve {
            seams,
            ..leaky_relu()
        });
        refused(&gradients::of(&wrong), "leaky");
    }
    // A gradient that is wrong close to the kink only.
    let grad = |x: f64, slope: f64| if x > -1e-3 { 1.0 } else { slope };
    let seams = |s| {
        vec![Seam {
            at: 0.0,
            left: s,
            right: 1.0,
            chosen: 1.0,
        }]
    };
    let wrong = curve(Curve {
        grad,
        seams,
        ..leaky_relu()
    });
    refused(&gradients::of(&wrong), "the differences of leaky give");
}

#[test]
fn a_wrong_derivative_by_the_parameter_is_refused() {
    let wrong = curve(Curve {
        setting: Setting::Learned(|x, _| x),
        ..leaky_relu()
    });
    refused(&gradients::of(&wrong), "leaky_grad_slope");
    refused(
        &references::against(&wrong, &leaky_references()),
        "leaky_grad_slope",
    );
}

#[test]
fn a_parameter_that_is_not_valid_must_be_refused_by_name() {
    let of = |value: fn(f64, f64) -> f64| {
        let tried = &[0.01, 0.2];
        let parameter = Parameter {
            tried,
            ..leaky_relu().parameter
        };
        limits::of(&curve(Curve {
            value,
            parameter,
            ..leaky_relu()
        }))
    };
    passes(&[of(leaky)]);
    refused(
        &[of(|x, s| if x > 0.0 { x } else { s * x })],
        "leaky with slope = NaN: it returns",
    );
    refused(
        &[of(|x, s| {
            assert!(s.is_finite(), "bad slope");
            leaky(x, s)
        })],
        "expected a panic `leaky: slope must .., got NaN`",
    );
}

#[test]
fn claims_of_curves_hold_or_are_refused() {
    use CurveClaim as C;
    let of = |claim: CurveClaim| {
        let claims: &'static [Stated<CurveClaim>] = leak([stated("claim", claim)]);
        claims::of(&curve(Curve {
            claims,
            ..leaky_relu()
        }))
    };
    let infinity = f64::INFINITY;
    for right in [
        C::IncreasingIf(|slope| slope > 0.0),
        C::ConvexIf(|slope| slope <= 1.0),
        C::BetweenZeroAndXIf(|slope| (0.0..=1.0).contains(&slope)),
        C::Minimum(|slope| {
            (slope < 0.0).then_some(Extremum {
                at: 0.0,
                value: 0.0,
            })
        }),
        C::Smoothness(|slope| {
            if slope == 1.0 {
                Smoothness::Smooth
            } else {
                Smoothness::Continuous
            }
        }),
        C::Lipschitz(|slope| slope.abs().max(1.0)),
        C::SlopeAtZero(|slope| slope),
        C::PositivelyHomogeneous(1),
        C::ZeroAt(0.0),
        C::With(0.0, |x| x.max(0.0)),
        C::With(1.0, |x| x),
        C::DerivativeIs(|x, slope| if x > 0.0 { 1.0 } else { slope }),
        C::GaussianMean(|slope| (1.0 - slope) * 0.398_942_280_401_432_7),
        C::GaussianSecondMoment(|slope| 0.5 * (1.0 + slope * slope)),
    ] {
        let outcomes = of(right);
        assert_eq!(first_problem(&outcomes), None, "{right:?}");
    }
    for wrong in [
        C::IncreasingIf(|slope| slope >= 0.0),
        C::IncreasingIf(|slope| slope > 0.1),
        C::ConvexIf(|slope| slope > 0.0),
        C::ConvexIf(|slope| slope < 0.1),
        C::BetweenZeroAndXIf(|slope| slope > 0.0),
        C::Range(|_| (f64::NEG_INFINITY, f64::INFINITY)),
        C::Minimum(|_| None),
        C::Minimum(|_| {
            Some(Extremum {
                at: 0.0,
                value: 0.0,
            })
        }),
        C::Smoothness(|_| Smoothness::Continuous),
        C::Smoothness(|_| Smoothness::C1),
        C::Lipschitz(|_| 1.000_000_000_000_01),
        C::Lipschitz(|_| 0.999_999_999_999_99),
        C::SlopeAtZero(|slope| slope.max(1e-300)),
        C::PositivelyHomogeneous(2),
        C::ReflectionDifferenceIsX,
        C::ZeroAt(1.0),
        C::IdentityOn(0.5, infinity),
        C::IdentityOn(-0.5, infinity),
        C::With(1e-15, |x| x.max(0.0)),
        C::DerivativeIs(|x, slope| if x >= 0.0 { 1.0 } else { slope }),
        C::GaussianMean(|slope| (1.0 - slope) * 0.398_942_280_401_442_7),
        C::GaussianSecondMoment(|slope| 0.5 * (1.0 + slope * slope) + 1e-14),
    ] {
        assert!(first_problem(&of(wrong)).is_some(), "{wrong:?} is accepted");
    }
    // At slope 1 it is the identity everywhere: an interval that ends at 0 is too short.
    let tried = &[0.01, 0.2];
    let parameter = Parameter {
        tried,
        ..leaky_relu().parameter
    };
    let claims: &'static [Stated<CurveClaim>] =
        leak([stated("identity", C::IdentityOn(0.0, infinity))]);
    passes(&claims::of(&curve(Curve {
        parameter,
        claims,
        ..leaky_relu()
    })));
}

// ---- smooth and a learned parameter: swish ----

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
            default: 1.0,
            tried: &[1.0, 0.25, 10.0, 0.0, -2.0],
            valid: |_| true,
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

// ---- a gate: GLU ----

fn glu() -> Gate {
    Gate {
        about: about("glu"),
        value: |a, b| a * sigmoid(b),
        grad_a: |_, b| sigmoid(b),
        grad_b: |a, b| a * sigmoid_grad(b),
        limits: Limits {
            at_minus_infinity: 0.0,
            at_infinity: 1.0,
        },
        grad_limits: Limits {
            at_minus_infinity: 0.0,
            at_infinity: 0.0,
        },
        seams: &[],
        claims: &[],
        picture: PICTURE,
    }
}

fn gate(f: Gate) -> Function {
    Function::Gate(leak(f))
}

/// Powers of two times functions that have references of their own.
fn glu_references() -> Golden {
    let (mut a, mut b) = (vec![], vec![]);
    for factor in [-2.0, 0.5] {
        for x in inputs() {
            a.push(factor);
            b.push(x);
        }
    }
    let of = |f: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
        a.iter().zip(&b).map(|(a, b)| f(*a, *b)).collect()
    };
    let text = json!({"cases": [{"note": "all", "params": {}, "inputs": {"a": a, "b": b},
        "value": of(&|a, b| a * sigmoid(b)),
        "grad_a": of(&|_, b| sigmoid(b)),
        "grad_b": of(&|a, b| a * sigmoid_grad(b)),
        "second_b": of(&|a, b| a * sigmoid_grad(b) * (1.0 - 2.0 * sigmoid(b)))}], "recorded": []})
    .to_string();
    Golden::parse("tests/golden/glu.json", &text).expect("it is well formed")
}

#[test]
fn a_gate_passes() {
    passes(&gradients::of(&gate(glu())));
    passes(&references::against(&gate(glu()), &glu_references()));
    passes(&[limits::of(&gate(glu()))]);
}

#[test]
fn a_gate_with_a_kink_passes() {
    let regate = Gate {
        about: about("reglu"),
        value: |a, b| a * b.max(0.0),
        grad_a: |_, b| b.max(0.0),
        grad_b: |a, b| if b > 0.0 { a } else { 0.0 },
        seams: &[Seam {
            at: 0.0,
            left: 0.0,
            right: 1.0,
            chosen: 0.0,
        }],
        ..glu()
    };
    passes(&gradients::of(&gate(regate)));
    let grad_b = |a, b| if b >= 0.0 { a } else { 0.0 };
    refused(
        &gradients::of(&gate(Gate { grad_b, ..regate })),
        "reglu_grad_b at -2.5, 0",
    );
}

#[test]
fn wrong_gates_are_refused() {
    let swapped = Gate {
        value: |a, b| b * sigmoid(a),
        ..glu()
    };
    let squashed = Gate {
        grad_a: |_, b| sigmoid_grad(b),
        ..glu()
    };
    let forgotten = Gate {
        grad_b: |_, b| sigmoid_grad(b),
        ..glu()
    };
    for wrong in [swapped, squashed, forgotten] {
        refused(&gradients::of(&gate(wrong)), "glu_grad_");
        refused(&references::against(&gate(wrong), &glu_references()), "glu");
    }
    let tanh = Gate {
        value: |a, b| a * b.tanh(),
        ..glu()
    };
    refused(&[limits::of(&gate(tanh))], "glu(1, -∞)");
}

#[test]
fn claims_of_gates_hold_or_are_refused() {
    use GateClaim as C;
    let of = |claim: GateClaim| {
        let claims: &'static [Stated<GateClaim>] = leak([stated("claim", claim)]);
        claims::of(&gate(Gate { claims, ..glu() }))
    };
    for right in [
        C::GateIs(sigmoid),
        C::LinearInA,
        C::AtZero(0.5),
        C::GateRange(0.0, 1.0),
        C::Symmetric(false),
        C::NeverGrows,
        C::Smoothness(Smoothness::Smooth),
    ] {
        assert_eq!(first_problem(&of(right)), None, "{right:?}");
    }
    for wrong in [
        C::GateIs(f64::tanh),
        C::AtZero(0.500_000_000_000_001),
        C::GateRange(0.0, 1.000_000_000_000_001),
        C::Symmetric(true),
        C::Smoothness(Smoothness::C1),
    ] {
        assert!(first_problem(&of(wrong)).is_some(), "{wrong:?} is accepted");
    }
    let bilinear = |claim: GateClaim| {
        let claims: &'static [Stated<GateClaim>] = leak([stated("claim", claim)]);
        let value = |a: f64, b: f64| a * b;
        claims::of(&gate(Gate {
            claims,
            value,
            grad_a: |_, b| b,
            grad_b: |a, _| a,
            ..glu()
        }))
    };
    passes(&bilinear(C::Symmetric(true)));
    assert!(first_problem(&bilinear(C::NeverGrows)).is_some());
    assert!(first_problem(&bilinear(C::Symmetric(false))).is_some());
    let shifted = |claim: GateClaim| {
        let claims: &'static [Stated<GateClaim>] = leak([stated("claim", claim)]);
        claims::of(&gate(Gate {
            claims,
            value: |a, b| a * sigmoid(b) + 1.0,
            ..glu()
        }))
    };
    assert!(first_problem(&shifted(C::LinearInA)).is_some());
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
    use nnfn::activations::{swish, swish_grad};
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

#[test]
fn a_gate_is_another_function_to_the_last_digits() {
    let with = |value: fn(f64, f64) -> f64, grad_a: fn(f64, f64) -> f64| {
        let claims: &'static [Stated<GateClaim>] =
            leak([stated("claim", GateClaim::GateIs(sigmoid))]);
        claims::of(&gate(Gate {
            claims,
            value,
            grad_a,
            ..glu()
        }))
    };
    let a_unit_off = |_: f64, b: f64| sigmoid(b).next_down();
    let five_units_off = |a: f64, b: f64| a * (0..5).fold(sigmoid(b), |g, _| g.next_down());
    passes(&with(|a, b| a * sigmoid(b), |_, b| sigmoid(b)));
    refused(&with(glu().value, a_unit_off), "the derivative by a");
    refused(&with(five_units_off, glu().grad_a), "f(1, b)");
}
