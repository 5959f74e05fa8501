//! Vectors that are to be told apart by their cosines.

use crate::distance::Distance;
use crate::double::{Double, TWO_POW_128};
use crate::sum::{mean, sum_of};

/// A batch in which each vector is asked which of the others belong to it: a softmax of the cosines with all but
/// itself, over a temperature.
// ANCHOR: kernel
pub(crate) struct Contrast {
    lengths: Vec<Distance>,
    units: Vec<Vec<Double>>,
    cosines: Vec<Vec<Double>>,
    temperature: f64,
}

/// What one of them makes of the others. A weight is `2^128·exp(gap)`.
struct Anchor {
    gaps: Vec<Double>,
    total: f64,
    /// The total without the weight of the nearest.
    others: f64,
}

impl Contrast {
    pub(crate) fn new(vectors: &[Vec<f64>], temperature: f64) -> Self {
        let length =
            |v: &Vec<f64>| Distance::new(v, &vec![0.0; v.len()], 1.0);
        let lengths: Vec<Distance> = vectors.iter().map(length).collect();
        let unit = |(v, length): (&Vec<f64>, &Distance)| {
            let is_zero = length.norm.hi == 0.0;
            let entry = |d| match is_zero {
                true => Double::from(f64::NAN), // it has no direction
                false => length.direction(d),
            };
            (0..v.len()).map(entry).collect()
        };
        let units: Vec<Vec<Double>> =
            vectors.iter().zip(&lengths).map(unit).collect();
        let cosines =
            units.iter().map(|a| units.iter().map(|b| dot(a, b)).collect());
        let cosines = cosines.collect();
        Self { lengths, units, cosines, temperature }
    }

    /// The mean over all anchors that have a positive, of the mean over
    /// their positives of `-ln softmax`.
    pub(crate) fn loss(&self, positives: &[Vec<usize>]) -> f64 {
        let mut losses = Vec::new();
        for (i, own) in positives.iter().enumerate() {
            if !own.is_empty() {
                let anchor = self.anchor(i);
                let gap = |&a: &usize| -anchor.gaps[a].value();
                let far = sum_of(own.iter().map(gap)) / own.len() as f64;
                let rest = anchor.others / TWO_POW_128;
                losses.push(rest.ln_1p() + far);
            }
        }
        mean(&losses)
    }

    /// The gradient of that loss by each vector.
    pub(crate) fn grad(&self, positives: &[Vec<usize>]) -> Vec<Vec<f64>> {
        let n = self.units.len();
        let count = positives.iter().filter(|own| !own.is_empty()).count();
        let pulls: Vec<Vec<f64>> =
            (0..n).map(|i| self.pulls(i, &positives[i], count)).collect();
        let by = |i: usize| -> Vec<f64> {
            let entry = |d: usize| {
                let mut sum = Double::from(0.0);
                for a in (0..n).filter(|&a| a != i) {
                    // A cosine changes only with what is at right angles.
                    let along = self.cosines[i][a] * self.units[i][d];
                    let across = self.units[a][d] - along;
                    let pull = Double::from(pulls[i][a]) + pulls[a][i];
                    sum = sum + across * pull;
                }
                let length = &self.lengths[i];
                match count {
                    0 => f64::NAN,
                    _ => sum.over(length.norm).value() / length.unit,
                }
            };
            (0..self.units[i].len()).map(entry).collect()
        };
        (0..n).map(by).collect()
    }

    /// The derivative of one anchor's part by each of its cosines.
    fn pulls(&self, i: usize, own: &[usize], count: usize) -> Vec<f64> {
        let n = self.units.len();
        if own.is_empty() {
            return vec![0.0; n];
        }
        // 1/T alone may overflow where its product with a share does not.
        let t = self.temperature.clamp(f64::MIN_POSITIVE, f64::MAX);
        let factor = Double::from(1.0).over(t).over(count as f64);
        let anchor = self.anchor(i);
        let total = anchor.total / TWO_POW_128;
        let share = |a: usize| match a {
            a if a == i => 0.0,
            a => anchor.gaps[a].exp_times(factor).value() / total,
        };
        let mut pulls: Vec<f64> = (0..n).map(share).collect();
        if let [one] = *own {
            pulls[one] = 0.0; // p - 1 would cancel as p nears 1
            pulls[one] = 0.0 - sum_of(pulls.iter().copied());
        } else {
            let each = factor.over(own.len() as f64).value();
            own.iter().for_each(|&a| pulls[a] -= each);
        }
        pulls.iter().map(|pull| pull / (self.temperature / t)).collect()
    }

    fn anchor(&self, i: usize) -> Anchor {
        let cosines = &self.cosines[i];
        let nearer = |a: usize, b: usize| {
            let lead = (cosines[b] - cosines[a]).value();
            if lead > 0.0 || lead.is_nan() && cosines[b].hi.is_nan() {
                b
            } else {
                a
            }
        };
        let others = || (0..cosines.len()).filter(|&a| a != i);
        let top = others().reduce(nearer).unwrap_or(i);
        let gap = |a: usize| match a {
            a if a == top && !cosines[a].hi.is_nan() => Double::from(0.0),
            a => (cosines[a] - cosines[top]).over(self.temperature),
        };
        let gaps: Vec<Double> = (0..cosines.len()).map(gap).collect();
        let weight = |a: usize| match a {
            a if a == i => 0.0,
            a => gaps[a].raised_exp().value(),
        };
        let weights: Vec<f64> = (0..cosines.len()).map(weight).collect();
        let others =
            sum_of(others().filter(|&a| a != top).map(|a| weights[a]));
        let total = sum_of(weights.iter().copied());
        Anchor { gaps, total, others }
    }
}

fn dot(a: &[Double], b: &[Double]) -> Double {
    if a.is_empty() {
        return Double::from(f64::NAN); // without entries no direction
    }
    let products = a.iter().zip(b).map(|(&x, &y)| x * y);
    products.fold(Double::from(0.0), |sum, x| sum + x).normalised()
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_is_good_to_double_length_and_knows_no_lengths() {
        let contrast =
            Contrast::new(&[vec![1e200, 0.0], vec![3e-300, 4e-300]], 1.0);
        let cosine = contrast.cosines[0][1];
        assert_eq!(cosine.value(), 0.6);
        assert!(
            Contrast::new(&[vec![0.0; 2]], 1.0).cosines[0][0].hi.is_nan()
        );
    }

    #[test]
    fn nearly_parallel_vectors_are_told_apart() {
        let e = 2f64.powi(-40);
        let vectors = [vec![1.0, 0.0], vec![1.0, e], vec![1.0, 2.0 * e]];
        let gaps = Contrast::new(&vectors, e * e).anchor(0).gaps;
        assert!((gaps[2].value() / -1.5 - 1.0).abs() < 1e-7);
    }
}
