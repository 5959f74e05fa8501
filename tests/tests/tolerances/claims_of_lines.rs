//! Claims about functions of one number: what is off by twice a tolerance is refused, the half is not.

use catalog::{
    Curve, CurveClaim, Function, Gate, GateClaim, RowClaim, RowMap, Scalar, ScalarClaim as S, find,
    stated,
};
use nnfn::activations as a;
use verification::claims;

use super::common::{fails, leak, passes};
use super::{function, scalar};

const EPSILON: f64 = f64::EPSILON;

/// Larger by `N` units in the last place, up to twice as many just below a power of two.
fn off<const N: i32>(x: f64) -> f64 {
    x * (1.0 + f64::from(N) * EPSILON)
}

/// Whether a function of one number is what is claimed of it.
fn holds(f: Scalar, claim: S) -> bool {
    let claims = leak([stated("claim", claim)]);
    !fails(&claims::of(&function(Scalar { claims, ..f })))
}

fn curve(name: &str) -> Curve {
    match find(name) {
        Some(Function::Curve(f)) => **f,
        _ => panic!("{name} has no parameter"),
    }
}

/// `CLAIM`: four units, in every kind of claim that computes what it expects.
#[test]
fn four_units_beside_what_a_claim_computes_are_too_many() {
    let softplus = scalar("softplus");
    assert!(holds(softplus, S::DerivativeIs(a::sigmoid)));
    assert!(!holds(
        softplus,
        S::DerivativeIs(|x| off::<2>(a::sigmoid(x)))
    ));

    let square = scalar("squared_relu");
    let bent = Scalar {
        value: |x| {
            a::squared_relu(x)
                * if x > 1.0 && x < 2.9 {
                    1.0 + 2.0 * EPSILON
                } else {
                    1.0
                }
        },
        ..square
    };
    assert!(holds(square, S::PositivelyHomogeneous(2)));
    assert!(!holds(bent, S::PositivelyHomogeneous(2)));

    let raised = Scalar {
        value: |x| off::<4>(a::sigmoid(x)),
        ..scalar("sigmoid")
    };
    assert!(holds(scalar("sigmoid"), S::ReflectionSum(1.0)));
    assert!(!holds(raised, S::ReflectionSum(1.0)));
    assert!(holds(scalar("relu"), S::Lipschitz(1.0)));
    assert!(!holds(scalar("relu"), S::Lipschitz(off::<3>(1.0))));

    let with = |expected| {
        let claims = leak([stated("claim", CurveClaim::With(1.0, expected))]);
        let f = Curve {
            claims,
            ..curve("swish")
        };
        !fails(&claims::of(&Function::Curve(leak(f))))
    };
    assert!(with(a::silu));
    assert!(!with(|x| off::<2>(a::silu(x))));
}

/// `CLAIM`: four units in the rows of a map.
#[test]
fn four_units_in_a_row_are_too_many() {
    let Some(Function::Map(softmax)) = find("softmax") else {
        panic!("softmax is of a row")
    };
    let holds = |f: RowMap, claim| {
        let claims = leak([stated("claim", claim)]);
        !fails(&claims::of(&Function::Map(leak(RowMap { claims, ..f }))))
    };
    let by_order = RowMap {
        value: |z, t| {
            let mut p = a::softmax(z, t);
            p[0] = off::<2>(p[0]);
            p
        },
        ..**softmax
    };
    let by_size = RowMap {
        value: |z, t| {
            let p = a::softmax(z, t);
            p.into_iter()
                .map(|p| if z[0] > 500.0 { off::<4>(p) } else { p })
                .collect()
        },
        ..**softmax
    };
    let lopsided = RowMap {
        vjp: |z, t, u| {
            let mut product = a::softmax_vjp(z, t, u);
            product[0] = off::<4>(product[0]);
            product
        },
        ..**softmax
    };
    let steep = RowMap {
        vjp: |z, t, u| a::softmax_vjp(z, t, u).into_iter().map(off::<3>).collect(),
        ..**softmax
    };
    for (claim, wrong) in [
        (RowClaim::PermutationEquivariant, by_order),
        (RowClaim::ShiftInvariant, by_size),
        (RowClaim::TwoLogitsAreSigmoid, by_order),
        (RowClaim::JacobianSymmetric, lopsided),
        (RowClaim::JacobianNorm(0.5), steep),
    ] {
        assert!(holds(**softmax, claim), "{claim:?}");
        assert!(!holds(wrong, claim), "{claim:?}");
    }
}

