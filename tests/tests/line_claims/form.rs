//! Its form: symmetry, smoothness, curvature, a bound that it meets, another function that it is.

use super::common::{do_not_hold, hold, leak, loss};
use catalog::{Gradient, LineClaim as L, Loss, Meets, Section, Smoothness};
use nnfn::activations::{sigmoid, softplus};
use nnfn::losses as f;

use super::{RESIDUAL, along, of_residual};

#[test]
fn even() {
    hold(&loss("huber"), &[along(RESIDUAL, L::Even)]);
    do_not_hold(&loss("dpo"), &[along("margin", L::Even)]);
    do_not_hold(
        &loss("triplet"),
        &[along("negative", L::Range(|_| (0.0, 2.0)))],
    );
    let odd = of_residual(
        |a| a.number(0).powi(2) * (1.0 + 1e-15 * a.number(0).signum()),
        |a| vec![2.0 * a.number(0)],
    );
    do_not_hold(&odd, &[along(RESIDUAL, L::Even)]);
}

#[test]
fn smoothness() {
    hold(
        &loss("mae"),
        &[along(RESIDUAL, L::Smoothness(|_| Smoothness::Continuous))],
    );
    hold(
        &loss("huber"),
        &[along(RESIDUAL, L::Smoothness(|_| Smoothness::C1))],
    );
    hold(
        &loss("mse"),
        &[along(RESIDUAL, L::Smoothness(|_| Smoothness::Smooth))],
    );
    // Between the ends of the domain, and not beyond.
    hold(
        &loss("ppo_clip"),
        &[along(
            "ratio, advantage 1",
            L::Smoothness(|_| Smoothness::Continuous),
        )],
    );
    hold(
        &loss("kl_divergence"),
        &[along(
            "first entry of q",
            L::Smoothness(|_| Smoothness::Smooth),
        )],
    );
    hold(
        &loss("gaussian_nll"),
        &[along("variance", L::Smoothness(|_| Smoothness::Smooth))],
    );
    do_not_hold(
        &loss("mae"),
        &[
            along(RESIDUAL, L::Smoothness(|_| Smoothness::C1)),
            along(RESIDUAL, L::Smoothness(|_| Smoothness::Jumps)),
        ],
    );
    do_not_hold(
        &loss("huber"),
        &[
            along(RESIDUAL, L::Smoothness(|_| Smoothness::C2)),
            along(RESIDUAL, L::Smoothness(|_| Smoothness::Continuous)),
        ],
    );
    do_not_hold(
        &loss("kl_divergence"),
        &[along("first entry of q", L::Smoothness(|_| Smoothness::C2))],
    );
    // A kink that the section does not name.
    let sections: &[Section] = leak([Section {
        seams: |_| vec![],
        ..loss("mae").sections[0]
    }]);
    let kink = Loss {
        sections,
        value: |a| f::mae(a.number(0), a.number(1) + 0.3),
        gradients: leak([Gradient {
            of: |a| vec![f::mae_grad(a.number(0), a.number(1) + 0.3)],
            ..loss("mae").gradients[0]
        }]),
        ..loss("mae")
    };
    do_not_hold(
        &kink,
        &[along(RESIDUAL, L::Smoothness(|_| Smoothness::Smooth))],
    );
}

#[test]
fn curvature() {
    const fn is(inside: fn(&[f64]) -> f64, outside: f64) -> L {
        L::Curvature { inside, outside }
    }
    hold(&loss("mse"), &[along(RESIDUAL, is(|_| 2.0, 2.0))]);
    hold(
        &loss("smooth_l1"),
        &[along(RESIDUAL, is(|p| 1.0 / p[0], 0.0))],
    );
    do_not_hold(
        &loss("mse"),
        &[
            along(RESIDUAL, is(|_| 2.000_000_000_000_01, 2.000_000_000_000_01)),
            along(RESIDUAL, is(|_| 1.999_999_999_999_99, 1.999_999_999_999_99)),
            along(RESIDUAL, is(|_| 2.0, 7.0)), // there is no outside
            along(RESIDUAL, is(|_| 1.0, 1.0)),
        ],
    );
    do_not_hold(&loss("mae"), &[along(RESIDUAL, is(|_| 5.0, 0.0))]); // there is no inside
    do_not_hold(
        &loss("smooth_l1"),
        &[
            along(RESIDUAL, is(|p| p[0], 0.0)),
            along(RESIDUAL, is(|p| 1.0 / p[0], 1e-14)),
            along(RESIDUAL, is(|p| 1.000_000_000_000_01 / p[0], 0.0)),
        ],
    );
}

#[test]
fn below() {
    let between = |bound| L::Below(bound, Meets::BetweenSeams);
    let far = |bound| L::Below(bound, Meets::UpToAConstant);
    hold(
        &loss("huber"),
        &[
            along(RESIDUAL, between(|_, r| 0.5 * r * r)),
            along(RESIDUAL, far(|p, r| p[0] * r.abs())),
        ],
    );
    do_not_hold(
        &loss("huber"),
        &[
            along(RESIDUAL, between(|_, r| 0.500_000_000_000_001 * r * r)),
            along(RESIDUAL, between(|_, r| 0.499_999_999_999_999 * r * r)),
            along(RESIDUAL, between(|_, r| r * r)),
            along(RESIDUAL, far(|p, r| 1.000_000_000_000_001 * p[0] * r.abs())),
            along(RESIDUAL, far(|p, r| 0.999_999_999_999_999 * p[0] * r.abs())),
            along(
                RESIDUAL,
                far(|p, r| p[0] * if r < 0.0 { -1.1 * r } else { r }),
            ), // on one side only
            along(RESIDUAL, far(|_, r| r * r)),
        ],
    );
    // Met nowhere: there are no seams to lie between.
    do_not_hold(
        &loss("mse"),
        &[along(RESIDUAL, between(|_, r| 2.0 * r * r))],
    );
    do_not_hold(
        &loss("mae"),
        &[along(RESIDUAL, between(|_, r| 2.0 * r.abs()))],
    );
}

#[test]
fn is() {
    const RIGHT: &str = "logit, target 1";
    hold(
        &loss("bce_with_logits"),
        &[along(RIGHT, L::Is(|p, x| p[0] * softplus(-x)))],
    );
    do_not_hold(
        &loss("bce_with_logits"),
        &[
            along(RIGHT, L::Is(|_, x| softplus(-x))),
            along(RIGHT, L::Is(|p, x| p[0] * softplus(x))),
            along(
                RIGHT,
                L::Is(|p, x| 1.000_000_000_000_001 * p[0] * softplus(-x)),
            ),
            along(RIGHT, L::Is(|p, x| -p[0] * sigmoid(x).ln())),
        ],
    );
    // A neighbour that differs at the kink alone.
    do_not_hold(
        &loss("ppo_clip"),
        &[along(
            "ratio, advantage 1",
            L::Is(|p, r| {
                if r == 1.0 + p[0] {
                    0.0
                } else {
                    -r.min(1.0 + p[0])
                }
            }),
        )],
    );
    hold(
        &loss("ppo_clip"),
        &[along(
            "ratio, advantage 1",
            L::Is(|p, r| -r.min(1.0 + p[0])),
        )],
    );
}
