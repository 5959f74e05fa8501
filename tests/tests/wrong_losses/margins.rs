//! Losses of scores: hinges, and the turns down a tree.

use catalog::Args;
use nnfn::activations::{sigmoid, softplus};
use nnfn::losses as f;

use super::{slopes, values};

fn margin(a: &Args) -> f64 {
    a.number(0) * a.number(1)
}

/// The scores of all classes but the right one.
fn wrong(a: &Args) -> Vec<f64> {
    let others = a
        .row(0)
        .iter()
        .enumerate()
        .filter(|(j, _)| *j != a.index(1));
    others.map(|(_, s)| *s).collect()
}

/// What each wrong class lacks of its distance.
fn missing(a: &Args) -> Vec<f64> {
    let behind = |s: &f64| (a.number(2) + s - a.row(0)[a.index(1)]).max(0.0);
    wrong(a).iter().map(behind).collect()
}

fn largest(all: &[f64]) -> f64 {
    all.iter().copied().fold(0.0, f64::max)
}

#[test]
fn hinge_of_a_score() {
    values(
        "hinge",
        &[
            ("perceptron", |a| (-margin(a)).max(0.0)),
            ("squared", |a| f::squared_hinge(a.number(0), a.number(1))),
            ("not shut", |a| 1.0 - margin(a)),
            ("margin of one half", |a| (0.5 - margin(a)).max(0.0)),
            ("labels of 0 and 1", |a| {
                (1.0 - 0.5 * (a.number(1) + 1.0) * a.number(0)).max(0.0)
            }),
            ("hides NaN", |a| (1.0 - margin(a)).max(0.0)),
            ("logistic", |a| softplus(-margin(a))),
            ("in 32 bit", |a| {
                f64::from((1.0 - margin(a)) as f32).max(0.0)
            }),
        ],
    );
    slopes(
        "hinge",
        "score",
        &[
            ("open at the kink", |a| {
                vec![if margin(a) <= 1.0 { -a.number(1) } else { 0.0 }]
            }),
            ("shared at the kink", |a| {
                let slope = f::hinge_grad(a.number(0), a.number(1));
                vec![if margin(a) == 1.0 {
                    -0.5 * a.number(1)
                } else {
                    slope
                }]
            }),
            ("sign", |a| vec![-f::hinge_grad(a.number(0), a.number(1))]),
            ("of mistakes only", |a| {
                vec![if margin(a) < 0.0 { -a.number(1) } else { 0.0 }]
            }),
        ],
    );
}

#[test]
fn squared_hinge_of_a_score() {
    values(
        "squared_hinge",
        &[
            ("half", |a| 0.5 * f::squared_hinge(a.number(0), a.number(1))),
            ("plain", |a| f::hinge(a.number(0), a.number(1))),
            ("on both sides", |a| (1.0 - margin(a)).powi(2)),
            ("expanded", |a| {
                let m = margin(a);
                if m < 1.0 { 1.0 - 2.0 * m + m * m } else { 0.0 }
            }),
        ],
    );
    slopes(
        "squared_hinge",
        "score",
        &[
            ("of half", |a| {
                vec![0.5 * f::squared_hinge_grad(a.number(0), a.number(1))]
            }),
            ("of the plain", |a| {
                vec![f::hinge_grad(a.number(0), a.number(1))]
            }),
        ],
    );
}

#[test]
fn hinges_of_several_classes() {
    values(
        "crammer_singer",
        &[
            ("sum", |a| missing(a).iter().sum()),
            ("mean", |a| {
                missing(a).iter().sum::<f64>() / a.row(0).len() as f64
            }),
            ("0 among the rivals", |a| {
                let rival = largest(&wrong(a));
                (a.number(2) + rival - a.row(0)[a.index(1)]).max(0.0)
            }),
            ("without the margin", |a| {
                f::crammer_singer(a.row(0), a.index(1), 0.0)
            }),
            ("rounded twice", |a| largest(&missing(a))),
        ],
    );
    values(
        "weston_watkins",
        &[
            ("largest", |a| largest(&missing(a))),
            ("mean", |a| {
                missing(a).iter().sum::<f64>() / a.row(0).len() as f64
            }),
            ("with the right class", |a| {
                missing(a).iter().sum::<f64>() + a.number(2)
            }),
            ("squared", |a| missing(a).iter().map(|m| m * m).sum()),
        ],
    );
    slopes(
        "crammer_singer",
        "scores",
        &[
            ("of the sum", |a| {
                f::weston_watkins_grad(a.row(0), a.index(1), a.number(2))
            }),
            ("the rival alone", |a| {
                let mut grad = f::crammer_singer_grad(a.row(0), a.index(1), a.number(2));
                grad[a.index(1)] = 0.0;
                grad
            }),
        ],
    );
    slopes(
        "weston_watkins",
        "scores",
        &[
            ("of the largest", |a| {
                f::crammer_singer_grad(a.row(0), a.index(1), a.number(2))
            }),
            ("the right class once", |a| {
                let grad = f::weston_watkins_grad(a.row(0), a.index(1), a.number(2));
                grad.iter().map(|g| g.max(-1.0)).collect()
            }),
        ],
    );
}

#[test]
fn turns_down_a_tree() {
    values(
        "hierarchical_softmax",
        &[
            ("mean", |a| {
                f::hierarchical_softmax(a.row(0), a.row(1)) / (a.row(0).len() as f64).max(1.0)
            }),
            ("bits exchanged", |a| {
                let other: Vec<f64> = a.row(1).iter().map(|b| 1.0 - b).collect();
                f::hierarchical_softmax(a.row(0), &other)
            }),
            ("through the probability", |a| {
                let turns = a.row(0).iter().zip(a.row(1));
                let p = |(u, b): (&f64, &f64)| sigmoid((2.0 * b - 1.0) * u);
                -turns.map(p).product::<f64>().ln()
            }),
            ("in bits", |a| {
                f::hierarchical_softmax(a.row(0), a.row(1)) / std::f64::consts::LN_2
            }),
        ],
    );
    slopes(
        "hierarchical_softmax",
        "scores",
        &[
            ("sigmoid minus bit", |a| {
                let turns = a.row(0).iter().zip(a.row(1));
                turns.map(|(u, b)| sigmoid(*u) - b).collect()
            }),
            ("none beyond 6", |a| {
                let grad = f::hierarchical_softmax_grad(a.row(0), a.row(1));
                let cut = |(g, u): (f64, &f64)| if u.abs() < 6.0 { g } else { 0.0 };
                grad.into_iter().zip(a.row(0)).map(cut).collect()
            }),
        ],
    );
}
