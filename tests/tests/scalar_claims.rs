//! What functions of one number can claim, tried on functions that are defined here: true claims
//! hold, the nearest false ones do not.

mod common;

use catalog::{Function, Limits, Scalar, ScalarClaim as C, Seam, Smoothness, Stated, stated};
use nnfn::activations::{sigmoid, sigmoid_grad};
use verification::{claims, gradients};

use common::{PICTURE, about, fails, first_problem, leak, passes};

const INFINITY: f64 = f64::INFINITY;

fn scalar(
    name: &'static str,
    value: fn(f64) -> f64,
    grad: fn(f64) -> f64,
    limits: (f64, f64),
    seams: &'static [Seam],
) -> Scalar {
    let limits = Limits {
        at_minus_infinity: limits.0,
        at_infinity: limits.1,
    };
    Scalar {
        about: about(name),
        value,
        grad,
        limits,
        grad_limits: limits,
        seams,
        claims: &[],
        picture: PICTURE,
    }
}

const fn kink(at: f64, left: f64, right: f64, chosen: f64) -> Seam {
    Seam {
        at,
        left,
        right,
        chosen,
    }
}

fn step(x: f64) -> f64 {
    if x > 0.0 { 1.0 } else { 0.0 }
}

fn relu() -> Scalar {
    const SEAMS: &[Seam] = &[kink(0.0, 0.0, 1.0, 0.0)];
    scalar("relu", |x| x.max(0.0), step, (0.0, INFINITY), SEAMS)
}

fn squared_relu() -> Scalar {
    const SEAMS: &[Seam] = &[kink(0.0, 0.0, 0.0, 0.0)];
    let value = |x: f64| x.max(0.0) * x.max(0.0);
    scalar(
        "squared",
        value,
        |x| 2.0 * x.max(0.0),
        (0.0, INFINITY),
        SEAMS,
    )
}

fn cubed_relu() -> Scalar {
    const SEAMS: &[Seam] = &[kink(0.0, 0.0, 0.0, 0.0)];
    let grad = |x: f64| 3.0 * x.max(0.0).powi(2);
    scalar(
        "cubed",
        |x| x.max(0.0).powi(3),
        grad,
        (0.0, INFINITY),
        SEAMS,
    )
}

fn relu6() -> Scalar {
    const SEAMS: &[Seam] = &[kink(0.0, 0.0, 1.0, 0.0), kink(6.0, 1.0, 0.0, 0.0)];
    let grad = |x: f64| if x > 0.0 && x < 6.0 { 1.0 } else { 0.0 };
    scalar("relu6", |x| x.clamp(0.0, 6.0), grad, (0.0, 6.0), SEAMS)
}

fn hard_swish() -> Scalar {
    const SEAMS: &[Seam] = &[kink(-3.0, 0.0, -0.5, 0.0), kink(3.0, 1.5, 1.0, 1.0)];
    let value = |x: f64| match x {
        x if x <= -3.0 => 0.0,
        x if x >= 3.0 => x,
        x => x * (x + 3.0) / 6.0,
    };
    let grad = |x: f64| match x {
        x if x <= -3.0 => 0.0,
        x if x >= 3.0 => 1.0,
        x => (2.0 * x + 3.0) / 6.0,
    };
    scalar("hard_swish", value, grad, (0.0, INFINITY), SEAMS)
}

fn softsign() -> Scalar {
    const SEAMS: &[Seam] = &[kink(0.0, 1.0, 1.0, 1.0)];
    let grad = |x: f64| (1.0 + x.abs()).powi(-2);
    scalar(
        "softsign",
        |x| x / (1.0 + x.abs()),
        grad,
        (-1.0, 1.0),
        SEAMS,
    )
}

fn tanh() -> Scalar {
    let grad = |x: f64| 4.0 * sigmoid_grad(2.0 * x);
    scalar("tanh", f64::tanh, grad, (-1.0, 1.0), &[])
}

fn softplus() -> Scalar {
    let value = |x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
    scalar("softplus", value, sigmoid, (0.0, INFINITY), &[])
}

