//! A kink and a fixed parameter: leaky ReLU.

use catalog::{
    Curve, CurveClaim, Extremum, Limits, Parameter, Seam, Setting, Smoothness, Span, Stated, stated,
};
use serde_json::json;
use verification::golden::Golden;
use verification::{claims, gradients, limits, references};

use crate::common::{PICTURE, about, first_problem, leak, passes, refused};
use crate::{curve, inputs};

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

pub fn leaky_relu() -> Curve {
    Curve {
        about: about("leaky"),
        value: leaky,
        grad: leaky_grad,
        parameter: Parameter {
            name: "slope",
            symbol: r"\slope",
            default: 0.01,
            tried: &[0.01, 0.2, 0.0, -0.5, 1.0],
            valid: f64::is_finite,
            span: Span::Even(0.0, 1.0),
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

/// Products of two numbers and no more: rounded once, they are exact.
fn leaky_references() -> Golden {
    let cases: Vec<_> = [0.01, 0.2, -0.5]
        .iter()
        .map(|&slope| {
            let of = |f: &dyn Fn(f64) -> f64| inputs().into_iter().map(f).collect::<Vec<f64>>();
            json!({"note": "all", "args": {"slope": slope}, "each": {"x": inputs()},
                "value": of(&|x| if x > 0.0 { x } else { slope * x }),
                "grad": {"x": of(&|x| if x > 0.0 { 1.0 } else { slope }), "slope": of(&|x| x.min(0.0))},
                "second": {"x": of(&|_| 0.0)}})
        })
        .collect();
    let text = json!({"cases": cases, "recorded": []}).to_string();
    Golden::parse("tests/golden/leaky.json", &text).expect("it is well formed")
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
