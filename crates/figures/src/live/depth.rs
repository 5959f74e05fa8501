//! A signal on its way through a deep network: its size layer by layer, and the last layer.

use nnfn::activations::{elu, gelu, leaky_relu, relu, selu, sigmoid, silu, tanh};

use super::random::Random;
use super::{Choice, Control, Count, Entry, Figure, Shown, State, knob, list};
use crate::layers::{Bars, Panel, View, steps};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("depth", || Box::new(Depth));

struct Depth;

const LAYERS: Count = Count::new("depth", "layers").over(1, DEEPEST).at(50);
const ACTIVATION: Choice<(&str, Function)> =
    Choice::new("activation", "activation", &ACTIVATIONS).at(3);
const VARIANCE: Choice<(&str, f64)> = Choice::new("weights", "variance of weights", &WEIGHTS);
const SEED: Count = Count::new("seed", "draw").over(1, 9).at(1);

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
        list(&[&LAYERS, &ACTIVATION, &VARIANCE, &SEED])
    }

    fn show(&self, state: &State) -> Shown {
        let ((name, f), (_, gain)) = (*state.get(ACTIVATION), *state.get(VARIANCE));
        let depth = state.get(LAYERS);
        let (sizes, last) = run(f, gain, state.get(SEED) as u64, depth);
        let size = sizes[depth];
        let deviations =
            |sizes: &[Size]| -> Vec<f64> { sizes.iter().map(|s| s.deviation).collect() };
        let (own, wide) = (deviations(&sizes), deviations(&infinite(f, gain)));
        let words = format!(
            "Layer {depth}: mean {}, standard deviation {}; {} with infinite width",
            significant(size.mean, 3),
            significant(size.deviation, 3),
            significant(wide[depth], 3)
        );
        let both = own.iter().chain(&wide).copied();
        let left = Panel::new(
            Axis::new("layer", 0.0..=DEEPEST as f64),
            Axis::fitted_powers("standard deviation", both, -1.0..=0.0),
        )
        .with(steps(Role::Value, format!("{UNITS} units"), own))
        .with(steps(Role::Rival(0), "infinite width", wide))
        .with(knob('x', &LAYERS, (depth as f64, size.deviation)))
        .also("mean", move |i| {
            sizes.get(i as usize).map(|size| significant(size.mean, 3))
        })
        .digits(3);
        let bins = histogram(&last, size);
        let top = Axis::first_of([20.0, 40.0, 60.0, 100.0], bins);
        let right = Panel::new(
            Axis::new("deviations from mean", -4.0..=4.0),
            Axis::new(format!("per cent, layer {depth}"), 0.0..=top),
        )
        .with(Bars(bins.to_vec()))
        .digits(3);
        let title = format!("A signal through {depth} layers with {name}");
        let view = View::new("live-depth", title, self.caption())
            .beside(0.0, 385.0, left)
            .beside(395.0, WIDTH, right);
        Shown::of(&view, words)
    }
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
