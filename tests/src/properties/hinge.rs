//! The hinge losses, of two classes and of several.

use nnfn::losses::{
    crammer_singer, crammer_singer_grad, hinge, hinge_grad, squared_hinge, squared_hinge_grad, sum,
    weston_watkins, weston_watkins_grad,
};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

/// Scores with a class of them.
fn scores_and_class() -> impl Strategy<Value = (Vec<f64>, usize)> {
    let scores = prop::collection::vec(-4.0..4.0, 1..8);
    (scores, any::<prop::sample::Index>()).prop_map(|(scores, class): (Vec<f64>, _)| {
        let class = class.index(scores.len());
        (scores, class)
    })
}

/// Scores whose differences are exact, so that there are ties, and margins are met exactly.
fn round_scores() -> impl Strategy<Value = (Vec<f64>, usize)> {
    let scores = prop::collection::vec(-3..=3, 1..8);
    (scores, any::<prop::sample::Index>()).prop_map(|(scores, class): (Vec<i32>, _)| {
        let class = class.index(scores.len());
        (
            scores.into_iter().map(|s| 0.5 * f64::from(s)).collect(),
            class,
        )
    })
}

/// Three scores, and probabilities of the classes.
fn scores_and_shares() -> impl Strategy<Value = ([f64; 3], [f64; 3])> {
    ((-3.0..3.0, -3.0..3.0), (0.0..1.0, 0.0..1.0, 0.0..1.0)).prop_map(|((a, b), (p, q, r))| {
        let total: f64 = p + q + r + 1e-9;
        ([a, b, 0.0], [p / total, q / total, 1.0 - (p + q) / total])
    })
}

