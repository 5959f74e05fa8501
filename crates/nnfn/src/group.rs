//! Groups of answers to one prompt: what the losses of GRPO and its kin share.

use crate::double::Double;
use crate::scale::power_of_two;

// ANCHOR: advantages
/// What the rewards of a group are compared with, and what the differences
/// are divided by.
#[derive(Clone, Copy)]
pub(crate) enum Baseline {
    /// The mean of the group, and its standard deviation.
    Standardised,
    /// The mean of the group.
    Mean,
    /// The mean of the other answers.
    Others,
}

/// The advantages of a group, and a power of two that they are still to be
/// multiplied by: none of them is large.
pub(crate) fn advantages(
    rewards: &[f64],
    baseline: Baseline,
) -> (Vec<Double>, f64) {
    let n = rewards.len() as f64;
    let apart = |r: &f64| (0.25 * r - 0.25 * rewards[0]).abs();
    let size = rewards.iter().map(apart).fold(0.0, f64::max);
    if !size.is_finite() || rewards.iter().any(|r| r.is_nan()) {
        return (vec![Double::from(f64::NAN); rewards.len()], 1.0);
    }
    if size == 0.0 && rewards.iter().all(|r| *r == rewards[0]) {
        return (vec![Double::from(0.0); rewards.len()], 1.0);
    }
    // From the first reward, so that what they have in common costs no
    // digits; of a size that no square of it overflows.
    let scale = 2.0 * power_of_two(size);
    let part = |r: &f64| Double::from(r / scale) - rewards[0] / scale;
    let parts: Vec<Double> =
        rewards.iter().map(|r| part(r).normalised()).collect();
    let add = |sum: Double, part: &Double| (sum + *part).normalised();
    let mean = parts.iter().fold(Double::from(0.0), add).over(n);
    let centred: Vec<Double> =
        parts.iter().map(|part| (*part - mean).normalised()).collect();
    match baseline {
        Baseline::Mean => (centred, scale),
        Baseline::Others => {
            let kept = Double::from(n).over(n - 1.0);
            (centred.iter().map(|part| *part * kept).collect(), scale)
        }
        Baseline::Standardised => {
            let squares = centred.iter().map(|part| *part * *part);
            let add = |sum: Double, square| sum + square;
            let variance = squares.fold(Double::from(0.0), add).over(n);
            let sd = variance.normalised().sqrt();
            (centred.iter().map(|part| part.over(sd)).collect(), 1.0)
        }
    }
}
// ANCHOR_END: advantages

/// A group of answers whose tokens count where the mask is 1.
pub(crate) struct Group {
    /// By how much the log-probability of each token that counts has grown, answer by answer; other tokens have none.
    pub(crate) moved: Vec<Vec<Option<Double>>>,
    /// How many tokens of each answer count.
    pub(crate) lengths: Vec<f64>,
    /// Its advantages, over `scale`.
    pub(crate) advantages: Vec<Double>,
    scale: f64,
}

impl Group {
    /// The group, if the shapes agree.
    pub(crate) fn new(
        name: &str,
        policy: &[Vec<f64>],
        old: &[Vec<f64>],
        mask: &[Vec<f64>],
        rewards: &[f64],
        baseline: Baseline,
    ) -> Self {
        let n = policy.len();
        for (of, m) in [("old", old.len()), ("mask", mask.len())] {
            assert!(n == m, "{name}: {n} answers, but {m} rows in {of}");
        }
        let m = rewards.len();
        assert!(n == m, "{name}: {n} answers, but {m} rewards");
        let (mut advantages, mut scale) = advantages(rewards, baseline);
        // Else a ratio could overflow that a small scale takes back.
        if (1e-200..1.0).contains(&scale) {
            advantages.iter_mut().for_each(|a| *a = *a * scale);
            scale = 1.0;
        }
        let moved = |i: usize| {
            let n = policy[i].len();
            for (of, row) in [("old", &old[i]), ("mask", &mask[i])] {
                let m = row.len();
                assert!(
                    n == m,
                    "{name}: {n} tokens in answer {i}, but {m} in {of}"
                );
            }
            let token = |t: usize| {
                let kept = mask[i][t];
                assert!(
                    kept == 0.0 || kept == 1.0 || kept.is_nan(),
                    "{name}: mask must be of 0 and 1, got {kept}"
                );
                if kept == 0.0 {
                    return None; // nothing is heard of it, not even NaN
                }
                // Without an advantage it does not matter how ∞ - ∞ came about.
                let nothing =
                    policy[i][t] == old[i][t] && advantages[i].hi == 0.0;
                let moved = if nothing {
                    0.0.into()
                } else {
                    Double::from(policy[i][t]) - old[i][t]
                };
                Some(if kept == 1.0 { moved } else { kept.into() })
            };
            (0..n).map(token).collect::<Vec<_>>()
        };
        Self {
            moved: (0..n).map(moved).collect(),
            lengths: mask.iter().map(|row| row.iter().sum()).collect(),
            advantages,
            scale,
        }
    }

