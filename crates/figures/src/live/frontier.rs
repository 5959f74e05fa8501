//! Where methods end on four answers: how far from the reference, and with how much reward.

use catalog::worlds::answers::{NAMES, REFERENCE, REWARDS, optimum, prefers, raised};
use nnfn::losses::{best_of_n_grad_gold, kl_divergence};

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Bars, Panel, Style, View, corner, dots, points, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("frontier", || Box::new(Frontier));

struct Frontier;

type Four = [f64; 4];
/// Divergence from the reference, and reward.
type Spot = (f64, f64);
/// Its name, and where it ends for a β.
type Method = (&'static str, fn(f64) -> Four);

const BETA: Slider = Slider::new("beta", "β (of IPO τ)")
    .over(0.2, 5.0, 0.1)
    .at(0.5);
const METHOD: Choice<Method> = Choice::new("method", "bars of", &METHODS);
const METHODS: [Method; 6] = [
    ("DPO", optimum),
    ("IPO", ipo),
    ("KL in the loss, k3", forward),
    ("best of 4", |_| best_of_4()),
    ("imitation", |_| winners()),
    ("reference", |_| REFERENCE),
];
/// How far to the right and up of its dot each name stands.
const OFFSETS: [Spot; 6] = [
    (-0.12, 0.09),
    (0.14, -0.09),
    (0.32, -0.12),
    (0.22, -0.09),
    (0.25, -0.06),
    (0.26, -0.03),
];
/// How hard the reward is followed along the frontier, in steps of 1/β.
const STEPS: i32 = 100;
const HARDEST: f64 = 6.0;

/// Where IPO ends that meets all pairs equally often: each answer is raised by half of its mean lead over τ.
fn ipo(tau: f64) -> Four {
    let lead = |i: usize| {
        let over = (0..4).map(|j| 2.0 * prefers(i, j) - 1.0);
        over.sum::<f64>() / 4.0
    };
    raised(&[0, 1, 2, 3].map(|i| 0.5 * lead(i) / tau))
}

/// Where the reward ends against the estimator k3 in the loss: each answer is the reference over 1 - (r - mean)/β.
fn forward(beta: f64) -> Four {
    let policy = |mean: f64| {
        let part = |i: usize| REFERENCE[i] / (1.0 - (REWARDS[i] - mean) / beta);
        [0, 1, 2, 3].map(part)
    };
    // The sum falls with the mean, from infinity to at most 1.
    let best = REWARDS.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut low, mut high) = (best - beta, best);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return policy(high);
        }
        if policy(middle).iter().sum::<f64>() > 1.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

fn best_of_4() -> Four {
    let picks = best_of_n_grad_gold(&REFERENCE, &REWARDS, &REWARDS, 4.0);
    [picks[0], picks[1], picks[2], picks[3]]
}

/// The distribution of the preferred of two different answers.
fn winners() -> Four {
    let met = |i: usize, j: usize| {
        if i == j {
            0.0
        } else {
            REFERENCE[i] * REFERENCE[j]
        }
    };
    let won = |i: usize| (0..4).map(|j| met(i, j) * prefers(i, j)).sum::<f64>();
    let all: f64 = (0..4).map(won).sum();
    [0, 1, 2, 3].map(|i| won(i) / all)
}

/// Nats from the reference, and mean reward.
fn place(policy: &Four) -> Spot {
    let reward = policy.iter().zip(REWARDS).map(|(p, r)| p * r).sum();
    (kl_divergence(policy, &REFERENCE), reward)
}

impl Figure for Frontier {
    fn caption(&self) -> String {
        "Four answers, and where methods end that are trained to the end on full data: how far from the reference, and with how much mean reward. The curve is the most reward for each distance; DPO, like exact reinforcement learning with a KL penalty, ends on it. β, and τ of IPO, decide how far. The thick ticks over the bars are the reference.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&BETA, &METHOD])
    }

