//! The pinball loss of a level, and the quantile of some targets at which its mean is least.

use nnfn::losses::{mean, pinball};

use super::{Control, Count, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Panel, View, dots, line, numbers, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("quantile", || Box::new(Quantile));

struct Quantile;

const LEVEL: Slider = Slider::new("q", "level").over(0.01, 0.99, 0.01).at(0.9);
const MISSING: Count = Count::new("missing", "cost of one missing")
    .over(1, 20)
    .at(3);
const LEFT: Count = Count::new("left", "cost of one left over")
    .over(1, 20)
    .at(1);
/// How many targets: no level that a reader can set makes a whole number of them, so each has one best constant.
const TARGETS: usize = 41;
/// What is shown of the targets.
const WINDOW: (f64, f64) = (0.0, 9.0);

/// The targets in order, crowded on the left and sparse on the right: at even shares of an exponential law.
fn targets() -> [f64; TARGETS] {
    std::array::from_fn(|i| -2.0 * libm::log(1.0 - (i as f64 + 0.5) / TARGETS as f64))
}

/// How high a target stands in the cloud.
fn height(i: usize) -> f64 {
    let share = i as f64 * 0.618_033_988_749_895;
    -0.15 - 0.5 * (share - libm::floor(share))
}

/// The number of targets at or below the best constant.
fn reached(level: f64) -> usize {
    libm::ceil(level * TARGETS as f64) as usize
}

impl Figure for Quantile {
    fn caption(&self) -> String {
        format!(
            "On the left the loss of one prediction; the slopes are those of the chosen level. On the right its mean over {TARGETS} targets, the dots, for a constant prediction; it is least at the unbroken upright line, and full dots are the targets that this constant reaches. Dotted are the loss that the two costs ask for, in units of their sum, and its best constant."
        )
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LEVEL, &MISSING, &LEFT])
    }

    fn show(&self, state: &State) -> Shown {
        let level = state.get(LEVEL);
        let (missing, left) = (state.get(MISSING), state.get(LEFT));
        let asked = missing as f64 / (missing + left) as f64;
        let targets = targets();
        let (below, best) = (reached(level), targets[reached(level) - 1]);
        let words = format!(
            "level {}: the best constant is {}, with {} of {TARGETS} targets below it and {} above; the costs ask for the level {}",
            significant(level, 3),
            significant(best, 3),
            below - 1,
            TARGETS - below,
            significant(asked, 3)
        );
        let name = format!("level {}", significant(level, 3));
        let costs = format!("costs {missing} and {left}");
        let of_costs = move |r: f64| pinball(r, 0.0, asked);
        // Beneath a steep arm, above a flat one.
        let arm = |r: f64, slope: f64| {
            let height = pinball(r, 0.0, level);
            let beside = if height > 1.2 { 0.35 } else { height + 0.9 };
            text(format!("slope {}", significant(slope, 3)), (r, beside))
        };
        let losses = Panel::new(
            Axis::new("prediction − target", -4.0..=4.0),
            Axis::new("loss", 0.0..=4.0),
        )
        .with(line(Role::Rival(0), costs, of_costs).seams([0.0]))
        .with(line(Role::Value, name, move |r| pinball(r, 0.0, level)).seams([0.0]))
        .with(arm(-2.4, -level))
        .with(arm(2.4, 1.0 - level));
        let mark = |role, name: &str, x: f64| Mark::Best {
            x,
            label: format!("{name} {}", significant(x, 3)),
            role,
        };
        let cloud = targets.iter().enumerate().map(|(i, y)| (*y, height(i)));
        let (reached_by_it, others): (Vec<_>, Vec<_>) = cloud.partition(|(y, _)| *y <= best);
        let means = Panel::new(
            Axis::new("constant, and the targets", WINDOW.0..=WINDOW.1),
            Axis::bare(-0.75..=2.4),
        )
        .with(line(Role::Slope, "mean loss", move |c| {
            mean(&targets.map(|y| pinball(c, y, level)))
        }))
        .with(mark(
            Role::Rival(0),
            "the costs ask for",
            targets[reached(asked) - 1],
        ))
        .with(mark(Role::Value, "best constant", best))
        .with(numbers("targets reached", reached_by_it))
        .with(dots("other targets", others));
        let title = "Pinball loss of a level, and the quantile of some targets";
        let view = View::new("live-quantile", title, self.caption())
            .beside(0.0, 310.0, losses)
            .beside(325.0, WIDTH, means);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn no_constant_nearby_costs_less() {
        let targets = targets();
        for percent in 1..100 {
            let level = f64::from(percent) / 100.0;
            let cost = |c: f64| mean(&targets.map(|y| pinball(c, y, level)));
            let best = targets[reached(level) - 1];
            for off in [-1e-3, 1e-3] {
                assert!(cost(best + off) > cost(best), "{level}");
            }
        }
    }

    #[test]
    fn the_words_count_the_targets() {
        let words = at_rest(&Quantile).words;
        assert_eq!(
            words,
            "level 0.9: the best constant is 4.42, with 36 of 41 targets below it and 4 above; the costs ask for the level 0.75"
        );
        let targets = targets();
        assert_eq!(targets.iter().filter(|y| **y < targets[36]).count(), 36);
        assert!(targets.windows(2).all(|w| w[0] < w[1]));
        assert!(targets[TARGETS - 1] < WINDOW.1);
    }

    #[test]
    fn the_line_of_the_costs_is_their_cost_in_units_of_the_sum() {
        for (r, cost) in [(-2.0, 3.0 * 2.0), (4.0, 4.0)] {
            assert!((4.0 * pinball(r, 0.0, 0.75) - cost).abs() < 1e-15);
        }
    }
}
