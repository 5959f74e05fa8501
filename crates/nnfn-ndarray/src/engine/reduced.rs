//! A kernel on every element, its values reduced.

use ndarray::{Array, ArrayRef, Dimension};

use super::block::For;
use super::operand::{Order, assemble, in_standard_order};
use super::sum::Totals;
use super::threads::{self, CHUNK, front, slices};
use super::{BLOCK, Operand, Total, operands};
use crate::Float;
use crate::isa::{Isa, Loop, dispatch};
use crate::kernels::{Kernel, Lane, fma};
use crate::losses::{Loss, Reduction, Share};

/// What all chunks have in common.
struct Plan<'k, K> {
    kernel: &'k K,
    /// Factor of the weights.
    scale: f64,
    /// Factor of gradients, beside the weights, and what rounding took from it.
    factor: (f64, f64),
    /// Factor of the values in a total, beside the weights: 1, unless sums would overflow.
    damping: f64,
}

impl<K> Clone for Plan<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Plan<'_, K> {}

/// A chunk of the elements, and where its results go.
struct Chunk<'a, A, const M: usize> {
    start: usize,
    end: usize,
    losses: Option<&'a mut [A]>,
    grads: Option<[&'a mut [A]; M]>,
}

struct Reduced<'k, 'i, 'a, K, A, const N: usize, const M: usize> {
    plan: Plan<'k, K>,
    inputs: &'i mut [Operand<'a, A>; N],
    weights: Option<&'i mut Operand<'a, A>>,
    chunk: Chunk<'i, A, M>,
}

impl<K: Kernel<N, M>, A: Float, const N: usize, const M: usize> Loop
    for Reduced<'_, '_, '_, K, A, N, M>
{
    type Output = Total;

    #[inline(always)]
    fn run<I: Isa>(self) -> Total {
        let Self {
            plan,
            inputs,
            mut weights,
            mut chunk,
        } = self;
        let mut buffers = [[A::zero(); BLOCK]; N];
        let mut weight_buffer = [A::zero(); BLOCK];
        let (mut values, mut grads) = ([0.0; BLOCK], [[A::zero(); BLOCK]; M]);
        let mut totals = Totals::new();
        for start in (chunk.start..chunk.end).step_by(BLOCK) {
            let n = BLOCK.min(chunk.end - start);
            let mut places = inputs.iter_mut().zip(&mut buffers);
            let blocks = [(); N].map(|()| {
                let (input, buffer) = places.next().expect("as many buffers as inputs");
                input.next(start, n, buffer)
            });
            let grads_wanted = chunk.grads.is_some();
            if let Some(weights) = &mut weights {
                let by = By {
                    weights: weights.next(start, n, &mut weight_buffer),
                    scale: plan.scale,
                };
                compute::<I, A, _, _, N, M>(
                    plan,
                    by,
                    blocks,
                    &mut values,
                    &mut grads,
                    grads_wanted,
                );
            } else {
                compute::<I, A, _, _, N, M>(
                    plan,
                    Even,
                    blocks,
                    &mut values,
                    &mut grads,
                    grads_wanted,
                );
            }
            let place = start - chunk.start..start - chunk.start + n;
            if let Some(losses) = &mut chunk.losses {
                for (loss, &value) in losses[place.clone()].iter_mut().zip(&values) {
                    *loss = A::nearest(value);
                }
            } else {
                values[n..].fill(0.0);
                totals.add(&values);
            }
            if let Some(outs) = &mut chunk.grads {
                for (out, grad) in outs.iter_mut().zip(&grads) {
                    out[place.clone()].copy_from_slice(&grad[..n]);
                }
            }
        }
        totals.total()
    }
}

/// What an element counts.
trait Weigh: Copy {
    /// The value, times the factor and the weight of the `i`-th.
    fn value(self, i: usize, factor: f64, value: f64) -> f64;

    /// The slope, times the factor and the weight of the `i`-th.
    fn grad<L: Lane>(self, i: usize, factor: (f64, f64), slope: f64) -> f64;
}

/// Every element counts the same.
#[derive(Clone, Copy)]
struct Even;

impl Weigh for Even {
    #[inline(always)]
    fn value(self, _: usize, factor: f64, value: f64) -> f64 {
        value * factor
    }

    #[inline(always)]
    fn grad<L: Lane>(self, _: usize, (factor, lost): (f64, f64), slope: f64) -> f64 {
        if L::SHORT {
            return slope * factor;
        }
        let exact = fma::<L>(slope, factor, slope * lost);
        if exact.is_nan() {
            slope * factor // an infinite one, beside which nothing is lost
        } else {
            exact
        }
    }
}

