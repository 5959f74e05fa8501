//! Training one network, and choosing its learning rate.

use crate::adam::Adam;
use crate::network::Shape;
use crate::objective::Objective;
use crate::random::Random;
use crate::score::Score;
use crate::task::Task;
use crate::unit::Unit;

/// How many steps a training has.
pub const STEPS: usize = 800;
/// How many examples each step sees, drawn with replacement.
pub const BATCH: usize = 8;
/// The learning rates of which each candidate gets its best.
pub const RATES: [f64; 4] = [0.01, 0.03, 0.1, 0.3];
/// The seeds by which the rate is chosen.
pub const TRIED: [u64; 3] = [101, 102, 103];
/// The seeds that count; none of them chose the rate.
pub const SEEDS: [u64; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/// The seeds of the same experiment once more.
pub const AGAIN: [u64; 10] = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

/// What is trained: everything but the seed and the rate.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// What is to be learnt.
    pub task: Task,
    /// What the hidden units do.
    pub unit: Unit,
    /// What is minimised.
    pub objective: Objective,
}

impl Candidate {
    /// Trains one network and measures it. The seed decides everything: the data, the weights at the start, and
    /// which examples a step sees.
    #[must_use]
    pub fn trained(self, seed: u64, rate: f64) -> f64 {
        let mut random = Random::new(seed);
        let examples = self.task.examples(&mut random);
        let judged = self.task.judged(&mut random);
        // Streams of their own: which examples a step sees does not depend on how many weights there are.
        let mut order = Random::new(seed + 1_000);
        let shape = Shape::new(self.task, self.unit, self.objective);
        let mut weights = shape.start(&mut Random::new(seed + 2_000));
        let mut adam = Adam::new(weights.len());
        for step in 0..STEPS {
            let mut gradient = vec![0.0; weights.len()];
            for _ in 0..BATCH {
                let example = &examples[order.below(examples.len())];
                let share = 1.0 / BATCH as f64;
                shape.add_gradient(&weights, self.objective, example, share, &mut gradient);
            }
            let left = 1.0 - step as f64 / STEPS as f64;
            adam.step(&mut weights, &gradient, rate * left);
        }
        let said = |x: &[f64]| self.objective.said(&shape.outputs(&weights, x));
        let total: f64 = (judged.iter())
            .map(|example| {
                let said = said(&example.x);
                match self.task.has_classes() {
                    true => f64::from(u8::from((said > 0.0) != (example.y > 0.5))),
                    false => (said - example.y) * (said - example.y),
                }
            })
            .sum();
        let mean = total / judged.len() as f64;
        if self.task.has_classes() {
            100.0 * mean
        } else {
            mean.sqrt()
        }
    }

    /// Its best rate, by seeds that do not count, and then what it reaches with that.
    #[must_use]
    pub fn score(self) -> Score {
        let tried = |rate: f64| -> f64 { TRIED.map(|seed| self.trained(seed, rate)).iter().sum() };
        let (mut rate, mut least) = (RATES[0], f64::INFINITY);
        for candidate in RATES {
            let sum = tried(candidate);
            // Not so of what is not a number.
            if sum < least {
                (rate, least) = (candidate, sum);
            }
        }
        Score {
            rate,
            by_seed: SEEDS.map(|seed| self.trained(seed, rate)).to_vec(),
            again: AGAIN.map(|seed| self.trained(seed, rate)).to_vec(),
        }
    }
}
