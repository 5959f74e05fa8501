//! A function sharpened by a factor, `f(βx)/β`: softplus on its way to ReLU, tanh as a soft cap.

use nnfn::activations::{relu, softplus, softplus_grad, tanh, tanh_grad};

use super::curve::per_unit;
use super::{Control, Entry, Figure, Place, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Panel, Style, View, line, stroke};
use crate::numeral::significant;
use crate::{Axis, Cursor, Mark, Role};

/// The figure of a function, with the least and the largest β.
pub(super) const ENTRY: Entry = Entry::of("scaled", "FUNCTION FROM TO", of, || {
    ["scaled softplus 0.2 20", "scaled tanh 0.02 1"]
        .map(str::to_owned)
        .to_vec()
});

const X: Place = Place::new("x", "x");

fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    let [name, from, to] = words else {
        return Err(
            "`scaled` needs a function and two factors: `scaled softplus 0.2 20`".to_owned(),
        );
    };
    let start = match *name {
        "softplus" => 1.0,
        "tanh" => 1.0 / 30.0,
        _ => {
            return Err(format!(
                "`scaled` knows `softplus` and `tanh`, not `{name}`"
            ));
        }
    };
    let number = |text: &str| catalog::decimal(text).filter(|x| *x > 0.0);
    match (number(from), number(to)) {
        (Some(from), Some(to)) if from < to && (from..=to).contains(&start) => Ok(match *name {
            "softplus" => Box::new(Ramp(Powers::new("beta", "β").over(from, to).at(start))),
            _ => {
                // Caps are whole numbers.
                let cap = |beta: f64| libm::rint(1.0 / beta);
                let over = Slider::new("c", "cap c").over(cap(to), cap(from), 1.0);
                Box::new(Cap(over.at(cap(start))))
            }
        }),
        _ => Err(format!(
            "`scaled {name}` needs two positive factors around {start}, got {from} and {to}"
        )),
    }
}

/// Where a reader points: in round steps.
fn place(end: f64) -> Place<'static> {
    X.over(-end, end).snapped(per_unit(2.0 * end))
}

/// Softplus above ReLU.
struct Ramp(Powers<'static>);

impl Figure for Ramp {
    fn caption(&self) -> String {
        "Softplus with a sharpness β, its slope, and ReLU beneath it. The gap is largest at 0, and the \
         smaller the larger β is."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&X, &self.0])
    }

    fn show(&self, state: &State) -> Shown {
        let (beta, end) = (state.get(self.0), 4.0);
        let place = state.get(place(end));
        let (value, slope) = (
            move |x: f64| softplus(beta * x) / beta,
            move |x| softplus_grad(beta * x),
        );
        // The same on both sides, and without a difference to cancel.
        let gap = |x: f64| significant(softplus(-beta * x.abs()) / beta, 4);
        let top = value(0.0);
        let words = match place {
            Some(x) => format!(
                "x = {}: value {}, slope {}; above ReLU by {}",
                significant(x, 4),
                significant(value(x), 6),
                significant(slope(x), 4),
                gap(x)
            ),
            None => format!(
                "β = {}: at 0 it is ln 2/β = {} above ReLU, at 1 it is {} above",
                significant(beta, 3),
                significant(top, 4),
                gap(1.0)
            ),
        };
        let panel = Panel::new(Axis::new("x", -end..=end), Axis::new("", -0.5..=end))
            .with(line(Role::Value, "softplus(βx)/β", value))
            .with(line(Role::Slope, "slope", slope))
            .with(line(Role::Rival(0), "ReLU", relu).seams([0.0]))
            .with(Mark::Extremum {
                x: 0.0,
                y: top,
                label: format!("ln 2/β = {}", significant(top, 3)),
            })
            .with(stroke(Style::Measure, [(0.0, 0.0), (0.0, top)]))
            .all(place.map(|x| Cursor { x, slope: slope(x) }));
        let title = "softplus(βx)/β beside ReLU";
        let view = View::new("live-scaled-softplus", title, self.caption()).panel(panel);
        Shown::of(&view, words).says(&X, place.map(|x| significant(x, 4)))
    }
}

