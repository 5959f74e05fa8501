//! From the losses of tokens to one number.

use crate::engine::Total;
use crate::{Error, Float};

/// What becomes of the losses of the tokens of a batch.
///
/// Sequences lie along the axes before the last, tokens along the last. A gradient is always that of what is returned.
///
/// | | divides the sum over the tokens that count by |
/// |---|---|
/// | `TokenMean` | how many they are, in the whole batch |
/// | `SequenceMean` | how many they are in their sequence, and then by the number of sequences |
/// | `TokenSum` | nothing |
///
/// In other libraries: PyTorch's `cross_entropy(.., ignore_index)` of a flattened batch is `TokenMean`, and so is
/// Transformers' `ForCausalLMLoss`, unless it is given `num_items_in_batch`, the number of tokens of all batches that
/// are accumulated: divide `TokenSum`, and its gradient, by that number. TRL 1.16 trains SFT so
/// (`trainer/sft_trainer.py`), and of its policy losses (`trainer/grpo_trainer.py`) `"grpo"` is the `SequenceMean` and
/// `"bnpo"` the `TokenMean`. Where no token counts, PyTorch gives NaN, TRL 0, and this an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Aggregation {
    /// [`token_mean`](super::token_mean). Of no token at all it is an error.
    #[default]
    TokenMean,
    /// [`sequence_mean`](super::sequence_mean). A sequence without tokens adds 0 and is counted; of no token at all it
    /// is an error.
    SequenceMean,
    /// [`token_sum`](super::token_sum). Of no token it is 0.
    TokenSum,
    /// The losses stay one by one; those that do not count are 0.
    None,
}

impl Aggregation {
    /// Leaves out the tokens with this id, -100 by custom: they count for nothing as targets, and no logit is looked at
    /// for their sake.
    pub fn ignoring<L>(self, ignore_index: L) -> Aggregate<L> {
        Aggregate {
            aggregation: self,
            ignore_index: Some(ignore_index),
        }
    }
}

/// An [`Aggregation`], with an id of tokens that are left out or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aggregate<L> {
    /// What becomes of the losses.
    pub aggregation: Aggregation,
    /// Tokens with this id are left out.
    pub ignore_index: Option<L>,
}

impl<L> From<Aggregation> for Aggregate<L> {
    fn from(aggregation: Aggregation) -> Self {
        Self {
            aggregation,
            ignore_index: None,
        }
    }
}

/// Which tokens count in an aggregation, and how much.
pub(crate) struct Shares {
    aggregation: Aggregation,
    /// Tokens of all sequences, one sequence after the other.
    counts: Vec<bool>,
    sequences: f64,
    /// Tokens of a sequence, those that do not count too.
    length: usize,
    /// What tokens are divided by: one number for all, or one for each sequence.
    divisors: Vec<f64>,
}

impl Shares {
    /// `shape` is that of the tokens; `nothing` the error of a mean where none counts.
    pub(crate) fn new(
        aggregation: Aggregation,
        counts: Vec<bool>,
        shape: &[usize],
        nothing: Error,
    ) -> Result<Self, Error> {
        let (&length, outer) = match shape.split_last() {
            Some(parts) => parts,
            None => (&1, &[][..]),
        };
        let mean = matches!(
            aggregation,
            Aggregation::TokenMean | Aggregation::SequenceMean
        );
        if mean && !counts.contains(&true) {
            return Err(nothing);
        }
        let sequences = outer.iter().product::<usize>() as f64;
        let many = |counts: &[bool]| counts.iter().filter(|&&counts| counts).count() as f64;
        let divisors = match aggregation {
            Aggregation::TokenMean => vec![many(&counts)],
            Aggregation::SequenceMean => counts.chunks(length.max(1)).map(many).collect(),
            Aggregation::TokenSum | Aggregation::None => vec![1.0],
        };
        Ok(Self {
            aggregation,
            counts,
            sequences,
            length,
            divisors,
        })
    }

    /// Whether the losses stay one by one.
    pub(crate) fn keeps_each(&self) -> bool {
        self.aggregation == Aggregation::None
    }

    /// The derivative of what is returned by the loss of the `i`-th token.
    pub(crate) fn share(&self, i: usize) -> f64 {
        if !self.counts[i] {
            0.0
        } else if self.aggregation == Aggregation::SequenceMean {
            1.0 / (self.sequences * self.divisors[i / self.length])
        } else {
            1.0 / self.divisors[0]
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }

    /// Sum or mean of losses, of which those that do not count are not looked at.
    pub(crate) fn total(&self, losses: &[f64]) -> f64 {
        if self.aggregation != Aggregation::SequenceMean {
            return over(losses, &self.counts, self.divisors[0]);
        }
        let length = self.length.max(1);
        let sequences = losses.chunks(length).zip(self.counts.chunks(length));
        // A sequence without a token adds 0.
        let own = |((losses, counts), &n): ((&[f64], &[bool]), &f64)| {
            over(losses, counts, if n == 0.0 { 1.0 } else { n })
        };
        let each: Vec<f64> = sequences.zip(&self.divisors).map(own).collect();
        over(&each, &vec![true; each.len()], self.sequences)
    }

    /// The same, rounded, and the gradient by the losses.
    pub(crate) fn grad<A: Float>(&self) -> Vec<A> {
        (0..self.len()).map(|i| A::nearest(self.share(i))).collect()
    }
}

/// The sum of what counts over a number, also where the sum overflows and the quotient does not.
fn over(losses: &[f64], counts: &[bool], divisor: f64) -> f64 {
    let sum = |damping: f64| {
        let mut total = Total::default();
        let kept = losses.iter().zip(counts).filter(|(_, counts)| **counts);
        kept.for_each(|(loss, _)| total.add(damping * loss));
        total.value()
    };
    let quotient = sum(1.0) / divisor;
    if quotient.is_finite() {
        return quotient;
    }
    let damping = 2_f64.powi(-64);
    sum(damping) / divisor / damping
}
