//! A PReLU that learns its slope: the data, the function so far, and the slope step by step.

use nnfn::activations::{prelu, prelu_grad_slope};

use super::{Control, Count, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, dots, line, steps};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("learned-slope", || Box::new(Learned));

struct Learned;

const STEPS: Count = Count::new("steps", "steps").over(0, 100).at(20);
const TARGET: Slider = Slider::new("target", "slope of the data")
    .over(-0.5, 1.0, 0.05)
    .at(-0.3);
const FIRST: Slider = TARGET.named("first", "slope at first").at(0.25);
const RATE: Slider = Slider::new("rate", "learning rate")
    .over(0.0, 4.0, 0.05)
    .at(0.1);
/// Inputs go this far in either direction.
const REACH: f64 = 2.0;
const EXAMPLES: usize = 21;
/// Training stops when the slope exceeds this.
const LOST: f64 = 10.0;

/// Inputs from −2 to 2, and targets: a PReLU of them, with some noise.
fn example(i: usize, slope: f64) -> (f64, f64) {
    let x = i as f64 / 5.0 - REACH;
    let off = [0.08, -0.1, 0.05, -0.06, 0.03][i % 5];
    (x, prelu(x, slope) + off)
}

/// Half the mean squared error.
fn loss(slope: f64, target: f64) -> f64 {
    let mut sum = 0.0;
    for (x, y) in (0..EXAMPLES).map(|i| example(i, target)) {
        let error = prelu(x, slope) - y;
        sum += 0.5 * error * error;
    }
    sum / EXAMPLES as f64
}

/// Its derivative by the slope.
fn gradient(slope: f64, target: f64) -> f64 {
    let mut sum = 0.0;
    for (x, y) in (0..EXAMPLES).map(|i| example(i, target)) {
        sum += (prelu(x, slope) - y) * prelu_grad_slope(x, slope);
    }
    sum / EXAMPLES as f64
}

/// The slope before the first step and after each; it ends early if training diverges.
fn train(first: f64, target: f64, rate: f64, steps: usize) -> Vec<f64> {
    let mut slopes = vec![first];
    while slopes.len() <= steps {
        let last = slopes[slopes.len() - 1];
        if last.abs() > LOST {
            break;
        }
        slopes.push(last - rate * gradient(last, target));
    }
    slopes
}

impl Figure for Learned {
    fn caption(&self) -> String {
        "A PReLU learns its slope from the data on the left, by gradient descent. Dotted: the slope that made them. \
         Only the examples below 0 have a say."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&STEPS, &TARGET, &FIRST, &RATE])
    }

    fn show(&self, state: &State) -> Shown {
        let (target, first, count) = (state.get(TARGET), state.get(FIRST), state.get(STEPS));
        let slopes = train(first, target, state.get(RATE), count);
        let (step, last) = (slopes.len() - 1, slopes[slopes.len() - 1]);
        let slope = significant(last, 4);
        let words = if last.abs() > LOST {
            format!("It diverges: after {step} steps the slope is {slope}")
        } else {
            format!(
                "After {count} steps the slope is {slope}, the loss {}, its gradient {}",
                significant(loss(last, target), 4),
                significant(gradient(last, target), 3)
            )
        };
        let fitted = format!("PReLU, a = {}", significant(last, 3));
        let data = "slope of the data";
        let bent = |slope: f64| move |x: f64| prelu(x, slope);
        let end = |slope: f64| prelu(-REACH, slope);
        let left = Panel::new(
            Axis::new("x", -REACH - 0.1..=REACH + 0.1),
            Axis::new("y", -REACH - 0.2..=REACH + 0.2),
        )
        .with(line(Role::Value, fitted, bent(last)).seams([0.0]))
        .with(line(Role::Rival(0), data, bent(target)).seams([0.0]))
        .with(dots("examples", (0..EXAMPLES).map(|i| example(i, target))))
        .with(knob('y', &TARGET, (-REACH, end(target))).between(end(TARGET.from), end(TARGET.to)))
        .rows([-REACH, -1.0, 0.0, 1.0, REACH])
        .digits(4);
        let losses = slopes.clone();
        let loss_at = move |i: f64| {
            losses
                .get(i as usize)
                .map(|s| significant(loss(*s, target), 4))
        };
        // Few steps that leap ever farther need other axes than many small ones.
        let is_lost = last.abs() > LOST;
        let (across, up) = match is_lost {
            true => (
                Axis::first_of([10.0, 25.0, 50.0, 100.0], [step as f64]),
                Axis::first_of([15.0, 30.0, 60.0], slopes.iter().copied()),
            ),
            false => (STEPS.to as f64, 1.2),
        };
        let down = if is_lost { -up } else { -0.7 };
        let right = Panel::new(
            Axis::new("steps", -0.06 * across..=across),
            Axis::new("slope a", down..=up),
        )
        .with(line(Role::Rival(0), data, move |_| target).unnamed())
        .with(steps(Role::Value, "", slopes))
        .with(knob('y', &FIRST, (0.0, first)))
        // Beyond its last step there is none to go to.
        .all((!is_lost).then(|| knob('x', &STEPS, (step as f64, last))))
        .also("loss", loss_at)
        .digits(4);
        let title = format!("A PReLU after {step} steps");
        let view = View::new("live-learned-slope", title, self.caption())
            .beside(0.0, 320.0, left)
            .beside(335.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        for (slope, target) in [(0.25, -0.3), (1.0, 0.5), (-0.5, 1.0)] {
            let h = 1e-5;
            let expected = (loss(slope + h, target) - loss(slope - h, target)) / (2.0 * h);
            assert!((gradient(slope, target) - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn the_slope_nears_that_of_the_data_by_a_factor_in_each_step() {
        let (first, target, rate) = (0.25, -0.3, 0.5);
        // The loss is a parabola: the mean square of the inputs below 0 is its curvature.
        let below = (0..EXAMPLES).map(|i| example(i, 0.0).0.min(0.0));
        let curvature = below.map(|x| x * x).sum::<f64>() / EXAMPLES as f64;
        let best = first - gradient(first, target) / curvature;
        assert!(
            (best - target).abs() < 0.05,
            "the data are off it by a little"
        );
        let slopes = train(first, target, rate, 12);
        for (i, slope) in slopes.iter().enumerate() {
            let expected = best + (first - best) * (1.0 - rate * curvature).powi(i as i32);
            assert!((slope - expected).abs() < 1e-14, "{i}: {slope} {expected}");
        }
    }

    #[test]
    fn a_rate_above_two_over_the_curvature_diverges() {
        assert!(
            at_rest(&Learned)
                .words
                .starts_with("After 20 steps the slope is")
        );
        let answer = answer("learned-slope\nrate=4\nsteps=100").unwrap();
        assert!(answer.contains("It diverges: after"), "{answer}");
        assert!(train(0.25, -0.3, 2.5, 100)[100].abs() < 1.0);
    }
}
