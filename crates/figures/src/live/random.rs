//! Random numbers that are the same on every machine.

/// A generator of them: linear congruential, 64 bits, of which the lower ones are dropped.
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Random {
        let mut random = Random { state: seed };
        // The first numbers of neighbouring seeds are alike.
        for _ in 0..8 {
            random.even();
        }
        random
    }

    /// From −1 to 1, each as likely.
    pub fn even(&mut self) -> f64 {
        self.state = (self.state)
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 11) as f64 / 4_503_599_627_370_496.0 - 1.0
    }

    /// Normal with mean 0 and variance 1 (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        // Above 0: the logarithm is finite.
        let radius = 0.5 * (self.even() + 1.0) + f64::EPSILON;
        let angle = std::f64::consts::PI * self.even();
        libm::sqrt(-2.0 * libm::log(radius.min(1.0))) * libm::cos(angle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_distributions() {
        for seed in 1..=9 {
            let mut random = Random::new(seed);
            let numbers: Vec<(f64, f64)> = (0..20_000)
                .map(|_| (random.even(), random.normal()))
                .collect();
            let mean = |f: &dyn Fn(&(f64, f64)) -> f64| {
                numbers.iter().map(f).sum::<f64>() / numbers.len() as f64
            };
            // Four standard errors or more.
            assert!(mean(&|(even, _)| *even).abs() < 0.02, "{seed}");
            assert!(
                (mean(&|(even, _)| even * even) - 1.0 / 3.0).abs() < 0.01,
                "{seed}"
            );
            assert!(mean(&|(_, normal)| *normal).abs() < 0.03, "{seed}");
            assert!(
                (mean(&|(_, normal)| normal * normal) - 1.0).abs() < 0.045,
                "{seed}"
            );
            assert!(numbers.iter().all(|(_, normal)| normal.is_finite()));
        }
    }
}
