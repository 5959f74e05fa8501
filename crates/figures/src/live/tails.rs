//! The best of many by truth plus noise, for noises of one variance and three tails.

use nnfn::losses::best_of_n;

use super::{Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Panel, View, guide, points};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("tails", || Box::new(Tails));

struct Tails;

const SPREAD: Slider = Slider::new("sd", "standard deviation of the noise")
    .over(0.25, 3.0, 0.25)
    .at(1.0);
const LOG_DRAWS: Slider = Slider::new("draws", "draws, as a power of 2")
    .over(1.0, 14.0, 1.0)
    .at(6.0);
const MOST: i32 = 14;
/// A name, and a density of variance 1, up to a factor.
type Noise = (&'static str, fn(f64) -> f64);
const NOISES: [Noise; 3] = [
    ("normal noise", |e| libm::exp(-0.5 * e * e)),
    ("Laplace noise", |e| {
        libm::exp(-std::f64::consts::SQRT_2 * e.abs())
    }),
    ("Student noise, 3 degrees", |e| {
        1.0 / ((1.0 + e * e) * (1.0 + e * e))
    }),
];

/// Proxies with their probabilities, and the mean truth of each.
struct Seen {
    probabilities: Vec<f64>,
    proxy: Vec<f64>,
    truth: Vec<f64>,
}

/// A place that is fine near 0 and coarse far out, and how wide it is.
fn place(k: i32) -> (f64, f64) {
    let u = 0.05 * f64::from(k);
    (libm::sinh(u), libm::cosh(u))
}

fn seen(noise: fn(f64) -> f64, spread: f64) -> Seen {
    let (mut probabilities, mut proxy, mut truth) = (vec![], vec![], vec![]);
    for k in -110..=110 {
        let (x, width) = place(k);
        let (mut all, mut sum) = (0.0, 0.0);
        for i in -40..=40 {
            let t = 0.125 * f64::from(i);
            let weight = libm::exp(-0.5 * t * t) * noise((x - t) / spread);
            all += weight;
            sum += weight * t;
        }
        if all > 0.0 {
            probabilities.push(all * width);
            proxy.push(x);
            truth.push(sum / all);
        }
    }
    let total: f64 = probabilities.iter().sum();
    for p in &mut probabilities {
        *p /= total;
    }
    Seen {
        probabilities,
        proxy,
        truth,
    }
}

impl Seen {
    fn best(&self, draws: f64) -> f64 {
        best_of_n(&self.probabilities, &self.proxy, &self.truth, draws)
    }
}

impl Figure for Tails {
    fn caption(&self) -> String {
        "A proxy that is the truth plus noise, for noises of equal variance and different tails: left the mean truth of the best of n, in standard deviations of the truth, right the mean truth at each proxy. Under normal noise more draws always help, under Laplace noise the gain has a ceiling, and under Student noise, whose tail is a power, it is lost again.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SPREAD, &LOG_DRAWS])
    }

    fn show(&self, state: &State) -> Shown {
        let (spread, power) = (state.get(SPREAD), state.get(LOG_DRAWS));
        let draws = libm::exp2(power);
        let roles = [Role::Value, Role::Rival(0), Role::Rival(1)];
        let mut panel = Panel::new(
            Axis::new("draws n, as a power of 2", 0.0..=f64::from(MOST)),
            Axis::new("mean truth of the pick", 0.0..=4.0),
        )
        .with(guide([(power, 0.0), (power, 4.0)]))
        .rows([0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0]);
        let mut right = Panel::new(
            Axis::new("proxy", 0.0..=10.0),
            Axis::new("mean truth at a proxy", 0.0..=4.0),
        )
        .rows([0.0, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        let mut said = vec![];
        for ((name, noise), role) in NOISES.into_iter().zip(roles) {
            let seen = seen(noise, spread);
            said.push(format!("{} {}", name, significant(seen.best(draws), 3)));
            // The mean of one draw is 0.
            let curve = (1..=2 * MOST).map(|k| {
                let power = 0.5 * f64::from(k);
                (power, seen.best(libm::exp2(power)))
            });
            let curve = [(0.0, 0.0)].into_iter().chain(curve);
            panel = panel.with(points(role, name, curve));
            let shown = (seen.proxy.iter().zip(&seen.truth)).map(|(x, t)| (*x, *t));
            let shown: Vec<(f64, f64)> = shown.filter(|(x, _)| (0.0..=12.0).contains(x)).collect();
            right = right.with(points(role, name, shown));
        }
        let words = format!(
            "mean truth of the best of {}: {}",
            significant(draws, 5),
            said.join(", ")
        );
        let title = "The best of n under noises of three tails";
        let view = View::new("live-tails", title, self.caption())
            .beside(0.0, 330.0, panel)
            .beside(340.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn half_of_what_the_proxy_gains_is_real_under_normal_noise() {
        let all = seen(NOISES[0].1, 1.0);
        for draws in [4.0, 64.0, 1024.0] {
            let proxy = best_of_n(&all.probabilities, &all.proxy, &all.proxy, draws);
            assert!((all.best(draws) / proxy - 0.5).abs() < 1e-3, "{draws}");
        }
    }

    #[test]
    fn a_heavy_tail_loses_the_gain_again() {
        let heavy = seen(NOISES[2].1, 1.0);
        assert!(heavy.best(64.0) > 1.3 && heavy.best(16384.0) < 0.3);
        let ceiling = seen(NOISES[1].1, 1.0).best(16384.0);
        assert!(
            (ceiling - std::f64::consts::SQRT_2).abs() < 0.01,
            "{ceiling}"
        );
        let words = at_rest(&Tails).words;
        assert!(words.contains("best of 64: normal noise 1.66"), "{words}");
    }
}
