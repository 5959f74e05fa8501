//! The Gaussian likelihood over the width, and the way of mean and width while both are learned.

use nnfn::losses::gaussian_nll;

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, guide, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("error-bar", || Box::new(ErrorBar));

struct ErrorBar;

const RESIDUAL: Powers = Powers::new("r", "size of the residual")
    .over(0.02, 5.0)
    .at(1.0);
const STEPS: Powers = Powers::new("steps", "steps")
    .over(1.0, LAST as f64)
    .at(100.0);
const BETA: Slider = Slider::new("beta", "β").over(0.0, 1.0, 0.25).at(0.5);
/// As many steps as are taken.
const LAST: usize = 6000;
const RATE: f64 = 0.01;
/// The targets are one above and one below this.
const MEAN: f64 = 10.0;

/// Mean, and logarithm of the width.
type Place = (f64, f64);

/// Gradient descent on the mean loss of the two targets, from mean 0 and width 1; the gradient of each is multiplied
/// by the width to the power `2·beta`.
fn path(beta: f64) -> Vec<Place> {
    let step = |&(mean, log_width): &Place| {
        let variance = libm::exp(2.0 * log_width);
        let weight = libm::exp(2.0 * beta * log_width);
        let off = mean - MEAN;
        let pull = off / variance;
        let widening = 1.0 - (off * off + 1.0) / variance;
        Some((
            mean - RATE * weight * pull,
            log_width - RATE * weight * widening,
        ))
    };
    std::iter::successors(Some((0.0, 0.0)), step)
        .take(LAST + 1)
        .collect()
}

/// The same for half the squared error, where the width stays at 1.
fn squared() -> Vec<Place> {
    let step = |&(mean, _): &Place| Some((mean - RATE * (mean - MEAN), 0.0));
    std::iter::successors(Some((0.0, 0.0)), step)
        .take(LAST + 1)
        .collect()
}

/// After so many steps, of which the last may be a part of one.
fn after(path: &[Place], steps: f64) -> Place {
    let whole = (steps as usize).min(LAST - 1);
    let part = (steps - whole as f64).min(1.0);
    let ((x0, y0), (x1, y1)) = (path[whole], path[whole + 1]);
    (x0 + part * (x1 - x0), y0 + part * (y1 - y0))
}

impl Figure for ErrorBar {
    fn caption(&self) -> String {
        "On the left the loss of one example over ln σ, and its slope; the dotted line joins the lowest points for all residuals. On the right gradient descent learns the targets 9 and 11 from mean 0 and width 1, by three losses; the squared error is halved, and σ is that of NLL.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&RESIDUAL, &STEPS, &BETA])
    }

    fn show(&self, state: &State) -> Shown {
        let (r, steps, beta) = (state.get(RESIDUAL), state.get(STEPS), state.get(BETA));
        let least = (libm::log(r), 0.5 + libm::log(r));
        let loss = move |log_width: f64| gaussian_nll(r, 0.0, libm::exp(2.0 * log_width));
        let slope = move |log_width: f64| 1.0 - r * r * libm::exp(-2.0 * log_width);
        let size = significant(r, 3);
        let ends = [RESIDUAL.from, RESIDUAL.to].map(libm::log);
        let handle = knob('x', &RESIDUAL, least).between(ends[0], ends[1]);
        let left = Panel::new(
            Axis::new("ln σ", -4.5..=3.0),
            Axis::new("loss; its slope dashed", -4.0..=4.0),
        )
        .with(guide([(-4.5, -4.0), (3.0, 3.5)]))
        .with(line(Role::Value, format!("loss, residual {size}"), loss).unnamed())
        .with(line(Role::Slope, "its slope", slope).unnamed())
        .with(handle)
        .rows([-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
        .digits(4);
        let paths = [path(0.0), path(beta), squared()];
        let now = paths.each_ref().map(|path| after(path, steps));
        let said = |x: f64| significant(x, 4);
        let words = format!(
            "Residual {size}: least at σ = {size}, loss {}. After {} steps the mean is {} by NLL, with σ = {}, {} by β-NLL, {} by squared error",
            said(least.1),
            said(steps),
            said(now[0].0),
            said(libm::exp(now[0].1)),
            said(now[1].0),
            said(now[2].0)
        );
        let [likelihood, weighted, squared] = paths;
        let width = likelihood.clone();
        let mean = |path: Vec<Place>| move |steps: f64| after(&path, steps).0;
        let name = format!("mean by β-NLL, β = {}", significant(beta, 3));
        let right = Panel::new(
            Axis::powers("steps", 0.0..=3.8),
            Axis::new("mean, and σ", 0.0..=10.8),
        )
        .with(guide([(1.0, MEAN), (LAST as f64, MEAN)]))
        .with(line(Role::Value, "mean by NLL", mean(likelihood)))
        .with(line(Role::Rival(1), "its σ", move |steps| {
            libm::exp(after(&width, steps).1)
        }))
        .with(line(Role::Slope, name, mean(weighted)))
        .with(line(Role::Rival(0), "mean by squared error", mean(squared)))
        .with(knob('x', &STEPS, (steps, now[0].0)).between(1.0, LAST as f64))
        .rows([1.0, 10.0, 100.0, 400.0, 1000.0, 2000.0, 4000.0, 6000.0])
        .digits(4);
        let title = "A likelihood over its width, and two targets learned by it";
        let view = View::new("live-error-bar", title, self.caption())
            .beside(0.0, 330.0, left)
            .beside(345.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    /// The first step after which the mean is within 0.1 of that of the targets.
    fn arrival(path: &[Place]) -> usize {
        let near = |place: &Place| (place.0 - MEAN).abs() < 0.1;
        path.iter().position(near).expect("it arrives")
    }

    #[test]
    fn a_learned_width_slows_the_mean_down_and_beta_undoes_it() {
        // Computed apart from this code, in 64 bit.
        assert_eq!(arrival(&squared()), 459);
        assert_eq!(arrival(&path(0.0)), 5459);
        assert_eq!(arrival(&path(0.5)), 1221);
        assert_eq!(arrival(&path(1.0)), 459);
        let (mean, log_width) = path(0.0)[100];
        assert!((mean - 0.322_903_200_8).abs() < 1e-9);
        assert!((log_width.exp() - 9.162_387_932_7).abs() < 1e-9);
    }

    #[test]
    fn means_only_grow_and_no_width_stays_wrong() {
        for beta in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let path = path(beta);
            assert!(path.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            assert!((path[LAST].0 - MEAN).abs() < 0.1 && path[LAST].1.abs() < 0.01);
            assert_eq!(after(&path, 7.0), path[7]);
            assert_eq!(after(&path, LAST as f64), path[LAST]);
        }
    }

    #[test]
    fn the_handle_is_where_the_loss_is_least() {
        let words = at_rest(&ErrorBar).words;
        assert!(
            words.starts_with("Residual 1: least at σ = 1, loss 0.5. After 100"),
            "{words}"
        );
        for r in [0.02, 1.5, 5.0_f64] {
            let of = |log_width: f64| gaussian_nll(r, 0.0, (2.0 * log_width).exp());
            assert!((of(r.ln()) - (0.5 + r.ln())).abs() < 1e-14);
            assert!(of(r.ln() + 0.01) > of(r.ln()) && of(r.ln() - 0.01) > of(r.ln()));
        }
    }
}
