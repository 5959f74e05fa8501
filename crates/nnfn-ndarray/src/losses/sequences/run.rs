//! Losses of tokens over all rows of logits, aggregated.

use ndarray::{Array, ArrayRef, Axis, RemoveAxis};

use super::aggregation::Shares;
use super::rows::OfRow;
use crate::isa::Isa;
use crate::lanes::Lanes;
use crate::losses::Loss;
use crate::rows::{Count, Factors, OfLane, Out, Values, each_lane, vec_for};
use crate::{Error, Float};

/// The loss and, if it is asked for, the gradient.
pub(crate) type WithGrad<A, D> = (
    Loss<A, <D as ndarray::Dimension>::Smaller>,
    Option<Array<A, D>>,
);

#[derive(Clone)]
struct Tokens<'k, K> {
    kernel: K,
    classes: &'k [usize],
}

impl<A: Float, K: OfRow<A>> OfLane<A, 1, 1> for Tokens<'_, K> {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        [z]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let class = self.classes.get(i).copied().unwrap_or(0);
        self.kernel.row::<I>(z, class, factor, out)
    }
}

/// `classes` may be empty, if the loss asks for none. Rows whose share is 0 are not looked at.
pub(crate) fn run<A: Float, D: RemoveAxis>(
    kernel: impl OfRow<A>,
    logits: &ArrayRef<A, D>,
    classes: &[usize],
    shares: &Shares,
    with_grad: bool,
) -> Result<WithGrad<A, D>, Error> {
    let last = Axis(logits.ndim() - 1);
    let mut tokens = Tokens { kernel, classes };
    let mut losses = vec_for(shares.len())?;
    let mut grad = vec_for(if with_grad { logits.len() } else { 0 })?;
    let count = Count {
        lanes: shares.len(),
        length: logits.len_of(last),
    };
    let out = if with_grad {
        Out::Append(&mut grad)
    } else {
        Out::Nowhere
    };
    let factors = Factors {
        weights: Some(Box::new((0..shares.len()).map(|i| shares.share(i)))),
        divisor: 1.0,
    };
    let lanes = [Lanes::new(logits, last)];
    let values = Values::Kept(&mut losses);
    each_lane(&mut tokens, count, lanes, [out], values, factors);

    let loss = if shares.keeps_each() {
        let each = losses.iter().map(|&loss| A::nearest(loss)).collect();
        let each = Array::from_shape_vec(logits.raw_dim().remove_axis(last), each);
        Loss::Each(each.expect("one for each row"))
    } else {
        Loss::Total(A::nearest(shares.total(&losses)))
    };
    let grad = with_grad.then(|| Array::from_shape_vec(logits.raw_dim(), grad));
    Ok((loss, grad.map(|grad| grad.expect("one for each logit"))))
}
