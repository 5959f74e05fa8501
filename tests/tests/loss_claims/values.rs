//! Values: their sign, their bounds, what they are where arguments are changed.

use super::common::{do_not_hold, hold, loss};
use catalog::{Args, Loss, LossClaim as C, Value, stated};
use nnfn::losses as f;

use super::{of, pulled};

#[test]
fn non_negative() {
    let claim = stated("non_negative", C::NonNegative);
    for name in ["mse", "bce_with_logits", "kl_divergence", "triplet", "dpo"] {
        hold(&loss(name), &[claim]);
    }
    do_not_hold(&loss("gaussian_nll"), &[claim]);
    do_not_hold(&loss("ppo_clip"), &[claim]);
    do_not_hold(&loss("log_sum_exp"), &[claim]);
    // A dip of 1e-15: at the target, out where the loss is nearly 0, and between the places that are sampled.
    let dip: fn(&Args) -> f64 = |a| f::mse(a.number(0), a.number(1)) - 1e-15;
    do_not_hold(&of("mse", dip), &[claim]);
    let dip: fn(&Args) -> f64 = |a| {
        f::dpo(
            a.number(0),
            a.number(1),
            a.number(2),
            a.number(3),
            a.number(4),
        ) - 1e-15
    };
    do_not_hold(&of("dpo", dip), &[claim]);
    let beside = Loss {
        value: |a| f::mse(a.number(0), a.number(1) + 0.3) - 1e-15,
        ..pulled("mse", |a| vec![2.0 * (a.number(0) - a.number(1) - 0.3)])
    };
    do_not_hold(&beside, &[claim]);
}

#[test]
fn convex_in() {
    hold(&loss("gaussian_nll"), &[stated("convex", C::ConvexIn(0))]);
    hold(&loss("kl_divergence"), &[stated("convex", C::ConvexIn(1))]);
    hold(&loss("ppo_clip"), &[stated("convex", C::ConvexIn(0))]);
    do_not_hold(
        &loss("gaussian_nll"),
        &[
            stated("variance", C::ConvexIn(2)), // up to twice the squared residual only
            stated("no_gradient", C::ConvexIn(1)),
            stated("no_argument", C::ConvexIn(7)),
        ],
    );
    do_not_hold(&loss("triplet"), &[stated("negative", C::ConvexIn(2))]);
    let root = of("mae", |a| f::mae(a.number(0), a.number(1)).powf(1.0 - 1e-9));
    do_not_hold(&root, &[stated("root", C::ConvexIn(0))]);
    let bent = of("mae", |a| {
        let r = a.number(0) - a.number(1);
        r.abs() - 1e-9 * r * r / (1.0 + r * r)
    });
    do_not_hold(&bent, &[stated("bent", C::ConvexIn(0))]);
}

const fn at_least(bound: fn(&Args) -> f64, reached: fn(&Args) -> Args) -> C {
    C::AtLeast { bound, reached }
}

#[test]
fn at_least_and_reached() {
    let equal = |a: &Args| a.with(1, a.0[0].clone());
    hold(
        &loss("kl_divergence"),
        &[stated("zero", at_least(|_| 0.0, equal))],
    );
    do_not_hold(
        &loss("kl_divergence"),
        &[
            stated("less", at_least(|_| -1e-16, equal)),
            stated("more", at_least(|_| 1e-300, equal)),
            stated("elsewhere", at_least(|_| 0.0, Args::clone)),
            stated("no_number", at_least(|_| f64::NAN, equal)),
        ],
    );
    let right = |a: &Args| a.with(0, a.number(1).into());
    hold(
        &loss("gaussian_nll"),
        &[stated("half", at_least(|a| 0.5 * a.number(2).ln(), right))],
    );
    do_not_hold(
        &loss("gaussian_nll"),
        &[
            stated(
                "digit",
                at_least(|a| 0.500_000_000_000_001 * a.number(2).ln(), right),
            ),
            stated("whole", at_least(|a| a.number(2).ln(), right)),
            stated("less", at_least(|a| 0.5 * a.number(2).ln() - 1e-15, right)),
        ],
    );
    let logs = |a: &Args| a.with(0, Value::Row(a.row(1).iter().map(|t| t.ln()).collect()));
    do_not_hold(
        &loss("cross_entropy_soft"),
        &[
            stated(
                "bits",
                at_least(|a| a.row(1).iter().map(|t| -t * t.log2()).sum(), logs),
            ),
            stated(
                "probabilities",
                at_least(
                    |a| a.row(1).iter().map(|t| -t * t.ln()).sum(),
                    |a| a.with(0, a.0[1].clone()),
                ),
            ),
        ],
    );
}

