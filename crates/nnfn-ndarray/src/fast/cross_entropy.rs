//! Cross-entropy of one row with a target distribution, given as a point and a spread.

use super::arithmetic::{scale, split};
use super::row::{Row, Sums};
use super::softmax::widened;
use super::sum::{sum, sum_of_pairs};
use crate::float::sealed::Lane;

/// The target `q`: `mass` on one class, and `spread` over all, evenly or in proportion to `over`.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a, A> {
    pub(crate) class: usize,
    pub(crate) mass: f64,
    pub(crate) spread: f64,
    pub(crate) over: Option<&'a [A]>,
}

impl<A: Lane> Target<'_, A> {
    fn at(&self, class: usize) -> f64 {
        let point = if class == self.class { self.mass } else { 0.0 };
        point + self.spread * self.over.map_or(1.0, |over| over[class].into())
    }

    /// Sum of all entries of the `n` but the top's.
    fn rest(&self, top: usize, n: usize) -> f64 {
        let point = if top == self.class { 0.0 } else { self.mass };
        if self.spread == 0.0 {
            return point;
        }
        let over = |over: &[A]| sum(&over[..top]) + sum(&over[top + 1..]);
        point + self.spread * self.over.map_or(n as f64 - 1.0, over)
    }

    /// `Σ q·(ln Σ exp(z) - z)`, all measured from the largest logit.
    fn cost(&self, z: &[A], row: &Row<A, true>, sums: &Sums) -> f64 {
        let peak: f64 = row.peak.into();
        let mut cost = (self.rest(row.top, z.len()) + self.at(row.top)) * sums.log_sum();
        if self.mass != 0.0 {
            cost += self.mass * (peak - z[self.class].into());
        }
        if self.spread != 0.0 {
            cost += self.spread
                * sum_of_pairs(z, self.over.unwrap_or(z), |z, q| {
                    (peak - z) * if self.over.is_some() { q } else { 1.0 }
                });
        }
        cost
    }

    fn entries(&self, n: usize) -> Vec<f64> {
        (0..n).map(|class| self.at(class)).collect()
    }
}

/// `-Σ q·ln softmax(z)`.
pub(crate) fn value<A: Lane>(z: &[A], target: Target<A>, scratch: &mut Vec<A>) -> f64 {
    let cost =
        Row::<A, true>::new(z, A::one()).map(|row| target.cost(z, &row, &row.measure(z, scratch)));
    settled(cost, z, target)
}

/// [`value`]; appends `factor` times its gradient, `softmax(z)·Σq - q`.
pub(crate) fn value_and_grad<A: Lane>(
    z: &[A],
    target: Target<A>,
    factor: f64,
    out: &mut Vec<A>,
) -> f64 {
    let Some(row) = Row::<A, true>::new(z, A::one()) else {
        let grad = nnfn::losses::cross_entropy_soft_grad(&widened(z), &target.entries(z.len()));
        out.extend(grad.iter().map(|g| A::nearest(factor * g)));
        return settled(None, z, target);
    };
    let start = out.len();
    let sums = row.weigh(z, out);
    let (out, total) = (&mut out[start..], sums.total());
    let rest = target.rest(row.top, z.len());
    let mass = rest + target.at(row.top);
    let entry = |class: usize, weight: f64| weight * (mass / total) - target.at(class);
    let class_weight: f64 = out[target.class].into();

    scale(out, split(factor * mass / total, 0.0));
    if target.spread != 0.0 {
        let unit = A::nearest(factor * target.spread);
        match target.over {
            None => out.iter_mut().for_each(|g| *g -= unit),
            Some(over) => out.iter_mut().zip(over).for_each(|(g, &q)| *g -= unit * q),
        }
    }
    out[target.class] = A::nearest(factor * entry(target.class, class_weight));
    // 1 - p from the other weights: as p nears 1 it would cancel.
    let at_top = (sums.top * rest - target.at(row.top) * sums.others) / total;
    out[row.top] = A::nearest(factor * at_top);
    settled(Some(target.cost(z, &row, &sums)), z, target)
}

/// The cost, unless it is not finite: then the definition has the word on infinities and NaN.
fn settled<A: Lane>(cost: Option<f64>, z: &[A], target: Target<A>) -> f64 {
    cost.filter(|cost| cost.is_finite())
        .unwrap_or_else(|| nnfn::losses::cross_entropy_soft(&widened(z), &target.entries(z.len())))
}
