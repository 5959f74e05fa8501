//! Knowledge distillation.

use nnfn::activations::softmax;
use nnfn::losses::{
    cross_entropy, cross_entropy_soft_grad, distillation, distillation_grad, kl_divergence,
};
use proptest::prelude::*;

use super::{Property, forall, property, within};

/// Logits of a student and of a teacher.
fn pair() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((-5.0..5.0, -5.0..5.0), 2..8)
        .prop_map(|pairs: Vec<(f64, f64)>| pairs.into_iter().unzip())
}

fn mean(row: &[f64]) -> f64 {
    row.iter().sum::<f64>() / row.len() as f64
}

/// Differences of the logits, less their mean.
fn centred(student: &[f64], teacher: &[f64]) -> Vec<f64> {
    let all: Vec<f64> = student.iter().zip(teacher).map(|(s, t)| s - t).collect();
    all.iter().map(|d| d - mean(&all)).collect()
}

/// Terms are below 20 times the square of the temperature: some roundings of that size.
fn slack(temperature: f64) -> f64 {
    320.0 * f64::EPSILON * temperature.max(1.0).powi(2)
}

pub(super) const PROPERTIES: &[Property] = &[
    property("distillation", "is_scaled_kl", || {
        forall((pair(), 0.5..20.0), |((s, t), temperature)| {
            let kl = kl_divergence(&softmax(&t, temperature), &softmax(&s, temperature));
            let found = distillation(&s, &t, temperature);
            within(found, temperature * temperature * kl, slack(temperature))
        })
    }),
    property("distillation", "gradient_of_cross_entropy", || {
        forall((pair(), 0.5..20.0), |((s, t), temperature)| {
            let cooled: Vec<f64> = s.iter().map(|s| s / temperature).collect();
            let soft = cross_entropy_soft_grad(&cooled, &softmax(&t, temperature));
            let found = distillation_grad(&s, &t, temperature);
            for (found, soft) in found.iter().zip(&soft) {
                within(*found, temperature * soft, slack(temperature))?;
            }
            Ok(())
        })
    }),
    property("distillation", "temperature_is_a_unit", || {
        forall(
            (pair(), 0.5..20.0, 0.1..10.0),
            |((s, t), temperature, unit)| {
                let scaled = |row: &[f64]| row.iter().map(|x| unit * x).collect::<Vec<_>>();
                let found = distillation(&scaled(&s), &scaled(&t), unit * temperature);
                let expected = unit * unit * distillation(&s, &t, temperature);
                within(found, expected, slack(unit * temperature))
            },
        )
    }),
    property("distillation", "certain_teacher_is_a_label", || {
        forall((pair(), 0_usize..8), |((s, _), class)| {
            let class = class % s.len();
            let only = |i| if i == class { 0.0 } else { f64::NEG_INFINITY };
            let teacher: Vec<f64> = (0..s.len()).map(only).collect();
            let found = distillation(&s, &teacher, 1.0);
            within(found, cross_entropy(&s, class), slack(1.0))
        })
    }),
    property("distillation", "compares_logits_when_hot", || {
        forall(pair(), |(s, t): (Vec<f64>, Vec<f64>)| {
            let d = centred(&s, &t);
            let k = d.len() as f64;
            let limit = d.iter().map(|d| d * d).sum::<f64>() / (2.0 * k);
            // What is left falls with the temperature: cubes of differences of at most 10 over it.
            for temperature in [1e6, 1e9] {
                within(distillation(&s, &t, temperature), limit, 2e3 / temperature)?;
                let grad = distillation_grad(&s, &t, temperature);
                for (found, d) in grad.iter().zip(&d) {
                    within(*found, d / k, 2e3 / temperature)?;
                }
            }
            within(distillation(&s, &t, f64::INFINITY), limit, slack(1.0))
        })
    }),
];