    // ANCHOR: tokens
    /// The clipped loss with a ratio for each token; `over(i)` is what the
    /// terms of answer `i` are divided by.
    pub(crate) fn of_tokens(
        &self,
        clip: Clip,
        over: impl Fn(usize) -> Double,
    ) -> f64 {
        let mut sum = self.nothing();
        for (i, tokens) in self.moved.iter().enumerate() {
            let advantage = self.advantages[i].over(over(i));
            for moved in tokens.iter().flatten() {
                sum = sum - clip.objective(*moved, advantage);
            }
        }
        sum.value() * self.scale
    }

    /// Its gradient.
    pub(crate) fn grad_of_tokens(
        &self,
        clip: Clip,
        over: impl Fn(usize) -> Double,
    ) -> Vec<Vec<f64>> {
        self.each(|i, moved| {
            clip.slope(moved, self.advantages[i].over(over(i)))
        })
    }
    // ANCHOR_END: tokens

    // ANCHOR: answers
    /// The clipped loss with one ratio for each answer, its mean over the
    /// answers; without a token an answer has the ratio 1. `log_ratio` makes
    /// the logarithm of it of the sum over the tokens, for an answer of this
    /// length.
    pub(crate) fn of_answers(
        &self,
        clip: Clip,
        counts: impl Fn(f64) -> bool,
        log_ratio: impl Fn(Double, f64) -> Double,
    ) -> f64 {
        let n = self.lengths.len() as f64;
        let mut sum = self.nothing();
        for (i, length) in self.lengths.iter().enumerate() {
            if counts(*length) {
                let advantage = self.advantages[i].over(n);
                let moved = log_ratio(self.moved_in_all(i), *length);
                sum = sum - clip.objective(moved, advantage);
            }
        }
        sum.value() * self.scale
    }

    /// Its gradient: the same for all tokens of an answer, over
    /// `divisor(length)`.
    pub(crate) fn grad_of_answers(
        &self,
        clip: Clip,
        log_ratio: impl Fn(Double, f64) -> Double,
        divisor: impl Fn(f64) -> f64,
    ) -> Vec<Vec<f64>> {
        let n = self.lengths.len() as f64;
        let slope = |(i, length): (usize, &f64)| {
            let over = Double::from(divisor(*length)) * n;
            let advantage = self.advantages[i].over(over);
            clip.slope(log_ratio(self.moved_in_all(i), *length), advantage)
        };
        let slopes: Vec<Double> =
            self.lengths.iter().enumerate().map(slope).collect();
        self.each(|i, _| slopes[i])
    }
    // ANCHOR_END: answers

    /// Where a sum over the answers begins: the mean over none of them is NaN.
    fn nothing(&self) -> Double {
        let is_empty = self.lengths.is_empty();
        Double::from(if is_empty { f64::NAN } else { 0.0 })
    }

    /// By how much the log-probability of an answer has grown.
    fn moved_in_all(&self, i: usize) -> Double {
        let tokens = self.moved[i].iter().flatten();
        tokens
            .fold(Double::from(0.0), |sum, token| (sum + *token).normalised())
    }

    /// A table of numbers, one for each token that counts, and 0 elsewhere.
    pub(crate) fn each(
        &self,
        of: impl Fn(usize, Double) -> Double,
    ) -> Vec<Vec<f64>> {
        let row = |(i, tokens): (usize, &Vec<Option<Double>>)| {
            let entry = |moved: &Option<Double>| match moved {
                Some(moved) => 0.0 + of(i, *moved).value() * self.scale,
                None => 0.0,
            };
            tokens.iter().map(entry).collect()
        };
        self.moved.iter().enumerate().map(row).collect()
    }

