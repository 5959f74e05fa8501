//! A signal on its way through a deep network: its size layer by layer, and the last layer.

use nnfn::activations::{elu, gelu, leaky_relu, relu, selu, sigmoid, silu, tanh};

use super::Figure;
use super::control::{Control, State};
use super::random::Random;
use super::shown::{Shown, Table};
use crate::Axis;
use crate::geometry::Rect;
use crate::handle;
use crate::legend::Legend;
use crate::numeral::significant;
use crate::palette::VALUE;
use crate::panel::{Panel, Ticks};
use crate::role::Role;
use crate::svg::{HEIGHT, Num, Svg, WIDTH};

/// The figure.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    match words {
        [] => Ok(Box::new(Depth)),
        _ => Err("`depth` stands alone".to_owned()),
    }
}

struct Depth;

/// Units of each layer.
const UNITS: usize = 64;
/// Inputs that are sent through.
const INPUTS: usize = 16;
/// The most layers.
const DEEPEST: usize = 100;

type Function = fn(f64) -> f64;

const ACTIVATIONS: [(&str, Function); 9] = [
    ("linear", |x| x),
    ("sigmoid", sigmoid),
    ("tanh", tanh),
    ("ReLU", relu),
    ("leaky ReLU, 0.01", |x| leaky_relu(x, 0.01)),
    ("ELU", |x| elu(x, 1.0)),
    ("SELU", selu),
    ("GELU", gelu),
    ("SiLU", silu),
];
const RELU: usize = 3;

/// Variance of a weight, times the number of inputs of a layer. With equal widths Glorot's is
/// LeCun's.
const WEIGHTS: [(&str, f64); 3] = [
    ("1/n: LeCun, Glorot", 1.0),
    ("2/n: He", 2.0),
    ("1/(3n): PyTorch's default", 1.0 / 3.0),
];

/// One number for each unit and each input.
type Layer = [[f64; INPUTS]; UNITS];

/// Mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Size {
    mean: f64,
    deviation: f64,
}

impl Size {
    fn of(layer: &Layer) -> Size {
        let count = (UNITS * INPUTS) as f64;
        let sum = |term: &dyn Fn(f64) -> f64| -> f64 {
            let mut sum = 0.0;
            for x in layer.iter().flatten() {
                sum += term(*x);
            }
            sum
        };
        let mean = sum(&|x| x) / count;
        let deviation = (sum(&|x| (x - mean) * (x - mean)) / count).sqrt();
        Size { mean, deviation }
    }
}

/// The input and each layer's size, and the last layer.
fn run(f: Function, gain: f64, seed: u64, depth: usize) -> (Vec<Size>, Layer) {
    let mut random = Random::new(seed);
    let mut layer = [[0.0; INPUTS]; UNITS];
    for x in layer.iter_mut().flatten() {
        *x = random.normal();
    }
    let mut sizes = vec![Size::of(&layer)];
    // Even weights of this width have the variance.
    let width = (3.0 * gain / UNITS as f64).sqrt();
    for _ in 0..depth {
        let mut next = [[0.0; INPUTS]; UNITS];
        for sums in &mut next {
            for from in &layer {
                let weight = width * random.even();
                for (sum, x) in sums.iter_mut().zip(from) {
                    *sum += weight * x;
                }
            }
            for sum in sums {
                *sum = f(*sum);
            }
        }
        layer = next;
        sizes.push(Size::of(&layer));
    }
    (sizes, layer)
}

/// What every layer of infinite width has: a mean over a normal input, layer after layer.
fn infinite(f: Function, gain: f64) -> Vec<Size> {
    let bell: Vec<(f64, f64)> = (-80..=80)
        .map(|i| 0.1 * f64::from(i))
        .map(|z| {
            (
                z,
                0.1 * libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt(),
            )
        })
        .collect();
    let mut square: f64 = 1.0;
    let mut sizes = vec![Size {
        mean: 0.0,
        deviation: 1.0,
    }];
    for _ in 0..DEEPEST {
        let scale = (gain * square).sqrt();
        let mut mean = 0.0;
        square = 0.0;
        for (z, weight) in &bell {
            let value = f(scale * z);
            mean += weight * value;
            square += weight * value * value;
        }
        let deviation = (square - mean * mean).max(0.0).sqrt();
        sizes.push(Size { mean, deviation });
    }
    sizes
}

