//! A row of logits and its softmax weights, as `nnfn`'s `Row` with vector instructions.
//!
//! The weights are `exp((z - max z)/T)`, raised by a power of two so that none that counts is subnormal: the largest
//! is that power itself. `z - max z` and the quotient are in double length for an `f64` result: their rounding would
//! cost an exponential as many units in the last place as the argument is large.

use ndarray::{ArrayRef, Axis, Dimension};

use super::largest::{across, greater, largest, place_of};
use super::power::{power, raised_power};
use super::run::vec_for;
use super::sum::Sum;
use super::{Chunk, WIDTH, chunks_of};
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::Lane;
use crate::kernels::arithmetic::{fma, two_product, two_sum};
use crate::kernels::exp::{ROUND, exp_from};
use crate::{Error, Float};

/// By what power of two the weights are raised: for an `f32` result and an `f64` one, of which factors of up to the
/// largest number may bring back the tails.
pub(super) const RAISED_BY: (i32, i32) = (128, 960);
/// Below this gap a weight for an `f64` result is 0.
pub(super) const CUT: f64 = -1366.0;

/// Rows from this length on do not stay in the nearest cache: they are read once.
const LONG: usize = 8192;
/// Chunks of which the largest logit is looked for together.
const BLOCK: usize = 64;
/// By what power of two the weight of a logit may be above that of the first ones.
const ROOM: f64 = 64.0;

/// Temperatures so far from 1, and logits so far from 0, are left to the definition.
const MODERATE: f64 = (1_u64 << 60) as f64;
pub(super) const MODERATE_LOGIT: f64 = 1e290;

/// The temperature, and its inverse in double length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Temperature {
    pub(crate) given: f64,
    pub(super) inverse: (f64, f64),
}

impl Temperature {
    /// Of a positive number.
    pub(crate) fn new(given: f64) -> Self {
        let hi = given.recip();
        let lo = (-hi).mul_add(given, 1.0) * hi;
        Self {
            given,
            inverse: (hi, lo),
        }
    }

    pub(crate) fn one() -> Self {
        Self::new(1.0)
    }

    /// What a gap between logits is multiplied by to be an exponent of 2.
    #[inline(always)]
    pub(super) fn base_two(&self) -> f64 {
        self.inverse.0 * std::f64::consts::LOG2_E
    }

    pub(super) fn is_moderate(&self) -> bool {
        self.given < MODERATE && self.given > 1.0 / MODERATE
    }
}

/// The weights of a lane; made once for all lanes of a length.
#[derive(Clone)]
pub(crate) struct Scratch(pub(crate) Vec<Chunk<f64>>);

impl Scratch {
    /// For the lanes along an axis of an array.
    pub(crate) fn along<A, D: Dimension>(x: &ArrayRef<A, D>, axis: Axis) -> Result<Self, Error> {
        let n = if x.is_empty() { 0 } else { x.len_of(axis) };
        let mut chunks = vec_for(n.div_ceil(WIDTH))?;
        chunks.resize(n.div_ceil(WIDTH), [0.0; WIDTH]);
        Ok(Self(chunks))
    }
}

impl Scratch {
    /// The weight of a class.
    #[inline(always)]
    pub(crate) fn weight(&self, class: usize) -> f64 {
        self.0[class / WIDTH][class % WIDTH]
    }
}

/// Where the largest logit stands, and the sum of the weights.
pub(crate) struct Row {
    /// Index of the largest logit.
    pub(crate) top: usize,
    /// The largest logit.
    pub(crate) peak: f64,
    /// The weight of the largest logit, a power of two.
    pub(crate) one: f64,
    /// Sum of the other weights: where the top takes nearly all, the total less the top would cancel.
    pub(crate) others: f64,
    temperature: Temperature,
}

