//! The four stages of a language model, each curve between the loss at its start and the least there can be.

use catalog::worlds::answers::{REFERENCE, REWARDS, prefers};
use nnfn::activations::{log_softmax, sigmoid, softmax};
use nnfn::losses::{
    bradley_terry, bradley_terry_grad, dpo, dpo_grad, kl_divergence, kl_regularized_loss_grad,
    kl_regularized_value,
};

use super::{Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Panel, View, corner, points};
use crate::numeral::significant;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("stages", || Box::new(Stages));

struct Stages;

const FLIP: Slider = Slider::new("flip", "probability of a change")
    .over(0.02, 0.45, 0.01)
    .at(0.1);
const BETA: Slider = Slider::new("beta", "β").over(0.3, 1.2, 0.1).at(0.5);
const STEPS: usize = 40;

/// What a yes costs on average that is true with probability `p`, said with the sigmoid of a logit.
fn cost(p: f64, logit: f64) -> f64 {
    p * bradley_terry(logit, 0.0, 0.0) + (1.0 - p) * bradley_terry(-logit, 0.0, 0.0)
}

fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

/// The mean loss of a letter in pretraining, step by step.
fn pretraining(flip: f64) -> Vec<f64> {
    let mut z = 0.0;
    let step = |_| {
        let loss = cost(flip, z);
        z -= sigmoid(z) - flip;
        loss
    };
    (0..=STEPS).map(step).collect()
}

/// Of the four answers, written as two letters behind a 0: how often each place is reached, and how often it
/// goes on with a 1.
fn places() -> [(f64, f64); 3] {
    let [a, b, c, d] = REFERENCE;
    [(1.0, c + d), (a + b, b / (a + b)), (c + d, d / (c + d))]
}

/// The mean loss of a letter in fine-tuning, from a model that flips with that probability.
fn tuning(flip: f64) -> Vec<f64> {
    let mut z = [logit(flip), logit(flip), -logit(flip)];
    let places = places();
    let step = |_| {
        let each = |k: usize| 0.5 * places[k].0 * cost(places[k].1, z[k]);
        let loss = (0..3).map(each).sum();
        for (z, (reached, p)) in z.iter_mut().zip(places) {
            *z -= reached * (sigmoid(*z) - p);
        }
        loss
    };
    (0..=STEPS).map(step).collect()
}

/// All ordered pairs of different answers.
fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..4)
        .flat_map(|i| (0..4).map(move |j| (i, j)))
        .filter(|(i, j)| i != j)
}

/// The mean loss of a reward model.
fn scoring() -> Vec<f64> {
    let mut scores = [0.0; 4];
    let step = |_| {
        let now = scores;
        let loss = |(i, j): (usize, usize)| prefers(i, j) * bradley_terry(now[i], now[j], 0.0);
        for (i, j) in pairs() {
            let by = 0.5 * prefers(i, j) * bradley_terry_grad(now[i], now[j], 0.0);
            scores[i] -= by;
            scores[j] += by;
        }
        pairs().map(loss).sum::<f64>() / 6.0
    };
    (0..=STEPS).map(step).collect()
}

/// The mean loss of DPO.
fn preferring(beta: f64) -> Vec<f64> {
    let start = REFERENCE.map(libm::log);
    let mut logits = start;
    let step = |_| {
        let now = log_softmax(&logits, 1.0);
        let of = |i: usize, j: usize| (now[i], now[j], start[i], start[j]);
        let loss = |(i, j): (usize, usize)| {
            let (a, b, c, d) = of(i, j);
            prefers(i, j) * dpo(a, b, c, d, beta)
        };
        let mean = pairs().map(loss).sum::<f64>() / 6.0;
        for (i, j) in pairs() {
            let (a, b, c, d) = of(i, j);
            // Of a pair the normalisation of softmax cancels.
            let by = prefers(i, j) * dpo_grad(a, b, c, d, beta);
            logits[i] -= by;
            logits[j] += by;
        }
        mean
    };
    (0..=STEPS).map(step).collect()
}

/// Reward and divergence in reinforcement.
fn reinforcement(beta: f64) -> Vec<(f64, f64)> {
    let mut logits = REFERENCE.map(libm::log);
    let step = |_| {
        let p = softmax(&logits, 1.0);
        let reward = (0..4).map(|i| p[i] * REWARDS[i]).sum();
        for _ in 0..2 {
            let by = kl_regularized_loss_grad(&logits, &REWARDS, &REFERENCE, beta);
            logits.iter_mut().zip(by).for_each(|(z, by)| *z -= 0.5 * by);
        }
        (reward, kl_divergence(&p, &REFERENCE))
    };
    (0..=STEPS).map(step).collect()
}

/// The entropy of a letter of the demonstrations.
fn shown() -> f64 {
    0.5 * REFERENCE.iter().map(|p| -p * libm::log(*p)).sum::<f64>()
}

/// The least mean loss on pairs.
fn least() -> f64 {
    let loss = |(i, j)| prefers(i, j) * bradley_terry(REWARDS[i], REWARDS[j], 0.0);
    pairs().map(loss).sum::<f64>() / 6.0
}

fn curve(role: Role, name: &str, heights: &[f64]) -> crate::layers::Line {
    let at = heights.iter().enumerate().map(|(i, h)| (i as f64, *h));
    points(role, name, at)
}

