//! Gradients: what their entries sum to, what they are, how large they get.

use super::common::{do_not_hold, hold, loss};
use catalog::{Args, LossClaim as C, Norm, args, stated};
use nnfn::losses as f;

use super::pulled;

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
