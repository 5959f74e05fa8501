//! Losses of pairs of answers, from the log-probabilities of their tokens.

use ndarray::{Array, ArrayRef, Axis, RemoveAxis};

use crate::engine::index;
use crate::error::shape;
use crate::losses::{Examples, Loss, MaskEntry, Reduce, counting};
use crate::{Error, Float};

/// One answer of each pair: log-probabilities and mask, and their names.
pub(crate) struct Side<'a, A, M, D: ndarray::Dimension> {
    pub(crate) names: [&'static str; 2],
    pub(crate) tokens: &'a ArrayRef<A, D>,
    pub(crate) mask: &'a ArrayRef<M, D>,
}

impl<'a, A, M, D: ndarray::Dimension> Side<'a, A, M, D> {
    pub(crate) fn both(
        chosen: &'a ArrayRef<A, D>,
        chosen_mask: &'a ArrayRef<M, D>,
        rejected: &'a ArrayRef<A, D>,
        rejected_mask: &'a ArrayRef<M, D>,
    ) -> [Self; 2] {
        let side = |names, tokens, mask| Self {
            names,
            tokens,
            mask,
        };
        [
            side(["chosen", "chosen_mask"], chosen, chosen_mask),
            side(["rejected", "rejected_mask"], rejected, rejected_mask),
        ]
    }
}

/// The definition of a loss of one pair: of the tokens that count of the chosen and of the rejected answer, both at
/// least one.
pub(crate) trait Definition {
    fn value(&self, chosen: &[f64], rejected: &[f64]) -> f64;

    /// The derivatives by one token of the chosen and by one of the rejected answer, alike for all of them.
    fn slopes(&self, chosen: &[f64], rejected: &[f64]) -> [f64; 2];
}

/// The losses of pairs and, if they are asked for, the gradients by both answers.
pub(crate) type WithGrads<A, D> = (
    Loss<A, <D as ndarray::Dimension>::Smaller>,
    Option<[Array<A, D>; 2]>,
);

pub(crate) fn run<A: Float, M: MaskEntry, D: RemoveAxis>(
    definition: &impl Definition,
    sides: [Side<'_, A, M, D>; 2],
    reduce: &Reduce<'_, A, D::Smaller>,
    with_grads: bool,
) -> Result<WithGrads<A, D>, Error> {
    let Some(last) = sides[0].tokens.ndim().checked_sub(1) else {
        return Err(Error::Axis { found: 0, ndim: 0 });
    };
    let outer = &sides[0].tokens.shape()[..last];
    // The answers of a pair may differ in length, the numbers of them may not.
    let found = sides[1].tokens.shape();
    let mut expected = outer.to_vec();
    expected.extend(found.last());
    shape(sides[1].names[0], found, &expected)?;
    let examples = Examples::new(reduce, outer)?;
    let n = outer.iter().product();
    let [chosen, rejected] = &sides;
    let sides = [
        Kept::new(chosen, n, &examples)?,
        Kept::new(rejected, n, &examples)?,
    ];

    let mut losses = vec![0.0; n];
    let mut slopes = vec![[0.0; 2]; if with_grads { n } else { 0 }];
    for i in (0..n).filter(|&i| examples.counts(i)) {
        let [chosen, rejected] = [&sides[0].rows[i], &sides[1].rows[i]];
        losses[i] = definition.value(chosen, rejected);
        if with_grads {
            let own = definition.slopes(chosen, rejected);
            slopes[i] = own.map(|own| examples.slope(i, own));
        }
    }
    let dim = chosen.tokens.raw_dim().remove_axis(Axis(last));
    let spread = |side: usize, like: &ArrayRef<A, D>| {
        let n = like.shape()[last].max(1);
        let counts = sides[side].counts.iter().enumerate();
        let grad = counts.map(|(k, &counts)| {
            if counts {
                A::nearest(slopes[k / n][side])
            } else {
                A::zero()
            }
        });
        let grad = Array::from_shape_vec(like.raw_dim(), grad.collect());
        grad.expect("one for each token")
    };
    let grads = with_grads.then(|| [spread(0, chosen.tokens), spread(1, rejected.tokens)]);
    Ok((examples.reduce(&losses, dim), grads))
}

/// The tokens that count.
struct Kept {
    counts: Vec<bool>,
    rows: Vec<Vec<f64>>,
}

impl Kept {
    fn new<A: Float, M: MaskEntry, D: RemoveAxis>(
        side: &Side<'_, A, M, D>,
        n: usize,
        examples: &Examples,
    ) -> Result<Self, Error> {
        let expected = side.tokens.shape();
        let what = side.names[1];
        let counts = counting(what, side.mask, expected)?;
        let (&length, outer) = expected.split_last().expect("at least one axis");
        let nothing_of = |i| Error::AllMasked {
            what,
            at: index(i, outer),
        };
        if length == 0 && n > 0 && examples.counts(0) {
            return Err(nothing_of(0)); // before there is a row for each: they may be very many
        }
        let mut rows = vec![Vec::new(); n];
        for (k, &token) in side.tokens.iter().enumerate().filter(|&(k, _)| counts[k]) {
            rows[k / length].push(token.into());
        }
        match (0..n).find(|&i| examples.counts(i) && rows[i].is_empty()) {
            Some(i) => Err(nothing_of(i)),
            None => Ok(Self { counts, rows }),
        }
    }
}
