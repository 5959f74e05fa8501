//! A value that jumps: zero up to a threshold.

use catalog::{
    Curve, CurveClaim, Limits, Parameter, Seam, Setting, Smoothness, Span, Stated, stated,
};
use verification::{claims, gradients};

use crate::common::{PICTURE, about, first_problem, passes, refused};
use crate::curve;

fn gap(x: f64, width: f64) -> f64 {
    if x.abs() <= width { 0.0 } else { x }
}

fn seams(width: f64) -> Vec<Seam> {
    [(-width, 1.0, 0.0), (width, 0.0, 1.0)]
        .map(|(at, left, right)| Seam {
            at,
            left,
            right,
            chosen: 0.0,
        })
        .to_vec()
}

const JUMPS: CurveClaim = CurveClaim::Smoothness(|_| Smoothness::Jumps);

fn claiming(claims: impl Into<Vec<CurveClaim>>) -> Curve {
    let claims: Vec<_> = (claims.into().into_iter())
        .map(|claim| stated("claim", claim))
        .collect();
    let claims: &'static [Stated<CurveClaim>] = Vec::leak(claims);
    Curve {
        about: about("gap"),
        value: gap,
        grad: |x, width| f64::from(u8::from(x.abs() > width)),
        parameter: Parameter {
            name: "width",
            symbol: "w",
            default: 0.5,
            tried: &[0.25, 0.5, 1.0],
            valid: |width| width > 0.0,
            span: Span::Even(0.0, 1.0),
        },
        setting: Setting::Fixed,
        limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
        grad_limits: |_| Limits::both(1.0),
        seams,
        claims,
        picture: PICTURE,
    }
}

#[test]
fn each_side_of_a_jump_has_its_slope() {
    passes(&gradients::of(&curve(claiming([JUMPS]))));
    let steeper = |width| {
        let mut seams = seams(width);
        seams[1].right = 1.000_001;
        seams
    };
    let wrong = curve(Curve {
        seams: steeper,
        ..claiming([JUMPS])
    });
    refused(&gradients::of(&wrong), "the slope of gap from the right");
}

#[test]
fn a_jump_that_is_not_claimed_is_refused() {
    refused(
        &gradients::of(&curve(claiming([]))),
        "the slope of gap from the left",
    );
}

#[test]
fn claims_on_both_sides_of_0_hold_or_are_refused() {
    use CurveClaim as C;
    let of = |claim| claims::of(&curve(claiming([claim])));
    for right in [JUMPS, C::Odd, C::ZeroOn(|width| (-width, width))] {
        assert_eq!(first_problem(&of(right)), None, "{right:?}");
    }
    for wrong in [
        C::Smoothness(|_| Smoothness::Continuous),
        C::ZeroOn(|width| (-width, 0.5 * width)),
        C::ZeroOn(|width| (-width, 1.5 * width)),
        C::ZeroOn(|width| (-0.9 * width, width)),
    ] {
        assert!(first_problem(&of(wrong)).is_some(), "{wrong:?} is accepted");
    }
    let bent = Curve {
        value: |x, width| gap(x, width) * if x > 0.0 { 1.000_000_000_000_001 } else { 1.0 },
        ..claiming([C::Odd])
    };
    refused(&claims::of(&curve(bent)), "the claim `claim` of gap");
}
