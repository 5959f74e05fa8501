//! The average RMSE of all batches of one size, against the RMSE of all.

use nnfn::losses::{mean, rmse};

use super::{Control, Count, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line, numbers, points};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("batches", || Box::new(Batches));

struct Batches;

const SIZE: Count = Count::new("size", "batch size").over(1, 5).at(2);
const CONSTANT: Slider = Slider::new("c", "constant").over(0.0, 8.0, 0.1).at(4.0);
const OUTLIER: Slider = Slider::new("y5", "outlier").over(3.0, 16.0, 0.1).at(12.0);
/// What is shown of the line.
const WINDOW: (f64, f64) = (-0.5, 16.5);
/// The height of the numbers.
const ROW: f64 = 0.4;
const STACKED: f64 = 0.5;

type Numbers = [f64; 5];

/// The mean over all batches of that many of the numbers.
fn average(data: &Numbers, size: usize, constant: f64) -> f64 {
    let sets = (0_u32..32).filter(|set| set.count_ones() as usize == size);
    let root = |set: u32| {
        let chosen = (0..5).filter(|i| set >> i & 1 == 1);
        let batch: Vec<f64> = chosen.map(|i| data[i]).collect();
        rmse(&vec![constant; size], &batch)
    };
    let roots: Vec<f64> = sets.map(root).collect();
    mean(&roots)
}

/// Where the average is least. It is convex: by thirds.
fn best(data: &Numbers, size: usize) -> f64 {
    let (mut low, mut high) = (data[0], data[4]);
    for _ in 0..80 {
        let third = (high - low) / 3.0;
        if average(data, size, low + third) < average(data, size, high - third) {
            high -= third;
        } else {
            low += third;
        }
    }
    0.5 * (low + high)
}

impl Figure for Batches {
    fn caption(&self) -> String {
        "All batches of one size from five numbers (dots): the average of their RMSEs over the constant that is predicted, with a line where it is least; and, for the constant that is set, over the batch size.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SIZE, &CONSTANT, &OUTLIER])
    }

    fn show(&self, state: &State) -> Shown {
        let (size, constant) = (state.get(SIZE), state.get(CONSTANT));
        let data = [1.0, 2.0, 2.0, 3.0, state.get(OUTLIER)];
        let name = format!("batches of {size}");
        let (lowest, pooled) = (best(&data, size), mean(&data));
        let mark = |role, x| Mark::Best {
            x,
            label: String::new(),
            role,
        };
        let now = average(&data, size, constant);
        // The two twos lie one over the other.
        let stacked = (0..5).map(|i| (data[i], if i == 2 { ROW + STACKED } else { ROW }));
        let left = Panel::new(
            Axis::new("constant, and the numbers", WINDOW.0..=WINDOW.1),
            Axis::new("average RMSE", 0.0..=9.0),
        )
        .with(line(Role::Value, name, move |c| average(&data, size, c)).seams(data))
        .with(line(Role::Rival(0), "all five at once", move |c| {
            average(&data, 5, c)
        }))
        .with(mark(Role::Value, lowest))
        .with(mark(Role::Rival(0), pooled))
        .with(numbers("numbers", stacked))
        .with(knob('x', &CONSTANT, (constant, now)))
        .rows([0.0, 1.0, 2.0, 3.0, 4.0, 8.0, 12.0])
        .digits(5);
        let sizes = [1_usize, 2, 3, 4, 5];
        let of = |size: usize| (size as f64, average(&data, size, constant));
        let all = average(&data, 5, constant);
        let right = Panel::new(
            Axis::new("batch size", 0.7..=5.3),
            Axis::new("average RMSE", 0.0..=Axis::first_of([4.5, 6.0, 9.0], [all])),
        )
        .with(points(Role::Value, "average of the batches", sizes.map(of)).unnamed())
        .with(
            points(
                Role::Rival(0),
                "RMSE of all",
                sizes.map(|size| (size as f64, all)),
            )
            .unnamed(),
        )
        .with(knob('x', &SIZE, (size as f64, now)))
        .digits(5);
        let words = format!(
            "Constant {}: batches of {size} have the average RMSE {}, all five together {}; least at {} and at {}",
            significant(constant, 3),
            significant(now, 5),
            significant(all, 5),
            significant(lowest, 5),
            significant(pooled, 5)
        );
        let title = format!("RMSE of batches of {size}");
        let view = View::new("live-batches", title, self.caption())
            .beside(0.0, 400.0, left)
            .beside(415.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    const DATA: Numbers = [1.0, 2.0, 2.0, 3.0, 12.0];

    #[test]
    fn the_best_constant_moves_from_the_median_to_the_mean() {
        // Computed apart from this code.
        let expected = [2.0, 2.3952, 2.7284, 3.4890, 4.0];
        for (size, expected) in (1..).zip(expected) {
            let found = best(&DATA, size);
            assert!((found - expected).abs() < 5e-5, "{size}: {found}");
        }
    }

    #[test]
    fn larger_batches_have_the_larger_average() {
        for constant in [0.0, 2.0, 4.0, 7.3] {
            let of = |size| average(&DATA, size, constant);
            for size in 1..5 {
                assert!(of(size) < of(size + 1), "{constant} {size}");
            }
            let absolute = mean(&DATA.map(|y| (y - constant).abs()));
            assert!((of(1) - absolute).abs() < 1e-14);
        }
    }

    #[test]
    fn words_have_both_numbers() {
        assert_eq!(
            at_rest(&Batches).words,
            "Constant 4: batches of 2 have the average RMSE 3.5902, all five together 4.0497; least at 2.3952 and at 4"
        );
    }
}
