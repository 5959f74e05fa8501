//! What a score costs on average, where a label is 1 with a probability that a reader sets.

use nnfn::activations::{sigmoid, softplus};
use nnfn::losses::{hinge, squared_hinge};

use super::{Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("best-score", || Box::new(BestScore));

struct BestScore;

const SHARE: Slider = Slider::new("p", "probability of +1")
    .over(0.1, 0.9, 0.05)
    .at(0.7);
/// What is shown of the scores.
const SCORES: (f64, f64) = (-3.0, 3.0);

/// The expected loss of a score.
fn expected(share: f64, loss: impl Fn(f64) -> f64, score: f64) -> f64 {
    share * loss(score) + (1.0 - share) * loss(-score)
}

/// The score at which the expected hinge loss is least; at one half all from −1 to 1 are, of which this is the middle.
fn best_of_hinge(share: f64) -> f64 {
    if share > 0.5 {
        1.0
    } else if share < 0.5 {
        -1.0
    } else {
        0.0
    }
}

impl Figure for BestScore {
    fn caption(&self) -> String {
        "The expected loss of a score, if the label is +1 with the given probability, else −1. The upright lines stand where each is least: under hinge at −1 or 1 (at one half anywhere between), under the others where the probability can be told.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SHARE])
    }

    fn show(&self, state: &State) -> Shown {
        let share = state.get(SHARE);
        let best = [
            best_of_hinge(share),
            2.0 * share - 1.0,
            libm::log(share / (1.0 - share)),
        ];
        let hinge_of = move |s: f64| expected(share, |s| hinge(s, 1.0), s);
        let least = hinge_of(best[0]);
        let words = format!(
            "best score: hinge {}, at a loss of {}; squared hinge {}; logistic {}, the sigmoid of which is {}",
            significant(best[0], 4),
            significant(least, 4),
            significant(best[1], 4),
            significant(best[2], 4),
            significant(sigmoid(best[2]), 4)
        );
        let mark = |role, name: &str, x: f64| Mark::Best {
            x,
            label: format!("{name} {}", significant(x, 4)),
            role,
        };
        let squared = move |s: f64| expected(share, |s| squared_hinge(s, 1.0), s);
        let logistic = move |s: f64| expected(share, |s| softplus(-s), s);
        let panel = Panel::new(
            Axis::new("score", SCORES.0..=SCORES.1),
            Axis::new("expected loss", 0.0..=3.0),
        )
        .with(line(Role::Value, "hinge", hinge_of).seams([-1.0, 1.0]))
        .with(line(Role::Rival(0), "squared hinge", squared).seams([-1.0, 1.0]))
        .with(line(Role::Rival(1), "logistic", logistic))
        .with(mark(Role::Value, "hinge", best[0]))
        .with(mark(Role::Rival(0), "squared hinge", best[1]))
        .with(mark(Role::Rival(1), "logistic", best[2]));
        let title = "The best score for a probability";
        let view = View::new("live-best-score", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn no_score_nearby_costs_less() {
        let check = |share: f64, best: f64, loss: fn(f64) -> f64| {
            let least = expected(share, loss, best);
            for off in [-1e-3, 1e-3, -0.5, 0.5] {
                assert!(expected(share, loss, best + off) > least, "{share} {best}");
            }
        };
        for share in [0.05, 0.3, 0.51, 0.7, 0.95_f64] {
            check(share, best_of_hinge(share), |s| hinge(s, 1.0));
            check(share, 2.0 * share - 1.0, |s| squared_hinge(s, 1.0));
            check(share, (share / (1.0 - share)).ln(), |s| softplus(-s));
        }
    }

    #[test]
    fn at_one_half_the_bottom_of_hinge_is_flat() {
        let at = |s: f64| expected(0.5, |s| hinge(s, 1.0), s);
        assert_eq!([at(-1.0), at(0.25), at(1.0)], [1.0; 3]);
        assert_eq!(best_of_hinge(0.5), 0.0);
    }

    #[test]
    fn the_words_at_rest_are_those_of_the_page() {
        let words = at_rest(&BestScore).words;
        let start = "best score: hinge 1, at a loss of 0.6; squared hinge 0.4; logistic 0.8473";
        assert!(words.starts_with(start), "{words}");
    }
}
