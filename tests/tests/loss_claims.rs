//! What a loss can claim of its arguments: true claims hold, those that are wrong by little are refused at their line.

mod common;

use catalog::{Args, Change, Loss, LossClaim as C, Norm, Value, args, stated};
use nnfn::losses as f;

use common::{do_not_hold, hold, loss};

/// The loss with another value.
fn of(name: &str, value: fn(&Args) -> f64) -> Loss {
    Loss {
        value,
        ..loss(name)
    }
}

/// The loss with another first gradient.
fn pulled(name: &str, of: fn(&Args) -> Vec<f64>) -> Loss {
    let first = catalog::Gradient {
        of,
        ..loss(name).gradients[0]
    };
    Loss {
        gradients: common::leak([first]),
        ..loss(name)
    }
}

#[test]
fn non_negative() {
    let claim = stated("non_negative", C::NonNegative);
    for name in ["mse", "bce_with_logits", "kl_divergence", "triplet", "dpo"] {
        hold(&loss(name), &[claim]);
    }
    do_not_hold(&loss("gaussian_nll"), &[claim]);
    do_not_hold(&loss("ppo_clip"), &[claim]);
    do_not_hold(&loss("log_sum_exp"), &[claim]);
    // A dip of 1e-15: at the target, out where the loss is nearly 0, and beside the places that are looked at.
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

#[test]
fn gradient_sums() {
    hold(
        &loss("info_nce"),
        &[stated("zero", C::GradientSumsTo(0, 0.0))],
    );
    hold(
        &loss("log_sum_exp"),
        &[stated("one", C::GradientSumsTo(0, 1.0))],
    );
    do_not_hold(
        &loss("info_nce"),
        &[
            stated("more", C::GradientSumsTo(0, 1e-14)),
            stated("less", C::GradientSumsTo(0, -1e-14)),
            stated("one", C::GradientSumsTo(0, 1.0)),
            stated("no_gradient", C::GradientSumsTo(1, 0.0)),
        ],
    );
    do_not_hold(
        &loss("log_sum_exp"),
        &[
            stated("more", C::GradientSumsTo(0, 1.000_000_000_000_01)),
            stated("less", C::GradientSumsTo(0, 0.999_999_999_999_99)),
        ],
    );
    do_not_hold(
        &loss("triplet"),
        &[stated("anchor", C::GradientSumsTo(0, 0.0))],
    );
    do_not_hold(
        &loss("kl_divergence"),
        &[stated("q", C::GradientSumsTo(1, -1.0))],
    );
    // Each row, not the table.
    let columns = pulled("info_nce", |a| {
        let mut all = f::info_nce_grad(a.table(0), a.number(1));
        let n = all.len();
        if n > 1 {
            (all[0][0], all[n - 1][0]) = (all[0][0] + 1e-14, all[n - 1][0] - 1e-14);
        }
        all.concat()
    });
    do_not_hold(&columns, &[stated("rows", C::GradientSumsTo(0, 0.0))]);
}

#[test]
fn gradient_is() {
    hold(
        &loss("mae"),
        &[stated(
            "sign",
            C::GradientIs(0, |a| {
                let r = a.number(0) - a.number(1);
                vec![if r == 0.0 { 0.0 } else { r.signum() }]
            }),
        )],
    );
    do_not_hold(
        &loss("mae"),
        &[
            // The other subgradients.
            stated(
                "right",
                C::GradientIs(0, |a| vec![(a.number(0) - a.number(1)).signum()]),
            ),
            stated(
                "left",
                C::GradientIs(0, |a| vec![-(a.number(1) - a.number(0)).signum()]),
            ),
        ],
    );
    do_not_hold(
        &loss("mse"),
        &[
            stated(
                "digit",
                C::GradientIs(0, |a| {
                    vec![2.000_000_000_000_002 * (a.number(0) - a.number(1))]
                }),
            ),
            stated(
                "half",
                C::GradientIs(0, |a| vec![a.number(0) - a.number(1)]),
            ),
            stated(
                "no_gradient",
                C::GradientIs(1, |a| vec![2.0 * (a.number(1) - a.number(0))]),
            ),
        ],
    );
    do_not_hold(
        &loss("dpo"),
        &[stated(
            "sign",
            C::GradientIs(1, |a| {
                vec![f::dpo_grad(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                    a.number(3),
                    a.number(4),
                )]
            }),
        )],
    );
    do_not_hold(
        &loss("log_sum_exp"),
        &[
            stated(
                "first_entries",
                C::GradientIs(0, |a| {
                    nnfn::activations::softmax(a.row(0), 1.0)[..1].to_vec()
                }),
            ),
            stated("no_entries", C::GradientIs(0, |_| vec![])),
        ],
    );
}

const fn at_most(by: usize, norm: Norm, bound: fn(&Args) -> f64, reached: fn() -> Args) -> C {
    C::GradientAtMost {
        by,
        norm,
        bound,
        reached,
    }
}

#[test]
fn gradient_at_most() {
    let pull = || args![[0.0, 0.0], [3.0, 4.0], [1.0, 0.0], 1.0];
    hold(
        &loss("triplet"),
        &[stated("pull", at_most(1, Norm::Euclidean, |_| 1.0, pull))],
    );
    do_not_hold(
        &loss("triplet"),
        &[
            stated(
                "more",
                at_most(1, Norm::Euclidean, |_| 1.000_000_000_000_001, pull),
            ),
            stated(
                "less",
                at_most(1, Norm::Euclidean, |_| 0.999_999_999_999_999, pull),
            ),
            stated("other_norm", at_most(1, Norm::Absolute, |_| 1.0, pull)),
            stated("other_argument", at_most(0, Norm::Euclidean, |_| 1.0, pull)),
            stated("not_reached", at_most(1, Norm::Largest, |_| 1.0, pull)),
            stated("no_number", at_most(1, Norm::Euclidean, |_| f64::NAN, pull)),
            stated(
                "other_shape",
                at_most(1, Norm::Euclidean, |_| 1.0, || args![1.0]),
            ),
        ],
    );
    let bound: fn(&Args) -> f64 = |a| (a.number(2) * a.number(1)).max(1.0 - a.number(1));
    do_not_hold(
        &loss("bce_with_logits"),
        &[
            stated(
                "no_target",
                at_most(0, Norm::Largest, bound, || args![-800.0, 2.0, 1.0]),
            ),
            stated(
                "nearly",
                at_most(0, Norm::Largest, bound, || args![-30.0, 1.0, 1.0]),
            ),
            stated(
                "no_weight",
                at_most(0, Norm::Largest, |_| 1.0, || args![-800.0, 1.0, 1.0]),
            ),
        ],
    );
}

#[test]
fn unchanged() {
    let (shift, swap) = (
        |of| C::Unchanged(Change::Shift(of)),
        |i, j| C::Unchanged(Change::Swap(i, j)),
    );
    hold(&loss("dpo"), &[stated("chosen", shift(&[0, 2]))]);
    do_not_hold(
        &loss("dpo"),
        &[
            stated("crossed", shift(&[0, 3])),
            stated("one", shift(&[0])),
            stated("temperature", shift(&[4])),
            stated("swapped", swap(0, 1)),
        ],
    );
    hold(&loss("gaussian_nll"), &[stated("even", swap(0, 1))]);
    do_not_hold(
        &loss("gaussian_nll"),
        &[
            stated("shift", shift(&[0, 1, 2])),
            stated("swapped", swap(0, 2)),
        ],
    );
    do_not_hold(&loss("kl_divergence"), &[stated("swapped", swap(0, 1))]);
    let nearly = of("mse", |a| {
        f::mse(a.number(0), a.number(1)) * (1.0 + 1e-15 * a.number(0).signum())
    });
    do_not_hold(
        &nearly,
        &[
            stated("shifted", shift(&[0, 1])),
            stated("swapped", swap(0, 1)),
        ],
    );
    let leaks = of("cross_entropy_soft", |a| {
        f::cross_entropy_soft(a.row(0), a.row(1)) + 1e-17 * a.row(0).iter().sum::<f64>()
    });
    do_not_hold(&leaks, &[stated("shifted", shift(&[0]))]);
}

/// Entries weighted by their distance to the nearer end: the same in reverse, and in no other order.
fn weighted(row: &[f64]) -> f64 {
    let n = row.len();
    let weight = |i: usize| i.min(n - 1 - i) as f64;
    (0..n).map(|i| weight(i) * row[i].abs()).sum::<f64>()
}

#[test]
fn unchanged_by_order() {
    let permute = |of| C::Unchanged(Change::Permute(of));
    hold(&loss("triplet"), &[stated("all", permute(&[0, 1, 2]))]);
    do_not_hold(
        &loss("triplet"),
        &[
            stated("two", permute(&[0, 1])),
            stated("one", permute(&[2])),
        ],
    );
    do_not_hold(&loss("kl_divergence"), &[stated("one", permute(&[0]))]);
    do_not_hold(&loss("cross_entropy"), &[stated("logits", permute(&[0]))]);
    let reversible = of("kl_divergence", |a| {
        f::kl_divergence(a.row(0), a.row(1)) + 1e-6 * weighted(a.row(0))
    });
    do_not_hold(&reversible, &[stated("all", permute(&[0, 1]))]);
    let others = stated("others", C::Unchanged(Change::PermuteOthers(0, 1)));
    hold(&loss("cross_entropy"), &[others]);
    let reversible = of("cross_entropy", |a| {
        let mut others = a.row(0).to_vec();
        others.remove(a.index(1));
        let own = f::cross_entropy(a.row(0), a.index(1));
        if others.len() > 2 {
            own + 1e-9 * weighted(&others)
        } else {
            own
        }
    });
    do_not_hold(&reversible, &[others]);
    do_not_hold(
        &loss("cross_entropy_soft"),
        &[stated(
            "no_index",
            C::Unchanged(Change::PermuteOthers(0, 1)),
        )],
    );
}

#[test]
fn shift_adds() {
    let adds = stated("adds", C::ShiftAdds(0));
    hold(&loss("log_sum_exp"), &[adds]);
    do_not_hold(&loss("cross_entropy"), &[adds]);
    let scaled = of("log_sum_exp", |a| {
        nnfn::log_sum_exp(a.row(0)) * (1.0 + 1e-15)
    });
    do_not_hold(&scaled, &[adds]);
    let sum = of("log_sum_exp", |a| a.row(0).iter().sum());
    do_not_hold(&sum, &[adds]);
}

#[test]
fn scales_with() {
    hold(&loss("mse"), &[stated("square", C::ScalesWith(&[0, 1], 2))]);
    do_not_hold(
        &loss("mse"),
        &[
            stated("once", C::ScalesWith(&[0, 1], 1)),
            stated("cube", C::ScalesWith(&[0, 1], 3)),
            stated("one", C::ScalesWith(&[0], 2)),
            stated("nothing", C::ScalesWith(&[], 2)),
        ],
    );
    do_not_hold(
        &loss("triplet"),
        &[stated("no_margin", C::ScalesWith(&[0, 1, 2], 1))],
    );
    do_not_hold(
        &loss("info_nce"),
        &[stated("temperature", C::ScalesWith(&[0], 0))],
    );
    // Powers of two are not all factors.
    let steps = of("mae", |a| {
        let r = f::mae(a.number(0), a.number(1));
        if r == 0.0 {
            0.0
        } else {
            r.log2().floor().exp2()
        }
    });
    do_not_hold(&steps, &[stated("steps", C::ScalesWith(&[0, 1], 1))]);
    let power = of("mae", |a| {
        f::mae(a.number(0), a.number(1)).powf(1.0 + 1e-14)
    });
    do_not_hold(&power, &[stated("power", C::ScalesWith(&[0, 1], 1))]);
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
