//! One kind of pair, of which some are labelled the same, and the distance that costs least on average.

use nnfn::losses::{contrastive, hinge};

use super::{Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("pair-share", || Box::new(PairShare));

struct PairShare;

const SHARE: Slider = Slider::new("p", "share labelled the same")
    .over(0.0, 1.0, 0.01)
    .at(0.8);

/// The mean loss at a distance, in units of the margin.
fn squared(share: f64, distance: f64) -> f64 {
    contrastive(&[0.0], &[distance], share, 1.0)
}

/// The same with plain distances.
fn linear(share: f64, distance: f64) -> f64 {
    share * distance + (1.0 - share) * hinge(distance, 1.0)
}

impl Figure for PairShare {
    fn caption(&self) -> String {
        "What a pair costs by its distance, in units of the margin: dotted if it is labelled the same, dash-dotted if different, and solid the mean if some annotators say one and some the other. The solid curve is least at the share of those who say different. The dashed one, with plain distances, is least at an end.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SHARE])
    }

    fn show(&self, state: &State) -> Shown {
        let share = state.get(SHARE);
        let (best, least) = (1.0 - share, share * (1.0 - share));
        let of_linear = if (share - 0.5).abs() < 1e-9 {
            "anywhere up to the margin"
        } else if share > 0.5 {
            "at 0"
        } else {
            "at the margin"
        };
        let words = format!(
            "{} % say same: least at a distance of {} margins, where it costs {}; with plain distances least {of_linear}",
            significant(100.0 * share, 3),
            significant(best, 3),
            significant(least, 3)
        );
        let panel = Panel::new(
            Axis::new("distance, in margins", 0.0..=2.0),
            Axis::new("loss", 0.0..=1.2),
        )
        .with(line(Role::Rival(0), "same", |d| squared(1.0, d)))
        .with(line(Role::Rival(1), "different", |d| squared(0.0, d)).seams([1.0]))
        .with(
            line(Role::Slope, "mean of plain distances", move |d| {
                linear(share, d)
            })
            .seams([1.0]),
        )
        .with(line(Role::Value, "mean", move |d| squared(share, d)).seams([1.0]))
        .with(Mark::Best {
            x: best,
            label: format!("mean {}", significant(best, 3)),
            role: Role::Value,
        })
        .with(knob('x', &SHARE, (best, least)).between(1.0, 0.0))
        .rows([0.0, 0.2, 0.5, 1.0, 1.5, 2.0]);
        let title = "The best distance of a pair whose labels differ";
        let view = View::new("live-pair-share", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_least_mean_is_at_the_share_of_different() {
        for share in [0.0, 0.3, 0.5, 0.8, 0.95, 1.0] {
            let best = squared(share, 1.0 - share);
            for d in [0.0, 0.1, 0.4, 0.9, 1.0, 1.7] {
                assert!(squared(share, d) >= best - 1e-15, "{share} {d}");
            }
        }
        let words = at_rest(&PairShare).words;
        assert!(
            words.starts_with("80 % say same: least at a distance of 0.2"),
            "{words}"
        );
    }

    #[test]
    fn with_plain_distances_the_majority_decides() {
        assert!(linear(0.8, 0.0) < linear(0.8, 0.2));
        assert!(linear(0.4, 1.0) < linear(0.4, 0.6));
        assert_eq!(linear(0.5, 0.25), linear(0.5, 0.75));
    }
}
