//! Losses of rows of logits, one for each token, from one pass over memory.

use ndarray::{ArrayRef, Axis, Dimension};
use nnfn::losses as definition;

use crate::engine::For;
use crate::isa::Isa;
use crate::losses::classes;
use crate::rows::{
    CrossEntropyOfLane, OfLane, Out, Row, Scratch, Target, Temperature, WIDTH, widened,
};
use crate::{Error, Float};

/// A loss of one row.
pub(crate) trait OfRow<A: Float>: Clone + Send {
    /// The loss of a row that is scored on the class. `factor` times its gradient is put where it is wanted.
    /// `#[inline(always)]`.
    fn row<I: Isa>(&mut self, z: &[A], class: usize, factor: f64, out: &mut Out<A>) -> f64;
}

/// For the rows of these logits, along the last axis.
fn scratch_for<A: Float, D: Dimension>(logits: &ArrayRef<A, D>) -> Result<Scratch, Error> {
    Scratch::along(logits, Axis(logits.ndim() - 1))
}

/// `-ln softmax(z)` at the class.
#[derive(Clone)]
pub(crate) struct CrossEntropy(CrossEntropyOfLane);

impl CrossEntropy {
    pub(crate) fn new<A: Float, D: Dimension>(logits: &ArrayRef<A, D>) -> Result<Self, Error> {
        Ok(Self(CrossEntropyOfLane {
            temperature: Temperature::one(),
            scratch: scratch_for(logits)?,
        }))
    }
}

impl<A: Float> OfRow<A> for CrossEntropy {
    #[inline(always)]
    fn row<I: Isa>(&mut self, z: &[A], class: usize, factor: f64, out: &mut Out<A>) -> f64 {
        self.0
            .lane::<I, A, A>(z, Target::point(class, 1.0), factor, out)
    }
}

/// `-p·ln p` with `p = softmax(z)` at the class; in the gradient the first `p` is held fixed.
#[derive(Clone)]
pub(crate) struct Dft(CrossEntropyOfLane);

impl Dft {
    pub(crate) fn new<A: Float, D: Dimension>(logits: &ArrayRef<A, D>) -> Result<Self, Error> {
        let CrossEntropy(kernel) = CrossEntropy::new(logits)?;
        Ok(Self(kernel))
    }
}

impl<A: Float> OfRow<A> for Dft {
    #[inline(always)]
    fn row<I: Isa>(&mut self, z: &[A], class: usize, factor: f64, out: &mut Out<A>) -> f64 {
        let scratch = &mut self.0.scratch;
        let Some(row) = Row::new::<I, A>(z, self.0.temperature, Some(scratch)) else {
            let (rows, tokens, mask) = of_one(z, class);
            if out.wanted() {
                let [grad, _] = &definition::dft_grad(&rows, &tokens, &mask)[..] else {
                    unreachable!("a row of the gradient for each row of logits")
                };
                out.put_all(grad.iter().map(|slope| factor * slope));
            }
            return definition::dft(&rows, &tokens, &mask);
        };
        let weight = scratch.0[class / WIDTH][class % WIDTH];
        let (inverse, inverse_lo) = row.inverse_total::<For<I, A>>();
        let p = weight * inverse + weight * inverse_lo;
        let target = Target::point(class, 1.0);
        if out.wanted() {
            self.0
                .put_grad::<I, A, A>(&row, z.len(), target, factor * p, out);
        }
        let cost = target.cost::<For<I, A>>(z, &row);
        if !cost.is_finite() {
            let (rows, tokens, mask) = of_one(z, class);
            return definition::dft(&rows, &tokens, &mask);
        }
        // The cost lifts a probability that alone would be subnormal.
        let lifted = weight * cost;
        lifted * inverse + lifted * inverse_lo
    }
}

/// A sequence, as the definition takes it, of which only this row is scored: on the second of two tokens.
fn of_one<A: Float>(z: &[A], class: usize) -> ([Vec<f64>; 2], [usize; 2], [f64; 2]) {
    ([widened(z), vec![]], [class; 2], [0.0, 1.0])
}

/// `(ln Σ exp(z))²`, whatever the class.
#[derive(Clone)]
pub(crate) struct ZLoss(classes::ZLoss);

impl ZLoss {
    pub(crate) fn new<A: Float, D: Dimension>(logits: &ArrayRef<A, D>) -> Result<Self, Error> {
        Ok(Self(classes::ZLoss(scratch_for(logits)?)))
    }
}

impl<A: Float> OfRow<A> for ZLoss {
    #[inline(always)]
    fn row<I: Isa>(&mut self, z: &[A], _: usize, factor: f64, out: &mut Out<A>) -> f64 {
        let outs = std::slice::from_mut(out);
        let outs = outs.try_into().expect("one gradient");
        self.0.lane::<I>(0, factor, [z], outs)
    }
}
