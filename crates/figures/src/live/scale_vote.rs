//! Six points of two classes on a line, the scale of the line, and what the triplets ask of it.

use nnfn::losses::triplet;

use super::{Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Dots, Panel, View, dots, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("scale-vote", || Box::new(ScaleVote));

struct ScaleVote;

const SCALE: Slider = Slider::new("s", "scale of the map")
    .over(0.0, 1.0, 0.01)
    .at(0.1);
const MARGIN: f64 = 1.0;
/// The points of each class.
const CLASSES: [[f64; 3]; 2] = [[0.0, 1.0, 4.0], [3.0, 6.0, 7.0]];

/// Distances to the positive and to the negative of all triplets, at a scale of 1.
fn triplets() -> impl Iterator<Item = (f64, f64)> {
    [(0, 1), (1, 0)].into_iter().flat_map(|(own, other)| {
        let pairs = (0..9).filter(|k| k / 3 != k % 3);
        pairs.flat_map(move |k| {
            let (a, p) = (CLASSES[own][k / 3], CLASSES[own][k % 3]);
            CLASSES[other].map(|n| ((a - p).abs(), (a - n).abs()))
        })
    })
}

/// The farthest positive and the nearest negative of each point.
fn hardest() -> impl Iterator<Item = (f64, f64)> {
    [(0, 1), (1, 0)].into_iter().flat_map(|(own, other)| {
        CLASSES[own].map(|a: f64| {
            let away = |x: &f64| (a - x).abs();
            let far = CLASSES[own].iter().map(away).fold(0.0, f64::max);
            let near = CLASSES[other].iter().map(away).fold(f64::MAX, f64::min);
            (far, near)
        })
    })
}

/// The mean loss of triplets at a scale.
fn mean(of: impl Iterator<Item = (f64, f64)>, scale: f64) -> f64 {
    let (mut total, mut count) = (0.0, 0.0);
    for (near, far) in of {
        total += triplet(&[0.0], &[scale * near], &[scale * far], MARGIN);
        count += 1.0;
    }
    total / count
}

fn all(scale: f64) -> f64 {
    mean(triplets(), scale)
}

fn hard(scale: f64) -> f64 {
    mean(hardest(), scale)
}

/// How many triplets are hard, semi-hard and easy.
fn counts(scale: f64) -> [usize; 3] {
    let mut found = [0; 3];
    for (near, far) in triplets() {
        let kind = if far < near {
            0
        } else if scale * (far - near) < MARGIN {
            1
        } else {
            2
        };
        found[kind] += 1;
    }
    found
}

fn class(label: &'static str, is_full: bool, scale: f64, of: [f64; 3]) -> Dots {
    let at = of.map(|x| (scale * x, if is_full { 0.7 } else { 0.3 }));
    Dots {
        is_full,
        has_heights: false,
        ..dots(label, at)
    }
}

impl Figure for ScaleVote {
    fn caption(&self) -> String {
        "On the left six points of two classes on a line, drawn at a scale; on the right the mean loss (margin 1) by that scale, over all triplets and over the hardest of each point. At a scale of 0, where all points are one, both are the margin. From there the hardest triplets cost more at first, and the mean of all costs less.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SCALE])
    }

    fn show(&self, state: &State) -> Shown {
        let scale = state.get(SCALE);
        let [hard_ones, semi, easy] = counts(scale);
        let words = format!(
            "of 36 triplets {hard_ones} are hard, {semi} semi-hard, {easy} easy; mean loss {} of all, {} of the hardest",
            significant(all(scale), 4),
            significant(hard(scale), 4)
        );
        let map = Panel::new(Axis::new("place", 0.0..=7.0), Axis::bare(0.0..=1.0))
            .with(class("class 0", true, scale, CLASSES[0]))
            .with(class("class 1", false, scale, CLASSES[1]));
        // Kinks where a triplet ceases to cost: a margin over a whole number.
        let kinks = (1..=7).map(|gap| MARGIN / f64::from(gap));
        let losses = Panel::new(
            Axis::new("scale of the map", 0.0..=1.0),
            Axis::new("mean loss", 0.6..=2.8),
        )
        .with(line(Role::Value, "hardest", hard).seams(kinks.clone()))
        .with(line(Role::Slope, "all", all).seams(kinks))
        .with(Mark::upright(scale))
        .with(knob('x', &SCALE, (scale, hard(scale))))
        .rows([0.0, 0.1, 0.2, 1.0 / 3.0, 0.5, 1.0]);
        let title = "What triplets ask of the scale of a map";
        let view = View::new("live-scale-vote", title, self.caption())
            .beside(0.0, 270.0, map)
            .beside(280.0, WIDTH, losses);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn at_one_point_both_are_the_margin_and_leave_in_opposite_directions() {
        assert_eq!((all(0.0), hard(0.0)), (1.0, 1.0));
        assert!((hard(0.1) - (1.0 + 0.1 * 10.0 / 6.0)).abs() < 1e-15);
        assert!((all(0.1) - (1.0 - 0.1 * 22.0 / 18.0)).abs() < 1e-2);
        assert!((all(1.0 / 3.0) - 20.0 / 27.0).abs() < 1e-15);
    }

    #[test]
    fn the_kinds_are_counted() {
        assert_eq!(counts(0.1), [14, 22, 0]);
        assert_eq!(counts(1.0), [14, 2, 20]);
        let words = at_rest(&ScaleVote).words;
        assert!(words.starts_with("of 36 triplets 14 are hard"), "{words}");
    }
}
