//! Softmax, log-softmax and log-sum-exp of one lane. A lane without a finite largest logit is left to `nnfn`.

use super::panel::{Columns, Panel, Results};
use super::target::{in_order, times};
use super::{OfLane, Out, Row, Scratch, Temperature, WIDTH, chunks_of, widened};
use crate::Float;
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::Lane;
use crate::kernels::arithmetic::two_sum;

/// The probabilities.
#[derive(Clone)]
pub(crate) struct Softmax {
    pub(crate) temperature: Temperature,
    pub(crate) scratch: Scratch,
}

impl<A: Float> OfLane<A, 1, 1> for Softmax {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(&mut self, _: usize, _: f64, [z]: [&[A]; 1], [out]: &mut [Out<A>; 1]) -> f64 {
        let scratch = &mut self.scratch;
        match Row::new::<I, A>(z, self.temperature, Some(scratch)) {
            Some(row) => put_shares::<I, A>(&row, scratch, z.len(), (1.0, 1.0), out),
            None => out.put_all(nnfn::activations::softmax(
                &widened(z),
                self.temperature.given,
            )),
        }
        0.0
    }

    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        true
    }

    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, panel: Panel<1>, results: Results) {
        let (t, entries) = (self.temperature, results.entries);
        let columns = Columns::new::<I, A>(panel.lanes[0], t, entries, results.refused);
        let (inverse, inverse_lo) = columns.inverse_totals::<For<I, A>>();
        for column in entries {
            for k in 0..WIDTH {
                column[k] = times::<For<I, A>>(column[k], (inverse[k], inverse_lo[k]));
            }
        }
    }
}

/// Puts the probabilities times two factors, of which the product may be out of range.
#[inline(always)]
pub(crate) fn put_shares<I: Isa, A: Float>(
    row: &Row,
    scratch: &Scratch,
    n: usize,
    (factor, second): (f64, f64),
    out: &mut Out<A>,
) {
    let (inverse, inverse_lo) = row.inverse_total::<For<I, A>>();
    if factor == 1.0 && second == 1.0 {
        out.put_chunks(n, |i, place| {
            for k in 0..WIDTH {
                place[k] = times::<For<I, A>>(scratch.0[i][k], (inverse, inverse_lo));
            }
        });
        return;
    }
    // Raised by what the weights are, so that no share is subnormal.
    let raised = (row.one * inverse, row.one * inverse_lo);
    let (first, second) = in_order(factor * second, row.one.recip());
    out.put_chunks(n, |i, place| {
        for k in 0..WIDTH {
            place[k] = times::<For<I, A>>(scratch.0[i][k], raised) * first * second;
        }
    });
}

/// The log-probabilities.
#[derive(Clone)]
pub(crate) struct LogSoftmax {
    pub(crate) temperature: Temperature,
}

impl<A: Float> OfLane<A, 1, 1> for LogSoftmax {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(&mut self, _: usize, _: f64, [z]: [&[A]; 1], [out]: &mut [Out<A>; 1]) -> f64 {
        let Some(row) = Row::new::<I, A>(z, self.temperature, None) else {
            out.put_all(nnfn::activations::log_softmax(
                &widened(z),
                self.temperature.given,
            ));
            return 0.0;
        };
        let log_sum = row.log_sum();
        let (whole, rest) = chunks_of(z, A::zero());
        out.put_chunks(z.len(), |i, place| {
            let logits = whole.get(i).unwrap_or(&rest);
            for k in 0..WIDTH {
                let (hi, lo) = row.gap::<For<I, A>>(logits[k].into());
                place[k] = less::<For<I, A>>(hi, lo, log_sum);
            }
        });
        0.0
    }

    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        true
    }

    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, panel: Panel<1>, results: Results) {
        let ([logits], entries) = (panel.lanes, results.entries);
        let columns = Columns::new::<I, A>(logits, self.temperature, entries, results.refused);
        let log_sums = columns.log_sums::<For<I, A>>();
        for (column, logits) in entries.iter_mut().zip(logits) {
            for k in 0..WIDTH {
                let (hi, lo) = columns.gap::<For<I, A>>(k, logits[k]);
                column[k] = less::<For<I, A>>(hi, lo, log_sums[k]);
            }
        }
    }
}

/// `hi + lo - level`.
#[inline(always)]
fn less<L: Lane>(hi: f64, lo: f64, level: f64) -> f64 {
    let (sum, lost) = two_sum(hi, -level);
    let lost = lost + lo;
    // Beside -∞ there is nothing to correct.
    if L::SHORT {
        hi - level
    } else if hi < f64::MIN {
        sum
    } else {
        sum + lost
    }
}

/// `ln Σ exp(z/T)`, and its gradient, the probabilities over `T`.
#[derive(Clone)]
pub(crate) struct LogSumExp {
    pub(crate) temperature: Temperature,
    pub(crate) scratch: Scratch,
}

impl<A: Float> OfLane<A, 1, 1> for LogSumExp {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        factor: f64,
        [z]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let scratch = out.wanted().then_some(&mut self.scratch);
        let Some(row) = Row::new::<I, A>(z, self.temperature, scratch) else {
            let z = widened(z);
            if out.wanted() {
                let p = nnfn::activations::softmax(&z, self.temperature.given);
                out.put_all(p.iter().map(|p| p / self.temperature.given * factor));
            }
            return of_temperature(&z, self.temperature.given);
        };
        if out.wanted() {
            let factors = (factor, 1.0 / self.temperature.given);
            put_shares::<I, A>(&row, &self.scratch, z.len(), factors, out);
        }
        row.log_sum_exp::<For<I, A>>()
    }

    #[inline(always)]
    fn goes_side_by_side(&self) -> bool {
        true
    }

    #[inline(always)]
    fn side_by_side<I: Isa>(&mut self, panel: Panel<1>, results: Results) {
        let ([logits], entries) = (panel.lanes, results.entries);
        let columns = Columns::new::<I, A>(logits, self.temperature, entries, results.refused);
        let log_sums = columns.log_sums::<For<I, A>>();
        for k in 0..WIDTH {
            results.values[k] = columns.log_sum_exp::<For<I, A>>(k, log_sums[k]);
        }
        let (inverse, _) = columns.inverse_totals::<For<I, A>>();
        for column in entries {
            for k in 0..WIDTH {
                let factor = panel.factors[k] / self.temperature.given;
                column[k] = column[k] * inverse[k] * factor;
            }
        }
    }
}

/// `ln Σ exp(z/T)` by the definition.
fn of_temperature(z: &[f64], temperature: f64) -> f64 {
    if temperature == 1.0 {
        return nnfn::log_sum_exp(z);
    }
    // -ln softmax of the largest is the logarithm of the sum, measured from there.
    let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_infinite() || z.iter().any(|z| z.is_nan()) {
        return nnfn::log_sum_exp(z);
    }
    let top = z.iter().position(|&z| z == largest).unwrap_or(0);
    largest / temperature - nnfn::activations::log_softmax(z, temperature)[top]
}
