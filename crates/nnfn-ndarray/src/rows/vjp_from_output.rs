//! Upstream gradients times the Jacobians of softmax and log-softmax, of one lane of what these gave.
//!
//! The logits are not asked again, so a class costs a product, or one exponential, and no sum over the others.

use super::largest::{across, greater, place_of};
use super::panel::{Column, Panel, Results, Sums};
use super::power::raised_power;
use super::row::{CUT, RAISED_BY, pick};
use super::scaled::OneByOne;
use super::sum::{Sum, sum_but};
use super::vjp::{entry, entry_at_top, largest_size};
use super::{Chunk, OfLane, Out, Temperature, WIDTH, chunks_of, widened};
use crate::Float;
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::Lane;
use crate::kernels::exp::{ROUND, exp_from};

/// Upstream gradients, and sums of them, beyond this could overflow on the way: they are treated one by one.
const LARGE: f64 = 1e280;

/// `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ/Σᵢ pᵢ)/T`.
#[derive(Clone)]
pub(crate) struct SoftmaxVjpFromOutput {
    pub(crate) temperature: Temperature,
}

/// Sums over a lane, its largest share, and for an `f64` result the largest size of the upstream gradient.
struct Moments<A> {
    total: f64,
    weighed: f64,
    largest: A,
    size: A,
}

impl<A: Float> Moments<A> {
    #[inline(always)]
    fn new<I: Isa>(shares: &[A], upstream: &[A], centre: f64) -> Self {
        let (whole, rest) = chunks_of(shares, A::zero());
        let (others, other_rest) = chunks_of(upstream, A::zero());
        let (mut total, mut weighed) = (Sum::new(), Sum::new());
        let (mut tops, mut sizes) = ([A::zero(); WIDTH], [A::zero(); WIDTH]);
        let (mut wide, mut terms) = ([0.0; WIDTH], [0.0; WIDTH]);
        let mut add = |p: &Chunk<A>, u: &Chunk<A>| {
            for k in 0..WIDTH {
                if !A::SHORT {
                    sizes[k] = greater(sizes[k], u[k].abs());
                }
                let u: f64 = u[k].into();
                wide[k] = p[k].into();
                terms[k] = wide[k] * (u - centre);
                tops[k] = greater(tops[k], p[k]);
            }
            total.add::<For<I, A>>(&wide);
            weighed.add::<For<I, A>>(&terms);
        };
        for (p, u) in whole.iter().zip(others) {
            add(p, u);
        }
        if !shares.len().is_multiple_of(WIDTH) {
            add(&rest, &other_rest);
        }
        Self {
            total: total.value::<For<I, A>>(),
            weighed: weighed.value::<For<I, A>>(),
            largest: across(tops),
            size: across(sizes),
        }
    }

    /// The weighed mean.
    #[inline(always)]
    fn mean(&self) -> f64 {
        mean(self.weighed, self.total)
    }

    #[inline(always)]
    fn top_prevails(&self) -> bool {
        2.0 * self.largest.into() > self.total
    }
}

/// Of a row without any share it is 0, or NaN as the sum is.
#[inline(always)]
fn mean(weighed: f64, total: f64) -> f64 {
    if total == 0.0 {
        weighed
    } else {
        weighed / total
    }
}