/// Tanh below a cap.
struct Cap(Slider<'static>);

impl Figure for Cap {
    fn caption(&self) -> String {
        "Tanh as a soft cap: what is small passes unchanged, what is large comes out below c. \
         Dotted: the input itself."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&X, &self.0])
    }

    fn show(&self, state: &State) -> Shown {
        let (cap, end) = (state.get(self.0), 2.0 * self.0.to);
        let place = state.get(place(end));
        let (value, slope) = (
            move |x: f64| cap * tanh(x / cap),
            move |x| tanh_grad(x / cap),
        );
        let at = |x: f64| significant(value(x), 4);
        let words = match place {
            Some(x) => format!(
                "x = {}: value {}, slope {}; less than the input in size by {}",
                significant(x, 4),
                significant(value(x), 6),
                significant(slope(x), 4),
                significant((x - value(x)).abs(), 4)
            ),
            None => format!(
                "c = {}: 1 becomes {}, 10 becomes {}, 100 becomes {}",
                significant(cap, 3),
                at(1.0),
                at(10.0),
                at(100.0)
            ),
        };
        let edge = |y: f64| Mark::Across {
            y,
            label: format!("cap {}", significant(y, 3)),
        };
        // Beside a cap of tens a slope up to 1 would be a flat line: the table has it.
        let panel = Panel::new(
            Axis::new("x", -end..=end),
            Axis::new("", -0.6 * end..=0.6 * end),
        )
        .with(line(Role::Value, "c·tanh(x/c)", value))
        .with(line(Role::Rival(0), "x", |x| x))
        .with(edge(-cap))
        .with(edge(cap))
        .with(knob('y', &self.0, (0.9 * end, cap)))
        .all(place.map(|x| Cursor { x, slope: slope(x) }))
        .also("slope", move |x| Some(significant(slope(x), 6)));
        let title = "c·tanh(x/c) beside x";
        let view = View::new("live-scaled-tanh", title, self.caption()).panel(panel);
        Shown::of(&view, words).says(&X, place.map(|x| significant(x, 4)))
    }
}

#[cfg(test)]
mod tests {
    use crate::live::{answer, at_rest, find};

    #[test]
    fn the_gap_at_zero_is_ln_2_over_beta() {
        for (beta, said) in [(0.2, "3.466"), (1.0, "0.6931"), (10.0, "0.06931")] {
            let step = libm::rint(100.0 * libm::log10(beta));
            let answer = answer(&format!("scaled softplus 0.2 20\nbeta={step}")).unwrap();
            let words = format!("at 0 it is ln 2/β = {said} above ReLU");
            assert!(answer.contains(&words), "{answer}");
        }
    }

    #[test]
    fn a_cap_is_never_passed() {
        let figure = find("scaled tanh 0.02 1").unwrap();
        // 30·tanh(1/30), 30·tanh(1/3), 30·tanh(10/3); mpmath.
        assert_eq!(
            at_rest(&*figure).words,
            "c = 30: 1 becomes 0.9996, 10 becomes 9.645, 100 becomes 29.92"
        );
        let answer = answer("scaled tanh 0.02 1\nc=1\nx=1000").unwrap();
        assert!(answer.contains("x = 100: value 1, slope 5.5"), "{answer}");
    }

    #[test]
    fn keys_that_make_no_sense_are_refused() {
        for key in [
            "scaled",
            "scaled softplus",
            "scaled relu 0.2 20",
            "scaled softplus 20 0.2",
            "scaled softplus 2 20",
            "scaled tanh 0 1",
            "scaled tanh x 1",
        ] {
            assert!(find(key).is_err(), "{key}");
        }
    }
}
