//! Two layers on the line: one affine map, until a ReLU stands between them.

use nnfn::activations::relu;

use super::{Control, Entry, Figure, Place, Shown, Slider, State, Switch, knob, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::ordered::ordered;
use crate::{Axis, Cursor, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("collapse", || Box::new(Collapse));

struct Collapse;

const BENT: Switch = Switch::new("relu", "ReLU between them", false);
const X: Place = Place::new("x", "x").over(-WINDOW, WINDOW).snapped(100.0);
const IN: [Slider; 2] = [
    weight("w1", "weight into 1", 1.0),
    weight("w2", "weight into 2", 1.5),
];
const BIASES: [Slider; 2] = [
    weight("b1", "bias of 1", 1.0),
    weight("b2", "bias of 2", -0.75),
];
const OUT: [Slider; 2] = [
    weight("v1", "weight out of 1", 1.5),
    weight("v2", "weight out of 2", -1.5),
];
const END: Slider = weight("c", "bias at the end", -1.0);

const fn weight(name: &'static str, label: &'static str, start: f64) -> Slider<'static> {
    Slider::new(name, label).over(-REACH, REACH, 0.05).at(start)
}

/// Weights and biases go this far in either direction.
const REACH: f64 = 2.0;
/// The window goes this far in either direction.
const WINDOW: f64 = 3.0;

/// Two layers: weights in, biases, weights out, a bias.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Net {
    w: [f64; 2],
    b: [f64; 2],
    v: [f64; 2],
    c: f64,
    bent: bool,
}

impl Net {
    fn of(state: &State) -> Net {
        Net {
            w: IN.map(|weight| state.get(weight)),
            b: BIASES.map(|bias| state.get(bias)),
            v: OUT.map(|weight| state.get(weight)),
            c: state.get(END),
            bent: state.get(BENT),
        }
    }

    fn hidden(&self, i: usize, x: f64) -> f64 {
        let z = self.w[i] * x + self.b[i];
        if self.bent { relu(z) } else { z }
    }

    fn output(&self, x: f64) -> f64 {
        self.v[0] * self.hidden(0, x) + self.v[1] * self.hidden(1, x) + self.c
    }

    /// Slope and offset of the one layer that two without a ReLU are: the products of the matrices.
    fn collapsed(&self) -> (f64, f64) {
        let times = |u: [f64; 2]| self.v[0] * u[0] + self.v[1] * u[1];
        // No −0.
        (times(self.w) + 0.0, times(self.b) + self.c + 0.0)
    }

    /// Where a unit bends, if it does.
    fn kink(&self, i: usize) -> Option<f64> {
        (self.bent && self.w[i] != 0.0).then(|| -self.b[i] / self.w[i] + 0.0)
    }

    /// Where the output bends: in the window and in order.
    fn kinks(&self) -> Vec<f64> {
        let kinks = (0..2)
            .filter(|&i| self.v[i] != 0.0)
            .filter_map(|i| self.kink(i))
            .filter(|x| x.abs() < WINDOW);
        let mut kinks = ordered(kinks);
        kinks.dedup();
        // Two bends at one place may undo each other.
        kinks.retain(|x| self.slope(x - 1e-6) != self.slope(x + 1e-6));
        kinks
    }

    /// The slope from `x` on to the right.
    fn slope(&self, x: f64) -> f64 {
        let on = |i: usize| {
            let z = self.w[i] * x + self.b[i];
            !self.bent || z > 0.0 || z == 0.0 && self.w[i] > 0.0
        };
        let part = |i: usize| {
            if on(i) { self.v[i] * self.w[i] } else { 0.0 }
        };
        part(0) + part(1) + 0.0
    }

    fn words(&self, place: Option<f64>) -> String {
        let (slope, offset) = self.collapsed();
        if let Some(x) = place {
            return format!(
                "x = {}: hidden {} and {}, output {}; the one layer {}",
                significant(x, 4),
                significant(self.hidden(0, x) + 0.0, 4),
                significant(self.hidden(1, x) + 0.0, 4),
                significant(self.output(x), 4),
                significant(slope * x + offset, 4)
            );
        }
        if !self.bent {
            return format!("Two layers, one straight line: {}", affine(slope, offset));
        }
        let kinks = self.kinks();
        let mut ends = vec![-WINDOW];
        ends.extend(&kinks);
        ends.push(WINDOW);
        let slopes: Vec<String> = (ends.windows(2))
            .map(|pair| significant(self.slope((pair[0] + pair[1]) / 2.0), 4))
            .collect();
        let at: Vec<String> = kinks.iter().map(|&x| significant(x, 4)).collect();
        match at.len() {
            0 => format!("No bend in the window; slope {}", slopes[0]),
            1 => format!(
                "One bend, at x = {}; slopes {}",
                at[0],
                slopes.join(" and ")
            ),
            _ => format!(
                "Two bends, at x = {}; slopes {}",
                at.join(" and "),
                slopes.join(", ")
            ),
        }
    }
}

