//! Where it rises, falls, is flat, or bends.

use super::common::{do_not_hold, hold, leak, loss};
use catalog::{LineClaim as L, Loss, Section, args, moving};
use nnfn::activations::{sigmoid, softplus};

use super::{INFINITY, RESIDUAL, along, of_residual};

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
