//! Cross-entropy over a temperature.

use nnfn::activations::softmax;
use nnfn::losses::temperature_scaled_cross_entropy as loss;
use nnfn::losses::temperature_scaled_cross_entropy_grad_temperature as slope;
use nnfn::losses::{cross_entropy, mean};
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};
use crate::tolerance::ulp;

/// Logits of three classes, each with a class.
fn batch() -> impl Strategy<Value = Vec<([f64; 3], usize)>> {
    let example = (prop::array::uniform3(-5.0..5.0), 0..3_usize);
    prop::collection::vec(example, 2..12)
}

/// By how much the right logit lies above the mean that the model expects.
fn lead(z: &[f64], class: usize, temperature: f64) -> f64 {
    let p = softmax(z, temperature);
    p.iter().zip(z).map(|(p, x)| p * (z[class] - x)).sum()
}

/// The mean lead at `1/T = b`, from the slopes; it falls with `b`.
fn mean_lead(batch: &[([f64; 3], usize)], b: f64) -> f64 {
    let slopes: Vec<f64> = batch
        .iter()
        .map(|(z, class)| slope(z, *class, 1.0 / b))
        .collect();
    mean(&slopes) / (b * b)
}

/// The best `1/T` by halving, where there is one between 1e-3 and 1e3.
fn best(batch: &[([f64; 3], usize)]) -> Option<f64> {
    let (mut low, mut high) = (1e-3, 1e3);
    if mean_lead(batch, low) <= 0.0 || mean_lead(batch, high) >= 0.0 {
        return None;
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if mean_lead(batch, middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(0.5 * (low + high))
}

fn mean_loss(batch: &[([f64; 3], usize)], b: f64) -> f64 {
    let losses: Vec<f64> = batch
        .iter()
        .map(|(z, class)| loss(z, *class, 1.0 / b))
        .collect();
    mean(&losses)
}

pub(super) const PROPERTIES: &[Property] = &[
    property(
        "temperature_scaled_cross_entropy",
        "divides_the_logits",
        || {
            forall((row(), -6..6_i32), |(z, power): (Vec<f64>, i32)| {
                let temperature = 2f64.powi(power); // divides without rounding
                let divided: Vec<f64> = z.iter().map(|z| z / temperature).collect();
                near(loss(&z, 0, temperature), cross_entropy(&divided, 0), 2.0)
            })
        },
    ),
    property("temperature_scaled_cross_entropy", "order_stays", || {
        forall((row(), 0.05..20.0), |(z, temperature): (Vec<f64>, f64)| {
            let p = softmax(&z, temperature);
            for (i, a) in z.iter().enumerate() {
                for (j, b) in z.iter().enumerate() {
                    prop_assert!(a <= b || p[i] >= p[j], "{i} and {j} change places");
                }
            }
            Ok(())
        })
    }),
    property(
        "temperature_scaled_cross_entropy",
        "slope_is_lead_over_square",
        || {
            forall((row(), 0.1..10.0), |(z, temperature): (Vec<f64>, f64)| {
                let square = temperature * temperature;
                let largest = z.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
                let expected = lead(&z, 0, temperature) / square;
                // The probabilities are rounded, the differences of the logits as well.
                within(
                    slope(&z, 0, temperature),
                    expected,
                    16.0 * ulp(2.0 * largest / square),
                )
            })
        },
    ),
    property(
        "temperature_scaled_cross_entropy",
        "convex_in_one_over_temperature",
        || {
            let ends = (0.01..10.0, 0.01..10.0);
            forall((row(), ends), |(z, (a, b)): (Vec<f64>, (f64, f64))| {
                let at = |b: f64| loss(&z, 0, 1.0 / b);
                let (middle, chord) = (at(0.5 * (a + b)), 0.5 * (at(a) + at(b)));
                // 1/b is rounded, which moves each loss by the size of z·b.
                prop_assert!(
                    middle <= chord + 8.0 * ulp(60.0 * a.max(b)),
                    "{middle} over {chord}"
                );
                Ok(())
            })
        },
    ),
    property(
        "temperature_scaled_cross_entropy",
        "right_answers_want_it_colder",
        || {
            forall((row(), 0.05..20.0), |(z, temperature): (Vec<f64>, f64)| {
                let order = |i: &usize, j: &usize| z[*i].total_cmp(&z[*j]);
                let most = (0..z.len()).max_by(order).unwrap_or(0);
                let least = (0..z.len()).min_by(order).unwrap_or(0);
                prop_assert!(slope(&z, most, temperature) >= 0.0);
                prop_assert!(slope(&z, least, temperature) <= 0.0);
                Ok(())
            })
        },
    ),
    property(
        "temperature_scaled_cross_entropy",
        "means_agree_at_the_best",
        || {
            forall(batch(), |batch| {
                let Some(b) = best(&batch) else { return Ok(()) };
                let leads: Vec<f64> = batch
                    .iter()
                    .map(|(z, class)| lead(z, *class, 1.0 / b))
                    .collect();
                within(mean(&leads), 0.0, 1e-12)?;
                let least = mean_loss(&batch, b);
                prop_assert!(
                    mean_loss(&batch, 1.1 * b) >= least && mean_loss(&batch, 0.9 * b) >= least
                );
                Ok(())
            })
        },
    ),
    property(
        "temperature_scaled_cross_entropy",
        "finds_what_the_logits_were_scaled_by",
        || {
            forall(
                (batch(), 0.2..5.0),
                |(batch, factor): (Vec<([f64; 3], usize)>, f64)| {
                    let scaled: Vec<([f64; 3], usize)> = batch
                        .iter()
                        .map(|(z, class)| (z.map(|z| factor * z), *class))
                        .collect();
                    let (Some(before), Some(after)) = (best(&batch), best(&scaled)) else {
                        return Ok(());
                    };
                    within(after * factor / before, 1.0, 1e-9)
                },
            )
        },
    ),
];
