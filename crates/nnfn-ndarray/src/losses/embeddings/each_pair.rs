//! A table in which every entry is a question of its own, whose answer is yes on the diagonal.

use std::marker::PhantomData;

use ndarray::ArrayViewMut2;
use nnfn::losses as definition;

use super::double::sum;
use super::pieces::for_pieces;
use super::table::{Row, Table};
use crate::Float;
use crate::engine::For;
use crate::isa::{Isa, Loop, dispatch};
use crate::kernels::Lane;
use crate::kernels::arithmetic::{two_product, two_sum};
use crate::kernels::exp::{EXP_CUT, LOWER, ln_1p, raised_exp};

/// `softplus(-y·(scale·s + bias))`, where `y` is 1 on the diagonal and -1 off it.
pub(crate) struct EachPair {
    pub(crate) scale: f64,
    pub(crate) bias: f64,
}

/// The sum over a row, and its derivatives.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowSum {
    pub(crate) loss: f64,
    pub(crate) by_scale: f64,
    pub(crate) by_bias: f64,
}

impl EachPair {
    /// The sum of every row. Writes to `pulls` the gradients by the similarities, times the factor of each row;
    /// without `pulls` there are no derivatives either.
    pub(crate) fn ask<A: Float, S: Float>(
        &self,
        table: Table<'_, S>,
        factor: impl Fn(usize) -> f64 + Sync + Send,
        pulls: Option<ArrayViewMut2<'_, f64>>,
    ) -> Vec<RowSum> {
        for_pieces(table.len(), pulls, |range, mut pulls| {
            let (mut rows, mut terms) = ([Row::default()], Terms::default());
            let ask = |i: usize| {
                table.rows(i..i + 1, false, &mut rows);
                let factor = pulls.is_some().then(|| factor(i));
                self.one::<A>(&rows[0], i, factor, &mut terms);
                if let Some(pulls) = &mut pulls {
                    let places = pulls.row_mut(i - range.start);
                    for (place, pull) in places.into_iter().zip(&terms.pulls) {
                        *place = *pull;
                    }
                }
                dispatch(Sums(&terms))
            };
            range.clone().map(ask).collect()
        })
    }

    /// The terms of a row.
    fn one<A: Float>(&self, row: &Row, i: usize, factor: Option<f64>, terms: &mut Terms) {
        terms.resize(row.hi.len());
        let believed = dispatch(Softplus::<A> {
            pairs: self,
            row,
            factor,
            terms,
            element: PhantomData,
        });
        if believed {
            self.together::<A>(row, i, factor, terms);
        } else {
            self.by_definition(&row.hi, i, factor, terms);
        }
    }

    /// The one that belongs to the row.
    fn together<A: Float>(&self, row: &Row, i: usize, factor: Option<f64>, terms: &mut Terms) {
        // Yes to a logit is no to its negative.
        let pairs = Self {
            scale: self.scale,
            bias: -self.bias,
        };
        let one = Row {
            hi: vec![-row.hi[i]],
            lo: vec![-row.lo[i]],
        };
        let mut term = Terms::default();
        term.resize(1);
        dispatch(Softplus::<A> {
            pairs: &pairs,
            row: &one,
            factor,
            terms: &mut term,
            element: PhantomData,
        });
        terms.losses[i] = term.losses[0];
        terms.pulls[i] = -term.pulls[0];
        terms.by_scale[i] = term.by_scale[0];
        terms.by_bias[i] = -term.by_bias[0];
    }

    /// Infinities, NaN and scales of any size.
    fn by_definition(&self, row: &[f64], i: usize, factor: Option<f64>, terms: &mut Terms) {
        for (j, &s) in row.iter().enumerate() {
            let sign = if i == j { 1.0 } else { -1.0 };
            let (table, bias) = ([vec![sign * s]], sign * self.bias);
            terms.losses[j] = definition::siglip(&table, self.scale, bias);
            if let Some(factor) = factor {
                let pull = definition::siglip_grad(&table, self.scale, bias)[0][0];
                terms.pulls[j] = sign * pull * factor;
                terms.by_scale[j] = definition::siglip_grad_scale(&table, self.scale, bias);
                terms.by_bias[j] = sign * definition::siglip_grad_bias(&table, self.scale, bias);
            }
        }
    }
}