/// Each has its weight; what has weight 0 becomes 0, whatever it was.
#[derive(Clone, Copy)]
struct By<'a, A> {
    weights: &'a [A; BLOCK],
    scale: f64,
}

impl<A: Float> Weigh for By<'_, A> {
    #[inline(always)]
    fn value(self, i: usize, factor: f64, value: f64) -> f64 {
        let weight: f64 = self.weights[i].into();
        if weight == 0.0 {
            0.0
        } else {
            weight * self.scale * factor * value
        }
    }

    #[inline(always)]
    fn grad<L: Lane>(self, i: usize, (factor, lost): (f64, f64), slope: f64) -> f64 {
        let weight: f64 = self.weights[i].into();
        let share = weight * self.scale;
        let share = fma::<L>(share, factor, share * lost);
        if weight == 0.0 { 0.0 } else { share * slope }
    }
}

/// Computes a block: weighed values, and gradients as they are returned.
#[inline(always)]
fn compute<I: Isa, A: Float, K: Kernel<N, M>, W: Weigh, const N: usize, const M: usize>(
    plan: Plan<'_, K>,
    weigh: W,
    inputs: [&[A; BLOCK]; N],
    values: &mut [f64; BLOCK],
    grads: &mut [[A; BLOCK]; M],
    grads_wanted: bool,
) {
    let at = |i: usize| -> [f64; N] { inputs.map(|input| input[i].into()) };
    let Plan {
        kernel,
        factor,
        damping,
        ..
    } = plan;
    let mut hard = false;
    // One loop for each: what is dropped is not computed.
    if grads_wanted {
        for i in 0..BLOCK {
            let (value, slopes) = kernel.both::<For<I, A>>(at(i));
            values[i] = weigh.value(i, damping, value);
            for (grad, slope) in grads.iter_mut().zip(slopes) {
                grad[i] = A::nearest(weigh.grad::<For<I, A>>(i, factor, slope));
            }
            hard |= kernel.hard::<For<I, A>>(at(i));
        }
    } else {
        for i in 0..BLOCK {
            values[i] = weigh.value(i, damping, kernel.both::<For<I, A>>(at(i)).0);
            hard |= kernel.hard::<For<I, A>>(at(i));
        }
    }
    if !hard {
        return;
    }
    for i in (0..BLOCK).filter(|&i| kernel.hard::<For<I, A>>(at(i))) {
        let (value, slopes) = kernel.exact(at(i));
        values[i] = weigh.value(i, damping, value);
        for (grad, slope) in grads.iter_mut().zip(slopes) {
            grad[i] = A::nearest(weigh.grad::<For<I, A>>(i, factor, slope));
        }
    }
}

/// The total of all chunks, in their order.
fn total<'a, A: Float, K: Kernel<N, M>, const N: usize, const M: usize>(
    plan: Plan<'_, K>,
    inputs: &mut [Operand<'a, A>; N],
    mut weights: Option<&mut Operand<'a, A>>,
    chunks: Vec<Chunk<'_, A, M>>,
) -> Total {
    let of_weights = match weights.as_deref() {
        None => Some(None),
        Some(Operand::Slice(weights)) => Some(Some(*weights)),
        Some(Operand::Gathered(_)) => None,
    };
    let totals = match slices(inputs).zip(of_weights) {
        Some((inputs, weights)) => threads::map(chunks, |chunk| {
            dispatch(Reduced {
                plan,
                inputs: &mut inputs.map(Operand::Slice),
                weights: weights.map(Operand::Slice).as_mut(),
                chunk,
            })
        }),
        None => {
            let one_by_one = chunks.into_iter().map(|chunk| {
                dispatch(Reduced {
                    plan,
                    inputs,
                    weights: weights.as_deref_mut(),
                    chunk,
                })
            });
            one_by_one.collect()
        }
    };
    let mut total = Total::default();
    totals.into_iter().for_each(|part| total.join(part));
    total
}

/// Cuts the elements, and the places of their results.
fn chunks<'a, A, const M: usize>(
    n: usize,
    mut losses: Option<&'a mut [A]>,
    grads: Option<[&'a mut [A]; M]>,
) -> Vec<Chunk<'a, A, M>> {
    let mut grads = grads.map(|grads| grads.map(Some));
    let starts = (0..n).step_by(CHUNK);
    starts
        .map(|start| {
            let n = CHUNK.min(n - start);
            let cut = |grad| front(grad, n).expect("as long as the arguments");
            Chunk {
                start,
                end: start + n,
                losses: front(&mut losses, n),
                grads: grads.as_mut().map(|grads| grads.each_mut().map(cut)),
            }
        })
        .collect()
}

