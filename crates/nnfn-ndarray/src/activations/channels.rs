//! A parameter for each index along an axis.

use ndarray::{Array1, ArrayRef, ArrayRef1, Axis, Dimension};

use crate::engine::{BLOCK, Operand, Total, add_block, in_standard_order};
use crate::{Error, Float};

/// The parameters, and how they lie along the elements of an array, its last axis running fastest.
pub(crate) struct Channels<A> {
    parameters: Vec<A>,
    /// Elements with the same parameter in a row.
    run: usize,
}

impl<A: Float> Channels<A> {
    /// Slopes of an array along an axis, or a single one.
    pub(crate) fn new<D: Dimension>(
        x: &ArrayRef<A, D>,
        slopes: &ArrayRef1<A>,
        axis: Axis,
    ) -> Result<Self, Error> {
        let Some(&channels) = x.shape().get(axis.index()) else {
            return Err(Error::Axis {
                found: axis.index(),
                ndim: x.ndim(),
            });
        };
        if slopes.len() != channels && slopes.len() != 1 {
            return Err(Error::Shape {
                what: "slopes",
                found: slopes.shape().to_vec(),
                expected: vec![channels],
            });
        }
        for (channel, &slope) in slopes.iter().enumerate() {
            if !slope.is_finite() {
                let found = slope.into();
                return Err(Error::Slope { channel, found });
            }
        }
        Ok(Self {
            parameters: slopes.to_vec(),
            run: match slopes.len() {
                1 => x.len().max(1),
                _ => x.shape()[axis.index() + 1..].iter().product(),
            },
        })
    }

    /// The parameter of each element.
    pub(crate) fn operand(&self) -> Operand<'_, A> {
        let mut place = Place::default();
        Operand::Gathered(Box::new(move |mut buffer| {
            while !buffer.is_empty() {
                let n = if self.run == 1 {
                    // runs of one: the parameters themselves, in a row
                    let left = &self.parameters[place.channel..];
                    let n = left.len().min(buffer.len());
                    buffer[..n].copy_from_slice(&left[..n]);
                    place.channel = (place.channel + n) % self.parameters.len();
                    n
                } else {
                    let n = (self.run - place.taken).min(buffer.len());
                    buffer[..n].fill(self.parameters[place.channel]);
                    place.advance(n, self.run, self.parameters.len());
                    n
                };
                buffer = &mut buffer[n..];
            }
        }))
    }

    /// Sums of a term of each element, for each parameter.
    pub(crate) fn sums<D: Dimension, const N: usize>(
        &self,
        arrays: [&ArrayRef<A, D>; N],
        term: impl Fn([f64; N]) -> f64,
    ) -> Array1<A> {
        let n = arrays[0].len();
        let mut totals = vec![Total::default(); self.parameters.len()];
        let mut inputs = arrays.map(in_standard_order);
        let mut buffers = [[A::zero(); BLOCK]; N];
        let mut place = Place::default();
        for start in (0..n).step_by(BLOCK) {
            let length = BLOCK.min(n - start);
            let mut places = inputs.iter_mut().zip(&mut buffers);
            let blocks = [(); N].map(|()| {
                let (input, buffer) = places.next().expect("as many buffers as inputs");
                input.next(start, length, buffer)
            });
            let term = |i: usize| term(blocks.map(|block| block[i].into()));
            let mut done = 0;
            while done < length {
                let run = (self.run - place.taken).min(length - done);
                let total = &mut totals[place.channel];
                if run < 32 {
                    (done..done + run).for_each(|i| total.add(term(i)));
                } else {
                    let mut terms = [0.0; BLOCK];
                    (0..run).for_each(|i| terms[i] = term(done + i));
                    add_block(total, &terms);
                }
                place.advance(run, self.run, self.parameters.len());
                done += run;
            }
        }
        totals
            .iter()
            .map(|total| A::nearest(total.value()))
            .collect()
    }
}

/// How far the elements were taken.
#[derive(Default)]
struct Place {
    channel: usize,
    /// Of the run of this channel.
    taken: usize,
}

impl Place {
    fn advance(&mut self, n: usize, run: usize, channels: usize) {
        self.taken += n;
        if self.taken == run {
            self.taken = 0;
            self.channel = (self.channel + 1) % channels;
        }
    }
}
