//! Rows of a table that are asked for some of their entries: a softmax over a temperature.

use std::marker::PhantomData;

use ndarray::ArrayViewMut2;
use nnfn::losses::temperature_scaled_cross_entropy as value;
use nnfn::losses::temperature_scaled_cross_entropy_grad as grad;
use nnfn::losses::temperature_scaled_cross_entropy_grad_temperature as slope;

use super::double::sum;
use super::pieces::for_pieces;
use super::table::{Row, TILE, Table, each_place};
use crate::Float;
use crate::engine::{For, Total};
use crate::isa::{Isa, Loop, dispatch};
use crate::kernels::arithmetic::{two_product, two_sum};
use crate::kernels::exp::{EXP_CUT, LOWER, raised_exp};
use std::ops::Range;

/// Writes the right answers of a row.
pub(crate) type Answers<'a> = dyn Fn(usize, &mut Vec<usize>) + Sync + Send + 'a;

/// What is asked of every row of a table.
pub(crate) struct Quiz<'q> {
    pub(crate) temperature: f64,
    /// Whether a row is not asked for its own place: the table is of vectors with themselves.
    pub(crate) all_but_itself: bool,
    /// A row that has none has no loss.
    pub(crate) answers: &'q Answers<'q>,
}

/// The loss of a row: the mean over its right answers of `-ln softmax`, and the derivative by the temperature.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outcome {
    pub(crate) loss: f64,
    pub(crate) slope: f64,
}

impl Quiz<'_> {
    /// The outcome of every row. Adds to `pulls` the gradients by the similarities, times the factor of each row;
    /// without `pulls` there are no slopes either.
    pub(crate) fn ask<A: Float, S: Float>(
        &self,
        table: Table<'_, S>,
        factor: impl Fn(usize) -> f64 + Sync + Send,
        pulls: Option<ArrayViewMut2<'_, f64>>,
    ) -> Vec<Outcome> {
        for_pieces(table.len(), pulls, |range, mut pulls| {
            let mut buffers = Buffers::default();
            let mut outcomes = Vec::with_capacity(range.len());
            for start in range.clone().step_by(TILE) {
                let tile = start..range.end.min(start + TILE);
                let factor = pulls.is_some().then_some(&factor);
                outcomes.extend(self.tile::<A, S>(table, tile.clone(), factor, &mut buffers));
                if let Some(pulls) = &mut pulls {
                    let strides = [pulls.strides()[0], pulls.strides()[1]];
                    each_place(tile, table.len(), &strides, |i, j| {
                        pulls[[i - range.start, j]] += buffers.pulls[i - start][j];
                    });
                }
            }
            outcomes
        })
    }

    /// The outcomes of some rows; leaves the gradients in `buffers.pulls`, if there are factors for them.
    fn tile<A: Float, S: Float>(
        &self,
        table: Table<'_, S>,
        tile: Range<usize>,
        factor: Option<&impl Fn(usize) -> f64>,
        buffers: &mut Buffers,
    ) -> Vec<Outcome> {
        let Buffers {
            rows,
            pulls,
            own,
            scratch,
        } = buffers;
        table.rows(tile.clone(), self.all_but_itself, rows);
        let ask = |(i, (row, pulls)): (usize, (&Row, &mut Vec<f64>))| {
            own.clear();
            (self.answers)(i, own);
            if own.is_empty() {
                pulls.clear();
                pulls.resize(table.len(), 0.0);
                return Outcome::default();
            }
            if self.all_but_itself {
                own.iter_mut().for_each(|j| *j -= usize::from(*j > i));
            }
            let factor = factor.map(|factor| factor(i));
            let outcome = self.one::<A>(row, own, factor, scratch);
            std::mem::swap(pulls, &mut scratch.weights);
            if self.all_but_itself && factor.is_some() {
                pulls.insert(i, 0.0);
            }
            outcome
        };
        tile.zip(rows.iter().zip(pulls)).map(ask).collect()
    }

    /// Leaves the gradients in `scratch.weights`, if there is a factor for them.
    fn one<A: Float>(
        &self,
        row: &Row,
        own: &[usize],
        factor: Option<f64>,
        scratch: &mut Scratch,
    ) -> Outcome {
        let temperature = self.temperature;
        let fast = dispatch(Softmax::<A> {
            row,
            own,
            temperature,
            factor,
            scratch,
            element: PhantomData,
        });
        fast.unwrap_or_else(|| by_definition(&row.hi, own, temperature, factor, scratch))
    }
}

