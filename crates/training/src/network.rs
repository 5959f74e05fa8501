//! A network with one hidden layer, and its gradient.

use crate::objective::Objective;
use crate::random::Random;
use crate::task::{Example, Task};
use crate::unit::Unit;

/// How many hidden units there are; of gates, which take two sums each, as many as have about the same weights.
pub const HIDDEN: usize = 16;

/// What a network consists of, apart from its weights.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    inputs: usize,
    hidden: usize,
    outputs: usize,
    unit: Unit,
}

/// What a network computes on the way to its outputs.
struct Pass {
    /// Of each hidden unit, the value and the derivative by its sums.
    hidden: Vec<(f64, [f64; 2])>,
    outputs: Vec<f64>,
}

impl Shape {
    /// That of a network for a task.
    #[must_use]
    pub fn new(task: Task, unit: Unit, objective: Objective) -> Shape {
        let (inputs, outputs) = (task.inputs(), objective.outputs());
        // A unit has its sums' weights and biases, and one weight for each output.
        let weights = |sums: usize| sums * (inputs + 1) + outputs;
        Shape {
            inputs,
            hidden: (HIDDEN * weights(1) + weights(unit.sums()) / 2) / weights(unit.sums()),
            outputs,
            unit,
        }
    }

    /// How many weights there are, biases among them.
    #[must_use]
    pub fn weights(self) -> usize {
        self.first() + self.outputs * (self.hidden + 1)
    }

    /// How many of them are in front of the hidden units.
    fn first(self) -> usize {
        self.hidden * self.unit.sums() * (self.inputs + 1)
    }

    /// The weights before training: sums with standard normal weights and biases; the outputs' weights are normal
    /// too, small enough for their sum over the hidden units to have the size of one unit; their biases are 0.
    #[must_use]
    pub fn start(self, random: &mut Random) -> Vec<f64> {
        let mut weights: Vec<f64> = (0..self.first()).map(|_| random.normal()).collect();
        let small = 1.0 / (self.hidden as f64).sqrt();
        for _ in 0..self.outputs {
            weights.extend((0..self.hidden).map(|_| small * random.normal()));
            weights.push(0.0);
        }
        weights
    }

    /// The outputs for an input.
    #[must_use]
    pub fn outputs(self, weights: &[f64], x: &[f64]) -> Vec<f64> {
        self.pass(weights, x).outputs
    }

    fn pass(self, weights: &[f64], x: &[f64]) -> Pass {
        let (first, second) = weights.split_at(self.first());
        let mut sums = first.chunks_exact(self.inputs + 1).map(|w| sum(w, x));
        let mut next = || sums.next().unwrap_or(0.0);
        let two = self.unit.sums() == 2;
        let hidden: Vec<(f64, [f64; 2])> = (0..self.hidden)
            .map(|_| {
                let a = next();
                let b = if two { next() } else { 0.0 };
                self.unit.at(a, b)
            })
            .collect();
        let output = |w: &[f64]| {
            let parts = hidden.iter().zip(w).map(|((h, _), w)| w * h);
            w[self.hidden] + parts.sum::<f64>()
        };
        let outputs = second.chunks_exact(self.hidden + 1).map(output).collect();
        Pass { hidden, outputs }
    }

    /// Adds the gradient of an example's loss, times `share`, to `gradient`.
    pub fn add_gradient(
        self,
        weights: &[f64],
        objective: Objective,
        example: &Example,
        share: f64,
        gradient: &mut [f64],
    ) {
        let pass = self.pass(weights, &example.x);
        let by_output = objective.gradient(&pass.outputs, example.y);
        let (first, second) = gradient.split_at_mut(self.first());
        let mut by_hidden = vec![0.0; self.hidden];
        let rows = weights[self.first()..].chunks_exact(self.hidden + 1);
        for ((row, own), g) in rows
            .zip(second.chunks_exact_mut(self.hidden + 1))
            .zip(by_output)
        {
            let g = share * g;
            for j in 0..self.hidden {
                own[j] += g * pass.hidden[j].0;
                by_hidden[j] += g * row[j];
            }
            own[self.hidden] += g;
        }
        let sums = self.unit.sums();
        for (i, own) in first.chunks_exact_mut(self.inputs + 1).enumerate() {
            let (j, which) = (i / sums, i % sums);
            let g = by_hidden[j] * pass.hidden[j].1[which];
            for (own, x) in own.iter_mut().zip(&example.x) {
                *own += g * x;
            }
            own[self.inputs] += g;
        }
    }
}

/// A weighted sum of the inputs and a bias, which is the last weight.
fn sum(weights: &[f64], x: &[f64]) -> f64 {
    let parts = x.iter().zip(weights).map(|(x, w)| w * x);
    weights[x.len()] + parts.sum::<f64>()
}