    /// The sum over all tokens that count.
    pub(crate) fn sum(
        &self,
        of: impl Fn(usize, usize, Double) -> Double,
    ) -> f64 {
        let mut sum = Double::from(0.0);
        for (i, tokens) in self.moved.iter().enumerate() {
            for (t, moved) in tokens.iter().enumerate() {
                if let Some(moved) = moved {
                    sum = sum + of(i, t, *moved);
                }
            }
        }
        sum.value() * self.scale
    }

    /// How many tokens count in the whole group.
    pub(crate) fn tokens(&self) -> f64 {
        self.lengths.iter().sum()
    }
}

// ANCHOR: clip
/// By how much a ratio may leave 1 before it earns nothing more.
#[derive(Clone, Copy)]
pub(crate) struct Clip {
    low: f64,
    high: f64,
}

impl Clip {
    pub(crate) fn new(name: &str, low: f64, high: f64) -> Self {
        for (parameter, value) in
            [("epsilon_low", low), ("epsilon_high", high)]
        {
            assert!(
                value > 0.0 && value.is_finite(),
                "{name}: {parameter} must be positive and finite, \
                 got {value}"
            );
        }
        Self { low, high }
    }

    /// `min(r·A, clip(r, 1 - low, 1 + high)·A)` with `r = exp(moved)`.
    fn objective(self, moved: Double, advantage: Double) -> Double {
        match self.bound(moved, advantage) {
            Some(bound) => advantage * bound,
            None => ratio_times(moved, advantage),
        }
    }

    /// The derivative of the loss by `moved`: `-r·A`, or 0 where the clip
    /// binds.
    fn slope(self, moved: Double, advantage: Double) -> Double {
        match self.bound(moved, advantage) {
            Some(_) => Double::from(0.0),
            None => -ratio_times(moved, advantage),
        }
    }

    /// The bound of the ratio, where it binds.
    fn bound(self, moved: Double, advantage: Double) -> Option<Double> {
        let upper = Double::from(1.0) + self.high;
        let lower = Double::from(1.0) - self.low;
        if advantage.hi > 0.0 && beyond(moved, upper) > 0.0 {
            Some(upper)
        } else if advantage.hi < 0.0 && beyond(moved, lower) < 0.0 {
            Some(lower)
        } else {
            None
        }
    }
}

/// `exp(moved) - bound`, with the right sign near the bound too.
fn beyond(moved: Double, bound: Double) -> f64 {
    let rough = (moved.exp() - bound).value();
    if rough.abs() > 1e-14 * bound.value() || rough.is_nan() {
        rough
    } else if moved.hi > 0.0 {
        let rest = Double::from(1.0) - moved.lo;
        let inverse = Double::exp_in_full(-moved.hi) * rest;
        -(inverse * bound - 1.0).normalised().value()
    } else {
        let rest = Double::from(1.0) + moved.lo;
        let ratio = Double::exp_in_full(moved.hi) * rest;
        (ratio - bound).normalised().value()
    }
}

/// `exp(moved)·advantage`, also where the exponential alone overflows or
/// underflows; no advantage gives 0.
pub(crate) fn ratio_times(moved: Double, advantage: Double) -> Double {
    if advantage.hi == 0.0 && !moved.value().is_nan() {
        Double::from(0.0)
    } else if moved.hi.abs() < 690.0 || moved.hi.is_nan() {
        moved.exp() * advantage
    } else if moved.hi < 0.0 {
        moved.exp_times(advantage)
    } else {
        let root = moved.half().exp();
        root * advantage * root
    }
}
// ANCHOR_END: clip

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_of_the_clip_is_exact() {
        // exp(0.1823213978482226) is 7.35e-18 above 1.2 less a little, by mpmath.
        let clip = Clip::new("clip", 0.2, 0.199_999_809_265_136_72);
        let one = Double::from(1.0);
        let up = Double::from(0.182_321_397_848_222_6);
        assert!(clip.bound(up, one).is_some());
        assert!(clip.bound(Double::new(up.hi, -1e-17), one).is_none());
        // Some 6e-17 above the logarithm of 1 - 0.2.
        let down = Double::from(-0.223_143_551_314_209_7);
        assert!(clip.bound(down, -one).is_none());
        assert!(clip.bound(Double::new(down.hi, -7e-17), -one).is_some());
    }
}
