//! The program of `book/recipes/multi-class.md`, which `cargo xtask bless` writes here: change it there.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, cross_entropy_grad, mean};

const CENTRES: [f64; 3] = [-2.0, 0.0, 2.0];

/// SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    /// From 0 to 1, without 1.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// Inputs with their classes, which are equally frequent.
fn sample(random: &mut Random, n: usize) -> Vec<(f64, usize)> {
    let draw = |i: usize| (CENTRES[i % 3] + random.normal(), i % 3);
    (0..n).map(draw).collect()
}

/// The first of the largest.
fn largest(z: &[f64]) -> usize {
    (1..z.len()).fold(0, |best, k| if z[k] > z[best] { k } else { best })
}

/// A weight and a bias for each class.
struct Model {
    weights: [f64; 3],
    biases: [f64; 3],
}

impl Model {
    fn logits(&self, x: f64) -> Vec<f64> {
        (0..3).map(|k| self.weights[k] * x + self.biases[k]).collect()
    }

    /// Mean loss, and the share of inputs whose class has the largest logit.
    fn judge(&self, data: &[(f64, usize)]) -> (f64, f64) {
        let losses: Vec<f64> = data
            .iter()
            .map(|(x, y)| cross_entropy(&self.logits(*x), *y))
            .collect();
        let right = data
            .iter()
            .filter(|(x, y)| largest(&self.logits(*x)) == *y)
            .count();
        (mean(&losses), right as f64 / data.len() as f64)
    }

    /// A step down the mean loss.
    fn step(&mut self, data: &[(f64, usize)], rate: f64) {
        let share = rate / data.len() as f64;
        let (mut weights, mut biases) = (self.weights, self.biases);
        for (x, y) in data {
            let slopes = cross_entropy_grad(&self.logits(*x), *y);
            for (k, slope) in slopes.iter().enumerate() {
                weights[k] -= share * slope * x;
                biases[k] -= share * slope;
            }
        }
        *self = Model { weights, biases };
    }
}

fn main() {
    let mut random = Random(1);
    let train = sample(&mut random, 600);
    let test = sample(&mut random, 3000);

    let mut model = Model { weights: [0.0; 3], biases: [0.0; 3] };
    println!("step   training loss   held-out loss   accuracy");
    for step in 0..=200 {
        if [0, 1, 2, 5, 10, 20, 50, 100, 200].contains(&step) {
            let (loss, _) = model.judge(&train);
            let (held_out, accuracy) = model.judge(&test);
            println!(
                "{step:4}   {loss:13.6}   {held_out:13.6}   {accuracy:8.4}"
            );
        }
        model.step(&train, 0.5);
    }

    // The bells are known, so the best model is: logits μx - μ²/2.
    let biases = CENTRES.map(|c| -0.5 * c * c);
    let best = Model { weights: CENTRES, biases };
    let (floor, accuracy) = best.judge(&test);
    println!();
    println!("ln 3            {:.6}", 3f64.ln());
    println!("best possible   {floor:.6}");
    println!("its accuracy    {accuracy:.4}");
    let p = softmax(&model.logits(1.0), 1.0);
    let truth = softmax(&best.logits(1.0), 1.0);
    println!("at x = 1: {p:.3?}, in truth {truth:.3?}");
}
