//! A batch drawn from a number of classes: the loss at the start, and the least there can be, because some
//! candidates are as right as the right one.

use super::{Control, Count, Entry, Figure, Powers, Shown, State, knob, list};
use crate::layers::{Panel, View, points};
use crate::numeral::{grouped, significant};
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("collisions", || Box::new(Collisions));

struct Collisions;

const CLASSES: Powers = Powers::new("classes", "classes")
    .over(10.0, 100_000.0)
    .at(1000.0);
const BATCH: Count = Count::new("batch", "batch, as a power of 2")
    .over(1, 12)
    .at(8);
/// Sizes at which the lines are computed.
const SIZES: [u32; 12] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

/// The mean of `ln(1 + B)`, where `B` of the other `n − 1` candidates are of the same class.
fn floor(n: u32, classes: f64) -> f64 {
    let (others, p) = (n - 1, 1.0 / classes);
    let mut chance = libm::exp(f64::from(others) * libm::log1p(-p));
    let mut sum = 0.0;
    for k in 0..=others {
        sum += chance * libm::log1p(f64::from(k));
        chance *= f64::from(others - k) / f64::from(k + 1) * p / (1.0 - p);
    }
    sum
}

/// How likely it is that a candidate has at least one other of its class.
fn met(n: u32, classes: f64) -> f64 {
    -libm::expm1(f64::from(n - 1) * libm::log1p(-1.0 / classes))
}

impl Figure for Collisions {
    fn caption(&self) -> String {
        "InfoNCE of a batch whose examples are drawn from a number of equally frequent classes, by the size of the batch: where all similarities are equal (dashed), and where the map is perfect and the temperature near 0 (solid). Training can use the room between the two, and with few classes a larger batch lifts the lower line nearly as fast as the upper one.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&BATCH, &CLASSES])
    }

    fn show(&self, state: &State) -> Shown {
        let n = 1_u32 << state.get(BATCH);
        let classes = libm::rint(state.get(CLASSES));
        let (start, least) = (libm::log(f64::from(n)), floor(n, classes));
        let words = format!(
            "a batch of {} from {} classes: start {}, floor {}, room {}; an example meets its class with probability {}",
            grouped(n),
            grouped(classes),
            significant(start, 4),
            significant(least, 4),
            significant(start - least, 4),
            significant(met(n, classes), 3)
        );
        let at = |n: u32| libm::log2(f64::from(n));
        let of = |f: &dyn Fn(u32) -> f64| SIZES.map(|n| (at(n), f(n)));
        let panel = Panel::new(
            Axis::new("batch, as a power of 2", 1.0..=12.0),
            Axis::new("loss", 0.0..=9.0),
        )
        .with(points(
            Role::Slope,
            "start, ln N",
            of(&|n| libm::log(f64::from(n))),
        ))
        .with(points(Role::Value, "floor", of(&|n| floor(n, classes))))
        .with(knob('x', &BATCH, (at(n), least)))
        .digits(4);
        let title = "Start and floor of a batch with collisions";
        let view = View::new("live-collisions", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::info_nce;

    #[test]
    fn the_floor_is_the_mean_over_all_batches() {
        // All batches of 4 from 3 classes, with a map that is perfect.
        let more = 10.0;
        let mut sum = 0.0;
        let all = 3_u32.pow(4);
        for code in 0..all {
            let of = |i: u32| code / 3_u32.pow(i) % 3;
            let same = |i, j| if of(i) == of(j) { 1.0 } else { -1.0 };
            let table: Vec<Vec<f64>> = (0..4)
                .map(|i| (0..4).map(|j| same(i, j)).collect())
                .collect();
            sum += info_nce(&table, 0.02);
        }
        assert!((sum / f64::from(all) - floor(4, 3.0)).abs() < 1e-12);
        assert!(floor(4, more) < floor(4, 3.0));
    }

    #[test]
    fn the_floors_of_the_page() {
        // Computed apart from this code.
        for (n, classes, expected) in [
            (16, 1000.0, 0.010_367),
            (256, 1000.0, 0.167_881),
            (1024, 1000.0, 0.584_347),
            (64, 10.0, 1.929_090),
            (256, 10.0, 3.260_301),
        ] {
            let found = floor(n, classes);
            assert!((found - expected).abs() < 1e-6, "{n} {classes}: {found}");
        }
        assert!((met(256, 1000.0) - 0.225_182).abs() < 1e-6);
    }

    #[test]
    fn the_words_at_rest() {
        let words = at_rest(&Collisions).words;
        assert_eq!(
            words,
            "a batch of 256 from 1,000 classes: start 5.545, floor 0.1679, room 5.377; an example meets its class with probability 0.225"
        );
    }
}
