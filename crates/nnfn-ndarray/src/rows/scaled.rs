//! Gradients from the output where upstream gradient or temperature are so extreme that a product on the way would over-
//! or underflow: one by one, and brought to size in the end.

use crate::engine::Total;

/// Shares are raised by 2 to this power, so that no product with one is subnormal.
const RAISED_BY: i32 = 200;

/// An upstream gradient, lowered to the size of 1 by a power of two.
pub(super) struct OneByOne {
    upstream: Vec<f64>,
    lowered_by: i32,
    temperature: f64,
}

impl OneByOne {
    pub(super) fn new(upstream: &[f64], temperature: f64) -> Self {
        let sizes = upstream.iter().map(|u| u.abs()).filter(|u| u.is_finite());
        let lowered_by = exponent(sizes.fold(0.0, f64::max));
        Self {
            upstream: upstream.iter().map(|&u| scaled(u, -lowered_by)).collect(),
            lowered_by,
            temperature,
        }
    }

    /// `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ/Σᵢ pᵢ)/T`.
    pub(super) fn of_shares(mut self, shares: &[f64]) -> Vec<f64> {
        for (u, &p) in self.upstream.iter_mut().zip(shares) {
            if u.is_infinite() && p == 0.0 {
                *u = 0.0; // of a class that is not possible, it has no say
            }
        }
        if self.upstream.iter().any(|u| u.is_infinite()) {
            // All entries are 0, infinite or NaN, whatever the shares are in detail.
            let logits: Vec<f64> = shares.iter().map(|p| p.ln()).collect();
            return nnfn::activations::softmax_vjp(&logits, 1.0, &self.upstream);
        }
        let mean = |centre: f64| {
            let (mut total, mut weighed) = (Total::default(), Total::default());
            for (p, u) in shares.iter().zip(&self.upstream) {
                total.add(*p);
                weighed.add(p * (u - centre));
            }
            if total.value() == 0.0 {
                0.0
            } else {
                weighed.value() / total.value()
            }
        };
        let above_half = shares.iter().position(|&p| p > 0.5);
        let centre = above_half.map_or_else(|| mean(0.0), |top| self.upstream[top]);
        let mean = mean(centre);
        let pairs = shares.iter().zip(&self.upstream);
        let entries = pairs.map(|(&p, u)| scaled(p, RAISED_BY) * ((u - centre) - mean));
        entries
            .map(|entry| self.over_temperature(entry, RAISED_BY))
            .collect()
    }

    /// `(uⱼ - exp(lⱼ)·Σᵢ uᵢ)/T`.
    pub(super) fn of_logs(self, logs: &[f64]) -> Vec<f64> {
        if self.upstream.iter().any(|u| u.is_infinite()) {
            return nnfn::activations::log_softmax_vjp(logs, 1.0, &self.upstream);
        }
        let sum_but = |place: usize| {
            let mut sum = Total::default();
            let others = self.upstream.iter().enumerate();
            others
                .filter(|(i, _)| *i != place)
                .for_each(|(_, &u)| sum.add(u));
            sum.value()
        };
        let sum = sum_but(logs.len());
        let entry = |(j, (&log, &u)): (usize, (&f64, &f64))| {
            // The square root of the share: it is not subnormal.
            let root = (0.5 * log).exp();
            let share = root * scaled(root, RAISED_BY);
            if log > -std::f64::consts::LN_2 {
                scaled(-log.exp_m1() * u, RAISED_BY) - share * sum_but(j)
            } else {
                scaled(u, RAISED_BY) - share * sum
            }
        };
        let entries = logs.iter().zip(&self.upstream).enumerate().map(entry);
        entries
            .map(|entry| self.over_temperature(entry, RAISED_BY))
            .collect()
    }

    fn over_temperature(&self, entry: f64, raised_by: i32) -> f64 {
        if entry.is_infinite() || self.temperature.is_infinite() {
            return entry / self.temperature;
        }
        let power = exponent(self.temperature);
        let near = entry / scaled(self.temperature, -power);
        scaled(near, self.lowered_by - raised_by - power)
    }
}

/// The exponent of 2 below a number of at least 0; of 0 it is 0.
fn exponent(x: f64) -> i32 {
    const HIDDEN: i32 = 52;
    let raised = if x < f64::MIN_POSITIVE {
        x * 2_f64.powi(HIDDEN)
    } else {
        x
    };
    let by = if x < f64::MIN_POSITIVE { HIDDEN } else { 0 };
    if x == 0.0 {
        0
    } else {
        (raised.to_bits() >> 52) as i32 - 1023 - by
    }
}

/// `x·2^power`, rounded once unless it is far below the smallest number.
fn scaled(mut x: f64, mut power: i32) -> f64 {
    const STEP: i32 = 1000;
    while power.abs() > STEP {
        x *= 2_f64.powi(STEP * power.signum());
        power -= STEP * power.signum();
    }
    x * 2_f64.powi(power)
}