impl Row {
    /// `None` where there is nothing to measure from: no logit, or none that is finite, or an infinite one; and where
    /// logits or the temperature are so extreme that what follows would overflow. The definition has those.
    ///
    /// The weights are left in `weights`, if it is there.
    #[inline(always)]
    pub(crate) fn new<I: Isa, A: Float>(
        logits: &[A],
        temperature: Temperature,
        weights: Option<&mut Scratch>,
    ) -> Option<Self> {
        let mut weights = weights;
        if A::SHORT && logits.len() >= LONG && temperature.is_moderate() {
            let row = Self::in_one_pass::<I, A>(logits, temperature, weights.as_deref_mut());
            if row.is_some() {
                return row;
            }
        }
        let (top, peak) = largest(logits)?;
        let peak: f64 = peak.into();
        if !(temperature.is_moderate() && peak.abs() < MODERATE_LOGIT) {
            return None;
        }
        let mut row = Self {
            top,
            peak,
            one: 2_f64.powi(pick::<A, _>(RAISED_BY)),
            others: 0.0,
            temperature,
        };
        let mut sum = Sum::new();
        let (whole, rest) = chunks_of(logits, A::neg_infinity());
        let rest = (!logits.len().is_multiple_of(WIDTH)).then_some(&rest);
        let mut own = [0.0; WIDTH];
        let mut others = weights.map_or(Default::default(), |Scratch(weights)| weights.iter_mut());
        for (i, chunk) in whole.iter().chain(rest).enumerate() {
            let weights = others.next().unwrap_or(&mut own);
            row.weigh::<I, A>(chunk, weights);
            if i == top / WIDTH {
                weights[top % WIDTH] = 0.0;
            }
            sum.add::<For<I, A>>(weights);
            if i == top / WIDTH {
                weights[top % WIDTH] = row.one;
            }
        }
        row.others = sum.value::<For<I, A>>();
        Some(row)
    }

    /// [`new`](Self::new) of a long row that does not stay in the nearest cache, measured from the largest of the
    /// first logits: what later ones are above it, the weights have room for. `None` where they have not, or where
    /// the top prevails and cannot be taken out of the sum.
    #[inline(always)]
    fn in_one_pass<I: Isa, A: Float>(
        logits: &[A],
        temperature: Temperature,
        mut scratch: Option<&mut Scratch>,
    ) -> Option<Self> {
        let (_, first) = largest(&logits[..BLOCK * WIDTH])?;
        let mut row = Self {
            top: 0,
            peak: first.into(),
            one: 0.0,
            others: 0.0,
            temperature,
        };
        let (whole, rest) = chunks_of(logits, A::neg_infinity());
        let rest = (!logits.len().is_multiple_of(WIDTH)).then_some(&rest);
        let mut own = [0.0; WIDTH];
        let mut places = (scratch.as_deref_mut())
            .map_or(Default::default(), |Scratch(weights)| weights.iter_mut());
        let (mut sum, mut best) = (Sum::new(), A::neg_infinity());
        let mut chunks = whole.iter().chain(rest);
        for start in (0..logits.len()).step_by(BLOCK * WIDTH) {
            let mut tops = [A::neg_infinity(); WIDTH];
            for chunk in chunks.by_ref().take(BLOCK) {
                let weights = places.next().unwrap_or(&mut own);
                row.weigh::<I, A>(chunk, weights);
                sum.add::<For<I, A>>(weights);
                for k in 0..WIDTH {
                    tops[k] = greater(tops[k], chunk[k]);
                }
            }
            let top = across(tops);
            if top > best {
                (best, row.top) = (top, start);
            }
        }
        row.top += place_of(&logits[row.top..], best)?;
        let peak: f64 = best.into();
        let above = (peak - row.peak) * temperature.base_two();
        if !(above < ROOM && peak.abs() < MODERATE_LOGIT) {
            return None;
        }
        row.one = power::<For<I, A>>(above);
        row.others = sum.value::<For<I, A>>() - row.one;
        row.peak = peak;
        if row.others < row.one {
            // The difference has cancelled: the sum again, without the top.
            let Scratch(weights) = scratch?;
            weights[row.top / WIDTH][row.top % WIDTH] = 0.0;
            let mut sum = Sum::new();
            for weights in weights.iter() {
                sum.add::<For<I, A>>(weights);
            }
            weights[row.top / WIDTH][row.top % WIDTH] = row.one;
            row.others = sum.value::<For<I, A>>();
        }
        Some(row)
    }

