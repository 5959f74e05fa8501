//! Zeros, the least value, the range, the steepest slope.

use super::common::{do_not_hold, hold, loss};
use catalog::{Extremum, LineClaim as L};

use super::{INFINITY, RESIDUAL, along, of_residual};

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
    // Between the places that are sampled.
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
