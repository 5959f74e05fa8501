//! A kernel on every element, its values reduced.

use ndarray::{Array, ArrayRef, Dimension};

use super::block::compute;
use super::operand::{Order, assemble, in_standard_order};
use super::sum::add_block;
use super::{BLOCK, Operand, Part, Total, operands};
use crate::Float;
use crate::isa::{Isa, Loop, dispatch};
use crate::kernels::Kernel;
use crate::losses::{Loss, Reduction, Share};

struct Reduced<'k, 'a, K, A, const N: usize, const M: usize> {
    kernel: &'k K,
    n: usize,
    inputs: [Operand<'a, A>; N],
    weights: Option<Operand<'a, A>>,
    share: &'k Share,
    /// Factor of the values in a total, beside the weights: 1, unless sums would overflow.
    damping: f64,
    each: Option<&'k mut Vec<A>>,
    grads: Option<[&'k mut Vec<A>; M]>,
}

impl<K: Kernel<N, M>, A: Float, const N: usize, const M: usize> Loop
    for Reduced<'_, '_, K, A, N, M>
{
    type Output = Total;

    #[inline(always)]
    fn run<I: Isa>(mut self) -> Total {
        let part = if self.grads.is_some() {
            Part::Both
        } else {
            Part::Value
        };
        let mut buffers = [[A::zero(); BLOCK]; N];
        let mut weight_buffer = [A::zero(); BLOCK];
        let (mut values, mut grads) = ([0.0; BLOCK], [[0.0; BLOCK]; M]);
        let mut narrow = [A::zero(); BLOCK];
        let mut total = Total::default();
        let factor = 1.0 / self.share.divisor;
        for start in (0..self.n).step_by(BLOCK) {
            let n = BLOCK.min(self.n - start);
            let mut places = self.inputs.iter_mut().zip(&mut buffers);
            let blocks = [(); N].map(|()| {
                let (input, buffer) = places.next().expect("as many buffers as inputs");
                input.next(start, n, buffer)
            });
            let places = grads.each_mut();
            compute::<I, A, f64, N, M>(self.kernel, part, blocks, &mut values, places);
            if let Some(weights) = &mut self.weights {
                let weights = weights.next(start, n, &mut weight_buffer);
                weigh(weights, self.share.scale, &mut values);
                for grad in &mut grads {
                    weigh(weights, self.share.scale, grad);
                }
            }
            values[n..].fill(0.0);
            if let Some(each) = &mut self.each {
                round(&values, 1.0, &mut narrow);
                each.extend_from_slice(&narrow[..n]);
            } else {
                if self.damping != 1.0 {
                    values.iter_mut().for_each(|value| *value *= self.damping);
                }
                add_block(&mut total, &values);
            }
            if let Some(outs) = &mut self.grads {
                for (out, grad) in outs.iter_mut().zip(&grads) {
                    round(grad, factor, &mut narrow);
                    out.extend_from_slice(&narrow[..n]);
                }
            }
        }
        total
    }
}

/// Multiplies by the weights; what has weight 0 becomes 0, whatever it was.
#[inline(always)]
fn weigh<A: Float>(weights: &[A; BLOCK], scale: f64, values: &mut [f64; BLOCK]) {
    for (value, &weight) in values.iter_mut().zip(weights) {
        let weight: f64 = weight.into();
        *value = if weight == 0.0 {
            0.0
        } else {
            weight * scale * *value
        };
    }
}

#[inline(always)]
fn round<A: Float>(values: &[f64; BLOCK], factor: f64, out: &mut [A; BLOCK]) {
    for (out, &value) in out.iter_mut().zip(values) {
        *out = A::nearest(value * factor);
    }
}

/// The reduced loss and, if they are asked for, its gradients, laid out as the arguments.
pub(crate) fn reduced<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    arrays: [&ArrayRef<A, D>; N],
    weights: Option<&ArrayRef<A, D>>,
    share: &Share,
    with_grads: bool,
) -> (Loss<A, D>, Option<[Array<A, D>; M]>) {
    let (dim, n) = (arrays[0].raw_dim(), arrays[0].len());
    let inputs = || match weights {
        None => operands(arrays),
        Some(_) => (Order::Standard, arrays.map(in_standard_order)),
    };
    let each = share.reduction == Reduction::None;
    let mut losses = Vec::with_capacity(if each { n } else { 0 });
    let mut grads = [(); M].map(|()| Vec::with_capacity(if with_grads { n } else { 0 }));
    let (order, first) = inputs();
    let total = dispatch(Reduced {
        kernel,
        n,
        inputs: first,
        weights: weights.map(in_standard_order),
        share,
        damping: 1.0,
        each: each.then_some(&mut losses),
        grads: with_grads.then(|| grads.each_mut()),
    });
    let loss = if each {
        Loss::Each(assemble(dim.clone(), order, losses))
    } else {
        let mut value = total.value() / share.divisor;
        if !value.is_finite() && share.reduction == Reduction::Mean {
            // The sum may overflow where the mean does not.
            let damping = 2_f64.powi(-64);
            let damped = dispatch(Reduced {
                kernel,
                n,
                inputs: inputs().1,
                weights: weights.map(in_standard_order),
                share,
                damping,
                each: None,
                grads: None,
            });
            value = damped.value() / share.divisor / damping;
        }
        Loss::Total(A::nearest(value))
    };
    let grads = with_grads.then(|| grads.map(|grad| assemble(dim.clone(), order, grad)));
    (loss, grads)
}
