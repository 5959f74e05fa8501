//! Cross-entropy of one lane with a target distribution, given as points and a spread.

use super::sum::{sum, sum_but, sum_of, sum_of_pairs};
use super::{Columns, Out, Panel, Results, Row, Scratch, Temperature, WIDTH, chunks_of, widened};
use crate::Float;
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::Lane;
use crate::kernels::arithmetic::{fma, two_sum};

/// The target `q`: a mass on each of two classes, and `spread` over all, evenly or in proportion to `over`.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a, A> {
    /// Two classes with their masses; one whose mass is 0 may be any.
    pub(crate) points: [(usize, f64); 2],
    pub(crate) spread: f64,
    pub(crate) over: Option<&'a [A]>,
}

impl<'a, A: Float> Target<'a, A> {
    /// All on one class.
    pub(crate) fn point(class: usize, mass: f64) -> Self {
        Self {
            points: [(class, mass), (class, 0.0)],
            spread: 0.0,
            over: None,
        }
    }

    /// The entries themselves.
    pub(crate) fn entries(q: &'a [A]) -> Self {
        Self {
            points: [(0, 0.0); 2],
            spread: 1.0,
            over: Some(q),
        }
    }

    #[inline(always)]
    fn at(&self, class: usize) -> f64 {
        let mut mass = 0.0;
        for (point, of_point) in self.points {
            mass += if point == class { of_point } else { 0.0 };
        }
        if self.spread == 0.0 {
            return mass;
        }
        mass + self.spread * self.over.map_or(1.0, |over| over[class].into())
    }

    /// Sum of all entries of the `n` but the top's.
    #[inline(always)]
    fn rest<L: Lane>(&self, top: usize, n: usize) -> f64 {
        let mut mass = 0.0;
        for (point, of_point) in self.points {
            mass += if point == top { 0.0 } else { of_point };
        }
        match self.over {
            _ if self.spread == 0.0 => mass,
            None => mass + self.spread * (n as f64 - 1.0),
            Some(over) => mass + self.spread * sum_but::<L, A>(over, top),
        }
    }

    /// `Σ q·(ln Σ exp(z) - z)`, all measured from the largest logit.
    #[inline(always)]
    pub(crate) fn cost<L: Lane>(&self, z: &[A], row: &Row) -> f64 {
        let log_sum = row.log_sum();
        let mut cost = 0.0;
        for (class, mass) in self.points {
            if mass != 0.0 {
                let (gap, gap_lo) = row.gap::<L>(z[class].into());
                let (own, lost) = two_sum(log_sum, -gap);
                cost += mass * (own + (lost - gap_lo));
            }
        }
        if self.spread == 0.0 {
            return cost;
        }
        let peak = A::nearest(row.peak);
        let spread = self.spread;
        match self.over {
            None => {
                let below = sum_of::<L, A>(z, peak, |z| -row.gap::<L>(z).0);
                cost + spread * (below + log_sum * z.len() as f64)
            }
            Some(over) => {
                // The entry first: alone it may be subnormal.
                let below = |z, q| -row.gap::<L>(z).0 * (spread * q);
                let below = sum_of_pairs::<L, A>((z, peak), over, below);
                cost + below + log_sum * (spread * sum::<L, A>(over))
            }
        }
    }

    fn as_entries(&self, n: usize) -> Vec<f64> {
        (0..n).map(|class| self.at(class)).collect()
    }

    /// The largest size of an entry, or more.
    #[inline(always)]
    fn size(&self) -> f64 {
        let [(_, one), (_, other)] = self.points;
        let points = one.abs() + other.abs();
        let over = |over: &[A]| {
            let larger = |a: f64, &b: &A| a.max(b.abs().into());
            over.iter().fold(0.0, larger)
        };
        points + self.spread.abs() * self.over.map_or(1.0, over)
    }
}

/// Cross-entropy with targets; the buffer for one lane.
#[derive(Clone)]
pub(crate) struct CrossEntropyOfLane {
    pub(crate) temperature: Temperature,
    pub(crate) scratch: Scratch,
}