/// Infinities, NaN and temperatures of any size.
fn by_definition(
    row: &[f64],
    own: &[usize],
    temperature: f64,
    factor: Option<f64>,
    scratch: &mut Scratch,
) -> Outcome {
    if own.len() > 1 && row.iter().any(|s| s.is_nan()) {
        scratch.weights.clear();
        scratch.weights.resize(row.len(), f64::NAN);
        return Outcome {
            loss: f64::NAN,
            slope: f64::NAN,
        };
    }
    // Of several answers the definition is asked for the nearest: the others lie a known way behind it.
    let nearer = |i: usize, j: usize| if row[j] > row[i] { j } else { i };
    let near = own.iter().copied().reduce(nearer).expect("an answer");
    let count = own.len() as f64;
    let behind: Vec<f64> = own.iter().map(|&j| (row[near] - row[j]) / count).collect();
    let behind = match *own {
        [_] => 0.0, // where ∞ - ∞ is not asked
        _ => nnfn::losses::sum(&behind) / temperature,
    };
    let mut outcome = Outcome {
        loss: value(row, near, temperature) + behind,
        slope: 0.0,
    };
    if let Some(factor) = factor {
        outcome.slope = slope(row, near, temperature) - behind / temperature;
        // At the lowest temperatures 1/T alone may be infinite: take both sides of s/T times a power of two.
        let lift = match temperature < 1e-200 && all_below(row, 1e100) {
            true => 2_f64.powi(600),
            false => 1.0,
        };
        let row: Vec<f64> = row.iter().map(|s| lift * s).collect();
        let mut pulls = grad(&row, near, lift * temperature);
        pulls[near] = 0.0;
        pulls[near] = 0.0 - nnfn::losses::sum(&pulls); // p - 1 would cancel as p nears 1
        for &j in own.iter().filter(|_| own.len() > 1) {
            pulls[j] -= 1.0 / (lift * temperature) / count;
            pulls[near] += 1.0 / (lift * temperature) / count;
        }
        pulls
            .iter_mut()
            .for_each(|pull| *pull = *pull * factor * lift);
        scratch.weights = pulls;
    }
    outcome
}

/// Of some rows.
#[derive(Default)]
struct Buffers {
    rows: [Row; TILE],
    pulls: [Vec<f64>; TILE],
    own: Vec<usize>,
    scratch: Scratch,
}

#[derive(Default)]
struct Scratch {
    /// `(sⱼ - max s)/T`, and what rounding took from it.
    gaps: Vec<f64>,
    lost: Vec<f64>,
    /// `2^128·exp(gap)`; then the gradients.
    weights: Vec<f64>,
}

struct Softmax<'r, A> {
    row: &'r Row,
    own: &'r [usize],
    temperature: f64,
    factor: Option<f64>,
    scratch: &'r mut Scratch,
    element: PhantomData<A>,
}

/// `2^128`, the weight of the largest.
const RAISED: f64 = 1.0 / LOWER;

