//! Hierarchical softmax.

use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, hierarchical_softmax, hierarchical_softmax_grad, sum};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

/// Scores of a path with its code.
fn path() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((-30.0..30.0, any::<bool>()), 0..20).prop_map(|path: Vec<(f64, bool)>| {
        path.into_iter()
            .map(|(u, bit)| (u, f64::from(u8::from(bit))))
            .unzip()
    })
}

/// The probability of a leaf.
fn probability(scores: &[f64], code: &[f64]) -> f64 {
    (-hierarchical_softmax(scores, code)).exp()
}

pub(super) const PROPERTIES: &[Property] = &[
    property("hierarchical_softmax", "leaves_sum_to_one", || {
        forall(
            (1_usize..7, prop::collection::vec(-5.0..5.0, 64)),
            |(depth, scores): (usize, Vec<f64>)| {
                // The nodes of a full tree are numbered from the root, 1; below n are 2n and 2n + 1.
                let leaf = |number: usize| -> f64 {
                    let (mut node, mut along, mut code) = (1, vec![], vec![]);
                    for level in (0..depth).rev() {
                        let bit = (number >> level) & 1;
                        along.push(scores[node]);
                        code.push(bit as f64);
                        node = 2 * node + bit;
                    }
                    probability(&along, &code)
                };
                let full: Vec<f64> = (0..1 << depth).map(leaf).collect();
                within(sum(&full), 1.0, 16.0 * f64::EPSILON)?;
                // A tree that grows to one side only: leaves at every depth.
                let side = (1..=depth).map(|n| {
                    let mut code = vec![0.0; n];
                    code[n - 1] = 1.0;
                    probability(&scores[..n], &code)
                });
                let mut lopsided: Vec<f64> = side.collect();
                lopsided.push(probability(&scores[..depth], &vec![0.0; depth]));
                within(sum(&lopsided), 1.0, 16.0 * f64::EPSILON)
            },
        )
    }),
    property("hierarchical_softmax", "sums_yes_or_no_losses", || {
        forall(path(), |(scores, code): (Vec<f64>, Vec<f64>)| {
            let nodes = scores.iter().zip(&code);
            let each: Vec<f64> = nodes.map(|(u, b)| bce_with_logits(*u, *b, 1.0)).collect();
            near(hierarchical_softmax(&scores, &code), sum(&each), 4.0)
        })
    }),
    property(
        "hierarchical_softmax",
        "gradient_is_probability_minus_turn",
        || {
            forall(path(), |(scores, code): (Vec<f64>, Vec<f64>)| {
                let grad = hierarchical_softmax_grad(&scores, &code);
                for ((g, u), b) in grad.iter().zip(&scores).zip(&code) {
                    within(*g, sigmoid(*u) - b, 2.0 * f64::EPSILON)?;
                }
                Ok(())
            })
        },
    ),
    property("hierarchical_softmax", "mirrored", || {
        forall(path(), |(scores, code): (Vec<f64>, Vec<f64>)| {
            let turned: Vec<f64> = scores.iter().map(|u| -u).collect();
            let other: Vec<f64> = code.iter().map(|b| 1.0 - b).collect();
            let (one, two) = (
                hierarchical_softmax(&scores, &code),
                hierarchical_softmax(&turned, &other),
            );
            near(one, two, 0.0)
        })
    }),
];
