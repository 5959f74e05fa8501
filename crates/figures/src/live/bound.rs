//! The product of slopes on the way back through a stack: its bound, and its size at one input.

use nnfn::activations::{relu_grad, sigmoid_grad, tanh_grad};

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::Axis;
use crate::geometry::Rect;
use crate::handle;
use crate::legend::Legend;
use crate::numeral::significant;
use crate::panel::{Panel, Ticks};
use crate::role::Role;
use crate::svg::{HEIGHT, Svg, WIDTH};

/// The figure.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    match words {
        [] => Ok(Box::new(Bound)),
        _ => Err("`bound` stands alone".to_owned()),
    }
}

struct Bound;

const DEEPEST: usize = 20;

/// The products of 0, 1, 2 .. slopes.
fn products(slope: f64) -> Vec<f64> {
    let mut products = vec![1.0];
    for i in 0..DEEPEST {
        products.push(products[i] * slope);
    }
    products
}

impl Figure for Bound {
    fn caption(&self) -> String {
        "What is left of a gradient after so many activations, with weights of 1: at most a quarter of it for each \
         sigmoid, all of it at most for a tanh or ReLU; and less for sigmoid and tanh where the inputs are off 0."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        vec![
            Control::slider("depth", "layers", 1.0, DEEPEST as f64, 1.0, 10.0),
            Control::slider("x", "x in each of them", -6.0, 6.0, 0.1, 1.5),
        ]
    }

    fn show(&self, state: &State) -> Shown {
        let (depth, x) = (state.number("depth") as usize, state.number("x"));
        let own = format!("x = {}", significant(x, 3));
        let lines = [
            (
                Role::Value,
                "sigmoid, at most".to_owned(),
                products(sigmoid_grad(0.0)),
            ),
            (
                Role::Rival(0),
                "tanh, ReLU, at most".to_owned(),
                products(tanh_grad(0.0)),
            ),
            (
                Role::Slope,
                format!("sigmoid, {own}"),
                products(sigmoid_grad(x)),
            ),
            (
                Role::Rival(1),
                format!("tanh, {own}"),
                products(tanh_grad(x)),
            ),
        ];
        let at = |i: usize| significant(lines[i].2[depth] + 0.0, 4);
        let layers = if depth == 1 { "layer" } else { "layers" };
        let mut shown = Shown {
            words: format!(
                "{depth} {layers}: sigmoid at most {}; at {own} sigmoid {}, tanh {}, ReLU {}",
                at(0),
                at(2),
                at(3),
                relu_grad(x)
            ),
            table: Table::new(
                std::iter::once("layers").chain(lines.iter().map(|line| line.1.as_str())),
            ),
            ..Shown::default()
        };
        for i in 0..=DEEPEST {
            let mut row = vec![i.to_string()];
            row.extend(lines.iter().map(|line| significant(line.2[i], 4)));
            shown.table.rows.push(row);
        }
        shown.svg = draw(self, &lines, depth);
        shown
    }
}

fn draw(figure: &Bound, lines: &[(Role, String, Vec<f64>)], depth: usize) -> String {
    let mut svg = Svg::new(
        "live-bound",
        "Products of slopes through a stack of activations",
        &figure.caption(),
    );
    let legend = Legend::new(lines.iter().map(|(role, name, _)| (*role, name.as_str())));
    legend.draw(&mut svg);
    let power = |product: f64| libm::log10(product.max(1e-300));
    let least = lines.iter().map(|line| power(line.2[DEEPEST]));
    // A little more than the values: which end it is hangs on no last digit.
    let low = libm::floor(least.fold(0.0, f64::min) - 0.07);
    let place = Rect {
        left: 0.0,
        top: legend.height,
        right: WIDTH,
        bottom: HEIGHT,
    };
    let panel = Panel::new(
        &mut svg,
        place,
        (&Axis::new("layers", 0.0..=DEEPEST as f64), Ticks::Shown),
        (&Axis::powers("product of slopes", low..=1.0), Ticks::Shown),
    );
    let point = |i: usize, product: f64| (i as f64, power(product));
    let (top, bottom) = ((depth as f64, 1.0), (depth as f64, low));
    panel.guide(&mut svg, &[top, bottom]);
    for (role, _, products) in lines.iter().rev() {
        let values: Vec<(f64, f64)> = (products.iter().enumerate())
            .map(|(i, product)| point(i, *product))
            .collect();
        panel.line(&mut svg, *role, &values);
    }
    let (x, y) = point(depth, lines[0].2[depth]);
    let ends = (panel.x.at(1.0), panel.x.at(DEEPEST as f64));
    handle::knob(&mut svg, panel.at(x, y), "depth", 'x', ends);
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

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

    #[test]
    fn the_far_ends_are_drawn() {
        for x in [-6, 0, 6] {
            for depth in [1, 20] {
                let answer = answer(&format!("bound\nx={x}\ndepth={depth}")).unwrap();
                assert!(!answer.contains("NaN"));
            }
        }
    }
}