impl<A: Float> Loop for Softmax<'_, A> {
    /// Nothing if the definition must be asked.
    type Output = Option<Outcome>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Option<Outcome> {
        let Self { row, own, .. } = self;
        let (t, n) = (self.temperature, row.hi.len());
        // Within these bounds nothing below overflows, and what underflows is 0 in the end.
        if !(1e-15..=1e15).contains(&t) || !all_below(&row.hi, 1e150) {
            return None;
        }
        let top = top(row);
        let Scratch {
            gaps,
            lost,
            weights,
        } = self.scratch;
        for buffer in [&mut *gaps, lost, weights] {
            buffer.resize(n, 0.0);
        }
        let (hi, lo) = (&row.hi[..n], &row.lo[..n]);
        let (gaps, lost, weights) = (&mut gaps[..n], &mut lost[..n], &mut weights[..n]);
        let (top_hi, top_lo, over_t) = (hi[top], lo[top], 1.0 / t);
        for j in 0..n {
            // The rounding of difference or quotient alone would cost the exponential up to 256 units.
            let (gap, left) = two_sum(hi[j], -top_hi);
            let quotient = gap * over_t;
            let (product, rounded) = two_product::<For<I, f64>>(quotient, t);
            let remainder = ((gap - product) - rounded) + (left + (lo[j] - top_lo));
            let rest = remainder * over_t;
            let cut = if quotient < EXP_CUT {
                EXP_CUT
            } else {
                quotient
            };
            let weight = raised_exp::<For<I, A>>(cut, rest);
            gaps[j] = quotient;
            lost[j] = rest;
            weights[j] = if quotient < EXP_CUT { 0.0 } else { weight };
        }
        weights[top] = 0.0;
        let others = sum(weights);
        let total = RAISED + others;
        let count = own.len() as f64;
        let far = |of: &[f64]| match own {
            &[one] => of[one],
            own => {
                let mut total = Total::default();
                own.iter().for_each(|&j| total.add(of[j]));
                total.value() / count
            }
        };
        let (far, far_lost) = (far(gaps), far(lost));
        let mut outcome = Outcome {
            // ln Σ exp(sⱼ/T) - s/T would cancel where the right answer leads.
            loss: ((others * LOWER).ln_1p() - far) - far_lost,
            slope: 0.0,
        };
        let Some(factor) = self.factor else {
            return Some(outcome);
        };
        // Seen from the largest all terms have one sign.
        for j in 0..n {
            lost[j] = weights[j] * -gaps[j];
        }
        outcome.slope = ((far + sum(lost) / total) + far_lost) / t;
        let scale = factor / t / (total * LOWER);
        let (scale, lower) = match scale.abs() < 1.0 {
            true => (scale, LOWER),
            false => (scale * LOWER, 1.0),
        };
        let rest = match *own {
            [one] if one == top => others,
            [one] => RAISED + (others - weights[one]),
            _ => 0.0,
        };
        weights[top] = RAISED;
        for weight in weights.iter_mut() {
            *weight = *weight * scale * lower;
        }
        match own {
            // p - 1 would cancel as p nears 1.
            &[one] => weights[one] = 0.0 - rest * scale * lower,
            own => own.iter().for_each(|&j| weights[j] -= factor / t / count),
        }
        Some(outcome)
    }
}

/// Whether all are numbers of at most this size.
#[inline(always)]
fn all_below(x: &[f64], bound: f64) -> bool {
    x.iter().fold(true, |all, x| all & (x.abs() <= bound))
}

/// The place of the largest.
#[inline(always)]
fn top(row: &Row) -> usize {
    const SIDE: usize = 16;
    let mut largest = [f64::NEG_INFINITY; SIDE];
    let (blocks, rest) = row.hi.as_chunks::<SIDE>();
    for block in blocks {
        for (max, &x) in largest.iter_mut().zip(block) {
            *max = if x > *max { x } else { *max };
        }
    }
    let max = largest
        .iter()
        .chain(rest)
        .fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    let ties = (0..row.hi.len()).filter(|&j| row.hi[j] == max);
    let above = |i: usize, j: usize| if row.lo[j] > row.lo[i] { j } else { i };
    ties.reduce(above).unwrap_or(0)
}
