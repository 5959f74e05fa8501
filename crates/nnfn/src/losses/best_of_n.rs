//! What the best of n answers is worth.

use std::cmp::Ordering;

use crate::double::Double;

/// Best of `n`: the expected `gold` reward of the answer with the largest `proxy` reward, of `n` that are drawn by
/// their `probabilities`: `Σᵢ pᵢ·gᵢ·(Fᵢⁿ - Sᵢⁿ)/(Fᵢ - Sᵢ)`.
///
/// `Fᵢ` is the probability of a proxy of at most `rᵢ`, and `Sᵢ` that of a smaller one, so `Fᵢⁿ - Sᵢⁿ` is that of `rᵢ`
/// being the largest of `n`. Among answers with the same proxy the pick is by their probabilities. With the proxy
/// itself for `gold` it is the expected largest of `n`. The probabilities are not normalised.
///
/// - Range, for probabilities that sum to 1: between the least and the largest `gold`; with `n = 1` it is the mean,
///   and for large `n` the gold of the answer with the best proxy. Any finite `n` of at least 1 is taken, also between
///   whole numbers.
/// - An answer that is never picked counts for nothing, whatever its gold. Negative probabilities and NaN give NaN, and
///   so do two answers with the same infinite proxy, where their order would count. The empty sum is 0.
///
/// # Panics
///
/// If `n` is below 1 or not finite, or the lengths of `probabilities`, `proxy` and `gold` differ.
///
/// Source: Gao, Schulman & Hilton 2022, [arXiv:2210.10760](https://arxiv.org/abs/2210.10760); the distribution of the
/// pick: Beirami et al. 2024, [arXiv:2401.01879](https://arxiv.org/abs/2401.01879).
///
/// ```
/// use nnfn::losses::best_of_n;
/// let answers = [0.4, 0.3, 0.2, 0.1];
/// let (proxy, gold) = ([1.0, 0.0, -1.0, 2.0], [1.0, 0.0, -1.0, -1.0]);
/// assert!((best_of_n(&answers, &proxy, &gold, 2.0) - 0.33).abs() < 1e-15);
/// // A flatterer that is picked more and more often.
/// assert!(best_of_n(&answers, &proxy, &gold, 16.0) < -0.6);
/// ```
#[must_use]
// ANCHOR: value
pub fn best_of_n(
    probabilities: &[f64],
    proxy: &[f64],
    gold: &[f64],
    n: f64,
) -> f64 {
    check("best_of_n", [probabilities, proxy, gold], n);
    let levels = match levels(probabilities, proxy) {
        Some(levels) if !gold.iter().any(|g| g.is_nan()) => levels,
        _ => return f64::NAN,
    };
    let mut total = Double::from(0.0);
    for level in levels {
        let mean = level.mean(probabilities, gold, n);
        total = total + product(mean, level.rise(n).into());
    }
    total.value()
}
// ANCHOR_END: value

/// Gradient of [`best_of_n`] by `gold`: `pᵢ·(Fᵢⁿ - Sᵢⁿ)/(Fᵢ - Sᵢ)`, the probability that the answer is picked.
///
/// This is the best-of-n policy. Its KL divergence from `probabilities` that sum to 1 is at most `ln n - (n - 1)/n`.
///
/// # Panics
///
/// If `n` is below 1 or not finite, or the lengths of `probabilities`, `proxy` and `gold` differ.
///
/// ```
/// use nnfn::losses::best_of_n_grad_gold;
/// // The worse of two is picked if it is drawn twice.
/// let picks = best_of_n_grad_gold(&[0.25, 0.75], &[1.0, 0.0], &[0.0; 2], 2.0);
/// assert_eq!(picks, [0.4375, 0.5625]);
/// ```
#[must_use]
// ANCHOR: grad_gold
pub fn best_of_n_grad_gold(
    probabilities: &[f64],
    proxy: &[f64],
    gold: &[f64],
    n: f64,
) -> Vec<f64> {
    check("best_of_n_grad_gold", [probabilities, proxy, gold], n);
    picks(probabilities, proxy, n)
}
// ANCHOR_END: grad_gold

