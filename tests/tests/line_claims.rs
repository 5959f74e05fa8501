//! What a loss can claim along a section: true claims hold, those that are wrong by little are refused at their line.

mod common;

use catalog::{
    Args, Extremum, Gradient, LineClaim as L, Loss, LossClaim, Meets, Section, Smoothness, Stated,
    args, moving, stated,
};
use nnfn::activations::{sigmoid, softplus};
use nnfn::losses as f;

use common::{do_not_hold, hold, leak, loss};

const RESIDUAL: &str = "residual";
const INFINITY: f64 = f64::INFINITY;

#[track_caller]
const fn along(section: &'static str, claim: L) -> Stated<LossClaim> {
    stated("along", LossClaim::Along(section, claim))
}

/// A loss of the residual alone, with its slope, along the section of `mse`.
fn of_residual(value: fn(&Args) -> f64, slope: fn(&Args) -> Vec<f64>) -> Loss {
    let gradient = Gradient {
        of: slope,
        ..loss("mse").gradients[0]
    };
    Loss {
        value,
        gradients: leak([gradient]),
        ..loss("mse")
    }
}

#[test]
fn a_section_that_is_not_there() {
    do_not_hold(
        &loss("mse"),
        &[
            along("", L::Convex),
            along("Residual", L::Convex),
            along("margin", L::Convex),
        ],
    );
}

#[test]
fn convex() {
    hold(&loss("mae"), &[along(RESIDUAL, L::Convex)]);
    hold(
        &loss("kl_divergence"),
        &[along("first entry of q", L::Convex)],
    );
    do_not_hold(&loss("gaussian_nll"), &[along("variance", L::Convex)]);
    do_not_hold(&loss("triplet"), &[along("negative", L::Convex)]);
    let dent = of_residual(
        |a| a.number(0).abs() - 1e-12 * (a.number(0) - 0.3).abs(),
        |a| vec![a.number(0).signum() - 1e-12 * (a.number(0) - 0.3).signum()],
    );
    do_not_hold(&dent, &[along(RESIDUAL, L::Convex)]);
    // Only the values say so: the gradient is that of another loss.
    let dent = of_residual(
        |a| a.number(0).abs() - 1e-12 * (a.number(0) - 0.3).abs(),
        |a| vec![a.number(0).signum()],
    );
    do_not_hold(&dent, &[along(RESIDUAL, L::Convex)]);
}

