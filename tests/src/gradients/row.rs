//! Gradients of maps of rows.

use std::cell::RefCell;

use catalog::{Function, RowMap};

use super::difference::central;
use super::{differences, enter};
use crate::Outcome;
use crate::sample::{Random, rows};

pub fn map(function: &Function, f: &RowMap) -> Vec<Outcome> {
    let name = format!("{}_vjp", f.about.name);
    let mut outcome = differences(function);
    let mut random = Random::new(2);
    for row in rows() {
        let upstream: Vec<f64> = row.iter().map(|_| random.between(-1.0, 1.0)).collect();
        for &temperature in f.parameter.tried {
            let grad = (f.vjp)(&row, temperature, &upstream);
            let scale = grad.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
            // The temperatures tried reach down to 0.07: steps must be small against it.
            for i in 0..row.len().min(5) {
                let scratch = RefCell::new(row.clone());
                let moved = |t: f64| {
                    let mut moved = scratch.borrow_mut();
                    moved[i] = row[i] + t;
                    let values = (f.value)(&moved, temperature);
                    values
                        .iter()
                        .zip(&upstream)
                        .map(|(y, u)| y * u)
                        .sum::<f64>()
                };
                let slope = central(moved, 0.05);
                let scale = scale.max(moved(0.0).abs() * 1e-3);
                let at = || format!("row of {}, entry {i}", row.len());
                enter(&mut outcome, function, &name, &slope, grad[i], scale, &at);
            }
        }
    }
    vec![outcome]
}