    fn show(&self, state: &State) -> Shown {
        let beta = state.get(BETA);
        let (name, method) = *state.get(METHOD);
        let policy = method(beta);
        let (nats, reward) = place(&policy);
        let words = format!(
            "{name}: {} nats from the reference, mean reward {}; D is given {} % of the time",
            significant(nats, 3),
            significant(reward, 4),
            significant(100.0 * policy[3], 3),
        );
        let curve = (0..=STEPS).map(|k| match k {
            0 => place(&REFERENCE),
            _ => place(&optimum(f64::from(STEPS) / (HARDEST * f64::from(k)))),
        });
        let all = METHODS.map(|(name, method)| (name, place(&method(beta))));
        let label = |(end, away): ((&str, Spot), Spot)| {
            let ((name, (x, y)), (right, up)) = (end, away);
            text(name, (x + right, y + up))
        };
        let left = Panel::new(
            Axis::new("KL from the reference, nats", 0.0..=2.3),
            Axis::new("mean reward", 0.2..=2.1),
        )
        .with(points(Role::Value, "most reward at this distance", curve))
        .with(dots("methods", all.map(|(_, at)| at)))
        .all(all.into_iter().zip(OFFSETS).map(label))
        .rows([0.0, 0.1, 0.2, 0.5, 1.0, 1.5, 2.0]);
        let across = Axis {
            label: NAMES.join(", "),
            ..Axis::bare(0.0..=4.0)
        };
        // Above the bar and above its tick, so that neighbours stand at heights of their own.
        let height = |(i, h): (usize, f64)| {
            let above = h.max(REFERENCE[i]) + 0.05;
            text(significant(h, 2), (i as f64 + 0.5, above))
        };
        let tick = |(i, h): (usize, f64)| {
            stroke(Style::Measure, [(i as f64 + 0.1, h), (i as f64 + 0.9, h)])
        };
        let right = Panel::new(across, Axis::new("probability", 0.0..=1.1))
            .with(corner(name))
            .with(Bars(policy.to_vec()))
            .all(REFERENCE.into_iter().enumerate().map(tick))
            .all(policy.into_iter().enumerate().map(height));
        let title = "Reward and distance of methods on four answers";
        let view = View::new("live-frontier", title, self.caption())
            .beside(0.0, 420.0, left)
            .beside(430.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    /// The most reward at a distance, by halving of 1/β.
    fn most(nats: f64) -> f64 {
        let (mut low, mut high) = (1e-9, 60.0);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if place(&optimum(1.0 / middle)).0 < nats {
                low = middle;
            } else {
                high = middle;
            }
        }
        place(&optimum(1.0 / low)).1
    }

    #[test]
    fn no_method_is_above_the_frontier() {
        for beta in [0.2, 0.5, 1.0, 5.0] {
            for (name, method) in METHODS {
                let (nats, reward) = place(&method(beta));
                let above = reward - most(nats);
                assert!(above < 1e-7, "{name}, {beta}: {above}");
                assert!(nats < 2.3, "{name}, {beta}: {nats}");
            }
        }
    }

    #[test]
    fn the_places_are_those_of_the_page() {
        let page = [
            (place(&optimum(0.5)), (0.999_817, 1.584_007)),
            (place(&ipo(0.1)), (0.834_952, 1.495_682)),
            (place(&forward(0.5)), (1.082_001, 1.570_604)),
            (place(&best_of_4()), (0.554_264, 1.279_800)),
            (place(&winners()), (0.116_335, 0.833_608)),
        ];
        for (found, page) in page {
            assert!((found.0 - page.0).abs() < 1e-6, "{found:?}");
            assert!((found.1 - page.1).abs() < 1e-6, "{found:?}");
        }
        let words = at_rest(&Frontier).words;
        assert_eq!(
            words,
            "DPO: 1 nats from the reference, mean reward 1.584; D is given 62.5 % of the time"
        );
    }
}
