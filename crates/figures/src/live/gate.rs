//! A gated unit over the plane of its value and its gate.

use nnfn::activations::{
    bilinear, bilinear_grad_a, bilinear_grad_b, geglu, geglu_grad_a, geglu_grad_b, glu, glu_grad_a,
    glu_grad_b, reglu, reglu_grad_a, reglu_grad_b, swiglu, swiglu_grad_a, swiglu_grad_b,
};

use super::{Choice, Control, Entry, Figure, Named, Shown, Slider, State, knob, list};
use crate::Axis;
use crate::layers::{Cross, Map, Panel, View, guide, text};
use crate::numeral::significant;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("gate", || Box::new(Gated));

struct Gated;

/// The map goes this far in all directions.
const REACH: f64 = 6.0;
/// The row and the column of the handles: between two ticks, whose labels they would cover at an end.
const KNOBS: f64 = -5.0;
const UNIT: Choice<Unit> = Choice::new("unit", "function of the gate", &UNITS);
const A: Slider = Slider::new("a", "a").over(-REACH, REACH, 0.1).at(3.0);
const B: Slider = A.named("b", "b").at(1.0);

type OfTwo = fn(f64, f64) -> f64;

/// A gated unit and its two slopes.
struct Unit {
    title: &'static str,
    /// What the gate is put through, and the name.
    option: &'static str,
    value: OfTwo,
    by_a: OfTwo,
    by_b: OfTwo,
    /// Largest size of a value on the map.
    most: f64,
    /// Sizes that have a line.
    levels: [f64; 2],
}

const UNITS: [Unit; 5] = [
    Unit {
        title: "GLU",
        option: "sigmoid: GLU",
        value: glu,
        by_a: glu_grad_a,
        by_b: glu_grad_b,
        most: REACH,
        levels: [1.0, 4.0],
    },
    Unit {
        title: "Bilinear",
        option: "none: bilinear",
        value: bilinear,
        by_a: bilinear_grad_a,
        by_b: bilinear_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
    Unit {
        title: "ReGLU",
        option: "ReLU: ReGLU",
        value: reglu,
        by_a: reglu_grad_a,
        by_b: reglu_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
    Unit {
        title: "GEGLU",
        option: "GELU: GEGLU",
        value: geglu,
        by_a: geglu_grad_a,
        by_b: geglu_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
    Unit {
        title: "SwiGLU",
        option: "SiLU: SwiGLU",
        value: swiglu,
        by_a: swiglu_grad_a,
        by_b: swiglu_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
];

impl Named for Unit {
    fn name(&self) -> &str {
        self.option
    }
}

impl Figure for Gated {
    fn caption(&self) -> String {
        "A gated unit over the plane of its value a and its gate b: the stronger the colour, the larger the size; \
         full above 0, striped below. Towards the bottom the gate is shut."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&UNIT, &A, &B])
    }

    fn show(&self, state: &State) -> Shown {
        let (unit, a, b) = (state.get(UNIT), state.get(A), state.get(B));
        let number = |x: f64| significant(x + 0.0, 4);
        let words = format!(
            "{} at a = {}, b = {}: value {}; slope by a {}, by b {}",
            unit.title,
            number(a),
            number(b),
            number((unit.value)(a, b)),
            number((unit.by_a)(a, b)),
            number((unit.by_b)(a, b))
        );
        let axis = |name: &str| Axis::new(name, -REACH..=REACH);
        let map = Map {
            names: ["a", "b"],
            value: unit.value,
            reach: REACH,
            most: unit.most,
        };
        let levels = || unit.levels.iter().flat_map(|level| [*level, -level]);
        // A value is `a` times what it is at 1.
        let on = |level: f64, b: f64| (level / (unit.value)(1.0, b), b);
        let places = || (-120..=120).map(|i| f64::from(i) * REACH / 120.0);
        let panel = Panel::new(axis("value a"), axis("gate b"))
            .with(map)
            .all(levels().map(|level| guide(places().map(|b| on(level, b)))))
            .all(levels().map(|level| text(significant(level, 3), on(level, 4.5))))
            .with(Cross(a, b))
            .with(knob('x', &A, (a, KNOBS)))
            .with(knob('y', &B, (KNOBS, b)));
        let title = format!("{} over the plane of a and b", unit.title);
        let view = View::new("live-gate", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::answer;

    #[test]
    fn every_unit_is_a_value_times_a_function_of_its_gate() {
        for unit in &UNITS {
            for (a, b) in [(3.0, 1.0), (-2.0, -0.5), (5.75, 5.75), (0.0, -6.0)] {
                let expected = a * (unit.value)(1.0, b);
                assert!(
                    ((unit.value)(a, b) - expected).abs() < 1e-14,
                    "{}",
                    unit.option
                );
                assert!(((unit.by_a)(a, b) - (unit.value)(1.0, b)).abs() < 1e-14);
                let h = 1e-5;
                let by_b = ((unit.value)(a, b + h) - (unit.value)(a, b - h)) / (2.0 * h);
                assert!(((unit.by_b)(a, b) - by_b).abs() < 1e-8, "{}", unit.option);
                assert!((unit.value)(a, b).abs() <= unit.most);
            }
        }
    }

    #[test]
    fn the_words_say_value_and_both_slopes() {
        // σ(1) = 0.731 058 6, and σ(1)·σ(−1) = 0.196 611 9.
        let answer = answer("gate").unwrap();
        let words = "GLU at a = 3, b = 1: value 2.193; slope by a 0.7311, by b 0.5898";
        assert!(answer.contains(words), "{answer}");
    }

    #[test]
    fn a_gate_of_relu_has_nothing_below_the_middle() {
        let svg = |unit: usize| answer(&format!("gate\nunit={unit}")).unwrap();
        for unit in 0..UNITS.len() {
            let svg = svg(unit);
            assert!(!svg.contains("NaN") && svg.len() < 20_000, "{}", svg.len());
        }
        assert!(svg(2).len() < svg(3).len());
    }
}
