//! Points to check at: every magnitude, both signs, and rows of every kind. No chance in it: the
//! same points in every run.

mod calls;
mod domain;

pub use calls::{call, calls};
pub use domain::foreign;

/// A small deterministic generator (`SplitMix64`).
pub struct Random(u64);

impl Random {
    /// A generator that starts at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number in `[low, high)`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let unit = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        low + (high - low) * unit
    }

    /// A number from `10^from` to `10^to`: every power of ten is as likely.
    pub fn size(&mut self, from: f64, to: f64) -> f64 {
        10_f64.powf(self.between(from, to))
    }

    /// A row of `k` logits, of a spread that differs from row to row.
    pub fn row(&mut self, k: usize) -> Vec<f64> {
        let spread = self.size(-2.0, 1.5);
        (0..k).map(|_| self.between(-spread, spread)).collect()
    }

    /// A whole number below `n`.
    ///
    /// # Panics
    /// If `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        assert!(n > 0, "there is no index below 0");
        (self.between(0.0, n as f64) as usize).min(n - 1)
    }

    /// `k` positive numbers that sum to 1 exactly: whole multiples of 2⁻³⁰.
    pub fn distribution(&mut self, k: usize) -> Vec<f64> {
        let whole = 2_f64.powi(30);
        let raw: Vec<f64> = (0..k).map(|_| self.between(0.01, 1.0)).collect();
        let sum: f64 = raw.iter().sum();
        let part = |p: &f64| (p / sum * whole).floor().max(1.0);
        let mut parts: Vec<f64> = raw.iter().map(part).collect();
        if let Some((first, rest)) = parts.split_first_mut() {
            *first = whole - rest.iter().sum::<f64>();
        }
        parts.iter().map(|p| p / whole).collect()
    }
}

/// `n` evenly spaced points of `[low, high]`, both ends among them.
///
/// Multiplied before it is divided: a whole number among the points, where functions have their seams, is hit
/// exactly.
pub fn grid(low: f64, high: f64, n: usize) -> impl Iterator<Item = f64> {
    let last = (n - 1) as f64;
    (0..n).map(move |i| low + (high - low) * i as f64 / last)
}

/// Points of the whole line, ascending: dense around 0, log-spaced to 1e-300 and out to 700.
#[must_use]
pub fn line() -> Vec<f64> {
    let mut points: Vec<f64> = grid(-8.0, 8.0, 1601)
        .chain(grid(-700.0, 700.0, 1401))
        .collect();
    for exponent in -300..3 {
        for mantissa in [1.0, 2.3, 5.1] {
            let x = mantissa * 10_f64.powi(exponent);
            points.extend([x, -x]);
        }
    }
    points.sort_by(f64::total_cmp);
    points.dedup();
    points
}

/// Rows of 1, 2, 3, 5 and 50 logits.
#[must_use]
pub fn rows() -> Vec<Vec<f64>> {
    let mut random = Random::new(1);
    let mut rows = vec![
        vec![2.0, 1.0, 0.1],
        vec![0.0; 4],
        vec![1000.0, 1001.0, 1002.0],
        vec![-40.0, 0.0],
        vec![0.0, 700.0],
    ];
    for k in [1, 2, 3, 5, 50] {
        rows.extend((0..20).map(|_| random.row(k)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_hits_whole_numbers() {
        // Divided before it is multiplied, a point lies 4e-16 beside the seam at 1.
        for (low, high, n) in [(-30.0, 30.0, 961), (-8.0, 8.0, 1601), (-700.0, 700.0, 1401)] {
            let points: Vec<f64> = grid(low, high, n).collect();
            for whole in [-6.0, -3.0, -1.0, 0.0, 0.5, 1.0, 3.0, 6.0] {
                let near = points.iter().filter(|x| (*x - whole).abs() < 1e-9);
                assert!(near.clone().all(|x| *x == whole), "{whole}: {near:?}");
            }
        }
    }

    #[test]
    fn the_points_spread() {
        let line = line();
        for (low, high) in [
            (-700.0, -100.0),
            (-1.0, -1e-3),
            (-1e-200, -1e-300),
            (1e-300, 1e-200),
            (1e-3, 1.0),
            (100.0, 700.0),
        ] {
            assert!(
                line.iter().filter(|x| (low..=high).contains(*x)).count() > 50,
                "{low}..{high}"
            );
        }
        let mut random = Random::new(7);
        let draws: Vec<f64> = (0..10_000).map(|_| random.between(0.0, 1.0)).collect();
        for tenth in 0..10 {
            let low = f64::from(tenth) / 10.0;
            let share = draws
                .iter()
                .filter(|d| (low..low + 0.1).contains(*d))
                .count();
            assert!((850..1150).contains(&share), "{low}: {share}");
        }
        for k in [1, 2, 5, 50] {
            let t = random.distribution(k);
            assert!(
                t.iter().sum::<f64>() == 1.0 && t.iter().all(|t| *t > 0.0),
                "{t:?}"
            );
        }
        let widths: Vec<f64> = rows()
            .iter()
            .map(|r| r.iter().fold(0.0_f64, |m, z| m.max(z.abs())))
            .collect();
        assert!(widths.iter().any(|w| *w < 0.1) && widths.iter().any(|w| *w > 10.0));
    }
}