#[test]
fn between() {
    fn largest(a: &Args) -> f64 {
        a.row(0).iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
    fn length(a: &Args) -> f64 {
        a.row(0).len() as f64
    }
    hold(
        &loss("log_sum_exp"),
        &[stated(
            "between",
            C::Between(largest, |a| largest(a) + length(a).ln()),
        )],
    );
    do_not_hold(
        &loss("log_sum_exp"),
        &[
            stated(
                "low",
                C::Between(|a| largest(a) + 1e-15, |a| largest(a) + length(a).ln()),
            ),
            stated(
                "high",
                C::Between(largest, |a| largest(a) + length(a).ln() - 1e-15),
            ),
            stated(
                "fewer",
                C::Between(largest, |a| largest(a) + (length(a) - 1.0).ln()),
            ),
            stated("no_number", C::Between(largest, |_| f64::NAN)),
            stated(
                "wide_low",
                C::Between(|a| largest(a) - 1e-9, |a| largest(a) + length(a).ln()),
            ),
            stated(
                "wide_high",
                C::Between(largest, |a| largest(a) + length(a).ln() + 1e-9),
            ),
        ],
    );
}

#[test]
fn is_where_changed() {
    let policy = |a: &Args| a.with(0, a.0[2].clone()).with(1, a.0[3].clone());
    let is = |with, that| C::Is { with, that };
    hold(
        &loss("dpo"),
        &[stated("ln_2", is(policy, |_| std::f64::consts::LN_2))],
    );
    do_not_hold(
        &loss("dpo"),
        &[
            stated("more", is(policy, |_| 0.693_147_180_559_946)),
            stated("less", is(policy, |_| 0.693_147_180_559_944)),
            stated("elsewhere", is(Args::clone, |_| std::f64::consts::LN_2)),
        ],
    );
    let unit = |a: &Args| a.with(2, 1.0.into());
    do_not_hold(
        &loss("gaussian_nll"),
        &[
            stated("whole", is(unit, |a| f::mse(a.number(0), a.number(1)))),
            stated(
                "constant",
                is(unit, |a| 0.5 * f::mse(a.number(0), a.number(1)) + 1e-15),
            ),
            stated(
                "huber",
                is(unit, |a| f::huber(a.number(0), a.number(1), 1.0)),
            ),
        ],
    );
    // A neighbour that differs at the kink alone, and one that differs far out.
    hold(
        &loss("huber"),
        &[stated(
            "own",
            is(Args::clone, |a| {
                f::huber(a.number(0), a.number(1), a.number(2))
            }),
        )],
    );
    do_not_hold(
        &loss("huber"),
        &[
            stated(
                "scaled",
                is(Args::clone, |a| {
                    f::smooth_l1(a.number(0), a.number(1), a.number(2))
                }),
            ),
            stated(
                "target",
                is(Args::clone, |a| {
                    let r = a.number(0) - a.number(1);
                    if r == 0.0 {
                        1e-300
                    } else {
                        f::huber(a.number(0), a.number(1), a.number(2))
                    }
                }),
            ),
        ],
    );
}