/// `ROUNDED`: two units beside a number that is written in full.
#[test]
fn two_units_beside_a_written_number_are_too_many() {
    let (at, value) = (-0.751_791_524_693_564_5, -0.169_971_207_479_903_66);
    let minimum = |value| holds(scalar("gelu"), S::Minimum { at, value });
    assert!(minimum(value));
    assert!(!minimum(value.next_up().next_up()));
    assert!(!minimum(value.next_down().next_down()));

    let range = |low: f64| holds(scalar("gelu"), S::Range(low, f64::INFINITY));
    assert!(range(value));
    assert!(!range(value.next_down().next_down()));

    let (at, slope) = (
        std::f64::consts::SQRT_2,
        a::gelu_grad(std::f64::consts::SQRT_2),
    );
    let steepest = |slope| holds(scalar("gelu"), S::SteepestRise { at, slope });
    assert!(steepest(slope));
    assert!(!steepest(slope.next_up().next_up()));
    assert!(!steepest(slope.next_down().next_down()));
}

/// `ROUNDED`: two units beside half of `a`, which is what a gate of one half leaves.
#[test]
fn two_units_beside_a_product_are_too_many() {
    let Some(Function::Gate(glu)) = find("glu") else {
        panic!("glu is a gate")
    };
    let at_zero = |factor| {
        let claims = leak([stated("claim", GateClaim::AtZero(factor))]);
        !fails(&claims::of(&Function::Gate(leak(Gate { claims, ..**glu }))))
    };
    assert!(at_zero(0.5));
    assert!(!at_zero(0.5 + EPSILON));
}

/// `GATE`: eight units beside the unit of the gate.
#[test]
fn eight_units_beside_the_gate_are_too_many() {
    let Some(Function::Gate(glu)) = find("glu") else {
        panic!("glu is a gate")
    };
    let is = |expected| {
        let claims = leak([stated("claim", GateClaim::GateIs(expected))]);
        let f = Gate {
            claims,
            grad_a: |_, b| a::sigmoid(b),
            ..**glu
        };
        !fails(&claims::of(&Function::Gate(leak(f))))
    };
    assert!(is(a::sigmoid));
    let wrong = Gate {
        value: |a, b| off::<2>(a::glu(a, b)),
        claims: leak([stated("claim", GateClaim::GateIs(a::sigmoid))]),
        ..**glu
    };
    assert!(fails(&claims::of(&Function::Gate(leak(wrong)))));
}

/// A half, and from 1 on `N` units less; level where the slope is asked.
fn dip<const N: i32>(x: f64) -> f64 {
    0.5 - if x < 1.0 {
        0.0
    } else {
        f64::from(N) * EPSILON / 4.0
    }
}

/// `ORDER`: values, then slopes, that fall by four units.
#[test]
fn a_dip_of_four_units_is_refused() {
    let values = |value| {
        let f = Scalar {
            value,
            grad: |_| 0.0,
            ..scalar("relu")
        };
        holds(f, S::NonDecreasing)
    };
    assert!(values(dip::<2>));
    assert!(!values(dip::<3>));
    let slopes = |grad| {
        holds(
            Scalar {
                grad,
                ..scalar("relu")
            },
            S::Convex,
        )
    };
    assert!(slopes(dip::<1>));
    assert!(!slopes(dip::<6>));
    let between = |value| {
        holds(
            Scalar {
                value,
                ..scalar("relu")
            },
            S::BetweenZeroAndX,
        )
    };
    assert!(between(|x| if x > 0.0 { x.next_up() } else { 0.0 }));
    assert!(!between(|x| off::<2>(x.max(0.0))));
}

/// 1 everywhere, with a slope that promises `N` units over the hundredths between 0.5 and 0.6.
fn promised<const N: i32>(x: f64) -> f64 {
    if (0.5..0.6).contains(&x) {
        100.0 * f64::from(N) * EPSILON
    } else {
        0.0
    }
}

/// `RISE`: equal values between which the slope promises four units.
#[test]
fn values_that_do_not_follow_their_slope_are_refused() {
    let follows = |grad| {
        let f = Scalar {
            value: |_| 1.0,
            grad,
            ..scalar("relu")
        };
        holds(f, S::NonDecreasing)
    };
    assert!(follows(promised::<1>));
    assert!(!follows(promised::<3>));
}

/// `TURN`: the place of the steepest slope with its thirteenth digit wrong.
#[test]
fn a_steepest_place_wrong_in_the_thirteenth_digit_is_refused() {
    let steepest = |at: f64| {
        let slope = a::gelu_grad(at);
        holds(scalar("gelu"), S::SteepestRise { at, slope })
    };
    assert!(steepest(std::f64::consts::SQRT_2));
    assert!(!steepest(std::f64::consts::SQRT_2 + 9e-13));
    assert!(!steepest(std::f64::consts::SQRT_2 - 9e-13));
}

#[test]
fn what_is_built_here_passes_as_it_was() {
    for name in [
        "softplus",
        "squared_relu",
        "sigmoid",
        "relu",
        "gelu",
        "swish",
        "glu",
        "softmax",
    ] {
        passes(&claims::of(find(name).expect(name)));
    }
}
