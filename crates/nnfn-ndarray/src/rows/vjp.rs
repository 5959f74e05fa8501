//! Upstream gradients times the Jacobians of softmax and log-softmax, of one lane.

use super::panel::{Column, Columns, Panel, Results, Sums};
use super::row::quotient;
use super::sum::{Sum, sum, sum_but};
use super::{Chunk, OfLane, Out, Row, Scratch, Temperature, WIDTH, chunks_of, widened};
use crate::Float;
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::arithmetic::{fma, two_product, two_sum};

/// Sums of larger ones could overflow: they are left to the definition.
const LARGE: f64 = 1e300;

/// `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T`.
#[derive(Clone)]
pub(crate) struct SoftmaxVjp {
    pub(crate) temperature: Temperature,
    pub(crate) scratch: Scratch,
}

impl<A: Float> OfLane<A, 2, 1> for SoftmaxVjp {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        _: f64,
        [z, upstream]: [&[A]; 2],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let scratch = &mut self.scratch;
        let largest = largest_size(upstream);
        let row = (largest < LARGE)
            .then(|| Row::new::<I, A>(z, self.temperature, Some(scratch)))
            .flatten();
        let Some(row) = row else {
            let (z, u) = (widened(z), widened(upstream));
            let exact = nnfn::activations::softmax_vjp(&z, self.temperature.given, &u);
            out.put_all(exact);
            return 0.0;
        };
        let weights = &self.scratch.0;
        let ones = (
            upstream.as_chunks::<WIDTH>().0,
            chunks_of(upstream, A::zero()).1,
        );
        // Products with weights must not overflow in the sum; what this loses of small entries is far below its
        // last digit.
        let unit = power_below(largest.max(1.0)).recip();
        // What all entries have in common cancels in the end: measured from a centre. It is the top's entry where the
        // top has most of the weight: then the little that the others add keeps its digits.
        let centre = if row.top_prevails() {
            upstream[row.top].into()
        } else {
            weighed::<I, A>(weights, upstream, 0.0, unit) / row.total() / unit
        };
        let mean = weighed::<I, A>(weights, upstream, centre, unit) / row.total() / unit;
        let inverse = 1.0 / (row.total() * self.temperature.given);
        out.put_chunks(z.len(), |i, place| {
            let (weights, u) = (&weights[i], ones.0.get(i).unwrap_or(&ones.1));
            for k in 0..WIDTH {
                let u: f64 = u[k].into();
                let above = (u - centre) - mean;
                place[k] = product::<A>(weights[k], inverse, above);
            }
        });
        0.0
    }

    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        true
    }

    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, panel: Panel<2>, results: Results) {
        let ([logits, upstream], entries) = (panel.lanes, results.entries);
        let columns = Columns::new::<I, A>(logits, self.temperature, entries, results.refused);
        let largest = largest_size(upstream.as_flattened());
        if largest >= LARGE {
            results.refused.fill(true);
        }
        let unit = power_below(largest.max(1.0)).recip();
        let (mut centre, of_top) = ([0.0; WIDTH], columns.at_top(upstream));
        let means = weighed_means::<I, A>(&columns, entries, upstream, &centre, unit);
        for k in 0..WIDTH {
            let prevails = columns.others[k] < columns.one;
            centre[k] = if prevails { of_top[k] } else { means[k] };
        }
        let means = weighed_means::<I, A>(&columns, entries, upstream, &centre, unit);
        let mut inverse = [0.0; WIDTH];
        for k in 0..WIDTH {
            inverse[k] = 1.0 / ((columns.one + columns.others[k]) * self.temperature.given);
        }
        for (column, u) in entries.iter_mut().zip(upstream) {
            for k in 0..WIDTH {
                let above = (u[k] - centre[k]) - means[k];
                column[k] = product::<A>(column[k], inverse[k], above);
            }
        }
    }
}

