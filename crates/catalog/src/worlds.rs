//! Three worlds small enough to be computed in full: in place of models, so that what a page says of
//! training is a computation. Figures, tests and the inline values of pages share them; `book/notation.md`
//! introduces them to the reader.

/// Points on a circle: unit vectors in a plane.
pub mod ring {
    use std::f64::consts::TAU;

    /// The similarities of an anchor: the first is that of its partner.
    pub const SIMILARITIES: [f64; 4] = [0.9, 0.1, -0.2, 0.4];

    /// The unit vector at an angle, in radians.
    #[must_use]
    pub fn at(angle: f64) -> [f64; 2] {
        [libm::cos(angle), libm::sin(angle)]
    }

    /// `n` points at equal distances, the first at angle 0.
    #[must_use]
    pub fn points(n: usize) -> Vec<[f64; 2]> {
        (0..n).map(|i| at(TAU * i as f64 / n as f64)).collect()
    }
}

/// A language of two letters, of which the next differs from the last with probability [`FLIP`](language::FLIP).
pub mod language {
    /// How often the next letter is not the last one.
    pub const FLIP: f64 = 0.1;

    /// How often the letter `steps` further on is not this one.
    #[must_use]
    pub fn flips(steps: u32) -> f64 {
        0.5 * (1.0 - libm::pow(1.0 - 2.0 * FLIP, f64::from(steps)))
    }

    /// How much is to be learnt from a letter of two that is 1 with this probability, in nats.
    #[must_use]
    pub fn entropy(probability: f64) -> f64 {
        let part = |p: f64| if p == 0.0 { 0.0 } else { -p * libm::log(p) };
        part(probability) + part(1.0 - probability)
    }

    /// All texts of so many letters, with their probabilities; the first letter is a fair coin's.
    ///
    /// # Panics
    /// Beyond 20 letters.
    #[must_use]
    pub fn texts(letters: usize) -> Vec<(Vec<usize>, f64)> {
        assert!(letters <= 20, "texts: {letters} letters, at most 20");
        let text = |code: usize| -> Vec<usize> { (0..letters).map(|i| code >> i & 1).collect() };
        let probability = |text: &[usize]| {
            let step = |w: &[usize]| if w[0] == w[1] { 1.0 - FLIP } else { FLIP };
            let first = if text.is_empty() { 1.0 } else { 0.5 };
            first * text.windows(2).map(step).product::<f64>()
        };
        let all = (0..1 << letters).map(text);
        all.map(|text| {
            let p = probability(&text);
            (text, p)
        })
        .collect()
    }
}

/// One prompt and four answers: A is helpful, B plain, C rude, D flattering.
pub mod answers {
    /// Their names.
    pub const NAMES: [&str; 4] = ["A", "B", "C", "D"];
    /// How often the reference policy gives each.
    pub const REFERENCE: [f64; 4] = [0.4, 0.3, 0.2, 0.1];
    /// What the reward model says of each. People compare answers by Bradley and Terry on these.
    pub const REWARDS: [f64; 4] = [1.0, 0.0, -1.0, 2.0];
    /// What each is worth in truth, which no method sees.
    pub const TRUTH: [f64; 4] = [1.0, 0.0, -1.0, -1.0];
    /// A feature that a network might see in each: a policy of one number is the reference times `exp(θ·feature)`.
    pub const FEATURE: [f64; 4] = [1.0, 0.0, 3.0, 2.0];

    /// The probability that people prefer answer `i` to answer `j`.
    #[must_use]
    pub fn prefers(i: usize, j: usize) -> f64 {
        nnfn::activations::sigmoid(REWARDS[i] - REWARDS[j])
    }

    /// The reference policy, with the log-probability of each answer raised by so much before it is normalised.
    #[must_use]
    pub fn raised(by: &[f64; 4]) -> [f64; 4] {
        let logits: Vec<f64> = (0..4).map(|i| libm::log(REFERENCE[i]) + by[i]).collect();
        let policy = nnfn::activations::softmax(&logits, 1.0);
        [policy[0], policy[1], policy[2], policy[3]]
    }

    /// The policy with the most reward, less `beta` times its divergence from the reference.
    #[must_use]
    pub fn optimum(beta: f64) -> [f64; 4] {
        raised(&REWARDS.map(|reward| reward / beta))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_probabilities_sum_to_1() {
        let sums = [
            answers::REFERENCE.iter().sum::<f64>(),
            answers::optimum(0.5).iter().sum(),
            language::texts(7).iter().map(|(_, p)| p).sum(),
            language::texts(0).iter().map(|(_, p)| p).sum(),
        ];
        for sum in sums {
            assert!((sum - 1.0_f64).abs() < 1e-15, "{sum}");
        }
    }

    #[test]
    fn texts_flip_as_often_as_the_language_says() {
        for steps in 0..5 {
            let texts = language::texts(6);
            let flipped = |(text, p): &(Vec<usize>, f64)| {
                if text[0] == text[steps as usize] {
                    0.0
                } else {
                    *p
                }
            };
            let share: f64 = texts.iter().map(flipped).sum();
            assert!((share - language::flips(steps)).abs() < 1e-15, "{steps}");
        }
    }

    #[test]
    fn points_of_a_ring_are_neighbours_at_equal_distances() {
        let points = ring::points(5);
        let dot = |i: usize, j: usize| points[i][0] * points[j][0] + points[i][1] * points[j][1];
        for i in 0..5 {
            assert!((dot(i, (i + 1) % 5) - dot(0, 1)).abs() < 1e-15);
            assert!((dot(i, i) - 1.0).abs() < 1e-15);
        }
    }

    /// mpmath, 50 digits.
    #[test]
    fn the_optimum_at_one_half() {
        let expected = [0.338_075, 0.034_315, 0.003_096, 0.624_514];
        for (found, expected) in answers::optimum(0.5).iter().zip(expected) {
            assert!((found - expected).abs() < 5e-7, "{found}");
        }
    }
}