impl CrossEntropyOfLane {
    /// `-Σ q·ln softmax(z/T)` of one lane. `factor` times its gradient by the logits, `(softmax(z/T)·Σq - q)/T`, is
    /// put where it is wanted. `#[inline(always)]`: to be called in a [`Loop`](crate::isa::Loop).
    #[inline(always)]
    pub(crate) fn lane<I: Isa, A: Float, O: Float>(
        &mut self,
        z: &[A],
        target: Target<A>,
        factor: f64,
        out: &mut Out<O>,
    ) -> f64 {
        self.lane_and_row::<I, A, O>(z, target, factor, out).0
    }

    /// [`lane`](Self::lane), and the row if it was not left to the definition; its weights are in the buffer if the
    /// gradient is wanted.
    #[inline(always)]
    pub(crate) fn lane_and_row<I: Isa, A: Float, O: Float>(
        &mut self,
        z: &[A],
        target: Target<A>,
        factor: f64,
        out: &mut Out<O>,
    ) -> (f64, Option<Row>) {
        let wanted = out.wanted();
        let scratch = wanted.then_some(&mut self.scratch);
        let Some(row) = Row::new::<I, A>(z, self.temperature, scratch) else {
            if wanted {
                let grad = self.exact_grad(z, target);
                out.put_all(grad.into_iter().map(|g| factor * g));
            }
            return (self.exact(z, target), None);
        };
        if wanted {
            self.put_grad::<I, A, O>(&row, z.len(), target, factor, out);
        }
        let mut cost = target.cost::<For<I, A>>(z, &row);
        if !cost.is_finite() {
            // The definition has the word on infinities and NaN.
            cost = self.exact(z, target);
        }
        (cost, Some(row))
    }

    /// Entries `e = 2^R·(p·Σq - q)`, with `R` by which the weights are raised, times the factor over `2^R·T`.
    #[inline(always)]
    pub(crate) fn put_grad<I: Isa, A: Float, O: Float>(
        &self,
        row: &Row,
        n: usize,
        target: Target<A>,
        factor: f64,
        out: &mut Out<O>,
    ) {
        let start = out.len();
        // Raised, huge targets would overflow: then all are lowered, and the factor has it back.
        let mut unit = 1.0;
        if !A::SHORT && target.over.is_some() && target.size() > 1e15 {
            unit = 2_f64.powi(-((target.size().log2()) as i32));
        }
        let lowered = Target {
            points: target.points.map(|(class, mass)| (class, unit * mass)),
            spread: unit * target.spread,
            over: target.over,
        };
        let rest = lowered.rest::<For<I, A>>(row.top, n);
        let (of_top, one) = (lowered.at(row.top), row.one);
        let mass = rest + of_top;
        let (inverse, inverse_lo) = row.inverse_total::<For<I, A>>();
        let (share, share_lo) = (mass * (one * inverse), mass * (one * inverse_lo));
        let (first, second) = in_order(factor / self.temperature.given, one.recip() / unit);
        let spread = lowered.spread;
        let weights = &self.scratch.0;
        let raised = (share, share_lo);
        match lowered.over {
            None => out.put_chunks(n, |i, place| {
                let even = one * spread;
                for k in 0..WIDTH {
                    place[k] = (times::<For<I, A>>(weights[i][k], raised) - even) * first * second;
                }
            }),
            Some(over) => {
                let (chunks, last) = chunks_of(over, A::zero());
                out.put_chunks(n, |i, place| {
                    let over = chunks.get(i).unwrap_or(&last);
                    for k in 0..WIDTH {
                        let q: f64 = over[k].into();
                        place[k] = (times::<For<I, A>>(weights[i][k], raised) - one * (spread * q))
                            * first
                            * second;
                    }
                });
            }
        }
        for (class, mass) in lowered.points {
            if mass != 0.0 {
                let entry = times::<For<I, A>>(weights[class / WIDTH][class % WIDTH], raised)
                    - one * lowered.at(class);
                out.set(start + class, entry * first * second);
            }
        }
        // 1 - p from the other weights: as p nears 1 it would cancel.
        let at_top = (one * rest - of_top * row.others) * (one * inverse);
        out.set(start + row.top, at_top * first * second);
    }

