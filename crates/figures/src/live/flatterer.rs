//! Four answers that are chosen by a proxy, one of which only the proxy likes: what they are worth in truth.

use catalog::worlds::answers::{NAMES, REFERENCE, REWARDS, TRUTH, optimum};
use nnfn::losses::{best_of_n, best_of_n_grad_gold, kl_divergence};

use super::{Control, Count, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Bars, Panel, View, corner, dots, points, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("flatterer", || Box::new(Flatterer));

struct Flatterer;

const WORTH: Slider = Slider::new("worth", "what D is worth")
    .over(-2.0, 2.0, 0.1)
    .at(-1.0);
const DRAWS: Count = Count::new("n", "draws n").over(1, 32).at(2);
/// Which bests are dots.
const SHOWN: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 8.0, 16.0];
/// How hard the reward is followed along the curves, in steps of 1/β.
const STEPS: i32 = 120;
const HARDEST: f64 = 6.0;

type Four = [f64; 4];

fn mean(policy: &Four, of: &Four) -> f64 {
    policy.iter().zip(of).map(|(p, x)| p * x).sum()
}

/// Along the optimum of the reward less β times the divergence: the divergence, and the mean of a row.
fn along(of: Four) -> impl Iterator<Item = (f64, f64)> {
    (0..=STEPS).map(move |k| {
        let policy = if k == 0 {
            REFERENCE
        } else {
            optimum(f64::from(STEPS) / (HARDEST * f64::from(k)))
        };
        (kl_divergence(&policy, &REFERENCE), mean(&policy, &of))
    })
}

/// The same for the best of some draws.
fn best(n: f64, of: &Four) -> (f64, f64) {
    let picks = best_of_n_grad_gold(&REFERENCE, &REWARDS, of, n);
    let nats = kl_divergence(&picks, &REFERENCE);
    (nats, best_of_n(&REFERENCE, &REWARDS, of, n))
}

impl Figure for Flatterer {
    fn caption(&self) -> String {
        "Four answers, and what chooses among them sees the proxy reward only. Left: the mean proxy and the mean true worth along the optimum of the proxy less a KL penalty, and for the best of 1, 2, 3, 4, 8 and 16 draws as dots. The proxy rises all the way; the truth turns. With D worth 2, as the proxy says, the two are one. Right: the picks of the best of n.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&DRAWS, &WORTH])
    }

    fn show(&self, state: &State) -> Shown {
        let n = state.get(DRAWS) as f64;
        let [a, b, c, _] = TRUTH;
        let truth = [a, b, c, state.get(WORTH)];
        let (nats, gold) = best(n, &truth);
        let (_, proxy) = best(n, &REWARDS);
        let top = along(truth).fold(f64::NEG_INFINITY, |top, (_, truth)| top.max(truth));
        let words = format!(
            "best of {n}: proxy {}, truth {}, at {} nats; the largest truth along the KL optimum is {}",
            significant(proxy, 3),
            significant(gold, 3),
            significant(nats, 3),
            significant(top, 3),
        );
        let left = Panel::new(
            Axis::new("KL from the reference, nats", 0.0..=2.1),
            Axis::new("mean", -1.5..=2.0),
        )
        .with(points(Role::Rival(0), "proxy, KL optimum", along(REWARDS)))
        .with(points(Role::Value, "truth, KL optimum", along(truth)))
        .with(dots("best of n, proxy", SHOWN.map(|n| best(n, &REWARDS))))
        .with(dots("best of n, truth", SHOWN.map(|n| best(n, &truth))))
        .with(Mark::upright(nats))
        .rows([0.0, 0.1, 0.2, 0.5, 1.0, 1.5, 2.0]);
        let picks = best_of_n_grad_gold(&REFERENCE, &REWARDS, &truth, n);
        let across = Axis {
            label: NAMES.join(", "),
            ..Axis::bare(0.0..=4.0)
        };
        let label = |(i, h): (usize, &f64)| text(significant(*h, 2), (i as f64 + 0.5, h + 0.05));
        let right = Panel::new(across, Axis::new("probability", 0.0..=1.1))
            .all(picks.iter().enumerate().map(label))
            .with(corner(format!("best of {n}")))
            .with(Bars(picks));
        let title = "What is chosen by a proxy, and what it is worth";
        let view = View::new("live-flatterer", title, self.caption())
            .beside(0.0, 420.0, left)
            .beside(430.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    fn words(set: &str) -> String {
        let answer = answer(set).expect("the figure");
        answer.split(PART).nth(1).expect("words").to_owned()
    }

    #[test]
    fn the_best_of_two_is_worth_more_than_any_optimum() {
        let words = at_rest(&Flatterer).words;
        assert_eq!(
            words,
            "best of 2: proxy 0.9, truth 0.33, at 0.171 nats; the largest truth along the KL optimum is 0.197"
        );
    }

    #[test]
    fn without_a_flatterer_more_is_better() {
        let words = words("flatterer\nworth=2\nn=32");
        assert!(words.contains("proxy 1.97, truth 1.97"), "{words}");
    }
}