/// Of each entry of a row.
#[derive(Default)]
struct Terms {
    losses: Vec<f64>,
    /// Times the factor of the row.
    pulls: Vec<f64>,
    by_scale: Vec<f64>,
    by_bias: Vec<f64>,
}

impl Terms {
    fn resize(&mut self, n: usize) {
        let Self {
            losses,
            pulls,
            by_scale,
            by_bias,
        } = self;
        for terms in [losses, pulls, by_scale, by_bias] {
            terms.resize(n, 0.0);
        }
    }
}

struct Sums<'t>(&'t Terms);

impl Loop for Sums<'_> {
    type Output = RowSum;

    #[inline(always)]
    fn run<I: Isa>(self) -> RowSum {
        RowSum {
            loss: total(&self.0.losses),
            by_scale: total(&self.0.by_scale),
            by_bias: total(&self.0.by_bias),
        }
    }
}

/// A compensated sum; infinities as they come.
#[inline(always)]
fn total(terms: &[f64]) -> f64 {
    let total = sum(terms);
    if total.is_nan() {
        terms.iter().sum()
    } else {
        total
    }
}

/// All entries of a row as pairs that do not belong together.
struct Softplus<'r, A> {
    pairs: &'r EachPair,
    row: &'r Row,
    factor: Option<f64>,
    terms: &'r mut Terms,
    element: PhantomData<A>,
}

impl<A: Float> Loop for Softplus<'_, A> {
    /// Whether it may be believed; if not, the definition must be asked.
    type Output = bool;

    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        let n = self.row.hi.len();
        let (scale, bias) = (self.pairs.scale, self.pairs.bias);
        let (hi, lo) = (&self.row.hi[..n], &self.row.lo[..n]);
        let moderate = |x: f64| x.abs() <= 1e140;
        if !(moderate(scale) && moderate(bias) && hi.iter().all(|&s| moderate(s))) {
            return false;
        }
        let Terms {
            losses,
            pulls,
            by_scale,
            by_bias,
        } = self.terms;
        let losses = &mut losses[..n];
        let Some(factor) = self.factor else {
            for j in 0..n {
                let logit = logit::<For<I, f64>>(scale, bias, hi[j], lo[j]);
                losses[j] = softplus::<For<I, A>>(logit).0;
            }
            return true;
        };
        // In this order a small exponential keeps its digits, and nothing overflows.
        let (pull, lower) = match factor * scale {
            pull if pull.abs() < 1.0 => (pull, LOWER),
            pull => (pull * LOWER, 1.0),
        };
        let (pulls, by_scale, by_bias) = (&mut pulls[..n], &mut by_scale[..n], &mut by_bias[..n]);
        for j in 0..n {
            let logit = logit::<For<I, f64>>(scale, bias, hi[j], lo[j]);
            let (loss, numerator, denominator) = softplus::<For<I, A>>(logit);
            let slope = numerator * LOWER / denominator;
            losses[j] = loss;
            pulls[j] = numerator / denominator * pull * lower;
            by_scale[j] = slope * hi[j];
            by_bias[j] = slope;
        }
        true
    }
}

/// `scale·s + bias` and what rounding took from it.
#[inline(always)]
fn logit<L: Lane>(scale: f64, bias: f64, s: f64, lo: f64) -> (f64, f64) {
    let (product, rounded) = two_product::<L>(scale, s);
    let (sum, left) = two_sum(product, bias);
    (sum, left + (rounded + scale * lo))
}

/// `ln(1 + exp(x))`, and its derivative as a quotient, the numerator of which is raised by `2^128`.
#[inline(always)]
fn softplus<L: Lane>((hi, lo): (f64, f64)) -> (f64, f64, f64) {
    let (below, rest) = if hi < 0.0 { (hi, lo) } else { (-hi, -lo) };
    let cut = if below < EXP_CUT { EXP_CUT } else { below };
    let raised = raised_exp::<L>(cut, if below < EXP_CUT { 0.0 } else { rest });
    let raised = if below < EXP_CUT { 0.0 } else { raised };
    let e = raised * LOWER;
    let (ramp, ramp_lo) = if hi < 0.0 { (0.0, 0.0) } else { (hi, lo) };
    let loss = ramp + (ln_1p::<L>(e) + ramp_lo);
    (loss, if hi < 0.0 { raised } else { 1.0 / LOWER }, 1.0 + e)
}