/// Gradient of [`best_of_n`] by `probabilities`, each moving alone: `n·gⱼ·Fⱼⁿ⁻¹ + n·Σᵢ gᵢ·(Fᵢⁿ⁻¹ - Sᵢⁿ⁻¹)` where
/// all proxies differ, with the sum over the answers of a larger proxy.
///
/// It is `n` times the expected gold of the pick if one of the draws is this answer: its own where it wins, and that of
/// the better answers where it does not.
///
/// # Panics
///
/// If `n` is below 1 or not finite, or the lengths of `probabilities`, `proxy` and `gold` differ.
///
/// ```
/// use nnfn::losses::best_of_n_grad;
/// // Of a single draw it is the gold.
/// let gold = [1.0, -1.0];
/// assert_eq!(best_of_n_grad(&[0.25, 0.75], &[1.0, 0.0], &gold, 1.0), gold);
/// ```
#[must_use]
// ANCHOR: grad
pub fn best_of_n_grad(
    probabilities: &[f64],
    proxy: &[f64],
    gold: &[f64],
    n: f64,
) -> Vec<f64> {
    check("best_of_n_grad", [probabilities, proxy, gold], n);
    let mut grad = vec![f64::NAN; gold.len()];
    let mut above = Double::from(0.0);
    for level in levels(probabilities, proxy).iter().flatten().rev() {
        let mean = level.mean(probabilities, gold, n);
        let slope = level.upper().powf(n - 1.0) * n;
        let share = if level.mass.hi > 0.0 {
            Double::from(level.rise(n)).over(level.mass)
        } else {
            slope // the limit of 0/0
        };
        for &i in &level.answers {
            let own = if gold[i] == mean.value() {
                product(mean, slope)
            } else {
                let others = (slope - share).normalised();
                product(gold[i].into(), share) + product(mean, others)
            };
            let known = level.decided(i, probabilities, Some(gold));
            grad[i] = match n {
                _ if n == 1.0 => gold[i],
                _ if known => (own + above).value(),
                _ => f64::NAN,
            };
        }
        let mean = level.mean(probabilities, gold, n - 1.0);
        above = above + product(mean, Double::from(level.rise(n - 1.0)) * n);
    }
    grad
}
// ANCHOR_END: grad

// ANCHOR: levels
/// Answers that share a proxy.
struct Level {
    answers: Vec<usize>,
    proxy: f64,
    /// The probability of a smaller proxy, and of this one.
    below: Double,
    mass: Double,
}

impl Level {
    fn upper(&self) -> Double {
        (self.below + self.mass).normalised()
    }

    /// Whether the order of an answer among these is no matter: two infinite
    /// proxies have none.
    fn decided(&self, i: usize, p: &[f64], gold: Option<&[f64]>) -> bool {
        let alike = |j: usize| gold.map_or(false, |gold| gold[i] == gold[j]);
        let other = |&j: &usize| j != i && p[j] > 0.0 && !alike(j);
        self.proxy.is_finite() || !self.answers.iter().any(other)
    }

    /// The mean gold, mostly of one answer alone; to the power of 1 the
    /// order is no matter.
    fn mean(&self, p: &[f64], gold: &[f64], power: f64) -> Double {
        let drawn = |&&i: &&usize| p[i] > 0.0;
        let drawn: Vec<&usize> = self.answers.iter().filter(drawn).collect();
        match drawn[..] {
            [] => Double::from(gold[self.answers[0]]),
            [&one] => Double::from(gold[one]),
            [&one, ..] if drawn.iter().all(|&&i| gold[i] == gold[one]) => {
                Double::from(gold[one])
            }
            _ if self.proxy.is_infinite() && power != 1.0 => {
                Double::from(f64::NAN)
            }
            _ => {
                let part = |i: usize| Double::from(p[i]) * gold[i];
                let zero = Double::from(0.0);
                let sum = drawn.iter().fold(zero, |sum, &&i| sum + part(i));
                sum.normalised().over(self.mass)
            }
        }
    }

    /// `upper^power - below^power`, which would cancel for a small mass.
    fn rise(&self, power: f64) -> f64 {
        if self.mass.hi == 0.0 || power == 0.0 {
            return 0.0;
        }
        let upper = self.upper();
        let ln_ratio = if self.below.hi > self.mass.hi {
            (-self.mass).over(upper).value().ln_1p()
        } else {
            self.below.over(upper).value().ln()
        };
        upper.powf(power).value() * -(power * ln_ratio).exp_m1()
    }
}