fn largest(all: &[f64]) -> f64 {
    all.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The expected loss of three scores.
fn risk(loss: fn(&[f64], usize, f64) -> f64, scores: &[f64; 3], shares: &[f64; 3]) -> f64 {
    sum(&std::array::from_fn::<f64, 3, _>(|y| {
        shares[y] * loss(scores, y, 1.0)
    }))
}

/// The expected loss of a score, where 1 has this share.
fn expected(loss: fn(f64, f64) -> f64, share: f64, score: f64) -> f64 {
    share * loss(score, 1.0) + (1.0 - share) * loss(score, -1.0)
}

/// What the sums here lose by rounding; they are of a few numbers below 10.
const SLACK: f64 = 32.0 * f64::EPSILON;

pub(super) const PROPERTIES: &[Property] = &[
    property("hinge", "mirrored", || {
        forall(-1e3..1e3, |s: f64| {
            near(hinge(-s, -1.0), hinge(s, 1.0), 0.0)?;
            near(hinge_grad(-s, -1.0), -hinge_grad(s, 1.0), 0.0)
        })
    }),
    property("hinge", "best_score_is_a_sign", || {
        forall((0.0..1.0, -3.0..3.0), |(share, score): (f64, f64)| {
            let best = expected(hinge, share, (share - 0.5).signum());
            within(best, 2.0 * share.min(1.0 - share), SLACK)?;
            let other = expected(hinge, share, score);
            prop_assert!(best <= other + SLACK, "{best} is above {other}");
            Ok(())
        })
    }),
    property("squared_hinge", "is_the_square", || {
        forall(-1e3..1e3, |s: f64| {
            for y in [1.0, -1.0] {
                let missing = hinge(s, y);
                near(squared_hinge(s, y), missing * missing, 0.0)?;
                near(squared_hinge_grad(s, y), -2.0 * y * missing, 0.0)?;
            }
            Ok(())
        })
    }),
    property("squared_hinge", "best_score_tells_the_probability", || {
        forall((0.0..1.0, -3.0..3.0), |(share, score): (f64, f64)| {
            let best = expected(squared_hinge, share, 2.0 * share - 1.0);
            let other = expected(squared_hinge, share, score);
            prop_assert!(best <= other + SLACK, "{best} is above {other}");
            Ok(())
        })
    }),
    property("crammer_singer", "at_most_weston_watkins", || {
        forall(
            (scores_and_class(), 0.0..3.0),
            |((scores, class), margin): ((Vec<f64>, usize), f64)| {
                let most = crammer_singer(&scores, class, margin);
                let all = weston_watkins(&scores, class, margin);
                let times = (scores.len() - 1) as f64;
                prop_assert!(most <= all, "{most} is above {all}");
                prop_assert!(
                    all <= times * most + SLACK,
                    "{all} is above {times} times {most}"
                );
                Ok(())
            },
        )
    }),
    property("crammer_singer", "two_classes", || {
        // Differences of multiples of a power of two are exact.
        forall((-4096..4096, -4096..4096), |(a, b): (i32, i32)| {
            let [a, b] = [a, b].map(|x| f64::from(x) / 1024.0);
            near(crammer_singer(&[a, b], 0, 1.0), hinge(a - b, 1.0), 0.0)?;
            near(weston_watkins(&[a, b], 0, 1.0), hinge(a - b, 1.0), 0.0)?;
            near(crammer_singer(&[a, b], 1, 1.0), hinge(a - b, -1.0), 0.0)
        })
    }),
    property("crammer_singer", "bounds_the_errors", || {
        forall(round_scores(), |(scores, class): (Vec<f64>, usize)| {
            let wrong: Vec<f64> = (scores.iter().enumerate())
                .filter(|(j, _)| *j != class)
                .map(|(_, s)| *s)
                .collect();
            let is_wrong = largest(&wrong) >= scores[class];
            let loss = crammer_singer(&scores, class, 1.0);
            prop_assert!(loss >= f64::from(u8::from(is_wrong)), "{loss}");
            Ok(())
        })
    }),
    property("crammer_singer", "first_of_the_best_rivals", || {
        forall(round_scores(), |(scores, class): (Vec<f64>, usize)| {
            let grad = crammer_singer_grad(&scores, class, 1.0);
            let open = crammer_singer(&scores, class, 1.0) > 0.0;
            let wrong = |j: &usize| *j != class;
            let best = (0..scores.len()).filter(wrong).map(|j| scores[j]);
            let best = best.fold(f64::NEG_INFINITY, f64::max);
            let first = (0..scores.len()).filter(wrong).find(|j| scores[*j] == best);
            for (j, g) in grad.iter().enumerate() {
                let slope = match () {
                    () if !open => 0.0,
                    () if j == class => -1.0,
                    () => f64::from(u8::from(Some(j) == first)),
                };
                near(*g, slope, 0.0)?;
            }
            Ok(())
        })
    }),
    property("crammer_singer", "without_a_majority_best_is_a_tie", || {
        forall(
            scores_and_shares(),
            |(scores, shares): ([f64; 3], [f64; 3])| {
                let top = largest(&shares);
                within(risk(crammer_singer, &[0.0; 3], &shares), 1.0, SLACK)?;
                let ahead = shares.map(|p| f64::from(u8::from(p == top)));
                if sum(&ahead) == 1.0 {
                    let found = risk(crammer_singer, &ahead, &shares);
                    within(found, 2.0 * (1.0 - top), SLACK)?;
                }
                let least = 1_f64.min(2.0 * (1.0 - top));
                let found = risk(crammer_singer, &scores, &shares);
                prop_assert!(found >= least - SLACK, "{found} is below {least}");
                Ok(())
            },
        )
    }),
    property("weston_watkins", "counts_the_rivals", || {
        forall(round_scores(), |(scores, class): (Vec<f64>, usize)| {
            let grad = weston_watkins_grad(&scores, class, 1.0);
            let within = |j: usize| j != class && 1.0 + scores[j] - scores[class] > 0.0;
            let count = (0..scores.len()).filter(|j| within(*j)).count();
            for (j, g) in grad.iter().enumerate() {
                let slope = match () {
                    () if j == class => -(count as f64),
                    () => f64::from(u8::from(within(j))),
                };
                near(*g, slope, 0.0)?;
            }
            Ok(())
        })
    }),
];
