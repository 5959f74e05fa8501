//! Huber loss, its slope and its curvature, over residuals of which the far ones are clipped.

use nnfn::losses::{huber, huber_grad};

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, hollow, line, numbers};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("clip", || Box::new(Clip));

struct Clip;

const DELTA: Powers = Powers::new("delta", "δ").over(0.05, 10.0).at(1.0);
/// Beside the noise.
const WILD: Slider = Slider::new("wild", "wild residual")
    .over(-4.0, 4.0, 0.1)
    .at(3.5);
/// Quantiles of a standard normal distribution, at (i − ½)/9, to two digits.
const NOISE: [f64; 9] = [-1.59, -0.97, -0.59, -0.28, 0.0, 0.28, 0.59, 0.97, 1.59];
const REACH: f64 = 4.2;
/// The heights of the residuals, which lie in two rows.
const ROWS: [f64; 2] = [-0.3, -0.65];

impl Figure for Clip {
    fn caption(&self) -> String {
        "Huber loss, nowhere above half the square or δ|r|; its slope, which is the residual clipped at ±δ; and its curvature, a box. The dots are ten residuals, nine of normal noise and a wild one; hollow ones are clipped.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&DELTA, &WILD])
    }

    fn show(&self, state: &State) -> Shown {
        let (delta, wild) = (state.get(DELTA), state.get(WILD));
        let at = |(i, r): (usize, f64)| (r, ROWS[i % 2]);
        let residuals = || NOISE.into_iter().chain([wild]).enumerate().map(at);
        let some = |clipped: bool| residuals().filter(move |dot| (dot.0.abs() > delta) == clipped);
        let clipped = some(true).count();
        let words = format!(
            "δ = {}: {clipped} of 10 residuals are clipped; the wild one costs {} and pulls with {}",
            significant(delta, 3),
            significant(huber(wild, 0.0, delta), 4),
            significant(huber_grad(wild, 0.0, delta), 3)
        );
        let across = || Axis::new("residual", -REACH..=REACH);
        let seams = [-delta, delta];
        let rows = [-4.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 4.0];
        let name = format!("Huber, δ = {}", significant(delta, 3));
        let value = Panel::new(across(), Axis::new("loss", -0.9..=5.0))
            .with(line(Role::Value, name, move |r| huber(r, 0.0, delta)).seams(seams))
            .with(line(Role::Rival(0), "r²/2", |r| 0.5 * r * r))
            .with(line(Role::Rival(1), "δ|r|", move |r: f64| delta * r.abs()).seams([0.0]))
            .with(numbers("not clipped", some(false)))
            .with(hollow("clipped", some(true)))
            .with(knob('x', &WILD, (wild, ROWS[1])))
            .rows(rows)
            .digits(4);
        let slope = Panel::new(across(), Axis::new("slope", -4.4..=4.4))
            .with(line(Role::Slope, "slope", move |r| huber_grad(r, 0.0, delta)).seams(seams))
            .with(knob('y', &DELTA, (REACH, delta.min(4.2))))
            .rows(rows)
            .digits(4);
        let box_of = move |r: f64| if r.abs() <= delta { 1.0 } else { 0.0 };
        let edges = seams.iter().filter(|seam| seam.abs() < REACH);
        let curvature = Panel::new(across(), Axis::new("curvature", -0.15..=1.3))
            .with(
                line(Role::Value, "curvature", box_of)
                    .seams(seams)
                    .unnamed(),
            )
            .all(edges.map(|seam| Mark::upright(*seam)))
            .rows(rows)
            .digits(4);
        let title = "Huber loss, its slope and its curvature";
        let view = View::new("live-clip", title, self.caption())
            .beside(0.0, 270.0, value)
            .beside(285.0, 475.0, slope)
            .beside(490.0, WIDTH, curvature);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    #[test]
    fn what_is_beyond_delta_is_clipped() {
        assert_eq!(
            at_rest(&Clip).words,
            "δ = 1: 3 of 10 residuals are clipped; the wild one costs 3 and pulls with 1"
        );
        let all = answer("clip\ndelta=-130").unwrap();
        assert!(all.contains("δ = 0.0501: 9 of 10 residuals are clipped"));
        let none = answer("clip\ndelta=100").unwrap();
        assert!(none.contains("δ = 10: 0 of 10 residuals are clipped"));
    }

    #[test]
    fn the_noise_is_normal() {
        for (i, r) in NOISE.iter().enumerate() {
            let share = (i as f64 + 0.5) / 9.0;
            let below = 0.5 * libm::erfc(-r / std::f64::consts::SQRT_2);
            assert!((below - share).abs() < 0.003, "{r}: {below} {share}");
        }
    }
}
