//! What InfoNCE asks of points on a circle, and how near a negative has to be for it to matter.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, cross_entropy_grad};

use super::three_pulls::{arrow, ring};
use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Dots, Panel, Style, View, dots, line, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("lens", || Box::new(Lens));

struct Lens;

const POSITIVE: Slider = Slider::new("p", "similarity of the positive")
    .over(-0.95, 0.99, 0.01)
    .at(0.9);
const NEAREST: Slider = Slider::new("s", "similarity of the lowest")
    .over(-0.95, 0.99, 0.01)
    .at(0.4);
const TEMPERATURE: Powers = Powers::new("tau", "τ").over(0.02, 5.0).at(0.501);
/// The negatives that do not move: similarity, and the half of the circle.
const RESTING: [(f64, f64); 2] = [(0.1, 1.0), (-0.2, -1.0)];
/// Length of an arrow for the whole push, at a right angle.
const ARROW: f64 = 0.8;

/// The cosine at which a negative is pushed hardest: the root of `c² + τ·c - 1`.
fn strongest(temperature: f64) -> f64 {
    2.0 / (temperature + libm::sqrt(temperature * temperature + 4.0))
}

/// How hard a negative is pushed along the circle, in parts of the hardest push.
fn push(temperature: f64, cosine: f64) -> f64 {
    let sine = |c: f64| libm::sqrt((1.0 - c * c).max(0.0));
    let best = strongest(temperature);
    sine(cosine) / sine(best) * libm::exp((cosine - best) / temperature)
}

fn degrees(cosine: f64) -> f64 {
    libm::acos(cosine).to_degrees()
}

impl Figure for Lens {
    fn caption(&self) -> String {
        "On the left an anchor, its positive (full) and three negatives (open): drag the handles. The arrows say how the step is shared out among the points. On the right how hard a negative is pushed at each angle from the anchor, in parts of the hardest push, with the three negatives. Lower τ, and only what is near the anchor is pushed.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&TEMPERATURE, &POSITIVE, &NEAREST])
    }

    fn show(&self, state: &State) -> Shown {
        let temperature = state.get(TEMPERATURE);
        let [one, other] = RESTING;
        let all = [
            (state.get(POSITIVE), 1.0),
            one,
            other,
            (state.get(NEAREST), -1.0),
        ];
        let place = |(s, side): (f64, f64)| (s, side * libm::sqrt(1.0 - s * s));
        let points = all.map(place);
        let logits = all.map(|(s, _)| s / temperature);
        let shares = softmax(&logits[1..], 1.0);
        // By the angle from the anchor; above the anchor that is against the clock.
        let turn = |i: usize| {
            let share = if i == 0 { 1.0 } else { -shares[i - 1] };
            ARROW * share * points[i].1
        };
        let arrows = (0..4).filter(|i| turn(*i).abs() > 1e-3);
        let arrows = arrows.map(|i| {
            let (x, y) = points[i];
            stroke(Style::Measure, arrow([x, y], turn(i)))
        });
        let map = Panel::new(Axis::bare(-1.2..=1.2), Axis::bare(-1.6..=1.6))
            .with(stroke(Style::Edge, ring()))
            .all(arrows)
            .with(dots("negatives", points[1..].iter().copied()))
            .with(Dots {
                is_full: true,
                ..dots("positive", [points[0]])
            })
            .with(Mark::Extremum {
                x: 1.0,
                y: 0.0,
                label: String::new(),
            })
            .with(text("anchor", (0.55, 0.0)))
            .with(knob('x', &POSITIVE, points[0]))
            .with(knob('x', &NEAREST, points[3]));
        let best = degrees(strongest(temperature));
        let heard = all[1..]
            .iter()
            .map(|(s, _)| (degrees(*s), push(temperature, *s)));
        let at = move |angle: f64| push(temperature, libm::cos(angle.to_radians()));
        let pushes = Panel::new(
            Axis::new("degrees from the anchor", 0.0..=180.0),
            Axis::new("push", 0.0..=1.2),
        )
        .with(line(Role::Value, "push", at))
        .with(dots("push of the negatives", heard))
        .with(Mark::Extremum {
            x: best,
            y: 1.0,
            label: format!("{}°", significant(best, 3)),
        })
        .rows([5.0, 10.0, 20.0, 40.0, 60.0, 90.0, 120.0, 150.0]);
        let pulled = -cross_entropy_grad(&logits, 0)[0] / temperature;
        let words = format!(
            "loss {}; slope by the positive {}; the lowest negative has {} % of the slope of all three",
            significant(cross_entropy(&logits, 0), 3),
            significant(-pulled, 3),
            significant(100.0 * shares[2], 3)
        );
        let title = "Which negatives a temperature lets be heard";
        let view = View::new("live-lens", title, self.caption())
            .beside(0.0, 300.0, map)
            .beside(310.0, WIDTH, pushes);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_hardest_push_is_where_the_derivation_says() {
        for (temperature, angle) in [(0.07, 15.07), (0.5, 38.67), (1.0, 51.83), (5.0, 78.90)] {
            let best = strongest(temperature);
            assert!((degrees(best) - angle).abs() < 5e-3, "{temperature}");
            assert_eq!(push(temperature, best), 1.0);
            for cosine in [best - 0.01, best + 0.005] {
                assert!(push(temperature, cosine) < 1.0, "{temperature} {cosine}");
            }
        }
    }

    #[test]
    fn at_rest_the_nearest_negative_has_more_than_half() {
        let words = at_rest(&Lens).words;
        assert!(words.starts_with("loss 0.52; "), "{words}");
        assert!(words.contains("has 54 %"), "{words}");
    }
}