/// From the smallest proxy to the largest; none where something is NaN.
fn levels(probabilities: &[f64], proxy: &[f64]) -> Option<Vec<Level>> {
    let refused = |p: &f64| p.is_nan() || *p < 0.0;
    let nan = proxy.iter().any(|r| r.is_nan());
    if nan || probabilities.iter().any(refused) {
        return None;
    }
    let order = |&i: &usize, &j: &usize| {
        proxy[i].partial_cmp(&proxy[j]).unwrap_or(Ordering::Equal)
    };
    let mut by_proxy: Vec<usize> = (0..proxy.len()).collect();
    by_proxy.sort_by(order);
    let mut levels: Vec<Level> = vec![];
    for i in by_proxy {
        match levels.last_mut() {
            Some(level) if level.proxy == proxy[i] => {
                level.answers.push(i);
                level.mass = (level.mass + probabilities[i]).normalised();
            }
            last => {
                let below = last.map_or(Double::from(0.0), |l| l.upper());
                let mass = Double::from(probabilities[i]);
                let (answers, proxy) = (vec![i], proxy[i]);
                levels.push(Level { answers, proxy, below, mass });
            }
        }
    }
    Some(levels)
}

/// The probability that each answer is picked.
fn picks(probabilities: &[f64], proxy: &[f64], n: f64) -> Vec<f64> {
    let mut picks = vec![f64::NAN; proxy.len()];
    for level in levels(probabilities, proxy).iter().flatten() {
        let rise = level.rise(n);
        for &i in &level.answers {
            let part = Double::from(probabilities[i]).over(level.mass);
            let known = n == 1.0
                || probabilities[i] == 0.0
                || level.decided(i, probabilities, None);
            picks[i] = match rise {
                _ if !known => f64::NAN,
                _ if rise == 0.0 => 0.0, // also of 0/0
                _ => rise * part.value(),
            };
        }
    }
    picks
}

/// The product, in which 0 times an infinity is 0.
fn product(gold: Double, weight: Double) -> Double {
    if weight.hi == 0.0 && !gold.hi.is_nan() { weight } else { gold * weight }
}

