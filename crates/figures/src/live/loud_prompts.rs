//! How hard a group of answers pulls at a prompt, by how often an answer to it is right.

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("loud-prompts", || Box::new(LoudPrompts));

struct LoudPrompts;

const SIZE: Choice<(&str, usize)> = Choice::new(
    "size",
    "answers in a group",
    &[("4", 4), ("8", 8), ("16", 16), ("64", 64)],
)
.at(1);
const RATE: Slider = Slider::new("p", "share that is right")
    .over(0.0, 1.0, 0.01)
    .at(0.1);

/// The chances of 0, 1, .. right answers among `n`.
fn chances(n: usize, p: f64) -> Vec<f64> {
    if p > 0.5 {
        let mut other = chances(n, 1.0 - p);
        other.reverse();
        return other;
    }
    let mut all = vec![libm::pow(1.0 - p, n as f64)];
    for k in 0..n {
        let odds = (n - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
        all.push(all[k] * odds);
    }
    all
}

/// The mean over all groups of something that depends on how many are right.
fn expected(n: usize, p: f64, of: impl Fn(f64) -> f64) -> f64 {
    let all = chances(n, p.clamp(0.0, 1.0));
    let terms = all.iter().enumerate().map(|(k, w)| w * of(k as f64));
    terms.sum()
}

/// The force on the logit of being right, with advantages over the standard deviation.
fn standardised(n: usize, p: f64) -> f64 {
    let size = n as f64;
    expected(n, p, |k| libm::sqrt(k * (size - k)) / size)
}

/// Without it, with the mean of the group for a baseline.
fn centred(n: usize, p: f64) -> f64 {
    let size = n as f64;
    expected(n, p, |k| k * (size - k) / (size * size))
}

/// With the mean of the others: exactly the policy gradient.
fn leave_one_out(p: f64) -> f64 {
    p * (1.0 - p)
}

fn many(p: f64) -> f64 {
    libm::sqrt(leave_one_out(p.clamp(0.0, 1.0)))
}

/// The chance that all answers are right or all are wrong.
fn silent(n: usize, p: f64) -> f64 {
    libm::pow(p, n as f64) + libm::pow(1.0 - p, n as f64)
}

impl Figure for LoudPrompts {
    fn caption(&self) -> String {
        "How hard a prompt pulls, on average, at the logit of being right, by the share p of its answers that are right. RLOO pulls with p·(1 − p), Dr. GRPO with (G − 1)/G of that; GRPO divides by the standard deviation and is louder, by the largest factor where answers are rarely right or rarely wrong, but below its limit for large groups. On the right the chance of a silent group, whose answers are all right or all wrong.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SIZE, &RATE])
    }

    fn show(&self, state: &State) -> Shown {
        let (_, n) = *state.get(SIZE);
        let p = state.get(RATE);
        let words = format!(
            "p = {}, {n} answers: GRPO {}, Dr. GRPO {}, RLOO {}, GRPO of large groups {}; silent {} of the groups",
            significant(p, 2),
            significant(standardised(n, p), 4),
            significant(centred(n, p), 4),
            significant(leave_one_out(p), 4),
            significant(many(p), 4),
            significant(silent(n, p), 4)
        );
        let shares = || Axis::new("share of right answers p", 0.0..=1.0);
        let name = format!("GRPO, {n} answers");
        let forces = Panel::new(shares(), Axis::new("force", 0.0..=0.5))
            .with(line(Role::Value, name, move |p| standardised(n, p)))
            .with(line(Role::Rival(1), "GRPO, large groups", many))
            .with(line(Role::Rival(0), "RLOO", leave_one_out))
            .with(line(Role::Slope, "Dr. GRPO", move |p| centred(n, p)))
            .with(knob('x', &RATE, (p, standardised(n, p))))
            .rows([0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]);
        let nothing = Panel::new(shares(), Axis::new("silent groups", 0.0..=1.0))
            .with(line(Role::Value, "", move |p| silent(n, p)))
            .rows([0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]);
        let title = "The force of a group by how often it is right";
        let view = View::new("live-loud-prompts", title, self.caption())
            .beside(0.0, 400.0, forces)
            .beside(410.0, WIDTH, nothing);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::{group_advantages, leave_one_out_advantages};

    #[test]
    fn the_forces_are_those_of_the_page() {
        for (found, expected) in [
            (standardised(8, 0.1), 0.209492),
            (standardised(8, 0.5), 0.463914),
            (standardised(64, 0.1), 0.292930),
            (centred(8, 0.1), 0.07875),
            (centred(8, 0.5), 0.21875),
            (silent(8, 0.1), 0.430467),
            (silent(4, 0.1), 0.6562),
        ] {
            assert!((found - expected).abs() < 6e-7, "{found}, not {expected}");
        }
    }

    #[test]
    fn they_are_those_of_the_advantages() {
        // Over all groups of four, whose score is 1 - p for a right answer and -p for a wrong one.
        let p = 0.3;
        let of = |advantages: fn(&[f64]) -> Vec<f64>| {
            let mut sum = 0.0;
            for group in 0..16_u32 {
                let rewards: Vec<f64> = (0..4).map(|i| f64::from(group >> i & 1)).collect();
                let chance: f64 = rewards
                    .iter()
                    .map(|r| if *r == 1.0 { p } else { 1.0 - p })
                    .product();
                let pairs = advantages(&rewards).into_iter().zip(&rewards);
                sum += chance * pairs.map(|(a, r)| a * (r - p) / 4.0).sum::<f64>();
            }
            sum
        };
        assert!((of(group_advantages) - standardised(4, p)).abs() < 1e-15);
        assert!((of(leave_one_out_advantages) - leave_one_out(p)).abs() < 1e-15);
        assert!((centred(4, p) - 0.75 * leave_one_out(p)).abs() < 1e-15);
    }

    #[test]
    fn the_words_say_what_is_drawn() {
        let words = at_rest(&LoudPrompts).words;
        assert!(
            words.ends_with("GRPO of large groups 0.3; silent 0.4305 of the groups"),
            "{words}"
        );
    }
}
