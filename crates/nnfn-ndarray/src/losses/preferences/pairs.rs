//! Losses of pairs of answers, from the log-probabilities of their tokens.

use ndarray::{Array, ArrayRef, Axis, RemoveAxis};

use crate::engine::{Total, index};
use crate::error::shape;
use crate::losses::{Examples, Few, Loss, MaskEntry, Reduce, counting, over};
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

/// The definition of a loss of one pair, of the tokens that count of the chosen and of the rejected answer, both at least
/// one. It must depend on nothing but their means, and divide slopes by their numbers.
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
        losses[i] = definition.value(chosen.numbers(), rejected.numbers());
        if with_grads {
            let [of_chosen, of_rejected] = definition.slopes(chosen.numbers(), rejected.numbers());
            let own = [chosen.slope(of_chosen), rejected.slope(of_rejected)];
            slopes[i] = own.map(|own| examples.slope(i, own));
        }
    }
    let dim = chosen.tokens.raw_dim().remove_axis(Axis(last));
    let spread = |side: usize, like: &ArrayRef<A, D>| {
        let rows = sides[side].counts.chunks(like.shape()[last].max(1));
        let mut grad = Vec::with_capacity(like.len());
        for (counts, slopes) in rows.zip(&slopes) {
            let slope = A::nearest(slopes[side]);
            let entries = counts
                .iter()
                .map(|&counts| if counts { slope } else { A::zero() });
            grad.extend(entries);
        }
        let grad = Array::from_shape_vec(like.raw_dim(), grad);
        grad.expect("one for each token")
    };
    let grads = with_grads.then(|| [spread(0, chosen.tokens), spread(1, rejected.tokens)]);
    Ok((examples.reduce(&losses, dim), grads))
}

/// Which tokens count, and numbers that have their means.
struct Kept {
    counts: Vec<bool>,
    rows: Vec<Few>,
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
        let many = |counts: &[bool]| counts.iter().filter(|&&counts| counts).count();
        let mut lengths: Vec<usize> = counts.chunks(length.max(1)).map(many).collect();
        lengths.resize(n, 0);
        if let Some(i) = (0..n).find(|&i| examples.counts(i) && lengths[i] == 0) {
            return Err(nothing_of(i));
        }
        let totals = |unit: f64| {
            let mut totals = vec![Total::default(); n];
            let mut tokens = side.tokens.iter().zip(&counts);
            for total in &mut totals {
                for (&token, _) in tokens.by_ref().take(length).filter(|(_, counts)| **counts) {
                    total.add(unit * token.into());
                }
            }
            totals
        };
        let means = |unit: f64| {
            let means = totals(unit).into_iter().zip(&lengths);
            let mean = |(total, &length): (Total, &usize)| {
                let (hi, lo) = over(&total, length as f64);
                (hi / unit, lo / unit)
            };
            means.map(mean).collect::<Vec<_>>()
        };
        let mut found = means(1.0);
        if found.iter().any(|mean| mean.0.is_infinite()) {
            found = means(2_f64.powi(-64)); // a sum may overflow where the mean does not
        }
        let rows = found.into_iter().zip(&lengths);
        let rows = rows
            .map(|(mean, &length)| Few::new(mean, length as f64))
            .collect();
        Ok(Self { counts, rows })
    }
}
