//! One unit that learns by gradient descent, or dies of too long a step.

use nnfn::activations::{leaky_relu, leaky_relu_grad, relu, relu_grad};

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::Axis;
use crate::geometry::{Point, Rect};
use crate::handle;
use crate::numeral::significant;
use crate::palette::{AXIS, MARK, PAPER};
use crate::panel::{Panel, Ticks};
use crate::role::Role;
use crate::svg::{HEIGHT, Num, Svg, WIDTH};

/// The figure.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    match words {
        [] => Ok(Box::new(Dying)),
        _ => Err("`dying` stands alone".to_owned()),
    }
}

struct Dying;

/// Value and slope of an activation.
type Activation = (&'static str, fn(f64) -> f64, fn(f64) -> f64);

const SLOPE_BELOW: f64 = 0.1;

/// ELU from `libm`: after many long steps the last digit of another exponential would show.
const ACTIVATIONS: [Activation; 3] = [
    ("ReLU", relu, relu_grad),
    (
        "leaky ReLU, 0.1",
        |z| leaky_relu(z, SLOPE_BELOW),
        |z| leaky_relu_grad(z, SLOPE_BELOW),
    ),
    (
        "ELU",
        |z| if z > 0.0 { z } else { libm::expm1(z) },
        |z| if z > 0.0 { 1.0 } else { libm::exp(z) },
    ),
];

/// Examples: inputs from −1 to 1, targets of a bent line, somewhat off it.
const EXAMPLES: usize = 21;
const MOST: f64 = 200.0;
/// A weight beyond this is no longer followed.
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
    fn loss(&self, (_, f, _): Activation) -> f64 {
        let mut sum = 0.0;
        for i in 0..EXAMPLES {
            let error = f(self.before(i)) - example(i).1;
            sum += 0.5 * error * error;
        }
        sum / EXAMPLES as f64
    }

    fn step(&self, (_, f, slope): Activation, rate: f64) -> Unit {
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

/// The unit before the first step and after each; it ends early where it gets lost.
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
        vec![
            Control::slider("rate", "learning rate", 0.0, 5.0, 0.05, 0.5),
            Control::slider("bias", "bias at first", -5.0, 5.0, 0.1, 2.0),
            Control::slider("steps", "steps", 0.0, MOST, 1.0, 60.0),
            Control::choice(
                "activation",
                "activation",
                ACTIVATIONS.map(|(name, ..)| name),
                0,
            ),
        ]
    }

    fn show(&self, state: &State) -> Shown {
        let activation = ACTIVATIONS[state.choice("activation")];
        let steps = state.number("steps") as usize;
        let units = train(
            activation,
            state.number("rate"),
            state.number("bias"),
            steps,
        );
        let mut shown = Shown {
            words: words(activation, &units, steps),
            table: Table::new(["step", "weight", "bias", "loss", "examples above 0"]),
            ..Shown::default()
        };
        for (i, unit) in units.iter().enumerate() {
            // Each of the first, then every tenth, and the last.
            if i <= 20 || i % 10 == 0 || i + 1 == units.len() {
                let numbers = [unit.weight, unit.bias, unit.loss(activation)];
                let mut row = vec![i.to_string()];
                row.extend(numbers.map(|x| significant(x, 4)));
                row.push(unit.reached().to_string());
                shown.table.rows.push(row);
            }
        }
        shown.svg = draw(self, activation, &units);
        shown
    }
}

fn draw(figure: &Dying, activation: Activation, units: &[Unit]) -> String {
    let (name, f, _) = activation;
    let last = units[units.len() - 1];
    let mut svg = Svg::new(
        "live-dying",
        &format!("A {name} unit after {} steps", units.len() - 1),
        &figure.caption(),
    );
    let place = |left: f64, right: f64| Rect {
        left,
        top: 0.0,
        right,
        bottom: HEIGHT,
    };

    let far = (0..EXAMPLES).map(|i| last.before(i).abs());
    let far = far.fold(0.0, f64::max);
    let ends = [4.0, 8.0, 16.0, 40.0];
    let end = ends.into_iter().find(|end| far <= *end).unwrap_or(40.0);
    let panel = Panel::new(
        &mut svg,
        place(0.0, 320.0),
        (&Axis::new("pre-activation", -end..=end), Ticks::Shown),
        (&Axis::new(name, -0.3 * end..=end), Ticks::Shown),
    );
    shade(&mut svg, &panel);
    let curve: Vec<(f64, f64)> = (0..=160)
        .map(|i| end * (f64::from(i) / 80.0 - 1.0))
        .map(|z| (z, f(z)))
        .collect();
    panel.line(&mut svg, Role::Value, &curve);
    svg.open(
        "g",
        &[("fill", &PAPER), ("stroke", &MARK), ("stroke-width", &"2")],
    );
    for i in 0..EXAMPLES {
        let z = last.before(i).clamp(-end, end);
        let at = panel.at(z, f(z).clamp(-0.3 * end, end));
        svg.leaf(
            "circle",
            &[("cx", &Num(at.x)), ("cy", &Num(at.y)), ("r", &"5")],
        );
    }
    svg.close();
    let (at, below) = (
        Point::new(panel.area.left + 6.0, panel.area.top + 14.0),
        EXAMPLES - last.reached(),
    );
    let text = format!("{below} of {EXAMPLES} ≤ 0");
    svg.words(
        "text",
        &[
            ("x", &Num(at.x)),
            ("y", &Num(at.y)),
            ("stroke", &PAPER),
            ("stroke-width", &"6"),
            ("paint-order", &"stroke"),
        ],
        &text,
    );

    // The loss of a unit that got lost is drawn up to a million.
    let power = |unit: &Unit| libm::log10(unit.loss(activation).clamp(1e-9, 1e6));
    let losses: Vec<(f64, f64)> = (0..).map(f64::from).zip(units.iter().map(power)).collect();
    let low = losses.iter().map(|(_, y)| *y).fold(-2.0, f64::min);
    let high = losses.iter().map(|(_, y)| *y).fold(0.0, f64::max);
    let panel = Panel::new(
        &mut svg,
        place(330.0, WIDTH),
        (&Axis::new("steps", 0.0..=MOST), Ticks::Shown),
        (
            &Axis::powers("loss", libm::floor(low - 0.07)..=libm::ceil(high + 0.07)),
            Ticks::Shown,
        ),
    );
    panel.line(&mut svg, Role::Value, &losses);
    let (x, y) = losses[losses.len() - 1];
    let ends = (panel.x.at(0.0), panel.x.at(MOST));
    handle::knob(&mut svg, panel.at(x, y), "steps", 'x', ends);
    svg.finish()
}

/// Stripes where a ReLU passes nothing.
fn shade(svg: &mut Svg, panel: &Panel) {
    let zero = panel.x.at(0.0);
    let mut d = String::new();
    let (top, bottom) = (panel.area.top, panel.area.bottom);
    let mut x = panel.area.left + 12.0;
    while x < zero {
        d += &format!("M{} {}V{}", Num(x), Num(top), Num(bottom));
        x += 12.0;
    }
    svg.leaf(
        "path",
        &[
            ("stroke", &AXIS),
            ("stroke-width", &"1"),
            ("stroke-opacity", &"0.5"),
            ("d", &d),
        ],
    );
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
        let (_, value, slope) = ACTIVATIONS[2];
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
