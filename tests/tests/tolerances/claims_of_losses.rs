//! Claims about losses: what is off by twice a tolerance is refused.

use catalog::{Args, Change, LineClaim as L, Loss, LossClaim as C, Meets, Norm, args, stated};
use nnfn::losses as f;

use super::common::{do_not_hold, hold, leak, loss};

const EPSILON: f64 = f64::EPSILON;

fn off(x: f64) -> f64 {
    x * (1.0 + 2.0 * EPSILON)
}

const fn along(claim: L) -> C {
    C::Along("residual", claim)
}

/// `CLAIM`: four units beside a gradient, a value, a bound that is reached, a shift, another order.
#[test]
fn four_units_beside_what_a_claim_computes_are_too_many() {
    let (huber, mse, dpo) = (loss("huber"), loss("mse"), loss("dpo"));
    fn slope(a: &Args) -> f64 {
        f::mse_grad(a.number(0), a.number(1))
    }
    hold(
        &mse,
        &[stated("gradient", C::GradientIs(0, |a| vec![slope(a)]))],
    );
    do_not_hold(
        &mse,
        &[stated(
            "gradient",
            C::GradientIs(0, |a| vec![off(slope(a))]),
        )],
    );

    hold(&mse, &[stated("square", along(L::Is(|_, r| r * r)))]);
    do_not_hold(&mse, &[stated("square", along(L::Is(|_, r| off(r * r))))]);

    hold(&huber, &[stated("slope", along(L::Lipschitz(|p| p[0])))]);
    do_not_hold(
        &huber,
        &[stated(
            "slope",
            along(L::Lipschitz(|p| p[0] * (1.0 + 3.0 * EPSILON))),
        )],
    );
    do_not_hold(
        &huber,
        &[stated(
            "slope",
            along(L::Lipschitz(|p| p[0] * (1.0 - 3.0 * EPSILON))),
        )],
    );

    let most = |bound| C::GradientAtMost {
        by: 0,
        norm: Norm::Largest,
        bound,
        reached: || args![-800.0, 0.0, 0.0, 0.0, 0.1],
    };
    hold(&dpo, &[stated("most", most(|a| a.number(4)))]);
    do_not_hold(
        &dpo,
        &[stated(
            "most",
            most(|a| a.number(4) * (1.0 + 3.0 * EPSILON)),
        )],
    );

    let shift = stated("shift", C::Unchanged(Change::Shift(&[0])));
    let grows = Loss {
        value: |a| {
            let own = f::cross_entropy(a.row(0), a.index(1));
            if a.row(0)[0] > 1e5 {
                off(off(own))
            } else {
                own
            }
        },
        ..loss("cross_entropy")
    };
    hold(&loss("cross_entropy"), &[shift]);
    do_not_hold(&grows, &[shift]);

    let order = stated("order", C::Unchanged(Change::Permute(&[0, 1])));
    let sorted = Loss {
        value: |a| {
            let own = f::kl_divergence(a.row(0), a.row(1));
            let p = a.row(0);
            if p[0] < p[p.len() - 1] { off(own) } else { own }
        },
        ..loss("kl_divergence")
    };
    hold(&loss("kl_divergence"), &[order]);
    do_not_hold(&sorted, &[order]);
}

/// `ORDER`: a chord, a bound, that is four units too low.
#[test]
fn four_units_above_a_bound_are_too_many() {
    let below = |bound| stated("below", along(L::Below(bound, Meets::UpToAConstant)));
    let mae = loss("mae");
    hold(&mae, &[below(|_, r| r.abs())]);
    do_not_hold(&mae, &[below(|_, r| r.abs() * (1.0 - 2.0 * EPSILON))]);
    let bent = Loss {
        value: |a| {
            let r = f::mae(a.number(0), a.number(1));
            if r == 1.0 { off(off(r)) } else { r }
        },
        ..mae
    };
    hold(&mae, &[stated("convex", along(L::Convex))]);
    do_not_hold(&bent, &[stated("convex", along(L::Convex))]);
}

/// `CURVATURE`: in its sixteenth digit, at 0; farther out the places lose digits.
#[test]
fn a_curvature_that_is_off_by_two_units_is_refused() {
    let is = |inside| {
        stated(
            "curvature",
            along(L::Curvature {
                inside,
                outside: 2.0,
            }),
        )
    };
    hold(&loss("mse"), &[is(|_| 2.0)]);
    let outside = 2.0 * (1.0 + 2.0 * EPSILON);
    let inside = |_: &[f64]| 2.0 * (1.0 + 2.0 * EPSILON);
    do_not_hold(
        &loss("mse"),
        &[stated("curvature", along(L::Curvature { inside, outside }))],
    );
}

/// `DISTANCE`: a line whose slope is off by one and a half units.
#[test]
fn a_line_that_parts_slowly_is_refused() {
    let line = |bound| stated("line", along(L::Below(bound, Meets::UpToAConstant)));
    hold(&loss("huber"), &[line(|p, r| p[0] * r.abs())]);
    let steeper: fn(&[f64], f64) -> f64 = |p, r| {
        let bound = p[0] * r.abs();
        bound + 1.5 * EPSILON * bound
    };
    do_not_hold(&loss("huber"), &[line(steeper)]);
}

/// `x²·(x² - 2)²`, which no number but 0 makes 0: √2 is none.
fn three_zeros(x: f64) -> f64 {
    (x * (x * x - 2.0)).powi(2)
}

/// `ZERO`: a second zero that lies between two numbers.
#[test]
fn a_second_zero_is_refused() {
    assert!(three_zeros(std::f64::consts::SQRT_2) > 0.0);
    let three = Loss {
        value: |a| three_zeros(a.number(0) - a.number(1)),
        gradients: leak([catalog::Gradient {
            of: |a| {
                let x = a.number(0) - a.number(1);
                vec![2.0 * x * (x * x - 2.0) * (3.0 * x * x - 2.0)]
            },
            ..loss("mse").gradients[0]
        }]),
        ..loss("mse")
    };
    do_not_hold(&three, &[stated("zero", along(L::ZeroOnlyAt(0.0)))]);
}

/// What is said of how low a loss can be brought.
#[track_caller]
fn refuses(name: &str, value: fn(&Args) -> f64, part: &str) {
    let right = *catalog::lowest::of(name).expect("it has an entry");
    let of = |lowest| verification::lowest::outcome(&loss(name), &lowest).problems;
    assert_eq!(of(right), [], "{name}");
    let problems = of(catalog::Lowest { value, ..right });
    let found = problems
        .iter()
        .any(|problem| problem.message.contains(part));
    assert!(found, "{name}: {problems:?}");
}

fn doubt(a: &Args) -> f64 {
    let epsilon = a.number(5);
    -epsilon * epsilon.ln() - (1.0 - epsilon) * (1.0 - epsilon).ln()
}

/// `INFIMUM`: a floor with its twelfth digit wrong.
#[test]
fn a_floor_twice_the_rounding_away_is_refused() {
    refuses("cdpo", |a| doubt(a) - 2.5e-12, "cdpo(");
    refuses("cdpo", |a| doubt(a) + 2.5e-12, "is below");
}

/// `APPROACH`: a floor that is approached, with its ninth digit wrong.
#[test]
fn a_limit_that_the_way_does_not_lead_to_is_refused() {
    refuses("cross_entropy", |_| -2.1e-9, "it comes no nearer");
}

/// `SEARCH`: a floor that is too low by a two hundredth.
#[test]
fn a_floor_that_a_search_stays_above_is_refused() {
    refuses("cdpo", |a| doubt(a) - 4.1e-3, "nothing that was tried");
}
