//! Losses of rows of logits, one for each token, from one pass over memory.

use ndarray::{ArrayRef, Axis, Dimension};
use nnfn::losses as definition;

use crate::engine::For;
use crate::isa::Isa;
use crate::rows::{CrossEntropyOfLane, Out, Row, Scratch, Target, Temperature, WIDTH, widened};
use crate::{Error, Float};

/// A loss of one row.
pub(crate) trait OfRow<A: Float> {
    /// The loss of a row that is scored on the class. `factor` times its gradient is put where it is wanted.
    /// `#[inline(always)]`.
    fn row<I: Isa>(&mut self, z: &[A], class: usize, factor: f64, out: &mut Out<A>) -> f64;
}

/// For the rows of these logits, along the last axis.
fn scratch_for<A: Float, D: Dimension>(logits: &ArrayRef<A, D>) -> Result<Scratch, Error> {
    Scratch::along(logits, Axis(logits.ndim() - 1))
}

/// `-ln softmax(z)` at the class.
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
            .lane::<I, A>(z, Target::point(class, 1.0), factor, out)
    }
}

/// `-p·ln p` with `p = softmax(z)` at the class; in the gradient the first `p` is held fixed.
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
            // The definition takes a sequence: the first row of two is scored on the second token.
            let (rows, tokens, mask) = ([widened(z), vec![]], [class; 2], [0.0, 1.0]);
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
                .put_grad::<I, A>(&row, z.len(), target, factor * p, out);
        }
        if weight == 0.0 {
            return 0.0; // 0·∞ would be NaN
        }
        // The cost lifts a probability that alone would be subnormal.
        let lifted = weight * target.cost::<For<I, A>>(z, &row);
        lifted * inverse + lifted * inverse_lo
    }
}

/// `(ln Σ exp(z))²`.
pub(crate) struct ZLoss(Scratch);

impl ZLoss {
    pub(crate) fn new<A: Float, D: Dimension>(logits: &ArrayRef<A, D>) -> Result<Self, Error> {
        Ok(Self(scratch_for(logits)?))
    }
}

impl<A: Float> OfRow<A> for ZLoss {
    #[inline(always)]
    fn row<I: Isa>(&mut self, z: &[A], _: usize, factor: f64, out: &mut Out<A>) -> f64 {
        let scratch = out.wanted().then_some(&mut self.0);
        let row = Row::new::<I, A>(z, Temperature::one(), scratch);
        let log_sum = |row: &Row| row.log_sum_exp::<For<I, A>>();
        // Where the largest logit and the logarithm of the rest cancel, the definition has digits left.
        let cancels = |row: &Row| row.peak < 0.0 && log_sum(row).abs() < -0.5 * row.peak;
        let Some(row) = row.filter(|row| !cancels(row)) else {
            let z = widened(z);
            if out.wanted() {
                let grad = definition::z_loss_grad(&z);
                out.put_all(grad.iter().map(|slope| factor * slope));
            }
            return definition::z_loss(&z);
        };
        let log_sum = log_sum(&row);
        if out.wanted() {
            let (inverse, _) = row.inverse_total::<For<I, A>>();
            let slope = 2.0 * log_sum * factor;
            // The weights are raised and the inverse is lowered, by far: in the order that leaves no product subnormal.
            let (first, second) = if slope.abs() < 1.0 {
                (slope, inverse)
            } else {
                (inverse * slope, 1.0)
            };
            out.put_chunks(z.len(), |i, place| {
                let weights = &self.0.0[i];
                for k in 0..WIDTH {
                    place[k] = weights[k] * first * second;
                }
            });
        }
        log_sum * log_sum
    }
}
