//! Gradients of functions of a row.

use catalog::{ClassLoss, Function, Row, RowScalar, SoftLoss};

use super::difference::central;
use super::{differences, enter};
use crate::Outcome;
use crate::sample::{Random, rows};

pub fn row(function: &Function, f: &Row) -> Vec<Outcome> {
    let tried = f.parameter.tried;
    let value = |z: &[f64], u: &[f64]| (tried.iter()).map(|&t| dot(&(f.value)(z, t), u)).collect();
    let grad = |z: &[f64], u: &[f64]| (tried.iter()).map(|&t| (f.vjp)(z, t, u)).collect();
    vector(function, "vjp", value, grad)
}

pub fn row_scalar(function: &Function, f: &RowScalar) -> Vec<Outcome> {
    let value = |z: &[f64], _: &[f64]| vec![(f.value)(z)];
    vector(function, "grad", value, |z, _| vec![(f.grad)(z)])
}

pub fn class(function: &Function, f: &ClassLoss) -> Vec<Outcome> {
    let classes = |z: &[f64]| 0..z.len().min(3);
    let value = |z: &[f64], _: &[f64]| classes(z).map(|c| (f.value)(z, c)).collect();
    let grad = |z: &[f64], _: &[f64]| classes(z).map(|c| (f.grad)(z, c)).collect();
    vector(function, "grad", value, grad)
}

pub fn soft(function: &Function, f: &SoftLoss) -> Vec<Outcome> {
    let target = |u: &[f64]| {
        let sum: f64 = u.iter().map(|u| u.abs()).sum();
        u.iter().map(|u| u.abs() / sum).collect::<Vec<f64>>()
    };
    let value = |z: &[f64], u: &[f64]| vec![(f.value)(z, &target(u))];
    let grad = |z: &[f64], u: &[f64]| vec![(f.grad)(z, &target(u))];
    vector(function, "grad", value, grad)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gradients by a row: several functions of one row at once (temperatures, classes).
fn vector(
    function: &Function,
    suffix: &str,
    value: impl Fn(&[f64], &[f64]) -> Vec<f64>,
    grad: impl Fn(&[f64], &[f64]) -> Vec<Vec<f64>>,
) -> Vec<Outcome> {
    let name = format!("{}_{suffix}", function.about().name);
    let mut outcome = differences(function);
    let mut random = Random::new(2);
    for row in rows() {
        let upstream: Vec<f64> = row.iter().map(|_| random.between(-1.0, 1.0)).collect();
        for (which, grad) in grad(&row, &upstream).into_iter().enumerate() {
            let scale = grad.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
            // The temperatures tried reach down to 0.07: steps must be small against it.
            for i in 0..row.len().min(5) {
                let shifted = |t: f64| {
                    let mut row = row.clone();
                    row[i] += t;
                    value(&row, &upstream)[which]
                };
                let slope = central(shifted, 0.05);
                let scale = scale.max(shifted(0.0).abs() * 1e-3);
                let at = || format!("row of {}, entry {i}", row.len());
                enter(&mut outcome, function, &name, &slope, grad[i], scale, &at);
            }
        }
    }
    vec![outcome]
}
