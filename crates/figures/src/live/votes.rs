//! Two sequences of different lengths: what a token weighs by each mean, and which number one parameter learns.

use super::{Choice, Control, Count, Entry, Figure, Shown, State, list};
use crate::layers::{Panel, Style, View, line, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("votes", || Box::new(Votes));

struct Votes;

const MEAN: Choice<(&str, bool)> = Choice::new(
    "mean",
    "average",
    &[
        ("sequence mean", true),
        ("token mean", false),
        ("means of micro-batches", true),
    ],
);
const SHORT: Count = Count::new("short", "tokens of the short one")
    .over(1, 40)
    .at(10);
const LONG: Count = Count::new("long", "tokens of the long one")
    .over(40, 1000)
    .by(10)
    .at(100);
/// How often the letters of the short and of the long sequence differ from the one before.
const FLIPS: (f64, f64) = (0.5, 0.1);

/// What the short sequence weighs as a whole; the long one has the rest.
fn share(short: f64, long: f64, by_sequence: bool) -> f64 {
    if by_sequence {
        0.5
    } else {
        short / (short + long)
    }
}

/// The mean loss of both, where one probability serves both.
fn loss(share: f64, q: f64) -> f64 {
    let cost = |p: f64| -p * libm::log(q) - (1.0 - p) * libm::log1p(-q);
    share * cost(FLIPS.0) + (1.0 - share) * cost(FLIPS.1)
}

/// The probability at which it is least.
fn best(share: f64) -> f64 {
    share * FLIPS.0 + (1.0 - share) * FLIPS.1
}

/// A box from the axis up.
fn block(from: f64, to: f64, height: f64) -> [(f64, f64); 4] {
    [(from, 0.0), (from, height), (to, height), (to, 0.0)]
}

impl Figure for Votes {
    fn caption(&self) -> String {
        "On the left the tokens of a short and of a long sequence side by side; the height is the weight of one token, in units of its weight by the token mean, so that the area of a box shows the vote of its sequence. Half of the letters of the short one are a change, and one in ten of the long one. On the right the mean loss over the one probability of a change that both share, with its lowest point. Averaged means of micro-batches, one for each sequence, are the sequence mean again.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&MEAN, &SHORT, &LONG])
    }

    fn show(&self, state: &State) -> Shown {
        let &(name, by_sequence) = state.get(MEAN);
        let (short, long) = (state.get(SHORT) as f64, state.get(LONG) as f64);
        let (all, own) = (short + long, share(short, long, by_sequence));
        let [of_short, of_long] = [own * all / short, (1.0 - own) * all / long];
        let learnt = best(own);
        let words = format!(
            "{name}: the short sequence has {} % of the vote; a token of it weighs {} times one of the long one; learnt {}",
            significant(100.0 * own, 4),
            significant(of_short / of_long, 4),
            significant(learnt, 4)
        );
        let highest = Axis::first_of([2.0, 8.0, 30.0, 110.0, 250.0, 600.0], [1.05 * of_short]);
        let mut weights = Panel::new(
            Axis::new("tokens", 0.0..=all),
            Axis::new("weight of a token", 0.0..=highest),
        )
        .with(stroke(Style::Measure, block(0.0, short, of_short)))
        .with(stroke(Style::Measure, block(short, all, of_long)))
        .rows([]);
        weights = weights
            .with(text(
                format!("short: {} %", significant(100.0 * own, 3)),
                (0.35 * all, 0.8 * highest),
            ))
            .with(text(
                format!("long: {} %", significant(100.0 * (1.0 - own), 3)),
                (0.65 * all, 0.65 * highest),
            ));
        let other = share(short, long, !by_sequence);
        let rival = if by_sequence {
            "token mean"
        } else {
            "sequence mean"
        };
        let losses = Panel::new(
            Axis::new("probability of a change", 0.0..=0.6),
            Axis::new("mean loss, nats", 0.2..=1.2),
        )
        .with(line(Role::Value, name, move |q| loss(own, q)))
        .with(line(Role::Rival(0), rival, move |q| loss(other, q)))
        .with(Mark::Extremum {
            x: learnt,
            y: loss(own, learnt),
            label: significant(learnt, 3),
        })
        .with(Mark::upright(learnt))
        .rows((1..=12).map(|i| 0.05 * f64::from(i)));
        let title = "The vote of a token, and what is learnt";
        let view = View::new("live-votes", title, self.caption())
            .beside(0.0, 340.0, weights)
            .beside(350.0, WIDTH, losses);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::{sequence_mean_grad, token_mean_grad};

    #[test]
    fn the_votes_are_the_gradients_of_the_library() {
        let losses = [vec![1.0; 10], vec![1.0; 100]];
        for (by_sequence, grad) in [
            (false, token_mean_grad(&losses, &losses)),
            (true, sequence_mean_grad(&losses, &losses)),
        ] {
            let own: f64 = grad[0].iter().sum();
            assert!((own - share(10.0, 100.0, by_sequence)).abs() < 1e-15);
        }
    }

    #[test]
    fn the_lowest_point_is_the_weighted_mean_of_the_flips() {
        for own in [10.0 / 1010.0, 0.5] {
            let q = best(own);
            for step in [-1e-4, 1e-4] {
                assert!(loss(own, q + step) > loss(own, q));
            }
        }
        assert!((best(10.0 / 1010.0) - 0.103_960).abs() < 1e-6);
        let words = at_rest(&Votes).words;
        let start =
            "sequence mean: the short sequence has 50 % of the vote; a token of it weighs 10 times";
        assert!(words.starts_with(start), "{words}");
    }
}