#[test]
fn rising_and_falling() {
    hold(&loss("dpo"), &[along("margin", L::Decreasing)]);
    do_not_hold(
        &loss("dpo"),
        &[
            along("margin", L::Increasing),
            along("margin", L::NonDecreasing),
            along("margin", L::NonIncreasing),
        ],
    );
    hold(
        &loss("bce_with_logits"),
        &[along("logit, target 0", L::Increasing)],
    );
    do_not_hold(
        &loss("bce_with_logits"),
        &[
            along("logit, target 0", L::NonDecreasing),
            along("logit, target 1", L::Increasing),
        ],
    );
    hold(
        &loss("ppo_clip"),
        &[along("ratio, advantage 1", L::NonIncreasing)],
    );
    hold(
        &loss("ppo_clip"),
        &[along("ratio, advantage -1", L::NonDecreasing)],
    );
    do_not_hold(
        &loss("ppo_clip"),
        &[
            along("ratio, advantage 1", L::Decreasing),
            along("ratio, advantage -1", L::Increasing),
        ],
    );
    let dips = of_residual(
        |a| softplus(a.number(0)) - 1e-12 * sigmoid(100.0 * (a.number(0) + 7.0)),
        |a| {
            let s = sigmoid(100.0 * (a.number(0) + 7.0));
            vec![sigmoid(a.number(0)) - 1e-10 * s * (1.0 - s)]
        },
    );
    hold(&dips, &[along(RESIDUAL, L::Increasing)]);
    let dips = of_residual(
        |a| softplus(a.number(0)) - 1e-3 * sigmoid(100.0 * (a.number(0) + 7.0)),
        |a| {
            let s = sigmoid(100.0 * (a.number(0) + 7.0));
            vec![sigmoid(a.number(0)) - 0.1 * s * (1.0 - s)]
        },
    );
    do_not_hold(&dips, &[along(RESIDUAL, L::Increasing)]);
    // Flat from 9 on, where no one looks for it.
    let stops = of_residual(
        |a| a.number(0).min(9.0),
        |a| vec![if a.number(0) < 9.0 { 1.0 } else { 0.0 }],
    );
    do_not_hold(&stops, &[along(RESIDUAL, L::Increasing)]);
    hold(&stops, &[along(RESIDUAL, L::NonDecreasing)]);
}

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
fn zero_only_at() {
    hold(&loss("mse"), &[along(RESIDUAL, L::ZeroOnlyAt(0.0))]);
    do_not_hold(
        &loss("mse"),
        &[
            along(RESIDUAL, L::ZeroOnlyAt(1e-15)),
            along(RESIDUAL, L::ZeroOnlyAt(0.5)),
        ],
    );
    hold(
        &loss("kl_divergence"),
        &[along("first entry of q", L::ZeroOnlyAt(0.75))],
    );
    do_not_hold(
        &loss("kl_divergence"),
        &[
            along("first entry of q", L::ZeroOnlyAt(0.750_000_000_000_001)),
            along("first entry of p", L::ZeroOnlyAt(0.25)),
        ],
    );
    do_not_hold(&loss("dpo"), &[along("margin", L::ZeroOnlyAt(700.0))]);
    do_not_hold(
        &loss("ppo_clip"),
        &[along("ratio, advantage 1", L::ZeroOnlyAt(0.0))],
    );
    // Beside the places that are looked at.
    let beside = of_residual(
        |a| (a.number(0) - 0.3).powi(2),
        |a| vec![2.0 * (a.number(0) - 0.3)],
    );
    hold(&beside, &[along(RESIDUAL, L::ZeroOnlyAt(0.3))]);
    do_not_hold(
        &beside,
        &[
            along(RESIDUAL, L::ZeroOnlyAt(0.300_000_000_000_001)),
            along(RESIDUAL, L::ZeroOnlyAt(-0.3)),
        ],
    );
    let two = of_residual(
        |a| (a.number(0).powi(2) - 0.09).powi(2),
        |a| vec![4.0 * a.number(0) * (a.number(0).powi(2) - 0.09)],
    );
    do_not_hold(&two, &[along(RESIDUAL, L::ZeroOnlyAt(0.3))]);
}

#[test]
fn lipschitz() {
    hold(&loss("dpo"), &[along("margin", L::Lipschitz(|p| p[0]))]);
    do_not_hold(
        &loss("dpo"),
        &[
            along("margin", L::Lipschitz(|p| p[0] * 1.000_000_000_000_001)),
            along("margin", L::Lipschitz(|p| p[0] * 0.999_999_999_999_999)),
            along("margin", L::Lipschitz(|_| 0.1)),
            along("margin", L::Lipschitz(|_| INFINITY)),
        ],
    );
    do_not_hold(&loss("mse"), &[along(RESIDUAL, L::Lipschitz(|_| 1400.0))]);
    do_not_hold(
        &loss("kl_divergence"),
        &[
            along("first entry of q", L::Lipschitz(|_| 100.0)),
            along("first entry of p", L::Lipschitz(|_| 10.0)),
        ],
    );
    hold(
        &loss("triplet"),
        &[along("negative", L::Lipschitz(|_| 1.0))],
    );
}

#[test]
fn range() {
    const GOOD: &str = "ratio, advantage 1";
    hold(
        &loss("ppo_clip"),
        &[along(GOOD, L::Range(|p| (-1.0 - p[0], 0.0)))],
    );
    do_not_hold(
        &loss("ppo_clip"),
        &[
            along(GOOD, L::Range(|p| (-1.000_000_000_000_01 - p[0], 0.0))),
            along(GOOD, L::Range(|p| (-0.999_999_999_999_99 - p[0], 0.0))),
            along(GOOD, L::Range(|p| (-1.0 - p[0], 1e-300))),
            along(GOOD, L::Range(|p| (-1.0 - p[0], -1e-300))),
            along(GOOD, L::Range(|_| (-1.2, 0.0))),
            along(GOOD, L::Range(|_| (-INFINITY, 0.0))),
        ],
    );
    do_not_hold(&loss("dpo"), &[along("margin", L::Range(|_| (0.0, 1e300)))]);
    do_not_hold(
        &loss("gaussian_nll"),
        &[along(
            "variance",
            L::Range(|_| (0.905_465_108_108_164_4 - 2e-15, INFINITY)),
        )],
    );
    hold(
        &loss("gaussian_nll"),
        &[along(
            "variance",
            L::Range(|_| (0.905_465_108_108_164_4, INFINITY)),
        )],
    );
}

