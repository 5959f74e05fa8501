//! Z-loss.

use ndarray::{ArrayRef, Axis, RemoveAxis};

use super::run::{self, WithGrad};
use crate::Float;
use crate::engine::For;
use crate::error::Error;
use crate::isa::Isa;
use crate::losses::{Loss, Reduce};
use crate::rows::{OfLane, Out, Row, Scratch, Temperature, put_shares, widened};

/// Z-loss along `axis`: `(ln Σⱼ exp(zⱼ))²` for every row of logits. See [`nnfn::losses::z_loss`].
///
/// The mean is over the rows.
///
/// # Errors
///
/// If there is no such axis, a weight is negative or not finite, or a mean is asked for and there is no row or no weight
/// above 0.
pub fn z_loss<'a, A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let reduce = reduction.into();
    let factors = run::checked([logits], ["logits"], axis, &reduce)?;
    let mut kernel = ZLoss(Scratch::along(logits, axis)?);
    run::value(&mut kernel, [logits], axis, reduce.reduction, factors)
}

/// [`z_loss`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`z_loss`].
pub fn z_loss_with_grad<'a, A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let reduce = reduction.into();
    let factors = run::checked([logits], ["logits"], axis, &reduce)?;
    let mut kernel = ZLoss(Scratch::along(logits, axis)?);
    let (loss, [grad]) = run::with_grads(&mut kernel, [logits], axis, reduce.reduction, factors)?;
    Ok((loss, grad))
}

/// The loss of one row; the buffer for it.
#[derive(Clone)]
pub(crate) struct ZLoss(pub(crate) Scratch);

/// From this part of the largest logit downwards the logarithm has cancelled too much for an `f32` result, and for an
/// `f64` one.
const CANCELLED: (f64, f64) = (1e-4, 0.5);

impl<A: Float> OfLane<A, 1, 1> for ZLoss {
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
        let scratch = out.wanted().then_some(&mut self.0);
        let row = Row::new::<I, A>(z, Temperature::one(), scratch);
        let part = if A::SHORT { CANCELLED.0 } else { CANCELLED.1 };
        let kept = row.map(|row| (row.log_sum_exp::<For<I, A>>(), row));
        let kept = kept.filter(|(log_sum, row)| {
            row.peak >= 0.0 && log_sum.is_finite() || log_sum.abs() > -part * row.peak
        });
        let Some((log_sum, row)) = kept else {
            let z = widened(z);
            if out.wanted() {
                let grad = nnfn::losses::z_loss_grad(&z);
                out.put_all(grad.iter().map(|g| factor * g));
            }
            return nnfn::losses::z_loss(&z);
        };
        if out.wanted() {
            put_shares::<I, A>(&row, &self.0, z.len(), (log_sum, 2.0 * factor), out);
        }
        log_sum * log_sum
    }
}
