//! Changes of the arguments: shifts, factors, other orders.

use super::common::{do_not_hold, hold, loss};
use catalog::{Change, LossClaim as C, stated};
use nnfn::losses as f;

use super::of;

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
