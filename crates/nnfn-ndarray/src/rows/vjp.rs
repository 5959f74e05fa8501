//! Upstream gradients times the Jacobians of softmax and log-softmax, of one lane.

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
pub(crate) struct SoftmaxVjp {
    pub(crate) temperature: Temperature,
    pub(crate) scratch: Scratch,
}

impl<A: Float> OfLane<A, 2, 1> for SoftmaxVjp {
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
pub(crate) struct LogSoftmaxVjp {
    pub(crate) temperature: Temperature,
    pub(crate) scratch: Scratch,
}

impl<A: Float> OfLane<A, 2, 1> for LogSoftmaxVjp {
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
                let entry = if A::SHORT {
                    u - weight * (inverse * whole)
                } else {
                    let share = fma::<For<I, A>>(weight, inverse, weight * inverse_lo);
                    // The share of a small weight may be subnormal.
                    let of_small = u - weight * whole * inverse;
                    let of_large = fma::<For<I, A>>(-share, whole, u);
                    if weight < 1.0 { of_small } else { of_large }
                };
                place[k] = entry * over_t;
            }
        });
        // u·(1 - p) - p·rest: as p nears 1, u - p·whole would cancel.
        let u: f64 = upstream[row.top].into();
        let rest = sum_but::<For<I, A>, A>(upstream, row.top);
        let at_top = if A::SHORT {
            (u * row.others - row.one * rest) * inverse
        } else {
            let others = quotient::<For<I, A>>(row.others, (row.total(), 0.0));
            let own = two_product::<For<I, A>>(u, others.0);
            let share = row.one * inverse;
            let of_rest = two_product::<For<I, A>>(share, rest);
            let (sum, lost) = two_sum(own.0, -of_rest.0);
            let lost = lost + (own.1 - of_rest.1) + (u * others.1 - row.one * inverse_lo * rest);
            if lost.is_finite() { sum + lost } else { sum }
        };
        out.set(start + row.top, at_top * over_t);
        0.0
    }
}

/// The largest of the sizes; NaN does not count.
#[inline(always)]
fn largest_size<A: Float>(lane: &[A]) -> f64 {
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
