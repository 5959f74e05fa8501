//! One unit trained by gradient descent, which dies if a step is too long.

use nnfn::activations::{leaky_relu, leaky_relu_grad, relu, relu_grad};

use super::{Choice, Control, Count, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, Stripes, View, corner, dots, line, steps};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("dying", || Box::new(Dying));

struct Dying;

const RATE: Slider = Slider::new("rate", "learning rate")
    .over(0.0, 5.0, 0.05)
    .at(0.5);
const BIAS: Slider = Slider::new("bias", "bias at first")
    .over(-5.0, 5.0, 0.1)
    .at(2.0);
const STEPS: Count = Count::new("steps", "steps").over(0, 200).at(60);
const ACTIVATION: Choice<Activation> = Choice::new("activation", "activation", &ACTIVATIONS);

/// Value and slope of an activation.
type Activation = (&'static str, (fn(f64) -> f64, fn(f64) -> f64));

const SLOPE_BELOW: f64 = 0.1;

/// ELU from `libm`: after many long steps the last digit of another exponential would show.
const ACTIVATIONS: [Activation; 3] = [
    ("ReLU", (relu, relu_grad)),
    (
        "leaky ReLU, 0.1",
        (
            |z| leaky_relu(z, SLOPE_BELOW),
            |z| leaky_relu_grad(z, SLOPE_BELOW),
        ),
    ),
    (
        "ELU",
        (
            |z| if z > 0.0 { z } else { libm::expm1(z) },
            |z| if z > 0.0 { 1.0 } else { libm::exp(z) },
        ),
    ),
];

/// Examples: inputs from −1 to 1, targets on a bent line, with some noise.
const EXAMPLES: usize = 21;
/// Training stops when a weight exceeds this.
const LOST: f64 = 1e6;

fn example(i: usize) -> (f64, f64) {
    let x = i as f64 / 10.0 - 1.0;
    let off = [0.1, -0.08, 0.05, -0.12, 0.06][i % 5];
    (x, (0.4 + 1.2 * x).max(0.0) + off)
}

/// The unit at a step.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Unit {
    weight: f64,
    bias: f64,
}

impl Unit {
    fn before(&self, i: usize) -> f64 {
        self.weight * example(i).0 + self.bias
    }

    /// Half the mean squared error.
    fn loss(&self, (_, (f, _)): Activation) -> f64 {
        let mut sum = 0.0;
        for i in 0..EXAMPLES {
            let error = f(self.before(i)) - example(i).1;
            sum += 0.5 * error * error;
        }
        sum / EXAMPLES as f64
    }

    fn step(&self, (_, (f, slope)): Activation, rate: f64) -> Unit {
        let (mut by_weight, mut by_bias) = (0.0, 0.0);
        for i in 0..EXAMPLES {
            let ((x, target), z) = (example(i), self.before(i));
            let back = (f(z) - target) * slope(z) / EXAMPLES as f64;
            by_weight += back * x;
            by_bias += back;
        }
        Unit {
            weight: self.weight - rate * by_weight,
            bias: self.bias - rate * by_bias,
        }
    }

    /// Examples with a pre-activation above 0.
    fn reached(&self) -> usize {
        (0..EXAMPLES).filter(|&i| self.before(i) > 0.0).count()
    }

    fn is_lost(&self) -> bool {
        self.weight.abs().max(self.bias.abs()) > LOST
    }
}

/// The unit before the first step and after each; it ends early if training diverges.
fn train(activation: Activation, rate: f64, bias: f64, steps: usize) -> Vec<Unit> {
    let mut units = vec![Unit { weight: 1.0, bias }];
    while units.len() <= steps {
        let last = units[units.len() - 1];
        if last.is_lost() {
            break;
        }
        units.push(last.step(activation, rate));
    }
    units
}

fn words(activation: Activation, units: &[Unit], steps: usize) -> String {
    let last = units[units.len() - 1];
    let loss = significant(last.loss(activation), 4);
    if last.is_lost() {
        let step = units.len() - 1;
        return format!("It diverges: after {step} steps the loss is {loss}");
    }
    let (reached, name) = (last.reached(), activation.0);
    if reached > 0 {
        let below = EXAMPLES - reached;
        return format!(
            "After {} the loss is {loss}; {below} of {EXAMPLES} examples at or below 0",
            counted(steps)
        );
    }
    if name == "ReLU" {
        let since = units.iter().position(|unit| unit.reached() == 0);
        return format!(
            "Dead: no example reaches it, from step {} on; the loss stays {loss}",
            since.unwrap_or(0)
        );
    }
    format!(
        "No example is above 0 after {}, but there {name} has a slope; loss {loss}",
        counted(steps)
    )
}

/// `1 step`, `60 steps`.
pub(super) fn counted(steps: usize) -> String {
    format!("{steps} step{}", if steps == 1 { "" } else { "s" })
}

