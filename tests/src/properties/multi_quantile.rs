//! Several quantiles of one target, predicted in order or crossed.

use nnfn::activations::softplus;
use nnfn::losses::{multi_quantile, pinball, sum};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("multi_quantile", "is_sum_of_pinball", || {
        forall((heads(), -100.0..100.0), |(heads, y): (Heads, f64)| {
            let pairs = heads.predictions.iter().zip(&heads.levels);
            let each: Vec<f64> = pairs.map(|(p, q)| pinball(*p, y, *q)).collect();
            near(
                multi_quantile(&heads.predictions, y, &heads.levels),
                sum(&each),
                1.0,
            )
        })
    }),
    property("multi_quantile", "sorting_never_costs", || {
        forall((heads(), -100.0..100.0), |(heads, y): (Heads, f64)| {
            let (crossed, sorted) = (heads.loss(y), heads.sorted().loss(y));
            prop_assert!(
                sorted <= crossed * (1.0 + 1e-14),
                "{sorted} is more than {crossed}"
            );
            Ok(())
        })
    }),
    property("multi_quantile", "a_swap_saves_the_same_everywhere", || {
        // Any two that have crossed, whatever stands between them, and whatever the target.
        forall(
            (heads(), -100.0..100.0, 0..64_usize, 0..64_usize),
            |(heads, y, i, j): (Heads, f64, usize, usize)| {
                let n = heads.levels.len();
                let (i, j) = (i % n, j % n);
                let (i, j) = (i.min(j), i.max(j));
                let mut swapped = heads.clone();
                swapped.predictions.swap(i, j);
                let steps = heads.levels[j] - heads.levels[i];
                let price = steps * (heads.predictions[i] - heads.predictions[j]);
                within(
                    heads.loss(y) - swapped.loss(y),
                    price,
                    1e-13 * heads.loss(y).max(1.0),
                )
            },
        )
    }),
    property("multi_quantile", "all_swaps_save_the_same_in_sum", || {
        // Neighbour by neighbour until nothing is crossed: the savings sum to the whole, in any order of swaps.
        forall((heads(), -100.0..100.0), |(heads, y): (Heads, f64)| {
            let (mut now, mut saved) = (heads.clone(), vec![]);
            while let Some(i) = now.predictions.windows(2).position(|w| w[0] > w[1]) {
                let down = now.predictions[i] - now.predictions[i + 1];
                saved.push((now.levels[i + 1] - now.levels[i]) * down);
                now.predictions.swap(i, i + 1);
            }
            let whole = heads.loss(y) - heads.sorted().loss(y);
            within(sum(&saved), whole, 1e-12 * heads.loss(y).max(1.0))
        })
    }),
    property("multi_quantile", "softplus_steps_keep_the_order", || {
        forall(
            prop::collection::vec(-30.0..30.0, 2..9),
            |outputs: Vec<f64>| {
                let mut heads = vec![outputs[0]];
                for u in &outputs[1..] {
                    heads.push(heads[heads.len() - 1] + softplus(*u));
                }
                prop_assert!(heads.windows(2).all(|w| w[0] <= w[1]), "{heads:?}");
                Ok(())
            },
        )
    }),
];

/// Predictions in any order, of levels in ascending order.
#[derive(Clone, Debug)]
struct Heads {
    predictions: Vec<f64>,
    levels: Vec<f64>,
}

impl Heads {
    fn loss(&self, y: f64) -> f64 {
        multi_quantile(&self.predictions, y, &self.levels)
    }

    fn sorted(&self) -> Heads {
        let mut sorted = self.clone();
        sorted.predictions.sort_by(f64::total_cmp);
        sorted
    }
}

fn heads() -> impl Strategy<Value = Heads> {
    prop::collection::vec((-100.0..100.0, 0.001..0.999), 1..8).prop_map(|pairs| {
        let (predictions, mut levels): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        levels.sort_by(f64::total_cmp);
        Heads {
            predictions,
            levels,
        }
    })
}