impl<A: Float> OfLane<A, 2, 1> for SoftmaxVjpFromOutput {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        _: f64,
        [shares, upstream]: [&[A]; 2],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let first = Moments::new::<I>(shares, upstream, 0.0);
        // Where the top has most of the weight, all is measured from its entry: then the little that the others add
        // keeps its digits.
        let top = (first.top_prevails()).then(|| place_of(shares, first.largest));
        let centre = top.flatten().map_or(0.0, |top| upstream[top].into());
        let size = first.size.into().max(centre.abs());
        let is_plain = first.mean().is_finite() && size < LARGE && is_plain::<A>(self.temperature);
        if !is_plain {
            let (p, u) = (widened(shares), widened(upstream));
            out.put_all(OneByOne::new(&u, self.temperature.given).of_shares(&p));
            return 0.0;
        }
        let mean = if centre == 0.0 {
            first.mean()
        } else {
            Moments::new::<I>(shares, upstream, centre).mean()
        };
        let factors = factors(self.temperature);
        let (whole, rest) = chunks_of(shares, A::zero());
        let (others, other_rest) = chunks_of(upstream, A::zero());
        out.put_chunks(shares.len(), |i, place| {
            let p = whole.get(i).unwrap_or(&rest);
            let u = others.get(i).unwrap_or(&other_rest);
            for k in 0..WIDTH {
                let (p, u): (f64, f64) = (p[k].into(), u[k].into());
                place[k] = product(p, (u - centre) - mean, factors);
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
        let ([shares, upstream], entries) = (panel.lanes, results.entries);
        let (mut totals, mut top, mut centre) = (Sums::new(), [0.0; WIDTH], [0.0; WIDTH]);
        for (p, u) in shares.iter().zip(upstream) {
            totals.add::<For<I, A>>(p);
            for k in 0..WIDTH {
                centre[k] = if p[k] > top[k] { u[k] } else { centre[k] };
                top[k] = if p[k] > top[k] { p[k] } else { top[k] };
            }
        }
        let totals = totals.values();
        let first = means::<I, A>(shares, upstream, &totals, &[0.0; WIDTH]);
        for k in 0..WIDTH {
            let prevails = 2.0 * top[k] > totals[k];
            centre[k] = if prevails { centre[k] } else { 0.0 };
        }
        let means = means::<I, A>(shares, upstream, &totals, &centre);
        let is_small = A::SHORT || largest_size(upstream.as_flattened()) < LARGE;
        let is_plain = is_small && is_plain::<A>(self.temperature);
        let factors = factors(self.temperature);
        for k in 0..WIDTH {
            results.refused[k] = !(first[k].is_finite() && centre[k].abs() < LARGE && is_plain);
        }
        for ((column, p), u) in entries.iter_mut().zip(shares).zip(upstream) {
            for k in 0..WIDTH {
                column[k] = product(p[k], (u[k] - centre[k]) - means[k], factors);
            }
        }
    }
}

/// The weighed mean of `u - centre` in every row.
#[inline(always)]
fn means<I: Isa, A: Float>(
    shares: &[Column],
    upstream: &[Column],
    totals: &Column,
    centre: &Column,
) -> Column {
    let mut sums = Sums::new();
    let mut terms = [0.0; WIDTH];
    for (p, u) in shares.iter().zip(upstream) {
        for k in 0..WIDTH {
            terms[k] = p[k] * (u[k] - centre[k]);
        }
        sums.add::<For<I, A>>(&terms);
    }
    let mut means = sums.values();
    for k in 0..WIDTH {
        means[k] = mean(means[k], totals[k]);
    }
    means
}

/// Whether a product with the inverse temperature neither under- nor overflows before its time.
#[inline(always)]
fn is_plain<A: Float>(temperature: Temperature) -> bool {
    A::SHORT || temperature.is_moderate()
}

/// The inverse temperature, to be multiplied with before and after the share: what it makes smaller comes after.
#[inline(always)]
fn factors(temperature: Temperature) -> (f64, f64) {
    let inverse = temperature.inverse.0;
    if inverse > 1.0 {
        (inverse, 1.0)
    } else {
        (1.0, inverse)
    }
}

#[inline(always)]
fn product(share: f64, above: f64, (before, after): (f64, f64)) -> f64 {
    share * (above * before) * after
}

/// `(uⱼ - pⱼ·Σᵢ uᵢ)/T`, `p` being given by its logarithm.
#[derive(Clone)]
pub(crate) struct LogSoftmaxVjpFromOutput {
    pub(crate) temperature: Temperature,
}

/// `p`, raised, from its logarithm.
#[inline(always)]
fn raised_share<L: Lane>(log: f64) -> f64 {
    if L::SHORT {
        return raised_power::<L>(log * std::f64::consts::LOG2_E);
    }
    let raised = exp_from::<L>(log, -0.0, ROUND + f64::from(RAISED_BY.1));
    // Not by clamping: what is masked must weigh nothing beside a huge sum.
    if log < CUT { 0.0 } else { raised }
}

/// Above this logarithm a class has most of the weight.
const PREVAILS: f64 = -std::f64::consts::LN_2;

impl<A: Float> OfLane<A, 2, 1> for LogSoftmaxVjpFromOutput {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        _: f64,
        [logs, upstream]: [&[A]; 2],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let (whole, rest) = chunks_of(logs, A::neg_infinity());
        let (others, other_rest) = chunks_of(upstream, A::zero());
        let (mut sum, mut wide) = (Sum::new(), [0.0; WIDTH]);
        let mut tops = [A::neg_infinity(); WIDTH];
        let last = (!logs.len().is_multiple_of(WIDTH)).then_some((&rest, &other_rest));
        for (logs, u) in whole.iter().zip(others).chain(last) {
            for k in 0..WIDTH {
                wide[k] = u[k].into();
                tops[k] = greater(tops[k], logs[k]);
            }
            sum.add::<For<I, A>>(&wide);
        }
        let (sum, top) = (sum.value::<For<I, A>>(), across(tops));
        if !(sum.abs() < LARGE && is_plain::<A>(self.temperature)) {
            let (logs, u) = (widened(logs), widened(upstream));
            out.put_all(OneByOne::new(&u, self.temperature.given).of_logs(&logs));
            return 0.0;
        }
        let start = out.len();
        let one = 2_f64.powi(pick::<A, _>(RAISED_BY));
        let inverse = (one.recip(), 0.0);
        let over_t = self.temperature.inverse.0;
        out.put_chunks(logs.len(), |i, place| {
            let logs = whole.get(i).unwrap_or(&rest);
            let u = others.get(i).unwrap_or(&other_rest);
            for k in 0..WIDTH {
                let weight = raised_share::<For<I, A>>(logs[k].into());
                place[k] = entry::<I, A>(u[k].into(), weight, inverse, sum) * over_t;
            }
        });
        let log: f64 = top.into();
        if log > PREVAILS {
            let place = place_of(logs, top).expect("it was found there");
            let (u, rest) = (upstream[place], sum_but::<For<I, A>, A>(upstream, place));
            let (own, others) = (log.exp(), -log.exp_m1());
            let at_top = entry_at_top::<I, A>((own, others), (1.0, 0.0), u.into(), rest);
            out.set(start + place, at_top * over_t);
        }
        0.0
    }

    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        true
    }

    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, panel: Panel<2>, results: Results) {
        let ([logs, upstream], entries) = (panel.lanes, results.entries);
        let (mut sums, mut rests) = (Sums::new(), Sums::new());
        let mut terms = [0.0; WIDTH];
        for (logs, u) in logs.iter().zip(upstream) {
            sums.add::<For<I, A>>(u);
            for k in 0..WIDTH {
                terms[k] = if logs[k] > PREVAILS { 0.0 } else { u[k] };
            }
            rests.add::<For<I, A>>(&terms);
        }
        let (sums, rests) = (sums.values(), rests.values());
        let is_plain = is_plain::<A>(self.temperature);
        for k in 0..WIDTH {
            results.refused[k] = !(sums[k].abs() < LARGE && is_plain);
        }
        let one = 2_f64.powi(pick::<A, _>(RAISED_BY));
        let inverse = (one.recip(), 0.0);
        let over_t = self.temperature.inverse.0;
        for ((column, logs), u) in entries.iter_mut().zip(logs).zip(upstream) {
            for k in 0..WIDTH {
                let weight = raised_share::<For<I, A>>(logs[k]);
                column[k] = entry::<I, A>(u[k], weight, inverse, sums[k]) * over_t;
            }
            for k in (0..panel.rows).filter(|&k| logs[k] > PREVAILS) {
                let (own, others) = (logs[k].exp(), -logs[k].exp_m1());
                let at_top = entry_at_top::<I, A>((own, others), (1.0, 0.0), u[k], rests[k]);
                column[k] = at_top * over_t;
            }
        }
    }
}