fn check(name: &str, [probabilities, proxy, gold]: [&[f64]; 3], n: f64) {
    assert!(
        n >= 1.0 && n.is_finite(),
        "{name}: n must be at least 1 and finite, got {n}"
    );
    let (k, r, g) = (probabilities.len(), proxy.len(), gold.len());
    assert!(
        k == r && k == g,
        "{name}: {k} probabilities, but {r} of proxy and {g} of gold"
    );
}
// ANCHOR_END: levels

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;
    const ANSWERS: [f64; 4] = [0.4, 0.3, 0.2, 0.1];
    const PROXY: [f64; 4] = [1.0, 0.0, -1.0, 2.0];
    const GOLD: [f64; 4] = [1.0, 0.0, -1.0, -1.0];

    #[test]
    fn four_answers_and_a_flatterer() {
        // By hand: D is picked with 1 - 0.9ⁿ, A with 0.9ⁿ - 0.5ⁿ, C with 0.2ⁿ.
        for (n, expected) in [(1.0, 0.1), (2.0, 0.33), (3.0, 0.325)] {
            let found = best_of_n(&ANSWERS, &PROXY, &GOLD, n);
            assert!((found - expected).abs() < 1e-15, "{n}: {found}");
        }
        let picks = best_of_n_grad_gold(&ANSWERS, &PROXY, &GOLD, 4.0);
        for (pick, expected) in
            picks.iter().zip([0.5936, 0.0609, 0.0016, 0.3439])
        {
            assert!((pick - expected).abs() < 1e-15, "{picks:?}");
        }
    }

    #[test]
    fn a_rare_answer_keeps_its_digits() {
        // mpmath, 60 digits: 1 - (1 - 1e-20)^100 with the sum of the binary numbers.
        let picks = best_of_n_grad_gold(
            &[0.75, 0.25, 1e-20],
            &[1.0, 0.0, 2.0],
            &[0.0; 3],
            100.0,
        );
        assert_ulps_eq!(picks[2], 1e-18, epsilon = 0.0, max_ulps = 2);
        let tiny =
            best_of_n_grad_gold(&[1e-20, 1.0], &[0.0, 1.0], &[0.0; 2], 2.0);
        assert_ulps_eq!(tiny[0], 1e-40, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn answers_of_one_proxy_share_the_pick() {
        let proxy = [0.0, 1.0, 1.0];
        let picks =
            best_of_n_grad_gold(&[0.5, 0.125, 0.375], &proxy, &[0.0; 3], 2.0);
        assert_eq!(picks, [0.25, 0.1875, 0.5625]);
        // -0.0 is 0.0.
        let zeros =
            best_of_n_grad_gold(&[0.25, 0.75], &[-0.0, 0.0], &[0.0; 2], 8.0);
        assert_eq!(zeros, [0.25, 0.75]);
    }

    #[test]
    fn what_is_never_drawn_is_never_picked() {
        let proxy = [1.0, 3.0, 3.0];
        let gold = [1.0, INFINITY, 2.0];
        assert_eq!(best_of_n(&[1.0, 0.0, 0.0], &proxy, &gold, 3.0), 1.0);
        let slopes =
            best_of_n_grad(&[1.0, 0.0, 0.0], &proxy, &[1.0, 5.0, 2.0], 3.0);
        // Each would win: three draws, each with its own gold.
        assert_eq!(slopes, [3.0, 15.0, 6.0]);
    }

    #[test]
    fn infinite_proxies_are_ordered_and_infinite_gold_counts() {
        let p = [0.5, 0.25, 0.25];
        let proxy = [-INFINITY, INFINITY, 0.0];
        assert_eq!(
            best_of_n_grad_gold(&p, &proxy, &[0.0; 3], 2.0),
            [0.25, 0.4375, 0.3125]
        );
        assert_eq!(
            best_of_n(&p, &proxy, &[0.0, 0.0, -INFINITY], 2.0),
            -INFINITY
        );
        let tied = [INFINITY, INFINITY, 0.0];
        assert!(best_of_n(&p, &tied, &[1.0, 0.0, 0.0], 2.0).is_nan());
        assert_eq!(best_of_n_grad_gold(&p, &tied, &[0.0; 3], 2.0)[2], 0.0625);
        // Which of the two leads is no matter if one is never drawn.
        assert_eq!(
            best_of_n(&[0.5, 0.0, 0.5], &tied, &[1.0, 9.0, 0.0], 2.0),
            0.75
        );
    }

    #[test]
    fn what_is_no_distribution_is_nan() {
        for p in [f64::NAN, -0.5] {
            assert!(
                best_of_n(&[p, 1.0], &[0.0, 1.0], &[1.0, 1.0], 2.0).is_nan()
            );
        }
        assert!(
            best_of_n(&[0.5, 0.5], &[f64::NAN, 1.0], &[1.0, 1.0], 2.0)
                .is_nan()
        );
        assert!(
            best_of_n(&[0.0, 1.0], &[0.0, 1.0], &[f64::NAN, 1.0], 2.0)
                .is_nan()
        );
        assert!(
            best_of_n_grad(&[0.5, f64::NAN], &[0.0, 1.0], &[1.0; 2], 2.0)[0]
                .is_nan()
        );
        assert_eq!(best_of_n(&[], &[], &[], 2.0), 0.0);
    }

    #[test]
    #[should_panic(
        expected = "best_of_n: n must be at least 1 and finite, got 0"
    )]
    fn best_of_n_requires_a_draw() {
        let _ = best_of_n(&[1.0], &[1.0], &[1.0], 0.0);
    }

    #[test]
    #[should_panic(
        expected = "best_of_n_grad: n must be at least 1 and finite, got NaN"
    )]
    fn best_of_n_grad_requires_a_number_of_draws() {
        let _ = best_of_n_grad(&[1.0], &[1.0], &[1.0], f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "best_of_n_grad_gold: n must be at least 1 and finite, got inf"
    )]
    fn best_of_n_grad_gold_requires_a_finite_number() {
        let _ = best_of_n_grad_gold(&[1.0], &[1.0], &[1.0], INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "best_of_n: 2 probabilities, but 1 of proxy and 2 of gold"
    )]
    fn best_of_n_requires_equal_lengths() {
        let _ = best_of_n(&[0.5, 0.5], &[1.0], &[1.0, 2.0], 2.0);
    }
}