    /// `(z - max z)/T`, in double length.
    #[inline(always)]
    pub(crate) fn gap<L: Lane>(&self, logit: f64) -> (f64, f64) {
        let (inverse, inverse_lo) = self.temperature.inverse;
        if L::SHORT {
            return ((logit - self.peak) * inverse, -0.0);
        }
        let (difference, lost) = two_sum(logit, -self.peak);
        let (hi, lo) = two_product::<L>(difference, inverse);
        (
            hi,
            fma::<L>(difference, inverse_lo, fma::<L>(lost, inverse, lo)),
        )
    }

    #[inline(always)]
    fn weigh<I: Isa, A: Float>(&self, logits: &Chunk<A>, weights: &mut Chunk<f64>) {
        if A::SHORT {
            let unit = self.temperature.base_two();
            for k in 0..WIDTH {
                let logit: f64 = logits[k].into();
                weights[k] = raised_power::<For<I, A>>((logit - self.peak) * unit);
            }
            return;
        }
        let origin = ROUND + f64::from(RAISED_BY.1);
        for k in 0..WIDTH {
            let (hi, lo) = self.gap::<For<I, A>>(logits[k].into());
            let weight = exp_from::<For<I, A>>(hi, lo, origin);
            // Not by clamping `hi`: what is masked must weigh nothing beside a huge factor.
            weights[k] = if hi < CUT { 0.0 } else { weight };
        }
    }

    /// Sum of all weights.
    #[inline(always)]
    pub(crate) fn total(&self) -> f64 {
        self.one + self.others
    }

    /// `ln Σ exp((zᵢ - max z)/T)`: keeps its digits where it is nearly 0.
    #[inline(always)]
    pub(crate) fn log_sum(&self) -> f64 {
        (self.others / self.one).ln_1p()
    }

    /// `ln Σ exp(zᵢ/T)`.
    #[inline(always)]
    pub(crate) fn log_sum_exp<L: Lane>(&self) -> f64 {
        let (inverse, inverse_lo) = self.temperature.inverse;
        let (hi, lo) = two_product::<L>(self.peak, inverse);
        let (sum, lost) = two_sum(hi, self.log_sum());
        sum + (lost + fma::<L>(self.peak, inverse_lo, lo))
    }

    /// 1 over the total, in double length.
    #[inline(always)]
    pub(crate) fn inverse_total<L: Lane>(&self) -> (f64, f64) {
        let (total, lost) = two_sum(self.one, self.others);
        quotient::<L>(1.0, (total, lost))
    }

    /// `(z_class - Σⱼ pⱼ·zⱼ)/T²`, by the weights in the buffer.
    #[inline(always)]
    pub(crate) fn slope_by_temperature<I: Isa, A: Float>(
        &self,
        logits: &[A],
        class: usize,
        Scratch(weights): &Scratch,
    ) -> f64 {
        let peak = A::nearest(self.peak);
        let (whole, rest) = chunks_of(logits, peak);
        let mut sum = Sum::new();
        let mut terms = [0.0; WIDTH];
        for (chunk, weights) in whole.iter().chain([&rest]).zip(weights) {
            for k in 0..WIDTH {
                let (gap, _) = self.gap::<For<I, A>>(chunk[k].into());
                // A weight of 0 outweighs every gap.
                terms[k] = if weights[k] == 0.0 {
                    0.0
                } else {
                    weights[k] * gap
                };
            }
            sum.add::<For<I, A>>(&terms);
        }
        let mean = sum.value::<For<I, A>>() / self.total();
        let (gap, gap_lo) = self.gap::<For<I, A>>(logits[class].into());
        ((gap - mean) + gap_lo) / self.temperature.given
    }

    /// Whether the largest logit has more weight than all others together.
    #[inline(always)]
    pub(crate) fn top_prevails(&self) -> bool {
        self.others < self.one
    }
}

/// `a/b` in double length, `b` being so.
#[inline(always)]
pub(crate) fn quotient<L: Lane>(a: f64, (b, b_lo): (f64, f64)) -> (f64, f64) {
    let hi = a / b;
    let (product, lost) = two_product::<L>(hi, b);
    let lo = ((a - product) - lost - hi * b_lo) / b;
    (hi, lo)
}

/// The first of two for an `f32` result, the second for an `f64` one.
#[inline(always)]
pub(super) fn pick<A: Float, T>((short, full): (T, T)) -> T {
    if A::SHORT { short } else { full }
}