impl Figure for Stages {
    fn caption(&self) -> String {
        "Four stages of one model: pretraining on letters that flip, fine-tuning on four answers of two letters, preferences (solid: a reward model, dashed: DPO), and reinforcement, where reward (solid) and the KL divergence from the reference (dashed) take the place of a loss. The dotted lines across are the start and the least possible loss; in the last panel, the most that reward less β times divergence can be.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&FLIP, &BETA])
    }

    fn show(&self, state: &State) -> Shown {
        let (flip, beta) = (state.get(FLIP), state.get(BETA));
        let runs = [pretraining(flip), tuning(flip), scoring(), preferring(beta)];
        let floors = [cost(flip, logit(flip)), shown(), least()];
        let most = kl_regularized_value(&REWARDS, &REFERENCE, beta);
        let policy = reinforcement(beta);
        let (reward, kl) = policy[STEPS];
        let between = |i: usize| {
            let (start, floor) = (runs[i][0], floors[i]);
            format!("{} to {}", significant(start, 4), significant(floor, 4))
        };
        let words = format!(
            "pretraining {}, fine-tuning {}, preferences {}; reinforcement ends at reward {} and divergence {}, value {} of at most {}",
            between(0),
            between(1),
            between(2),
            significant(reward, 4),
            significant(kl, 4),
            significant(reward - beta * kl, 4),
            significant(most, 4)
        );
        let across = |y: f64| Mark::Across {
            y,
            label: String::new(),
        };
        let steps = || Axis::new("step", 0.0..=STEPS as f64);
        let rows = [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0];
        let top = Axis::first_of([1.1, 2.2], [runs[1][0]]);
        let panel = |i: usize, name: &str, axis: &str| {
            Panel::new(steps(), Axis::new(axis, 0.0..=top))
                .with(corner(name))
                .with(curve(Role::Value, "loss", &runs[i]))
                .all([across(runs[i][0]), across(floors[i])])
                .rows(rows)
                .digits(4)
        };
        let third = panel(2, "preferences", "loss").with(curve(Role::Slope, "DPO", &runs[3]));
        let (rewards, divergences): (Vec<f64>, Vec<f64>) = policy.into_iter().unzip();
        let fourth = Panel::new(steps(), Axis::new("reward, KL", 0.0..=2.2))
            .with(corner("reinforcement"))
            .with(curve(Role::Value, "reward", &rewards).unnamed())
            .with(curve(Role::Slope, "divergence", &divergences).unnamed())
            .with(across(most))
            .rows(rows)
            .digits(4);
        let title = "Four stages, each with its start and its floor";
        let view = View::new("live-stages", title, self.caption())
            .beside(0.0, 185.0, panel(0, "pretraining", "loss"))
            .beside(180.0, 335.0, panel(1, "fine-tuning", "loss"))
            .beside(330.0, 485.0, third)
            .beside(480.0, 640.0, fourth);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::kl_regularized_loss;

    #[test]
    fn every_curve_falls_from_its_start_to_its_floor() {
        for flip in [0.02, 0.1, 0.45] {
            for (run, floor) in [
                (pretraining(flip), cost(flip, logit(flip))),
                (tuning(flip), shown()),
                (scoring(), least()),
                (preferring(0.5), least()),
                (preferring(1.2), least()),
            ] {
                for pair in run.windows(2) {
                    assert!(
                        pair[1] <= pair[0] + 1e-12 && pair[1] >= floor - 1e-12,
                        "{pair:?}"
                    );
                }
                assert!(run[STEPS] - floor < 0.02, "{} {floor}", run[STEPS]);
            }
        }
    }

    #[test]
    fn both_ways_to_preferences_begin_at_ln_2_and_share_a_floor() {
        let ln_2 = std::f64::consts::LN_2;
        assert!((scoring()[0] - ln_2).abs() < 1e-15);
        assert!((preferring(0.7)[0] - ln_2).abs() < 1e-15);
        assert!((least() - 0.444_690).abs() < 1e-6);
        let optimum = catalog::worlds::answers::optimum(0.5).map(libm::log);
        let start = REFERENCE.map(libm::log);
        let loss = |(i, j): (usize, usize)| {
            prefers(i, j) * dpo(optimum[i], optimum[j], start[i], start[j], 0.5)
        };
        assert!((pairs().map(loss).sum::<f64>() / 6.0 - least()).abs() < 1e-14);
    }

    #[test]
    fn reinforcement_never_exceeds_the_value() {
        for beta in [0.3, 0.5, 1.2] {
            let most = kl_regularized_value(&REWARDS, &REFERENCE, beta);
            for (reward, kl) in reinforcement(beta) {
                assert!(reward - beta * kl <= most + 1e-12);
            }
        }
        let start = REFERENCE.map(libm::log);
        let loss = kl_regularized_loss(&start, &REWARDS, &REFERENCE, 0.5);
        assert!((reinforcement(0.5)[0].0 + loss).abs() < 1e-15);
    }

    #[test]
    fn the_words_at_rest() {
        let words = at_rest(&Stages).words;
        let start = "pretraining 0.6931 to 0.3251, fine-tuning 0.9843 to 0.6399, preferences 0.6931 to 0.4447; ";
        assert!(words.starts_with(start), "{words}");
    }
}
