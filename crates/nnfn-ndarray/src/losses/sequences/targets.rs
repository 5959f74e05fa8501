//! Which row of logits is scored on which token.

use ndarray::{ArrayRef, Dimension};

use crate::Error;
use crate::engine::index;
use crate::losses::Label;

/// Which token a row of logits is scored on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// The token at its own place.
    Own,
    /// The token after it; the last row of a sequence is not scored.
    Next,
}

/// One entry for each row of logits, sequence after sequence.
pub(crate) struct Targets {
    /// The token that the row is scored on, 0 where it is not scored.
    pub(crate) classes: Vec<usize>,
    /// Whether the row is scored.
    pub(crate) counts: Vec<bool>,
}

impl Targets {
    /// `counts` says which tokens count, and `ignore_index` which do not; those that do must be in the vocabulary.
    pub(crate) fn new<L: Label, D: Dimension>(
        of: Of,
        tokens: &ArrayRef<L, D>,
        counts: Option<&[bool]>,
        ignore_index: Option<L>,
        vocabulary: usize,
    ) -> Result<Self, Error> {
        let length = tokens.shape().last().copied().unwrap_or(1);
        let mut targets = Self {
            classes: vec![0; tokens.len()],
            counts: vec![false; tokens.len()],
        };
        for (i, &token) in tokens.iter().enumerate() {
            let row = match of {
                Of::Own => i,
                Of::Next if i % length == 0 => continue, // no row comes before the first token
                Of::Next => i - 1,
            };
            let counted = counts.is_none_or(|counts| counts[i]);
            if !counted || ignore_index == Some(token) {
                continue;
            }
            match token.try_into() {
                Ok(class) if class < vocabulary => targets.classes[row] = class,
                _ => {
                    return Err(Error::Token {
                        found: token.to_string(),
                        at: index(i, tokens.shape()),
                        vocabulary,
                    });
                }
            }
            targets.counts[row] = true;
        }
        Ok(targets)
    }
}
