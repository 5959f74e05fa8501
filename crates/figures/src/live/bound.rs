//! The product of slopes on the way back through a stack: its bound, and its size at one input.

use nnfn::activations::{relu_grad, sigmoid_grad, tanh_grad};

use super::{Control, Count, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, steps};
use crate::numeral::significant;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("bound", || Box::new(Bound));

struct Bound;

const DEEPEST: usize = 20;
const LAYERS: Count = Count::new("depth", "layers").over(1, DEEPEST).at(10);
const X: Slider = Slider::new("x", "x in each of them")
    .over(-6.0, 6.0, 0.1)
    .at(1.5);

/// The products of 0, 1, 2 .. slopes.
fn products(slope: f64) -> Vec<f64> {
    let product = |product: &f64| Some(product * slope);
    std::iter::successors(Some(1.0), product)
        .take(DEEPEST + 1)
        .collect()
}

impl Figure for Bound {
    fn caption(&self) -> String {
        "What is left of a gradient after so many activations, with weights of 1: at most a quarter of it for each \
         sigmoid, all of it at most for a tanh or ReLU; and less for sigmoid and tanh where the inputs are off 0."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LAYERS, &X])
    }

    fn show(&self, state: &State) -> Shown {
        let (depth, x) = (state.get(LAYERS), state.get(X));
        let own = format!("x = {}", significant(x, 3));
        let most = [sigmoid_grad(0.0), tanh_grad(0.0)].map(products);
        let here = [sigmoid_grad(x), tanh_grad(x)].map(products);
        let all = || most.iter().chain(&here);
        let at = |products: &[f64]| significant(products[depth] + 0.0, 4);
        let layers = if depth == 1 { "layer" } else { "layers" };
        let words = format!(
            "{depth} {layers}: sigmoid at most {}; at {own} sigmoid {}, tanh {}, ReLU {}",
            at(&most[0]),
            at(&here[0]),
            at(&here[1]),
            relu_grad(x)
        );
        let up = Axis::fitted_powers("product of slopes", all().map(|p| p[DEEPEST]), 0.0..=0.0);
        let handle = (depth as f64, most[0][depth]);
        let panel = Panel::new(Axis::new("layers", 0.0..=DEEPEST as f64), up)
            .with(steps(Role::Value, "sigmoid, at most", most[0].clone()))
            .with(steps(
                Role::Rival(0),
                "tanh, ReLU, at most",
                most[1].clone(),
            ))
            .with(steps(
                Role::Slope,
                format!("sigmoid, {own}"),
                here[0].clone(),
            ))
            .with(steps(
                Role::Rival(1),
                format!("tanh, {own}"),
                here[1].clone(),
            ))
            .with(Mark::upright(depth as f64))
            .with(knob('x', &LAYERS, handle))
            .digits(4);
        let title = "Products of slopes through a stack of activations";
        let view = View::new("live-bound", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn ten_sigmoids_leave_at_most_a_millionth() {
        // 4⁻¹⁰, and 4⁻²⁰; powers of two are exact.
        let bound = products(sigmoid_grad(0.0));
        assert_eq!(bound[10], 1.0 / 1_048_576.0);
        assert_eq!(bound[20], 1.0 / 1_099_511_627_776.0);
        assert!(
            products(tanh_grad(0.0))
                .iter()
                .all(|product| *product == 1.0)
        );
        assert!(
            at_rest(&Bound)
                .words
                .starts_with("10 layers: sigmoid at most 9.537e−7;")
        );
    }

    #[test]
    fn no_input_has_a_larger_product() {
        for i in -60..=60 {
            let x = f64::from(i) / 10.0;
            let (own, bound) = (products(sigmoid_grad(x)), products(0.25));
            assert!(
                own.iter().zip(&bound).all(|(own, bound)| own <= bound),
                "{x}"
            );
        }
    }
}