/// `Σ wᵢ·(uᵢ - centre)` over the total, in every row.
#[inline(always)]
fn weighed_means<I: Isa, A: Float>(
    columns: &Columns,
    weights: &[Column],
    upstream: &[Column],
    centre: &Column,
    unit: f64,
) -> Column {
    let mut sums = Sums::new();
    let mut terms = [0.0; WIDTH];
    for (weights, u) in weights.iter().zip(upstream) {
        for k in 0..WIDTH {
            terms[k] = weights[k] * ((u[k] - centre[k]) * unit);
        }
        sums.add::<For<I, A>>(&terms);
    }
    let mut means = sums.values();
    for k in 0..WIDTH {
        means[k] = means[k] / (columns.one + columns.others[k]) / unit;
    }
    means
}

/// `Σ wᵢ·(uᵢ - centre)·unit`.
#[inline(always)]
fn weighed<I: Isa, A: Float>(
    weights: &[Chunk<f64>],
    upstream: &[A],
    centre: f64,
    unit: f64,
) -> f64 {
    let (whole, rest) = chunks_of(upstream, A::zero());
    let mut sum = Sum::new();
    let mut terms = [0.0; WIDTH];
    for (weights, u) in weights.iter().zip(whole.iter().chain([&rest])) {
        for k in 0..WIDTH {
            let u: f64 = u[k].into();
            terms[k] = weights[k] * ((u - centre) * unit);
        }
        sum.add::<For<I, A>>(&terms);
    }
    sum.value::<For<I, A>>()
}

/// `w·a·b` for a weight `w`, `a` being about 1 over the total: in the order in which nothing under- or overflows.
#[inline(always)]
fn product<A: Float>(weight: f64, inverse_total: f64, b: f64) -> f64 {
    if A::SHORT {
        return weight * inverse_total * b;
    }
    let small = weight < 1.0;
    let (first, second) = if small {
        (b, inverse_total)
    } else {
        (inverse_total, b)
    };
    weight * first * second
}

/// `(uⱼ - pⱼ·Σᵢ uᵢ)/T`.
#[derive(Clone)]
pub(crate) struct LogSoftmaxVjp {
    pub(crate) temperature: Temperature,
    pub(crate) scratch: Scratch,
}

impl<A: Float> OfLane<A, 2, 1> for LogSoftmaxVjp {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        _: f64,
        [z, upstream]: [&[A]; 2],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let scratch = &mut self.scratch;
        let whole = sum::<For<I, A>, A>(upstream);
        let row = (whole.abs() < LARGE && largest_size(upstream) < LARGE)
            .then(|| Row::new::<I, A>(z, self.temperature, Some(scratch)))
            .flatten();
        let Some(row) = row else {
            let (z, u) = (widened(z), widened(upstream));
            let exact = nnfn::activations::log_softmax_vjp(&z, self.temperature.given, &u);
            out.put_all(exact);
            return 0.0;
        };
        let start = out.len();
        let weights = &self.scratch.0;
        let (chunks, rest) = chunks_of(upstream, A::zero());
        let (inverse, inverse_lo) = row.inverse_total::<For<I, A>>();
        let over_t = 1.0 / self.temperature.given;
        out.put_chunks(z.len(), |i, place| {
            let (weights, u) = (&weights[i], chunks.get(i).unwrap_or(&rest));
            for k in 0..WIDTH {
                let (u, weight): (f64, f64) = (u[k].into(), weights[k]);
                let entry = entry::<I, A>(u, weight, (inverse, inverse_lo), whole);
                place[k] = entry * over_t;
            }
        });
        let u: f64 = upstream[row.top].into();
        let rest = sum_but::<For<I, A>, A>(upstream, row.top);
        let inverse = (inverse, inverse_lo);
        let at_top = entry_at_top::<I, A>((row.one, row.others), inverse, u, rest);
        out.set(start + row.top, at_top * over_t);
        0.0
    }

    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        true
    }

    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, panel: Panel<2>, results: Results) {
        let ([logits, upstream], entries) = (panel.lanes, results.entries);
        let columns = Columns::new::<I, A>(logits, self.temperature, entries, results.refused);
        let (mut whole, mut rest) = (Sums::new(), Sums::new());
        let mut terms = [0.0; WIDTH];
        for (j, u) in upstream.iter().enumerate() {
            let class = j as f64;
            whole.add::<For<I, A>>(u);
            for k in 0..WIDTH {
                terms[k] = if columns.top[k] == class { 0.0 } else { u[k] };
            }
            rest.add::<For<I, A>>(&terms);
        }
        let (whole, rest) = (whole.values(), rest.values());
        let of_top = columns.at_top(upstream);
        if largest_size(upstream.as_flattened()) >= LARGE {
            results.refused.fill(true);
        }
        for k in 0..WIDTH {
            results.refused[k] |= !whole[k].is_finite();
        }
        let inverse = columns.inverse_totals::<For<I, A>>();
        let over_t = 1.0 / self.temperature.given;
        let mut at_top = [0.0; WIDTH];
        for k in 0..WIDTH {
            let inverse = (inverse.0[k], inverse.1[k]);
            let (one, others) = (columns.one, columns.others[k]);
            at_top[k] = entry_at_top::<I, A>((one, others), inverse, of_top[k], rest[k]);
        }
        for (j, (column, u)) in entries.iter_mut().zip(upstream).enumerate() {
            let class = j as f64;
            for k in 0..WIDTH {
                let inverse = (inverse.0[k], inverse.1[k]);
                let entry = entry::<I, A>(u[k], column[k], inverse, whole[k]);
                let of_top = columns.top[k] == class;
                column[k] = if of_top { at_top[k] } else { entry } * over_t;
            }
        }
    }
}