/// `−1.25 x + 0.5`, or a number alone.
fn affine(slope: f64, offset: f64) -> String {
    if slope == 0.0 {
        return significant(offset, 4);
    }
    let sign = if offset < 0.0 { '\u{2212}' } else { '+' };
    format!(
        "{} x {sign} {}",
        significant(slope, 4),
        significant(offset.abs(), 4)
    )
}

impl Figure for Collapse {
    fn caption(&self) -> String {
        "Two hidden units and their weighted sum. Without a ReLU between the layers the sum is a straight line, \
         the same as that of a single layer."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let ([w1, w2], [b1, b2], [v1, v2]) = (&IN, &BIASES, &OUT);
        list(&[&BENT, &X, w1, w2, b1, b2, v1, v2, &END])
    }

    fn show(&self, state: &State) -> Shown {
        let net = Net::of(state);
        let place = state.get(X);
        let (slope, offset) = net.collapsed();
        let one = if net.bent {
            "without ReLU"
        } else {
            "one layer"
        };
        let one = format!("{one}: {}", affine(slope, offset));
        let hidden = |i: usize, role| {
            line(role, format!("hidden {}", i + 1), move |x| net.hidden(i, x)).seams(net.kink(i))
        };
        let bend = |x: f64| Mark::Kink {
            x,
            y: net.output(x),
            label: format!("bends at {}", significant(x, 3)),
        };
        // The bias that puts the bend there grows evenly with the place.
        let handle = |i: usize| {
            let kink = net.kink(i).filter(|kink| kink.abs() <= WINDOW)?;
            let end = |bias: f64| -bias / net.w[i];
            Some(knob('x', &BIASES[i], (kink, 0.0)).between(end(-REACH), end(REACH)))
        };
        let reached = [-WINDOW, WINDOW]
            .into_iter()
            .chain(net.kinks())
            .map(|x| net.output(x));
        let end = Axis::first_of([4.0, 8.0, 16.0, 40.0], reached);
        let panel = Panel::new(Axis::new("x", -WINDOW..=WINDOW), Axis::new("", -end..=end))
            .with(line(Role::Value, "two layers", move |x| net.output(x)).seams(net.kinks()))
            .with(line(Role::Rival(0), one, move |x| slope * x + offset))
            .with(hidden(0, Role::Rival(1)))
            .with(hidden(1, Role::Rival(2)))
            .all(net.kinks().into_iter().map(bend))
            .all(place.map(Cursor::at))
            .all((0..2).filter_map(handle))
            .rows((-6..=6).map(|i| 0.5 * f64::from(i)))
            .digits(4);
        let title = "Two layers with two hidden units";
        let view = View::new("live-collapse", title, self.caption()).panel(panel);
        Shown::of(&view, net.words(place)).says(&X, place.map(|x| significant(x, 4)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest, find};

    fn net(bent: bool) -> Net {
        Net {
            w: [1.0, 1.5],
            b: [1.0, -0.75],
            v: [1.5, -1.5],
            c: -1.0,
            bent,
        }
    }

    #[test]
    fn two_layers_without_a_bend_are_the_product_of_their_matrices() {
        let straight = net(false);
        // 1.5·1 − 1.5·1.5, and 1.5·1 + 1.5·0.75 − 1.
        assert_eq!(straight.collapsed(), (-0.75, 1.625));
        for x in [-3.0, -0.3, 0.0, 0.5, 2.7] {
            assert!((straight.output(x) - (-0.75 * x + 1.625)).abs() < 1e-15);
        }
        assert!(straight.kinks().is_empty());
        assert_eq!(
            at_rest(&Collapse).words,
            "Two layers, one straight line: −0.75 x + 1.625"
        );
    }

    #[test]
    fn with_a_relu_it_bends_where_a_unit_begins() {
        let bent = net(true);
        assert_eq!(bent.kinks(), [-1.0, 0.5]);
        assert_eq!(
            [bent.output(-2.0), bent.output(0.5), bent.output(1.5)],
            [-1.0, 1.25, 0.5]
        );
        assert_eq!(
            bent.words(None),
            "Two bends, at x = −1 and 0.5; slopes 0, 1.5, −0.75"
        );
        // Units that do the opposite of each other leave a straight line.
        let modulus = Net {
            w: [1.0, -1.0],
            b: [0.0; 2],
            v: [1.0, -1.0],
            c: 0.0,
            bent: true,
        };
        assert!(modulus.kinks().is_empty());
        assert_eq!(modulus.words(None), "No bend in the window; slope 1");
    }

    #[test]
    fn a_bend_can_be_dragged_where_its_unit_has_a_weight() {
        let svg = answer("collapse\nrelu=1").unwrap();
        assert_eq!(svg.matches("data-drag").count(), 2);
        let svg = answer("collapse\nrelu=1\nw1=0").unwrap();
        assert_eq!(svg.matches("data-drag").count(), 1);
        assert!(find("collapse twice").is_err());
    }
}