#[test]
fn minimum() {
    const VARIANCE: &str = "variance";
    const LEAST: f64 = 0.905_465_108_108_164_4;
    const fn at(at: f64, value: f64) -> Extremum {
        Extremum { at, value }
    }
    hold(
        &loss("gaussian_nll"),
        &[along(VARIANCE, L::Minimum(|_| at(2.25, LEAST)))],
    );
    do_not_hold(
        &loss("gaussian_nll"),
        &[
            along(VARIANCE, L::Minimum(|_| at(2.250_000_000_000_01, LEAST))),
            along(VARIANCE, L::Minimum(|_| at(2.249_999_999_999_99, LEAST))),
            along(VARIANCE, L::Minimum(|_| at(2.25, 0.905_465_108_108_165_4))),
            along(VARIANCE, L::Minimum(|_| at(2.25, 0.905_465_108_108_163_4))),
            along(VARIANCE, L::Minimum(|_| at(1.5, LEAST))),
        ],
    );
    do_not_hold(
        &loss("kl_divergence"),
        &[
            along(
                "first entry of q",
                L::Minimum(|_| at(0.750_000_000_000_001, 0.0)),
            ),
            along("first entry of q", L::Minimum(|_| at(0.75, 1e-300))),
            along("first entry of p", L::Minimum(|_| at(0.25, 0.0))),
        ],
    );
    do_not_hold(
        &loss("dpo"),
        &[along("margin", L::Minimum(|_| at(700.0, 0.0)))],
    );
    do_not_hold(
        &loss("ppo_clip"),
        &[along(
            "ratio, advantage 1",
            L::Minimum(|p| at(1.0 + p[0], -1.0 - p[0])),
        )],
    );
    // A place near 0 has fifteen digits too.
    let near = of_residual(
        |a| (a.number(0) - 0.012_345_678_901_234_5).powi(2) + 1.0,
        |a| vec![2.0 * (a.number(0) - 0.012_345_678_901_234_5)],
    );
    hold(
        &near,
        &[along(
            RESIDUAL,
            L::Minimum(|_| at(0.012_345_678_901_234_5, 1.0)),
        )],
    );
    do_not_hold(
        &near,
        &[along(
            RESIDUAL,
            L::Minimum(|_| at(0.012_345_678_901_234_6, 1.0)),
        )],
    );
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

#[test]
fn flat() {
    let flat = |of| L::Flat(of);
    hold(
        &loss("triplet"),
        &[along("negative", flat(|p| (1.0 + p[0], INFINITY)))],
    );
    do_not_hold(
        &loss("triplet"),
        &[
            along("negative", flat(|p| (0.999_999_999_999 + p[0], INFINITY))),
            along("negative", flat(|p| (1.000_000_000_001 + p[0], INFINITY))),
            along("negative", flat(|p| (1.0 + p[0], 5.0 + p[0]))),
            along("negative", flat(|p| (0.5 + p[0], INFINITY))),
            along("negative", flat(|p| (1.5 + p[0], INFINITY))),
            along("negative", flat(|_| (2000.0, INFINITY))),
            along("negative", flat(|_| (3.0, 2.0))),
        ],
    );
    const BAD: &str = "ratio, advantage -1";
    hold(
        &loss("ppo_clip"),
        &[along(BAD, flat(|p| (0.0, 1.0 - p[0])))],
    );
    do_not_hold(
        &loss("ppo_clip"),
        &[
            along(BAD, flat(|p| (0.0, 1.000_000_000_001 - p[0]))),
            along(BAD, flat(|p| (0.0, 0.999_999_999_999 - p[0]))),
            along(BAD, flat(|p| (-5.0, 1.0 - p[0]))), // beyond the domain
            along(BAD, flat(|p| (0.001, 1.0 - p[0]))),
        ],
    );
    let section = Section {
        name: "both",
        at: |_, t| args![t, t],
        moves: leak([moving(0, 0)]),
        ..loss("mse").sections[0]
    };
    // The value rests there, the slope by the prediction too: flat everywhere is flat.
    let both = Loss {
        sections: leak([section]),
        ..loss("mse")
    };
    hold(&both, &[along("both", flat(|_| (-INFINITY, INFINITY)))]);
}
