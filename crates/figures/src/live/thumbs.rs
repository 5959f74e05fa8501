//! What a crowd of thumbs costs under KTO, which has no minimum, and under cross-entropy, which has one.

use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, kto};

use super::{Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("thumbs", || Box::new(Thumbs));

struct Thumbs;

const BETA: f64 = 0.1;
/// What is shown of the moves.
const MOVES: (f64, f64) = (-60.0, 60.0);
const SHARE: Slider = Slider::new("q", "share of thumbs up")
    .over(0.0, 1.0, 0.05)
    .at(0.6);
const REST: Slider = Slider::new("z0", "reference point z₀")
    .over(0.0, 20.0, 1.0)
    .at(5.0);
const MOVE: Slider = Slider::new("h", "move h")
    .over(MOVES.0, MOVES.1, 1.0)
    .at(0.0);

fn one(h: f64, thumb: f64, rest: f64) -> f64 {
    kto(&[h], &[0.0], &[thumb], &[rest], &[0.0], BETA, 1.0, 1.0)
}

/// The mean over a share `q` of thumbs up.
fn crowd(h: f64, q: f64, rest: f64) -> f64 {
    q * one(h, 1.0, rest) + (1.0 - q) * one(h, 0.0, rest)
}

fn slope(h: f64, q: f64, rest: f64) -> f64 {
    let u = BETA * (h - rest);
    (1.0 - 2.0 * q) * BETA * sigmoid(u) * sigmoid(-u)
}

fn crossed(h: f64, q: f64, rest: f64) -> f64 {
    bce_with_logits(BETA * (h - rest), q, 1.0)
}

/// Where cross-entropy stops, if anywhere.
fn stop(q: f64, rest: f64) -> Option<f64> {
    let mixed = q > 0.0 && q < 1.0;
    mixed.then(|| rest + libm::log(q / (1.0 - q)) / BETA)
}

impl Figure for Thumbs {
    fn caption(&self) -> String {
        "What a thumb up and a thumb down cost by the move h of an answer, and the mean over a crowd, with β = 0.1. Under KTO, on the left, the mean only falls or only rises: the majority decides the direction, and there is no end. Under cross-entropy, on the right, it has a minimum, at the dot, if there are thumbs of both kinds.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SHARE, &REST, &MOVE])
    }

    fn show(&self, state: &State) -> Shown {
        let (q, rest, h) = (state.get(SHARE), state.get(REST), state.get(MOVE));
        let here = slope(h, q, rest);
        let push = match here {
            s if s < 0.0 => "h up, without end",
            s if s > 0.0 => "h down, without end",
            _ => "nowhere",
        };
        let end = match stop(q, rest) {
            Some(at) => format!("at h = {}", significant(at, 3)),
            None => "nowhere".to_owned(),
        };
        let words = format!(
            "KTO: mean loss {}, slope {}, which pushes {push}; cross-entropy stops {end}",
            significant(crowd(h, q, rest), 4),
            significant(here, 3)
        );
        let moves = || Axis::new("move h", MOVES.0..=MOVES.1);
        let name = format!("{} % up", significant(100.0 * q, 3));
        let left = Panel::new(moves(), Axis::new("KTO", 0.0..=1.0))
            .with(line(Role::Rival(0), "thumb up", move |h| one(h, 1.0, rest)))
            .with(line(Role::Rival(1), "thumb down", move |h| {
                one(h, 0.0, rest)
            }))
            .with(line(Role::Value, name.clone(), move |h| crowd(h, q, rest)))
            .with(knob('x', &MOVE, (h, crowd(h, q, rest))))
            .rows([-60.0, -30.0, 0.0, 5.0, 30.0, 60.0]);
        let high = 4.0;
        let shown = stop(q, rest).filter(|at| (MOVES.0..=MOVES.1).contains(at));
        let bottom = shown.map(|x| Mark::Extremum {
            x,
            y: crossed(x, q, rest),
            label: significant(x, 3),
        });
        let right = Panel::new(moves(), Axis::new("cross-entropy", 0.0..=high))
            .with(line(Role::Rival(0), "thumb up", move |h| {
                crossed(h, 1.0, rest)
            }))
            .with(line(Role::Rival(1), "thumb down", move |h| {
                crossed(h, 0.0, rest)
            }))
            .with(line(Role::Value, name, move |h| crossed(h, q, rest)))
            .all(bottom)
            .rows([-60.0, -30.0, 0.0, 5.0, 30.0, 60.0]);
        let title = "A crowd of thumbs under KTO and under cross-entropy";
        let view = View::new("live-thumbs", title, self.caption())
            .beside(0.0, 330.0, left)
            .beside(340.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    fn words(set: &str) -> String {
        let answer = answer(&format!("thumbs\n{set}")).unwrap();
        answer.split(PART).nth(1).unwrap().to_owned()
    }

    #[test]
    fn the_majority_decides_the_direction() {
        let rest = at_rest(&Thumbs).words;
        assert!(
            rest.ends_with("pushes h up, without end; cross-entropy stops at h = 9.05"),
            "{rest}"
        );
        assert!(words("q=0.4").contains("h down, without end"));
        let even = words("q=0.5");
        assert!(
            even.contains("0.5, slope 0, which pushes nowhere"),
            "{even}"
        );
        assert!(words("q=1").ends_with("stops nowhere"));
    }

    #[test]
    fn the_slope_is_that_of_the_mean() {
        for (h, q, rest) in [(0.0, 0.6, 5.0), (-30.0, 0.3, 0.0), (12.0, 0.9, 20.0)] {
            let (up, down) = (crowd(h + 0.01, q, rest), crowd(h - 0.01, q, rest));
            assert!(((up - down) / 0.02 - slope(h, q, rest)).abs() < 1e-8);
        }
    }

    #[test]
    fn the_dot_is_at_the_bottom() {
        for (q, rest) in [(0.6, 5.0), (0.25, 0.0), (0.9, 12.0)] {
            let at = stop(q, rest).unwrap();
            for step in [-1.0, 1.0] {
                assert!(crossed(at + step, q, rest) > crossed(at, q, rest));
            }
        }
    }
}