/// Bins of the histogram, from −4 to 4 standard deviations.
const BINS: usize = 24;

/// Per cent of the values in each bin; what lies beyond is in the outermost.
fn histogram(layer: &Layer, size: Size) -> [f64; BINS] {
    let mut bins = [0.0; BINS];
    for x in layer.iter().flatten() {
        let place = (x - size.mean) / size.deviation;
        let bin = libm::floor((place + 4.0) / 8.0 * BINS as f64);
        bins[bin.clamp(0.0, BINS as f64 - 1.0) as usize] += 100.0 / (UNITS * INPUTS) as f64;
    }
    bins
}

impl Figure for Depth {
    fn caption(&self) -> String {
        format!(
            "{INPUTS} normal inputs through layers of {UNITS} units, without biases: the standard deviation of each \
             layer's values, and those of the last layer. Dotted: layers of infinite width. \
             With ReLU and weights of variance 1/n the signal fades."
        )
    }

    fn controls(&self) -> Vec<Control> {
        vec![
            Control::slider("depth", "layers", 1.0, DEEPEST as f64, 1.0, 50.0),
            Control::choice(
                "activation",
                "activation",
                ACTIVATIONS.map(|(name, _)| name),
                RELU,
            ),
            Control::choice(
                "weights",
                "variance of weights",
                WEIGHTS.map(|(name, _)| name),
                0,
            ),
            Control::slider("seed", "draw", 1.0, 9.0, 1.0, 1.0),
        ]
    }

    fn show(&self, state: &State) -> Shown {
        let (name, f) = ACTIVATIONS[state.choice("activation")];
        let gain = WEIGHTS[state.choice("weights")].1;
        let depth = state.number("depth") as usize;
        let (sizes, last) = run(f, gain, state.number("seed") as u64, depth);
        let infinite = infinite(f, gain);
        let size = sizes[depth];
        let mut shown = Shown {
            words: format!(
                "Layer {depth}: mean {}, standard deviation {}; {} with infinite width",
                significant(size.mean, 3),
                significant(size.deviation, 3),
                significant(infinite[depth].deviation, 3)
            ),
            table: Table::new(["layer", "mean", "standard deviation", "with infinite width"]),
            ..Shown::default()
        };
        for (i, (size, infinite)) in sizes.iter().zip(&infinite).enumerate() {
            let mut row = vec![i.to_string()];
            row.extend([size.mean, size.deviation, infinite.deviation].map(|x| significant(x, 3)));
            shown.table.rows.push(row);
        }
        shown.svg = draw(self, name, &sizes, &infinite, &histogram(&last, size));
        shown
    }
}