fn of(f: &Scalar, claim: C) -> Vec<verification::Outcome> {
    let claims: &'static [Stated<C>] = leak([stated("claim", claim)]);
    claims::of(&Function::Scalar(leak(Scalar { claims, ..*f })))
}

#[test]
fn kinks_and_branch_points_pass_the_differences() {
    for f in [
        relu(),
        squared_relu(),
        cubed_relu(),
        relu6(),
        hard_swish(),
        softsign(),
        tanh(),
        softplus(),
    ] {
        passes(&gradients::of(&Function::Scalar(leak(f))));
    }
    // Softsign has no kink, and yet a stencil across 0 would not do: its curvature jumps there.
    let seams = &[];
    assert!(fails(&gradients::of(&Function::Scalar(leak(Scalar {
        seams,
        ..softsign()
    })))));
}

#[test]
fn true_claims_hold() {
    let zero = |to| C::ConstantOn {
        from: -INFINITY,
        to,
        value: 0.0,
    };
    let true_ones: &[(Scalar, &[C])] = &[
        (
            relu(),
            &[
                C::NonDecreasing,
                C::Convex,
                C::Range(0.0, INFINITY),
                C::Idempotent,
                C::PositivelyHomogeneous(1),
                C::ReflectionDifferenceIsX,
                C::ReflectionSumIsAbsolute,
                C::Lipschitz(1.0),
                C::BetweenZeroAndX,
                C::IdentityOn(0.0, INFINITY),
                zero(0.0),
                C::Smoothness(Smoothness::Continuous),
                C::GaussianMean(0.398_942_280_401_432_7),
                C::GaussianSecondMoment(0.5),
                C::DerivativeIs(step),
            ],
        ),
        (
            squared_relu(),
            &[
                C::NonDecreasing,
                C::Convex,
                C::PositivelyHomogeneous(2),
                C::Smoothness(Smoothness::C1),
                C::GaussianMean(0.5),
                C::GaussianSecondMoment(1.5),
                C::FixedPoint(1.0),
            ],
        ),
        (cubed_relu(), &[C::Smoothness(Smoothness::C2)]),
        (
            relu6(),
            &[
                C::Range(0.0, 6.0),
                C::Idempotent,
                C::IdentityOn(0.0, 6.0),
                C::ConstantOn {
                    from: 6.0,
                    to: INFINITY,
                    value: 6.0,
                },
                C::Smoothness(Smoothness::Continuous),
            ],
        ),
        (
            hard_swish(),
            &[
                C::Minimum {
                    at: -1.5,
                    value: -0.375,
                },
                C::Range(-0.375, INFINITY),
                C::Lipschitz(1.5),
                C::ReflectionDifferenceIsX,
                zero(-3.0),
                C::IdentityOn(3.0, INFINITY),
            ],
        ),
        (
            softsign(),
            &[
                C::Odd,
                C::Increasing,
                C::BetweenZeroAndX,
                C::Lipschitz(1.0),
                C::SlopeAtZero(1.0),
                C::Smoothness(Smoothness::C1),
                C::SteepestRise {
                    at: 0.0,
                    slope: 1.0,
                },
                C::ZeroAt(0.0),
            ],
        ),
        (
            tanh(),
            &[
                C::Odd,
                C::Increasing,
                C::Range(-1.0, 1.0),
                C::BetweenZeroAndX,
                C::Smoothness(Smoothness::Smooth),
                C::GaussianMean(0.0),
            ],
        ),
        (
            softplus(),
            &[
                C::Convex,
                C::Increasing,
                C::Lipschitz(1.0),
                C::DerivativeIs(sigmoid),
                C::ReflectionDifferenceIsX,
                C::Smoothness(Smoothness::Smooth),
            ],
        ),
    ];
    for (f, claims) in true_ones {
        for claim in *claims {
            assert_eq!(
                first_problem(&of(f, *claim)),
                None,
                "{claim:?} of {}",
                f.about.name
            );
        }
    }
}

