//! A PReLU that learns its slope: the data, the function so far, and the slope step by step.

use nnfn::activations::{prelu, prelu_grad_slope};

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::Axis;
use crate::geometry::Rect;
use crate::handle;
use crate::legend::Legend;
use crate::numeral::significant;
use crate::palette::{MARK, PAPER};
use crate::panel::{Panel, Ticks};
use crate::role::Role;
use crate::svg::{HEIGHT, Num, Svg, WIDTH};

/// The figure.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    match words {
        [] => Ok(Box::new(Learned)),
        _ => Err("`learned-slope` stands alone".to_owned()),
    }
}

struct Learned;

/// Slopes that can be set, as targets and at first.
const SLOPES: (f64, f64) = (-0.5, 1.0);
/// Inputs go this far in either direction.
const REACH: f64 = 2.0;
const EXAMPLES: usize = 21;
const MOST: f64 = 100.0;
/// A slope beyond this is no longer followed.
const LOST: f64 = 10.0;

/// Inputs from −2 to 2, and what a PReLU with the slope makes of them, somewhat off it.
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

/// The slope before the first step and after each; it ends early where it gets lost.
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
        let slope = |name: &str, label: &str, start| {
            Control::slider(name, label, SLOPES.0, SLOPES.1, 0.05, start)
        };
        vec![
            Control::slider("steps", "steps", 0.0, MOST, 1.0, 20.0),
            slope("target", "slope of the data", -0.3),
            slope("first", "slope at first", 0.25),
            Control::slider("rate", "learning rate", 0.0, 4.0, 0.05, 0.1),
        ]
    }

    fn show(&self, state: &State) -> Shown {
        let (target, first) = (state.number("target"), state.number("first"));
        let steps = state.number("steps") as usize;
        let slopes = train(first, target, state.number("rate"), steps);
        let last = slopes[slopes.len() - 1];
        let words = if last.abs() > LOST {
            let step = slopes.len() - 1;
            format!(
                "It diverges: after {step} steps the slope is {}",
                significant(last, 4)
            )
        } else {
            format!(
                "After {steps} steps the slope is {}, the loss {}, its gradient {}",
                significant(last, 4),
                significant(loss(last, target), 4),
                significant(gradient(last, target), 3)
            )
        };
        let mut table = Table::new(["step", "slope", "loss"]);
        for (i, slope) in slopes.iter().enumerate() {
            // Each of the first, then every tenth, and the last.
            if i <= 20 || i % 10 == 0 || i + 1 == slopes.len() {
                let numbers = [*slope, loss(*slope, target)].map(|x| significant(x, 4));
                table
                    .rows
                    .push([vec![i.to_string()], numbers.to_vec()].concat());
            }
        }
        Shown {
            svg: draw(self, target, &slopes),
            words,
            table,
            ..Shown::default()
        }
    }
}

fn draw(figure: &Learned, target: f64, slopes: &[f64]) -> String {
    let last = slopes[slopes.len() - 1];
    let mut svg = Svg::new(
        "live-learned-slope",
        &format!("A PReLU after {} steps", slopes.len() - 1),
        &figure.caption(),
    );
    let label = format!("PReLU, a = {}", significant(last, 3));
    let entries = [
        (Role::Value, label.as_str()),
        (Role::Rival(0), "slope of the data"),
    ];
    let legend = Legend::new(entries.into_iter());
    legend.draw(&mut svg);
    let place = |left: f64, right: f64| Rect {
        left,
        top: legend.height,
        right,
        bottom: HEIGHT,
    };

    let panel = Panel::new(
        &mut svg,
        place(0.0, 320.0),
        (&Axis::new("x", -REACH - 0.1..=REACH + 0.1), Ticks::Shown),
        (&Axis::new("y", -REACH - 0.2..=REACH + 0.2), Ticks::Shown),
    );
    let bent = |slope: f64| [-REACH, 0.0, REACH].map(|x| (x, prelu(x, slope)));
    panel.line(&mut svg, Role::Rival(0), &bent(target));
    panel.line(&mut svg, Role::Value, &bent(last));
    svg.open(
        "g",
        &[("fill", &PAPER), ("stroke", &MARK), ("stroke-width", &"2")],
    );
    for (x, y) in (0..EXAMPLES).map(|i| example(i, target)) {
        let at = panel.at(x, y);
        svg.leaf(
            "circle",
            &[("cx", &Num(at.x)), ("cy", &Num(at.y)), ("r", &"4.5")],
        );
    }
    svg.close();
    let end = |slope: f64| panel.y.at(prelu(-REACH, slope));
    let at = panel.at(-REACH, prelu(-REACH, target));
    handle::knob(&mut svg, at, "target", 'y', (end(SLOPES.0), end(SLOPES.1)));

    let panel = Panel::new(
        &mut svg,
        place(335.0, WIDTH),
        (&Axis::new("steps", -6.0..=MOST), Ticks::Shown),
        (&Axis::new("slope a", -0.7..=1.2), Ticks::Shown),
    );
    panel.line(&mut svg, Role::Rival(0), &[(0.0, target), (MOST, target)]);
    let values: Vec<(f64, f64)> = (0..).map(f64::from).zip(slopes.iter().copied()).collect();
    panel.line(&mut svg, Role::Value, &values);
    let ends = (panel.y.at(SLOPES.0), panel.y.at(SLOPES.1));
    handle::knob(&mut svg, panel.at(0.0, slopes[0]), "first", 'y', ends);
    // What has left the box keeps its handle at the edge.
    let at = panel.at(values.len() as f64 - 1.0, last.clamp(-0.7, 1.2));
    let ends = (panel.x.at(0.0), panel.x.at(MOST));
    handle::knob(&mut svg, at, "steps", 'x', ends);
    svg.finish()
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