fn draw(
    figure: &Depth,
    name: &str,
    sizes: &[Size],
    infinite: &[Size],
    bins: &[f64; BINS],
) -> String {
    let depth = sizes.len() - 1;
    let powers = |sizes: &[Size]| -> Vec<(f64, f64)> {
        let power = |size: &Size| libm::log10(size.deviation.max(1e-300));
        (0..).map(f64::from).zip(sizes.iter().map(power)).collect()
    };
    let (own, wide) = (powers(sizes), powers(infinite));
    // A little more than the values: which end it is hangs on no last digit.
    let all = || own.iter().chain(&wide).map(|(_, power)| *power);
    let low = libm::floor(all().fold(-1.0, f64::min) - 0.07);
    let high = libm::ceil(all().fold(0.0, f64::max) + 0.07);

    let mut svg = Svg::new(
        "live-depth",
        &format!("A signal through {depth} layers with {name}"),
        &figure.caption(),
    );
    let units = format!("{UNITS} units");
    let legend = Legend::new(
        [
            (Role::Value, units.as_str()),
            (Role::Rival(0), "infinite width"),
        ]
        .into_iter(),
    );
    legend.draw(&mut svg);
    let place = |left: f64, right: f64| Rect {
        left,
        top: legend.height,
        right,
        bottom: HEIGHT,
    };
    let layers = Axis::new("layer", 0.0..=DEEPEST as f64);
    let panel = Panel::new(
        &mut svg,
        place(0.0, 385.0),
        (&layers, Ticks::Shown),
        (
            &Axis::powers("standard deviation", low..=high),
            Ticks::Shown,
        ),
    );
    panel.line(&mut svg, Role::Rival(0), &wide);
    panel.line(&mut svg, Role::Value, &own);
    let (x, y) = own[depth];
    let ends = (panel.x.at(1.0), panel.x.at(DEEPEST as f64));
    handle::knob(&mut svg, panel.at(x, y), "depth", 'x', ends);

    let largest = bins.iter().copied().fold(0.0, f64::max);
    let tops = [20.0, 40.0, 60.0, 100.0];
    let top = tops
        .into_iter()
        .find(|top| largest <= *top)
        .unwrap_or(100.0);
    let panel = Panel::new(
        &mut svg,
        place(395.0, WIDTH),
        (&Axis::new("deviations from mean", -4.0..=4.0), Ticks::Shown),
        (
            &Axis::new(format!("per cent, layer {depth}"), 0.0..=top),
            Ticks::Shown,
        ),
    );
    let width = (panel.x.at(1.0) - panel.x.at(0.0)) * 8.0 / BINS as f64;
    let mut d = String::new();
    for (i, share) in bins.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let left = panel.x.at(-4.0) + i as f64 * width;
        d += &format!(
            "M{} {}V{}h{}V{}z",
            Num(left + 0.5),
            Num(panel.y.at(0.0)),
            Num(panel.y.at(*share)),
            Num(width - 1.0),
            Num(panel.y.at(0.0))
        );
    }
    svg.leaf(
        "path",
        &[("class", &"figure-value"), ("fill", &VALUE), ("d", &d)],
    );
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::answer;

    #[test]
    fn layers_of_endless_width_do_what_the_moments_say() {
        let deviation = |f: Function, gain: f64, i: usize| infinite(f, gain)[i].deviation;
        // A ReLU halves the mean square, of which 1/π is the square of the mean.
        let left = (1.0 - 1.0 / std::f64::consts::PI).sqrt();
        for i in 1..=DEEPEST {
            let expected = left * 0.5_f64.powi(i as i32).sqrt();
            // The sum over the bell has the corner on its grid.
            assert!(
                (deviation(relu, 1.0, i) / expected - 1.0).abs() < 0.2,
                "{i}"
            );
            assert!((deviation(|x| x, 1.0, i) - 1.0).abs() < 1e-10, "{i}");
            assert!((deviation(selu, 1.0, i) - 1.0).abs() < 1e-3, "{i}");
        }
        // 0.394 29 is the second moment of tanh in the page's table.
        assert!((deviation(tanh, 1.0, 1) - 0.394_29_f64.sqrt()).abs() < 1e-5);
    }

    #[test]
    fn a_net_of_some_width_follows_them() {
        for (name, f) in ACTIVATIONS {
            for (_, gain) in WEIGHTS {
                let wide = infinite(f, gain)[3];
                for seed in 1..=9 {
                    let (sizes, _) = run(f, gain, seed, 3);
                    let ratio = sizes[3].deviation / wide.deviation;
                    assert!(
                        (0.6..1.6).contains(&ratio),
                        "{name}, {gain}, {seed}: {ratio}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_histogram_holds_every_value_once() {
        let (sizes, last) = run(relu, 2.0, 4, 10);
        let bins = histogram(&last, sizes[10]);
        assert!((bins.iter().sum::<f64>() - 100.0).abs() < 1e-9);
        // Half of all values are 0, below the mean.
        assert!(bins.iter().copied().fold(0.0, f64::max) > 40.0);
    }

    #[test]
    fn more_layers_do_not_change_those_before() {
        let (short, _) = run(tanh, 1.0, 2, 7);
        let (long, _) = run(tanh, 1.0, 2, 12);
        assert_eq!(short, long[..8]);
    }

    #[test]
    fn every_pair_of_choices_is_drawn_at_both_ends() {
        for activation in 0..ACTIVATIONS.len() {
            for weights in 0..WEIGHTS.len() {
                for depth in [1, DEEPEST] {
                    let request =
                        format!("depth\nactivation={activation}\nweights={weights}\ndepth={depth}");
                    let answer = answer(&request).unwrap();
                    assert!(!answer.contains("NaN"), "{request}: {answer}");
                }
            }
        }
    }
}
