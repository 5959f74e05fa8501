//! Softmax and its relatives on one row. A row without a finite largest logit is left to `nnfn`.

use super::arithmetic::{reciprocal, scale, split, two_sum};
use super::row::Row;
use super::sum::{sum, sum_of_pairs};
use crate::float::sealed::Lane;

/// Replaces logits by probabilities.
pub(crate) fn softmax<A: Lane, const PLAIN: bool>(row: &mut [A], temperature: A) {
    let Some(measured) = Row::<A, PLAIN>::new(row, temperature) else {
        let exact = nnfn::activations::softmax(&widened(row), temperature.into());
        return assign(row, &exact);
    };
    let sums = measured.weigh(row);
    scale(row, reciprocal(sums.total()));
}

/// Replaces logits by log-probabilities.
pub(crate) fn log_softmax<A: Lane, const PLAIN: bool>(row: &mut [A], temperature: A) {
    let Some(measured) = Row::<A, PLAIN>::new(row, temperature) else {
        let exact = nnfn::activations::log_softmax(&widened(row), temperature.into());
        return assign(row, &exact);
    };
    let log_sum = measured.measure(row).log_sum();
    // z/T - (max z/T + log_sum), the constant in double length.
    let (peak, peak_lo) = measured.argument(measured.peak);
    let (level, lost) = two_sum(peak.into(), log_sum);
    let (level, level_lo) = split::<A>(level, lost + peak_lo.into());
    for value in row.iter_mut() {
        let (hi, lo) = measured.argument(*value);
        *value = (hi - level) + (lo - level_lo);
    }
    row[measured.top] = A::nearest(-log_sum); // of a small one, the difference would lose digits
}

/// `ln Σ exp(z)`.
pub(crate) fn log_sum_exp<A: Lane>(row: &[A]) -> A {
    let Some(measured) = Row::<A, true>::new(row, A::one()) else {
        return A::nearest(nnfn::log_sum_exp(&widened(row)));
    };
    A::nearest(measured.peak.into() + measured.measure(row).log_sum())
}

/// Replaces `row`, the logits, by the product of `upstream` with the Jacobian of [`softmax`]:
/// `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T`.
pub(crate) fn softmax_vjp<A: Lane, const PLAIN: bool>(
    row: &mut [A],
    logits: &[A],
    upstream: &[A],
    temperature: A,
) {
    if let Some(measured) = Row::<A, PLAIN>::new(row, temperature) {
        let sums = measured.weigh(row);
        // As in `nnfn`, a part that all of the upstream have in common is taken out first: it would cancel.
        let mean_beyond = |shift: f64| sum_of_pairs(row, upstream, |w, u| w * (u - shift)) / sums.total();
        let shift: f64 = if sums.others < sums.top {
            upstream[measured.top].into()
        } else {
            mean_beyond(0.0)
        };
        let shift: A = A::nearest(shift);
        let mean = A::nearest(mean_beyond(shift.into()));
        let factor = A::nearest(1.0 / (sums.total() * temperature.into()));
        for (value, &u) in row.iter_mut().zip(upstream) {
            *value = ((u - shift) - mean) * (*value * factor);
        }
    }
    if !sum(row).is_finite() {
        let (z, u) = (widened(logits), widened(upstream));
        assign(row, &nnfn::activations::softmax_vjp(&z, temperature.into(), &u));
    }
}

/// Replaces `row`, the logits, by the product of `upstream` with the Jacobian of [`log_softmax`]:
/// `(uⱼ - pⱼ·Σᵢ uᵢ)/T`.
pub(crate) fn log_softmax_vjp<A: Lane, const PLAIN: bool>(
    row: &mut [A],
    logits: &[A],
    upstream: &[A],
    temperature: A,
) {
    if let Some(measured) = Row::<A, PLAIN>::new(row, temperature) {
        let sums = measured.weigh(row);
        let top = measured.top;
        let u_top: f64 = upstream[top].into();
        let rest = sum(&upstream[..top]) + sum(&upstream[top + 1..]);
        let unit = sums.total() * temperature.into();
        let (inverse, factor) = (A::nearest(temperature.into().recip()), A::nearest((rest + u_top) / unit));
        for (value, &u) in row.iter_mut().zip(upstream) {
            *value = u * inverse - *value * factor;
        }
        // 1 - p from the other weights: as p nears 1 it would cancel.
        row[top] = A::nearest((u_top * sums.others - sums.top * rest) / unit);
    }
    if !sum(row).is_finite() {
        let (z, u) = (widened(logits), widened(upstream));
        assign(row, &nnfn::activations::log_softmax_vjp(&z, temperature.into(), &u));
    }
}

fn widened<A: Lane>(row: &[A]) -> Vec<f64> {
    row.iter().map(|&value| value.into()).collect()
}

fn assign<A: Lane>(row: &mut [A], values: &[f64]) {
    for (place, &value) in row.iter_mut().zip(values) {
        *place = A::nearest(value);
    }
}
pub(crate) fn staged<A: Lane>(row: &mut [A], stage: usize) {
    if stage == 0 { return }
    if stage == 1 { row[0] = A::nearest(super::sum::largest(row).unwrap() as f64); return }
    let m = Row::<A, true>::new(row, A::one()).unwrap();
    if stage == 2 { m.weigh_only(row); return }
    let s = m.weigh(row);
    if stage == 3 { row[0]=A::nearest(s.total()); return }
    scale(row, reciprocal(s.total()));
}
pub(crate) fn staged2<A: Lane>(out: &mut Vec<A>, row: &[A], stage: usize) {
    let n = out.len();
    let m = Row::<A, true>::new(row, A::one()).unwrap();
    out.extend(row.iter().map(|&z| m.weight(z)));
    let row=&mut out[n..];
    if stage == 2 { return }
    let s = (sum(&row[..m.top])+sum(&row[m.top+1..])) + row[m.top].into();
    if stage == 3 { row[0]=A::nearest(s); return }
    scale(row, reciprocal(s));
}
pub(crate) fn staged3<A: Lane>(out: &mut Vec<A>, row: &[A], stage: usize) {
    let n = out.len();
    let m = Row::<A, true>::new(row, A::one()).unwrap();
    let mut others = super::sum::Total::default();
    for (i, block) in row.chunks(1024).enumerate() {
        let at = out.len();
        if stage >= 10 { out.extend(block.iter().map(|&z| m.weight(z))); } else {
        out.extend_from_slice(block);
        for w in &mut out[at..] { *w = m.weight(*w) } }
        if i == m.top/1024 { out[n+m.top] = A::zero(); }
        others.add(sum(&out[at..]));
    }
    out[n+m.top] = m.weight(m.peak);
    let s: f64 = others.value() + out[n+m.top].into();
    let row=&mut out[n..];
    if stage%10 == 3 { row[0]=A::nearest(s); return }
    scale(row, reciprocal(s));
}