/// The arguments and weights, and the order in which their elements come.
fn aligned<'a, A: Float, D: Dimension, const N: usize>(
    arrays: [&'a ArrayRef<A, D>; N],
    weights: Option<&'a ArrayRef<A, D>>,
) -> (Order, [Operand<'a, A>; N], Option<Operand<'a, A>>) {
    let (order, inputs) = operands(arrays);
    let Some(weights) = weights else {
        return (order, inputs, None);
    };
    match operands([weights]) {
        (of_weights, [weights]) if of_weights == order => (order, inputs, Some(weights)),
        _ => (
            Order::Standard,
            arrays.map(in_standard_order),
            Some(in_standard_order(weights)),
        ),
    }
}

/// The total of the weighed losses over the divisor, still in full precision.
pub(crate) fn total_of<A: Float, D: Dimension, K: Kernel<N, M>, const N: usize, const M: usize>(
    kernel: &K,
    arrays: [&ArrayRef<A, D>; N],
    weights: Option<&ArrayRef<A, D>>,
    share: &Share,
) -> f64 {
    let plan = Plan::new(kernel, share);
    let value = plan.value(share, arrays, weights);
    plan.saved(value, share, arrays, weights)
}

/// The reduced loss and, if they are asked for, its gradients, laid out as the arguments.
pub(crate) fn reduced<A: Float, D: Dimension, K: Kernel<N, M>, const N: usize, const M: usize>(
    kernel: &K,
    arrays: [&ArrayRef<A, D>; N],
    weights: Option<&ArrayRef<A, D>>,
    share: &Share,
    with_grads: bool,
) -> (Loss<A, D>, Option<[Array<A, D>; M]>) {
    let (dim, n) = (arrays[0].raw_dim(), arrays[0].len());
    let each = share.reduction == Reduction::None;
    let mut losses = each.then(|| vec![A::zero(); n]);
    let mut grads = with_grads.then(|| [(); M].map(|()| vec![A::zero(); n]));
    let (order, mut inputs, mut of_weights) = aligned(arrays, weights);
    let plan = Plan::new(kernel, share);
    let slices = grads
        .as_mut()
        .map(|grads| grads.each_mut().map(Vec::as_mut_slice));
    let jobs = chunks(n, losses.as_deref_mut(), slices);
    let sum = total(plan, &mut inputs, of_weights.as_mut(), jobs);
    let loss = match losses {
        Some(losses) => Loss::Each(assemble(dim.clone(), order, losses)),
        None => {
            let value = plan.saved(sum.value() / share.divisor, share, arrays, weights);
            Loss::Total(A::nearest(value))
        }
    };
    let grads = grads.map(|grads| grads.map(|grad| assemble(dim.clone(), order, grad)));
    (loss, grads)
}

impl<'k, K> Plan<'k, K> {
    fn new(kernel: &'k K, share: &Share) -> Self {
        Self {
            kernel,
            scale: share.scale,
            factor: share.per_divisor(),
            damping: 1.0,
        }
    }

    /// The total over the divisor.
    fn value<A: Float, D: Dimension, const N: usize, const M: usize>(
        self,
        share: &Share,
        arrays: [&ArrayRef<A, D>; N],
        weights: Option<&ArrayRef<A, D>>,
    ) -> f64
    where
        K: Kernel<N, M>,
    {
        let (_, mut inputs, mut of_weights) = aligned(arrays, weights);
        let jobs = chunks(arrays[0].len(), None, None);
        let sum = total(self, &mut inputs, of_weights.as_mut(), jobs);
        sum.value() / share.divisor
    }

    /// The value, computed again if it is not finite: a sum may overflow where the mean, or the sum in another
    /// order, does not.
    fn saved<A: Float, D: Dimension, const N: usize, const M: usize>(
        self,
        value: f64,
        share: &Share,
        arrays: [&ArrayRef<A, D>; N],
        weights: Option<&ArrayRef<A, D>>,
    ) -> f64
    where
        K: Kernel<N, M>,
    {
        if value.is_finite() {
            return value;
        }
        let damping = 2_f64.powi(-64);
        Self { damping, ..self }.value(share, arrays, weights) / damping
    }
}
