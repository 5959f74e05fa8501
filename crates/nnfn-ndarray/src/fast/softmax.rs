//! Softmax and its relatives on one row, appended to a vector. A row without a finite largest logit is left to
//! `nnfn`.

use super::arithmetic::{scale, split, two_sum};
use super::row::Row;
use super::sum::{sum, sum_of_pairs};
use crate::float::sealed::Lane;

/// Appends the probabilities.
pub(crate) fn softmax<A: Lane, const PLAIN: bool>(z: &[A], temperature: A, out: &mut Vec<A>) {
    let Some(row) = Row::<A, PLAIN>::new(z, temperature) else {
        let exact = nnfn::activations::softmax(&widened(z), temperature.into());
        return append(exact, out);
    };
    let start = out.len();
    let sums = row.weigh(z, out);
    scale(&mut out[start..], split(sums.total().recip(), 0.0));
}

/// Appends the log-probabilities.
pub(crate) fn log_softmax<A: Lane, const PLAIN: bool>(z: &[A], temperature: A, out: &mut Vec<A>) {
    let Some(row) = Row::<A, PLAIN>::new(z, temperature) else {
        let exact = nnfn::activations::log_softmax(&widened(z), temperature.into());
        return append(exact, out);
    };
    let log_sum = row.measure(z, out).log_sum();
    // z/T - (max z/T + log_sum), the constant in double length.
    let (peak, peak_lo) = row.argument(row.peak);
    let (level, lost) = two_sum(peak.into(), log_sum);
    let (level, level_lo) = split::<A>(level, lost + peak_lo.into());
    let start = out.len();
    out.extend(z.iter().map(|&logit| {
        let (hi, lo) = row.argument(logit);
        (hi - level) + (lo - level_lo)
    }));
    out[start + row.top] = A::nearest(-log_sum); // of a small one, the difference would lose digits
}

/// Appends `ln Σ exp(z)`.
pub(crate) fn log_sum_exp<A: Lane>(z: &[A], out: &mut Vec<A>) {
    let value = match Row::<A, true>::new(z, A::one()) {
        Some(row) => row.peak.into() + row.measure(z, out).log_sum(),
        None => nnfn::log_sum_exp(&widened(z)),
    };
    out.push(A::nearest(value));
}

/// Appends the product of `upstream` with the Jacobian of [`softmax`]: `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T`.
pub(crate) fn softmax_vjp<A: Lane, const PLAIN: bool>(
    (z, upstream): (&[A], &[A]),
    temperature: A,
    out: &mut Vec<A>,
) {
    let start = out.len();
    if let Some(row) = Row::<A, PLAIN>::new(z, temperature) {
        let sums = row.weigh(z, out);
        let out = &mut out[start..];
        // Where the top has most of the weight, measured from its entry: 0 there, and what the others add keeps
        // its digits.
        let shift = if sums.others < sums.top {
            upstream[row.top]
        } else {
            A::zero()
        };
        let mean = sum_of_pairs(out, upstream, |w, u| w * (u - shift.into())) / sums.total();
        let (mean, mean_lo) = split::<A>(mean, 0.0);
        let factor = A::nearest(1.0 / (sums.total() * temperature.into()));
        for (place, &u) in out.iter_mut().zip(upstream) {
            *place = (((u - shift) - mean) - mean_lo) * (*place * factor);
        }
        if sum(out).is_finite() {
            return;
        }
    }
    out.truncate(start);
    let exact = nnfn::activations::softmax_vjp(&widened(z), temperature.into(), &widened(upstream));
    append(exact, out);
}

/// Appends the product of `upstream` with the Jacobian of [`log_softmax`]: `(uⱼ - pⱼ·Σᵢ uᵢ)/T`.
pub(crate) fn log_softmax_vjp<A: Lane, const PLAIN: bool>(
    (z, upstream): (&[A], &[A]),
    temperature: A,
    out: &mut Vec<A>,
) {
    let start = out.len();
    if let Some(row) = Row::<A, PLAIN>::new(z, temperature) {
        let sums = row.weigh(z, out);
        let (out, top) = (&mut out[start..], row.top);
        let u_top: f64 = upstream[top].into();
        let rest = sum(&upstream[..top]) + sum(&upstream[top + 1..]);
        let unit = sums.total() * temperature.into();
        let inverse = A::nearest(1.0 / temperature.into());
        let factor = A::nearest((rest + u_top) / unit);
        for (place, &u) in out.iter_mut().zip(upstream) {
            *place = u * inverse - *place * factor;
        }
        // 1 - p from the other weights: as p nears 1 it would cancel.
        out[top] = A::nearest((u_top * sums.others - sums.top * rest) / unit);
        if sum(out).is_finite() {
            return;
        }
    }
    out.truncate(start);
    let exact =
        nnfn::activations::log_softmax_vjp(&widened(z), temperature.into(), &widened(upstream));
    append(exact, out);
}

pub(crate) fn widened<A: Lane>(row: &[A]) -> Vec<f64> {
    row.iter().map(|&value| value.into()).collect()
}

pub(crate) fn append<A: Lane>(values: Vec<f64>, out: &mut Vec<A>) {
    out.extend(values.into_iter().map(A::nearest));
}