#[test]
fn false_claims_are_refused() {
    let zero = |to| C::ConstantOn {
        from: -INFINITY,
        to,
        value: 0.0,
    };
    let false_ones: &[(Scalar, &[C])] = &[
        (
            relu(),
            &[
                C::Increasing,
                C::Concave,
                C::Odd,
                C::PositivelyHomogeneous(2),
                C::Lipschitz(1.000_000_000_000_01),
                C::Lipschitz(0.999_999_999_999_99),
                C::IdentityOn(0.5, INFINITY),
                C::IdentityOn(-0.5, INFINITY),
                C::ReflectionSum(0.0),
                zero(-0.5),
                zero(0.5),
                C::Smoothness(Smoothness::C1),
                C::Smoothness(Smoothness::Jumps),
                C::GaussianMean(0.398_942_280_401_442_7),
                C::GaussianSecondMoment(0.500_000_000_000_01),
                C::ZeroAt(1e-300),
                C::FixedPoint(-1.0),
                C::DerivativeIs(|x| if x >= 0.0 { 1.0 } else { 0.0 }),
            ],
        ),
        (
            squared_relu(),
            &[
                C::PositivelyHomogeneous(1),
                C::Idempotent,
                C::BetweenZeroAndX,
                C::Smoothness(Smoothness::Continuous),
                C::Smoothness(Smoothness::C2),
                C::ReflectionSumIsAbsolute,
            ],
        ),
        (
            cubed_relu(),
            &[
                C::Smoothness(Smoothness::C1),
                C::Smoothness(Smoothness::Smooth),
            ],
        ),
        (
            relu6(),
            &[
                C::Convex,
                C::Range(0.0, 6.000_000_000_000_01),
                C::IdentityOn(0.0, 5.0),
            ],
        ),
        (
            hard_swish(),
            &[
                C::NonDecreasing,
                C::Lipschitz(1.0),
                C::Range(-0.376, INFINITY),
                C::Minimum {
                    at: -1.499_999_999_999_999,
                    value: -0.375,
                },
            ],
        ),
        (
            softsign(),
            &[C::NonDecreasing, C::Smoothness(Smoothness::Smooth)],
        ),
        (
            tanh(),
            &[
                C::Convex,
                C::GaussianMean(1e-14),
                C::Smoothness(Smoothness::C2),
            ],
        ),
        (
            softplus(),
            &[C::Lipschitz(1.1), C::BetweenZeroAndX, C::NonDecreasing],
        ),
    ];
    for (f, claims) in false_ones {
        for claim in *claims {
            assert!(
                fails(&of(f, *claim)),
                "{claim:?} of {} is accepted",
                f.about.name
            );
        }
    }
}

#[test]
fn a_jump_anywhere_is_seen() {
    // At a seam that the catalogue knows, and at one that it does not.
    let jump = Scalar {
        value: |x| x.max(0.0) + step(x),
        ..relu()
    };
    assert!(!fails(&of(&jump, C::Smoothness(Smoothness::Jumps))));
    assert!(fails(&of(&jump, C::Smoothness(Smoothness::Continuous))));
    let shift = 0.7;
    let bent = Scalar {
        value: |x| x.max(0.7) + sigmoid(x),
        grad: |x| step(x - 0.7) + sigmoid_grad(x),
        seams: &[],
        ..relu()
    };
    assert!(
        fails(&of(&bent, C::Smoothness(Smoothness::Smooth))),
        "a kink at {shift}"
    );
    let curved = Scalar {
        value: |x| 0.5 * (x - 0.7).max(0.0).powi(2) + sigmoid(x),
        grad: |x| (x - 0.7).max(0.0) + sigmoid_grad(x),
        ..bent
    };
    assert!(
        fails(&of(&curved, C::Smoothness(Smoothness::Smooth))),
        "a branch point at {shift}"
    );
}

#[test]
fn a_claim_whose_check_panics_is_reported_at_its_line() {
    let f = Scalar {
        value: |_| panic!("no value"),
        ..relu()
    };
    let outcomes = of(&f, C::Convex);
    assert_eq!(first_problem(&outcomes), None, "only the slope shows it");
    let problem = first_problem(&of(&f, C::Odd)).expect("it panics");
    assert!(
        problem.starts_with("tests/tests/scalar_claims.rs:"),
        "{problem}"
    );
    assert!(problem.contains("no value"), "{problem}");
}
