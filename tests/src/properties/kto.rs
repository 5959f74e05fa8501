//! KTO.

use catalog::worlds::answers::{REFERENCE, REWARDS};
use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, kto, kto_grad};
use proptest::prelude::*;

use super::exact::World;
use super::{Property, exactly, forall, property, within};

/// Losses are at most 2 here: some roundings of that size.
const SLACK: f64 = 64.0 * f64::EPSILON;

/// One answer, moved by `h`, of which the mismatched answers say `z0`.
fn one(h: f64, thumb: f64, z0: f64, beta: f64, weights: (f64, f64)) -> f64 {
    let (up, down) = weights;
    kto(&[h], &[0.0], &[thumb], &[z0], &[0.0], beta, up, down)
}

/// The same answer, `up` times with a thumb up and `down` times with one down: value, and slope by its move.
fn crowd(h: f64, up: usize, down: usize, z0: f64, beta: f64) -> (f64, f64) {
    let n = up + down;
    let thumbs: Vec<f64> = (0..n).map(|i| if i < up { 1.0 } else { 0.0 }).collect();
    let (moved, rest, estimate) = (vec![h; n], vec![0.0; n], vec![z0; n]);
    let loss = kto(&moved, &rest, &thumbs, &estimate, &rest, beta, 1.0, 1.0);
    let slopes = kto_grad(&moved, &rest, &thumbs, &estimate, &rest, beta, 1.0, 1.0);
    (loss, slopes.iter().sum())
}

pub(super) const PROPERTIES: &[Property] = &[
    // q + (1 - 2q)·σ(u) of a share q of thumbs up.
    property("kto", "mean_of_a_crowd", || {
        let moves = (-60.0..60.0, 0_usize..12, 1_usize..12);
        forall((moves, 0.0..9.0, 0.01..1.0), |((h, up, down), z0, beta)| {
            let q = up as f64 / (up + down) as f64;
            let expected = q + (1.0 - 2.0 * q) * sigmoid(beta * (h - z0));
            within(crowd(h, up, down, z0, beta).0, expected, SLACK)
        })
    }),
    property("kto", "majority_decides_everywhere", || {
        let moves = (-60.0..60.0, 0_usize..12, 1_usize..12);
        forall((moves, 0.0..9.0, 0.01..1.0), |((h, up, down), z0, beta)| {
            let (_, slope) = crowd(h, up, down, z0, beta);
            let right = match up.cmp(&down) {
                std::cmp::Ordering::Less => slope > 0.0,
                std::cmp::Ordering::Equal => slope.abs() <= SLACK * beta,
                std::cmp::Ordering::Greater => slope < 0.0,
            };
            prop_assert!(right, "{up} up, {down} down: {slope:e}");
            Ok(())
        })
    }),
    // The probability of the other thumb, if σ(u) is that of a thumb up.
    property("kto", "saturates_cross_entropy", || {
        let thumbs = prop::sample::select(vec![0.0, 1.0]);
        let moves = (-60.0..60.0, thumbs, 0.0..9.0);
        forall((moves, 0.01..1.0), |((h, thumb, z0), beta)| {
            let crossed = bce_with_logits(beta * (h - z0), thumb, 1.0);
            let found = one(h, thumb, z0, beta, (1.0, 1.0));
            within(found, -(-crossed).exp_m1(), SLACK)
        })
    }),
    property("kto", "thumbs_are_mirror_images", || {
        forall(
            (-60.0..60.0, 0.0..9.0, 0.01..1.0, 0.5..2.0),
            |(t, z0, beta, weight)| {
                let up = one(z0 + t, 1.0, z0, beta, (weight, 1.0));
                let down = one(z0 - t, 0.0, z0, beta, (1.0, weight));
                within(up, down, SLACK)
            },
        )
    }),
    // Below 0 the estimate counts as 0; above it moves the value.
    property("kto", "reference_point_is_at_least_0", || {
        forall(
            (-20.0..20.0, 0.1..9.0, 0.05..1.0),
            |(h, z0, beta): (f64, f64, f64)| {
                let at = |z0: f64| one(h, 1.0, z0, beta, (1.0, 1.0));
                within(at(-z0), at(0.0), 0.0)?;
                prop_assert!(at(z0) > at(0.0));
                Ok(())
            },
        )
    }),
    // Thumbs go up with the probability σ(reward), which is ½ for B: its expected slope is 0 wherever it has moved, and
    // that of the others has the sign of their majority.
    exactly("kto", "an_even_answer_is_not_pushed", |exact| {
        for (h, z0) in [(0.0, 0.0), (1.5, 0.25), (-3.0, 2.0), (40.0, 1.0)] {
            for answer in 0..4 {
                let up = sigmoid(REWARDS[answer]);
                let thumbs = World::new(vec![(1.0, up), (0.0, 1.0 - up)]);
                let slope = exact.mean(&thumbs, |thumb| {
                    let grad = kto_grad(&[h], &[0.0], &[*thumb], &[z0], &[0.0], 0.5, 1.0, 1.0)[0];
                    REFERENCE[answer] * grad
                });
                let u = 0.5 * (h - z0);
                let bell = 0.5 * sigmoid(u) * sigmoid(-u);
                exact.equal(slope, REFERENCE[answer] * bell * (1.0 - 2.0 * up))?;
            }
        }
        Ok(())
    }),
];
