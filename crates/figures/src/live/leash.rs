//! Four answers, the policy in which a KL penalty comes to rest, and what the three estimators say of each answer.

use catalog::worlds::answers::{REFERENCE, REWARDS};
use nnfn::losses::{kl_divergence, kl_k1, kl_k2, kl_k3, kl_regularized_value_grad};

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Bars, Panel, View, corner, dots, line, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("leash", || Box::new(Leash));

struct Leash;

type Four = [f64; 4];
/// Where a policy rests at a price.
type Rest = fn(f64) -> Four;

const BETA: Slider = Slider::new("beta", "price β").over(0.1, 5.0, 0.1).at(0.5);
const PENALTY: Choice<(&str, Rest)> = Choice::new(
    "k",
    "penalty",
    &[
        ("k1 in the reward, or k2 in the loss", best),
        ("k3 in the loss", bent),
        ("k1 in the loss", free),
    ],
);

/// The optimum of the KL problem.
fn best(beta: f64) -> Four {
    let all = kl_regularized_value_grad(&REWARDS, &REFERENCE, beta);
    [all[0], all[1], all[2], all[3]]
}

/// `reference/(1 - (reward - middle)/beta)`, which sums to 1 for one middle: the mean reward.
fn bent(beta: f64) -> Four {
    let at = |middle: f64| {
        let one = |i: usize| REFERENCE[i] / (1.0 - (REWARDS[i] - middle) / beta);
        [0, 1, 2, 3].map(one)
    };
    let (mut low, mut high) = (REWARDS[3] - beta, REWARDS[3]);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if at(middle).iter().sum::<f64>() > 1.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(high)
}

/// All on the largest reward.
fn free(_: f64) -> Four {
    [0.0, 0.0, 0.0, 1.0]
}

fn mean_reward(policy: &Four) -> f64 {
    policy.iter().zip(REWARDS).map(|(p, r)| p * r).sum()
}

fn panel(name: impl Into<String>, heights: Four) -> Panel {
    let across = Axis {
        label: "A, B, C, D".to_owned(),
        ..Axis::bare(0.0..=4.0)
    };
    let label = |(i, h): (usize, f64)| {
        let percent = libm::round(100.0 * h);
        let short = match percent == 0.0 && h > 0.0 {
            true => "≈ 0".to_owned(),
            false => significant(percent / 100.0, 2),
        };
        text(short, (i as f64 + 0.5, h + 0.04))
    };
    Panel::new(across, Axis::new("probability", 0.0..=1.1))
        .with(corner(name))
        .with(Bars(heights.to_vec()))
        .all(heights.into_iter().enumerate().map(label))
}

impl Figure for Leash {
    fn caption(&self) -> String {
        "Four answers with the rewards 1, 0, −1 and 2: how often the reference gives them, and where a policy rests that is paid the reward and pays β times the chosen penalty. On the right what three estimators charge for an answer that the policy gives with probability p and the reference with q. The dots are the four answers by k1 and k3, on the edge if they lie beyond it: to the right of 0 an answer has become rarer, and k1 is negative.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&BETA, &PENALTY])
    }

    fn show(&self, state: &State) -> Shown {
        let (beta, (_, rest)) = (state.get(BETA), state.get(PENALTY));
        let policy = rest(beta);
        let ratio = |i: usize| libm::log(REFERENCE[i] / policy[i]);
        let words = format!(
            "mean reward {}, distance from the reference {} nats; the best policy at this price has {} and {}",
            significant(mean_reward(&policy), 4),
            significant(kl_divergence(&policy, &REFERENCE), 4),
            significant(mean_reward(&best(beta)), 4),
            significant(kl_divergence(&best(beta), &REFERENCE), 4),
        );
        let drawn = || (0..4).map(ratio).filter(|l| l.is_finite());
        let estimators = Panel::new(
            Axis::new("ln(q/p)", -3.0..=5.0),
            Axis::new("nats", -5.0..=9.0),
        )
        .with(line(Role::Rival(0), "k1", |l| kl_k1(-l, 0.0)))
        .with(line(Role::Rival(1), "k2", |l| kl_k2(-l, 0.0)))
        .with(line(Role::Value, "k3", |l| kl_k3(-l, 0.0)))
        .with(dots(
            "k1 of the answers",
            drawn().map(|l| (l, kl_k1(-l, 0.0))),
        ))
        .with(dots(
            "k3 of the answers",
            drawn().map(|l| (l, kl_k3(-l, 0.0))),
        ))
        .rows([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        let named = format!("at rest, β = {}", significant(beta, 2));
        let title = "Where a KL penalty holds four answers";
        let view = View::new("live-leash", title, self.caption())
            .beside(0.0, 205.0, panel("reference", REFERENCE))
            .beside(215.0, 420.0, panel(named, policy))
            .beside(430.0, WIDTH, estimators);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_policy_of_k3_is_at_rest() {
        for beta in [0.05, 0.5, 1.0, 5.0] {
            let policy = bent(beta);
            assert!((policy.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{beta}");
            let middle = mean_reward(&policy);
            for i in 0..4 {
                let force = policy[i] * (REWARDS[i] - middle) - beta * (policy[i] - REFERENCE[i]);
                assert!(force.abs() < 1e-9, "{beta}: {force}");
            }
        }
        for (found, expected) in bent(0.5)
            .iter()
            .zip([0.186811, 0.072443, 0.032567, 0.708180])
        {
            assert!((found - expected).abs() < 1e-6, "{found}");
        }
    }

    #[test]
    fn at_first_it_shows_the_optimum() {
        let words = at_rest(&Leash).words;
        assert!(
            words.starts_with("mean reward 1.584, distance from the reference 0.9998 nats"),
            "{words}"
        );
    }
}
