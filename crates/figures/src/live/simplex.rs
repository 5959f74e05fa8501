//! Three probabilities as a point of a triangle, and the step that the gradient asks for.

use nnfn::activations::softmax;
use nnfn::losses::temperature_scaled_cross_entropy;

use super::softmax::logit;
use super::{Choice, Control, Entry, Figure, Powers, Shown, Slider, State, list};
use crate::layers::{Panel, Style, View, dots, guide, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("simplex", || Box::new(Simplex));

struct Simplex;

/// The running example of the book.
const LOGITS: [Slider; 3] = [
    logit("z1", "logit 1", 2.0),
    logit("z2", "logit 2", 1.0),
    logit("z3", "logit 3", 0.1),
];
const TEMPERATURE: Powers = Powers::new("temperature", "temperature")
    .over(0.05, 20.0)
    .at(1.0);
const RIGHT: Choice<(&str, usize)> = Choice::new(
    "class",
    "right is",
    &[("class 1", 0), ("class 2", 1), ("class 3", 2)],
)
.at(1);
/// Probabilities of the right class at which a line of equal loss is drawn.
const LEVELS: [f64; 2] = [0.1, 0.5];
/// Height of the triangle.
const TOP: f64 = 0.866_025_403_784_438_6;
const CORNERS: [(f64, f64); 3] = [(0.5, TOP), (0.0, 0.0), (1.0, 0.0)];

/// Where probabilities lie in the triangle: the mean of its corners, weighted by them.
fn place(p: &[f64]) -> (f64, f64) {
    let weigh =
        |part: fn(&(f64, f64)) -> f64| p.iter().zip(&CORNERS).map(|(p, c)| p * part(c)).sum();
    (weigh(|c| c.0), weigh(|c| c.1))
}

/// The two short lines at the end of an arrow.
fn head((x, y): (f64, f64), (to_x, to_y): (f64, f64)) -> [(f64, f64); 3] {
    let length = libm::hypot(to_x - x, to_y - y).max(1e-9);
    let size = 0.035_f64.min(0.5 * length) / length;
    let (dx, dy) = (size * (to_x - x), size * (to_y - y));
    let side = |s: f64| (to_x - dx - 0.5 * s * dy, to_y - dy + 0.5 * s * dx);
    [side(1.0), (to_x, to_y), side(-1.0)]
}

impl Figure for Simplex {
    fn caption(&self) -> String {
        "Three probabilities are a point of a triangle whose corners are certainty. The arrow to the right class is target minus probability, the step of the logits that lowers the loss fastest. Along a dotted line the loss is the same; the dashed curve leads from the coldest temperature to the hottest.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let [one, two, three] = &LOGITS;
        list(&[one, two, three, &RIGHT, &TEMPERATURE])
    }

    fn show(&self, state: &State) -> Shown {
        let logits = LOGITS.map(|logit| state.get(logit));
        let (_, class) = *state.get(RIGHT);
        let temperature = state.get(TEMPERATURE);
        let p = softmax(&logits, temperature);
        let step = |i: usize| if i == class { 1.0 - p[i] } else { -p[i] };
        let listed = |x: &dyn Fn(usize) -> f64| {
            let all: Vec<String> = (0..3).map(|i| significant(x(i), 3)).collect();
            all.join(", ")
        };
        let words = format!(
            "probabilities ({}), loss {}, target minus probabilities ({})",
            listed(&|i| p[i]),
            significant(
                temperature_scaled_cross_entropy(&logits, class, temperature),
                4
            ),
            listed(&step)
        );
        let others = [(class + 1) % 3, (class + 2) % 3];
        let end = |q: f64, other: usize| {
            let mut p = [0.0; 3];
            p[class] = q;
            p[other] = 1.0 - q;
            place(&p)
        };
        let level = |q: f64| guide(others.map(|other| end(q, other)));
        // Outside of the edge, as seen from the corner opposite.
        let said = |q: f64| {
            let (x, y) = end(q, others[1]);
            let ((ax, ay), (bx, by)) = (CORNERS[class], CORNERS[others[1]]);
            let (cx, cy) = CORNERS[others[0]];
            let (dx, dy) = (0.5 * (ax + bx) - cx, 0.5 * (ay + by) - cy);
            let out = 0.1 / TOP;
            let loss = significant(-libm::log(q), 2);
            text(format!("loss {loss}"), (x + 1.3 * out * dx, y + out * dy))
        };
        let way = (0..=120).map(|i| {
            let t = TEMPERATURE.from
                * libm::pow(TEMPERATURE.to / TEMPERATURE.from, f64::from(i) / 120.0);
            place(&softmax(&logits, t))
        });
        let (from, to) = (place(&p), CORNERS[class]);
        let names = [
            ("class 1", (0.5, TOP + 0.07)),
            ("class 2", (0.08, -0.07)),
            ("class 3", (0.92, -0.07)),
        ];
        let triangle = Panel::new(Axis::bare(-0.16..=1.16), Axis::bare(-0.12..=1.0))
            .with(stroke(Style::Strong, way.collect::<Vec<_>>()))
            .with(stroke(
                Style::Edge,
                [CORNERS[0], CORNERS[1], CORNERS[2], CORNERS[0]],
            ))
            .all(LEVELS.map(level))
            .all(LEVELS.map(said))
            .with(stroke(Style::Measure, [from, to]))
            .with(stroke(Style::Measure, head(from, to)))
            .with(Mark::Extremum {
                x: from.0,
                y: from.1,
                label: String::new(),
            })
            .all(names.map(|(name, at)| text(name, at)));
        let title = "Three probabilities, and the step to the right class";
        let each = (1..).map(f64::from).zip(p.iter().copied());
        let stem = |(i, p): (f64, f64)| stroke(Style::Edge, [(i, 0.0), (i, p)]);
        let heights = Panel::new(
            Axis::new("class", 0.5..=3.5),
            Axis::new("probability", 0.0..=1.0),
        )
        .all(each.clone().map(stem))
        .with(dots("probability of each class", each));
        let view = View::new("live-simplex", title, self.caption())
            .beside(0.0, 450.0, triangle)
            .beside(450.0, WIDTH, heights);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    #[test]
    fn corners_and_centre_are_where_they_belong() {
        for i in 0..3 {
            let mut p = [0.0; 3];
            p[i] = 1.0;
            assert_eq!(place(&p), CORNERS[i]);
        }
        let (x, y) = place(&[1.0 / 3.0; 3]);
        assert!((x - 0.5).abs() < 1e-15 && (y - TOP / 3.0).abs() < 1e-15);
    }

    #[test]
    fn the_words_are_those_of_the_closed_form() {
        let e = LOGITS.map(|logit| logit.start.exp());
        let sum: f64 = e.iter().sum();
        let p = e.map(|e| e / sum);
        let step = [-p[0], 1.0 - p[1], -p[2]].map(|x| significant(x, 3));
        let words = at_rest(&Simplex).words;
        let loss = significant(sum.ln() - 1.0, 4);
        assert!(
            words.contains(&format!(
                "loss {loss}, target minus probabilities ({})",
                step.join(", ")
            )),
            "{words}"
        );
    }

    #[test]
    fn a_common_shift_moves_nothing() {
        let shifted = answer("simplex\nz1=3\nz2=2\nz3=1.1").unwrap();
        let rest = answer("simplex").unwrap();
        let picture = |answer: &str| answer.split(super::super::PART).next().unwrap().to_owned();
        assert_eq!(picture(&shifted), picture(&rest));
    }
}