impl Figure for Dying {
    fn caption(&self) -> String {
        format!(
            "A single unit fits {EXAMPLES} examples by gradient descent. Left: where they lie on its activation. \
             Right: its loss. It lives, with a few examples at or below 0."
        )
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&RATE, &BIAS, &STEPS, &ACTIVATION])
    }

    fn show(&self, state: &State) -> Shown {
        let (activation, count) = (*state.get(ACTIVATION), state.get(STEPS));
        let (name, (f, _)) = activation;
        let units = train(activation, state.get(RATE), state.get(BIAS), count);
        let (step, last) = (units.len() - 1, units[units.len() - 1]);
        let words = words(activation, &units, count);

        let before = (0..EXAMPLES).map(|i| last.before(i));
        let end = Axis::first_of([4.0, 8.0, 16.0, 40.0], before.clone());
        let left = Panel::new(
            Axis::new("pre-activation", -end..=end),
            Axis::new(name, -0.3 * end..=end),
        )
        .with(Stripes(0.0))
        .with(line(Role::Value, "", f).seams([0.0]))
        .with(dots("examples", before.map(|z| (z, f(z)))))
        .with(corner(format!(
            "{} of {EXAMPLES} ≤ 0",
            EXAMPLES - last.reached()
        )))
        .digits(4);

        let losses: Vec<f64> = units.iter().map(|unit| unit.loss(activation)).collect();
        // The loss of a unit that got lost is drawn up to a million.
        let drawn = losses.iter().map(|loss| loss.clamp(1e-9, 1e6));
        let up = Axis::fitted_powers("loss", drawn, -2.0..=0.0);
        let handle = (step as f64, losses[step]);
        let right = Panel::new(Axis::new("steps", 0.0..=STEPS.to as f64), up)
            .with(steps(Role::Value, "", losses))
            .with(knob('x', &STEPS, handle))
            .digits(4);
        let column = |read: fn(&Unit) -> f64| {
            let units = units.clone();
            move |i: f64| units.get(i as usize).map(|unit| significant(read(unit), 4))
        };
        let right = right
            .also("weight", column(|unit| unit.weight))
            .also("bias", column(|unit| unit.bias))
            .also("examples above 0", column(|unit| unit.reached() as f64));
        let title = format!("A {name} unit after {step} steps");
        let view = View::new("live-dying", title, self.caption())
            .beside(0.0, 320.0, left)
            .beside(330.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    #[test]
    fn a_step_goes_down_the_slope_of_the_loss() {
        for activation in ACTIVATIONS {
            for (weight, bias) in [(1.0, 2.0), (-0.7, 0.33), (0.5, -0.123)] {
                let unit = Unit { weight, bias };
                let next = unit.step(activation, 1.0);
                let h = 1e-6;
                let loss = |weight, bias| Unit { weight, bias }.loss(activation);
                let by_weight = (loss(weight + h, bias) - loss(weight - h, bias)) / (2.0 * h);
                let by_bias = (loss(weight, bias + h) - loss(weight, bias - h)) / (2.0 * h);
                assert!((weight - next.weight - by_weight).abs() < 1e-8, "{unit:?}");
                assert!((bias - next.bias - by_bias).abs() < 1e-8, "{unit:?}");
            }
        }
    }

    #[test]
    fn the_elu_is_that_of_the_library() {
        let (_, (value, slope)) = ACTIVATIONS[2];
        for i in -300..=300 {
            let z = f64::from(i) / 30.0;
            assert!((value(z) - nnfn::activations::elu(z, 1.0)).abs() < 1e-15);
            assert!((slope(z) - nnfn::activations::elu_grad(z, 1.0)).abs() < 1e-15);
        }
    }

    #[test]
    fn it_lives_at_rest_and_dies_of_a_long_step() {
        assert!(at_rest(&Dying).words.starts_with("After 60 steps"));
        let said = answer("dying\nrate=2.5").unwrap();
        assert!(
            said.contains("Dead: no example reaches it, from step 1 on"),
            "{said}"
        );
        let dead = train(ACTIVATIONS[0], 2.5, 2.0, 200);
        assert!(
            dead[1..].iter().all(|unit| *unit == dead[1]),
            "dead units rest"
        );
        // The same step leaves a leaky one a way back.
        let leaky = train(ACTIVATIONS[1], 2.5, 2.0, 200);
        assert_eq!(leaky[1].reached(), 0);
        assert!(leaky.iter().skip(1).any(|unit| unit.reached() > 0));
    }

    #[test]
    fn every_pair_of_ends_is_drawn() {
        for activation in 0..3 {
            for rate in [0, 3, 5] {
                for bias in [-5, 5] {
                    let request = format!(
                        "dying\nactivation={activation}\nrate={rate}\nbias={bias}\nsteps=200"
                    );
                    let answer = answer(&request).unwrap();
                    assert!(
                        !answer.contains("NaN") && !answer.contains('∞'),
                        "{request}"
                    );
                }
            }
        }
    }
}