    /// [`lane`](Self::lane) of short rows side by side, each with all its target on one class: `targets(k)` is the class
    /// of the `k`-th of these, or none, and its mass. `#[inline(always)]`.
    #[inline(always)]
    pub(crate) fn side_by_side<I: Isa, A: Float>(
        &self,
        panel: Panel<1>,
        results: Results,
        targets: impl Fn(usize) -> Option<(usize, f64)>,
    ) {
        let ([logits], entries) = (panel.lanes, results.entries);
        let columns = Columns::new::<I, A>(logits, self.temperature, entries, results.refused);
        let log_sums = columns.log_sums::<For<I, A>>();
        let (mut classes, mut masses, mut gaps) = ([-1.0; WIDTH], [0.0; WIDTH], [0.0; WIDTH]);
        for k in 0..panel.rows {
            let Some((class, mass)) = targets(k) else {
                results.refused[k] = true;
                continue;
            };
            (classes[k], masses[k], gaps[k]) = (class as f64, mass, logits[class][k]);
        }
        for k in 0..WIDTH {
            let (gap, gap_lo) = columns.gap::<For<I, A>>(k, gaps[k]);
            let (own, lost) = two_sum(log_sums[k], -gap);
            results.values[k] = masses[k] * (own + (lost - gap_lo));
            results.refused[k] |= !results.values[k].is_finite();
        }
        if !panel.wanted {
            return;
        }
        let one = columns.one;
        let (inverse, inverse_lo) = columns.inverse_totals::<For<I, A>>();
        let (mut first, mut second) = ([0.0; WIDTH], [0.0; WIDTH]);
        for k in 0..panel.rows {
            let factor = panel.factors[k] / self.temperature.given;
            (first[k], second[k]) = in_order(factor, one.recip());
        }
        for (j, column) in entries.iter_mut().enumerate() {
            let class = j as f64;
            for k in 0..WIDTH {
                let mass = masses[k];
                let share = (mass * (one * inverse[k]), mass * (one * inverse_lo[k]));
                let own = if classes[k] == class { one * mass } else { 0.0 };
                let entry = times::<For<I, A>>(column[k], share) - own;
                // 1 - p from the other weights: as p nears 1 it would cancel.
                let pull = if classes[k] == class {
                    -columns.others[k]
                } else {
                    one
                };
                let of_top = columns.top[k] == class;
                let entry = if of_top { pull * share.0 } else { entry };
                column[k] = entry * first[k] * second[k];
            }
        }
    }

    fn exact<A: Float>(&self, z: &[A], target: Target<A>) -> f64 {
        let (z, t) = (widened(z), self.temperature.given);
        let q = target.as_entries(z.len());
        if t == 1.0 {
            return nnfn::losses::cross_entropy_soft(&z, &q);
        }
        let log_p = nnfn::activations::log_softmax(&z, t);
        let costs = q.iter().zip(log_p).filter(|(q, _)| **q != 0.0);
        let costs: Vec<f64> = costs.map(|(q, log_p)| q * -log_p).collect();
        nnfn::losses::sum(&costs)
    }

    fn exact_grad<A: Float>(&self, z: &[A], target: Target<A>) -> Vec<f64> {
        let (z, q) = (widened(z), target.as_entries(z.len()));
        let grad = nnfn::activations::log_softmax_vjp(&z, self.temperature.given, &q);
        grad.iter().map(|g| 0.0 - g).collect()
    }
}

/// A weight times a number in double length.
#[inline(always)]
pub(super) fn times<L: Lane>(weight: f64, (hi, lo): (f64, f64)) -> f64 {
    if L::SHORT {
        weight * hi
    } else {
        fma::<L>(weight, hi, weight * lo)
    }
}

/// Two factors in the order, or as the product, in which nothing under- or overflows on the way: the second lowers
/// what was raised.
pub(super) fn in_order(factor: f64, lower: f64) -> (f64, f64) {
    let both = factor * lower;
    if both.abs() > 1e-290 && both.abs() < 1e290 {
        (both, 1.0)
    } else if factor.abs() < 1.0 {
        (factor, lower)
    } else {
        (lower, factor)
    }
}
