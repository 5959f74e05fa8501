//! What jumps at a seam, and what jumps where there is none.

use catalog::{Limits, Scalar, ScalarClaim as S, Seam, Smoothness, stated};
use verification::claims;

use super::common::{fails, leak};
use super::{function, scalar};

/// The jump of value, slope, curvature and third derivative of each function below.
const JUMPS: [f64; 4] = [1.9e-11, 1.9e-9, 1.9e-6, 1.9e-3];

fn smooth(value: fn(f64) -> f64, grad: fn(f64) -> f64) -> bool {
    let seams: &'static [Seam] = leak([Seam {
        at: 0.0,
        left: 0.0,
        right: 0.0,
        ..scalar("relu").seams[0]
    }]);
    let infinite = Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    };
    let f = Scalar {
        value,
        grad,
        seams,
        limits: infinite,
        claims: leak([stated("claim", S::Smoothness(Smoothness::Smooth))]),
        ..scalar("relu")
    };
    !fails(&claims::of(&function(f)))
}

/// 0 to the left of 0, to the right a power of `x` whose derivative of this order is `PART` of what may jump.
fn value<const ORDER: usize, const PART: i32>(x: f64) -> f64 {
    let factorial = [1.0, 1.0, 2.0, 6.0][ORDER];
    let jump = JUMPS[ORDER] * f64::from(PART) / 4.0;
    if x <= 0.0 {
        0.0
    } else {
        jump * x.powi(ORDER as i32) / factorial
    }
}

fn grad<const ORDER: usize, const PART: i32>(x: f64) -> f64 {
    let factorial = [1.0, 1.0, 1.0, 2.0][ORDER];
    let jump = JUMPS[ORDER] * f64::from(PART) / 4.0;
    if x <= 0.0 || ORDER == 0 {
        0.0
    } else {
        jump * x.powi(ORDER as i32 - 1) / factorial
    }
}

/// `JUMPS`: just below twice of what is allowed, and a quarter of that.
#[test]
fn a_small_jump_at_a_seam_is_seen() {
    assert!(smooth(value::<0, 1>, grad::<0, 1>));
    assert!(!smooth(value::<0, 4>, grad::<0, 4>));
    assert!(smooth(value::<1, 1>, grad::<1, 1>));
    assert!(!smooth(value::<1, 4>, grad::<1, 4>));
    assert!(smooth(value::<2, 1>, grad::<2, 1>));
    assert!(!smooth(value::<2, 4>, grad::<2, 4>));
    assert!(smooth(value::<3, 1>, grad::<3, 1>));
    assert!(!smooth(value::<3, 4>, grad::<3, 4>));
}

/// A square with a kink at 0.3, where no seam is: the slope jumps there by `2·N·10⁻¹²`.
fn bent<const N: i32>(x: f64) -> f64 {
    x * x + f64::from(N) * 1e-12 * (x - 0.3).abs()
}

fn bent_grad<const N: i32>(x: f64) -> f64 {
    2.0 * x + f64::from(N) * 1e-12 * (x - 0.3).signum()
}

/// `QUADRATURE`: a jump of the slope between the seams.
#[test]
fn a_small_jump_between_the_seams_is_seen() {
    assert!(smooth(bent::<0>, bent_grad::<0>));
    assert!(!smooth(bent::<5>, bent_grad::<5>));
}