/// `u - p·Σu`.
#[inline(always)]
pub(super) fn entry<I: Isa, A: Float>(
    u: f64,
    weight: f64,
    (inverse, lo): (f64, f64),
    whole: f64,
) -> f64 {
    if A::SHORT {
        return u - weight * (inverse * whole);
    }
    let share = fma::<For<I, A>>(weight, inverse, weight * lo);
    // The share of a small weight may be subnormal.
    let of_small = u - weight * whole * inverse;
    let of_large = fma::<For<I, A>>(-share, whole, u);
    if weight < 1.0 { of_small } else { of_large }
}

/// `u·(1 - p) - p·rest` at the top: as p nears 1, `u - p·whole` would cancel.
#[inline(always)]
pub(super) fn entry_at_top<I: Isa, A: Float>(
    (one, others): (f64, f64),
    (inverse, inverse_lo): (f64, f64),
    u: f64,
    rest: f64,
) -> f64 {
    if A::SHORT {
        return (u * others - one * rest) * inverse;
    }
    let others = quotient::<For<I, A>>(others, two_sum(one, others));
    let own = two_product::<For<I, A>>(u, others.0);
    let of_rest = two_product::<For<I, A>>(one * inverse, rest);
    let (sum, lost) = two_sum(own.0, -of_rest.0);
    let lost = lost + (own.1 - of_rest.1) + (u * others.1 - one * inverse_lo * rest);
    if lost.is_finite() { sum + lost } else { sum }
}

/// The largest of the sizes; NaN does not count.
#[inline(always)]
pub(super) fn largest_size<A: Float>(lane: &[A]) -> f64 {
    let (whole, rest) = chunks_of(lane, A::zero());
    let mut tops: Chunk<A> = [A::zero(); WIDTH];
    for chunk in whole.iter().chain([&rest]) {
        for k in 0..WIDTH {
            let size = chunk[k].abs();
            tops[k] = if size > tops[k] { size } else { tops[k] };
        }
    }
    let top = tops
        .iter()
        .fold(A::zero(), |a, &b| if b > a { b } else { a });
    top.into()
}

/// The power of two below a number of at least 1.
fn power_below(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0x7ff0_0000_0000_0000)
}
