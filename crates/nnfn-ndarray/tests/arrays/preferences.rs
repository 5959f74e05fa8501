//! Losses of preferences on arrays against the definitions, pair by pair and answer by answer.

use crate::common::{Layout, Precision, Tally, scattered};
use ndarray::{Array2, ArrayD, ArrayViewD, Axis, IxDyn, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;

const POISON: [f64; 5] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e38, 7.0];

/// Answers of tokens, with a mask that leaves at least one of each; what it leaves out must not leak.
struct Answers<A> {
    layout: Layout,
    tokens: ArrayD<A>,
    mask: ArrayD<A>,
}

impl<A: Precision> Answers<A> {
    /// Log-probabilities of the size of `spread`.
    fn new(layout: Layout, shape: [usize; 2], spread: f64, seed: u64) -> Self {
        let mut number = scattered(seed);
        let mut tokens = layout.store(&shape, || A::of(0.5 * spread * (number() - 1.0)));
        let mut mask = layout.store(&shape, || A::of(if number() > 0.2 { 1.0 } else { 0.0 }));
        layout
            .view(mask.view_mut())
            .column_of(shape[1] / 2)
            .fill(A::one());
        let mut poison = POISON.iter().cycle();
        let kept = layout.view(mask.view());
        layout
            .view(tokens.view_mut())
            .zip_mut_with(&kept, |token, kept| {
                if *kept == A::zero() {
                    *token = A::of(*poison.next().expect("endless"));
                }
            });
        Self {
            layout,
            tokens,
            mask,
        }
    }

    fn views(&self) -> [ArrayViewD<'_, A>; 2] {
        [&self.tokens, &self.mask].map(|all| self.layout.view(all.view()))
    }

    /// The tokens of the `i`-th answer that count, and their places.
    fn row(&self, i: usize) -> (Vec<f64>, Vec<usize>) {
        let [tokens, mask] = self.views();
        let (tokens, mask) = (tokens.index_axis(Axis(0), i), mask.index_axis(Axis(0), i));
        let places = (0..tokens.len())
            .filter(|&t| mask[t] == A::one())
            .collect::<Vec<_>>();
        (places.iter().map(|&t| tokens[t].into()).collect(), places)
    }
}

trait Columns<A> {
    fn column_of(&mut self, t: usize) -> ndarray::ArrayViewMutD<'_, A>;
}

impl<A> Columns<A> for ndarray::ArrayViewMutD<'_, A> {
    fn column_of(&mut self, t: usize) -> ndarray::ArrayViewMutD<'_, A> {
        self.view_mut().index_axis_move(Axis(1), t)
    }
}

fn assert_same<A: Precision>(found: A, expected: f64) {
    let nearest = A::of(expected);
    let same = found == nearest || found.is_nan() && nearest.is_nan();
    assert!(same, "{found:?} is not {nearest:?}");
}

type Found<A> = (Loss<A, IxDyn>, [ArrayD<A>; 2]);

/// Compares a loss of pairs with its definition.
fn compare<A: Precision>(
    loss: impl Fn([&Answers<A>; 2], Reduction) -> Found<A>,
    definition: impl Fn(&[f64], &[f64]) -> (f64, [Vec<f64>; 2]),
) {
    const PAIRS: usize = 6;
    let mut tally = Tally::default();
    for (case, layout) in Layout::ALL.into_iter().cycle().take(40).enumerate() {
        let spread = [1e-30, 0.1, 3.0, 60.0, 1e4, 1e37][case % 6];
        let chosen = Answers::<A>::new(layout, [PAIRS, 5], spread, case as u64);
        let rejected = Answers::<A>::new(layout, [PAIRS, 9], spread, !(case as u64));
        let (each, own) = loss([&chosen, &rejected], Reduction::None);
        let (mean, shares) = loss([&chosen, &rejected], Reduction::Mean);
        let each = each.each();
        let mut losses = vec![];
        for i in 0..PAIRS {
            let rows = [chosen.row(i), rejected.row(i)];
            let (loss, slopes) = definition(&rows[0].0, &rows[1].0);
            tally.compare(each[i], loss, 0.0);
            losses.push(loss);
            for side in 0..2 {
                for t in 0..own[side].len_of(Axis(1)) {
                    let place = rows[side].1.iter().position(|&place| place == t);
                    let slope = place.map_or(0.0, |place| slopes[side][place]);
                    tally.compare(own[side][[i, t]], slope, 0.0);
                    tally.compare(shares[side][[i, t]], slope / PAIRS as f64, 0.0);
                    assert!(place.is_some() || own[side][[i, t]] == A::zero());
                }
            }
        }
        tally.compare(mean.total(), definition::mean(&losses), 0.0);
    }
    tally.finish::<A>();
}

macro_rules! against {
    ($test:ident, $name:ident($($parameter:expr),+)) => { pastey::paste! {
        #[test]
        fn $test() {
            fn of<A: Precision + MaskEntry>() {
                let loss = |[chosen, rejected]: [&Answers<A>; 2], reduction| {
                    let ([c, cm], [r, rm]) = (chosen.views(), rejected.views());
                    let (value, grads) =
                        [<$name _with_grad>](&c, &cm, &r, &rm, $(A::of($parameter)),+, reduction).unwrap();
                    let alone = $name(&c, &cm, &r, &rm, $(A::of($parameter)),+, reduction).unwrap();
                    assert_eq!(format!("{value:?}"), format!("{alone:?}"));
                    (value, grads)
                };
                compare(loss, |c, r| {
                    let value = definition::$name(c, r, $(A::of($parameter).into()),+);
                    let grad = definition::[<$name _grad>](c, r, $(A::of($parameter).into()),+);
                    let other = definition::[<$name _grad_rejected>](c, r, $(A::of($parameter).into()),+);
                    (value, [grad, other])
                });
            }
            of::<f32>();
            of::<f64>();
        }
    } };
}

against!(orpo_is_the_definition, orpo(0.1));
against!(orpo_without_the_odds_is_the_definition, orpo(0.0));
against!(simpo_is_the_definition, simpo(2.0, 1.0));
against!(
    simpo_of_a_negative_lead_is_the_definition,
    simpo(10.0, -3.0)
);

#[test]
fn a_pair_of_weight_0_does_not_leak_even_without_tokens() {
    let (tokens, mask) = (
        array![[-1.0, -2.0], [f64::NAN, -1.0]],
        array![[1, 1], [0, 0]],
    );
    let weights = array![3.0, 0.0];
    let reduce = Reduction::Mean.weighted(&weights);
    let (loss, [by_chosen, _]) =
        simpo_with_grad(&tokens, &mask, &tokens, &mask, 2.0, 0.0, reduce).unwrap();
    assert_eq!(loss.total(), 2_f64.ln());
    assert_eq!(by_chosen, array![[-0.5, -0.5], [0.0, 0.0]]);
}

#[test]
fn log_probabilities_of_sequences_are_sums_of_those_that_count() {
    fn of<A: Precision + MaskEntry>() {
        for layout in Layout::ALL {
            let all = Answers::<A>::new(layout, [7, 300], 20.0, 11);
            let [tokens, mask] = all.views();
            let sums = sequence_log_probabilities(&tokens, &mask).unwrap();
            let upstream = ArrayD::from_shape_fn(IxDyn(&[7]), |i| A::of(i[0] as f64 - 3.5));
            let grad = sequence_log_probabilities_vjp(&mask, &upstream).unwrap();
            for i in 0..7 {
                let (row, places) = all.row(i);
                assert_same(sums[i], definition::sum(&row));
                for t in 0..300 {
                    let expected = if places.contains(&t) {
                        upstream[i]
                    } else {
                        A::zero()
                    };
                    assert_eq!(grad[[i, t]], expected);
                }
            }
        }
    }
    of::<f32>();
    of::<f64>();
    let (tokens, mask) = (
        array![[f64::NEG_INFINITY, -1.0], [f64::NAN, -1.0]],
        array![[1, 1], [0, 0]],
    );
    assert_eq!(
        sequence_log_probabilities(&tokens, &mask).unwrap(),
        array![f64::NEG_INFINITY, 0.0]
    );
    let none = Array2::<f64>::zeros((2, 0));
    assert_eq!(
        sequence_log_probabilities(&none, &none).unwrap(),
        array![0.0, 0.0]
    );
}

#[test]
fn bad_input_is_refused_by_where_found_and_expected() {
    let (tokens, mask) = (array![[-1.0, -2.0], [-1.0, -0.5]], array![[1, 1], [0, 1]]);
    let long = Array2::from_elem((2, 5), -1.0);
    let one = array![[1, 1]];
    let of = |rejected: &Array2<f64>, masks: [&Array2<i32>; 2], lambda| {
        let error = orpo(
            &tokens,
            masks[0],
            rejected,
            masks[1],
            lambda,
            Reduction::Mean,
        );
        error.unwrap_err().to_string()
    };
    let empty = array![[1, 1], [0, 0]];
    for (found, expected) in [
        (
            of(&array![[-1.0]], [&mask, &one], 0.1),
            "rejected: found shape [1, 1], expected [2, 1]",
        ),
        (
            of(&tokens, [&mask, &one], 0.1),
            "rejected_mask: found shape [1, 2], expected [2, 2]",
        ),
        (
            of(&tokens, [&one, &mask], 0.1),
            "chosen_mask: found shape [1, 2], expected [2, 2]",
        ),
        (
            of(&tokens, [&(&mask * -100), &mask], 0.1),
            "chosen_mask at [0, 0]: found -100, expected 0 or 1",
        ),
        (
            of(&tokens, [&mask, &mask], -1.0),
            "lambda: found -1, expected a finite number of at least 0",
        ),
        (
            of(&tokens, [&mask, &empty], 0.1),
            "rejected_mask at [1]: found nothing that counts, expected at least one 1",
        ),
        (
            of(&tokens, [&empty, &mask], 0.1),
            "chosen_mask at [1]: found nothing that counts, expected at least one 1",
        ),
    ] {
        assert_eq!(found, expected);
    }
    let error = simpo(
        &tokens,
        &mask,
        &long,
        &Array2::ones((2, 5)),
        0.0,
        1.0,
        Reduction::Sum,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "beta: found 0, expected a positive finite number"
    );
    let error = simpo(
        &tokens,
        &mask,
        &tokens,
        &mask,
        1.0,
        f64::NAN,
        Reduction::Sum,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "gamma: found NaN, expected a finite number"
    );
    let none = Array2::<f64>::zeros((0, 2));
    let error = simpo(&none, &none, &none, &none, 1.0, 0.0, Reduction::Mean).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mean: found no element, expected at least one"
    );
    assert_eq!(
        simpo(&none, &none, &none, &none, 1.0, 0.0, Reduction::Sum)
            .unwrap()
            .total(),
        0.0
    );
    let scalar = ArrayD::<f64>::zeros(IxDyn(&[]));
    assert!(
        simpo(
            &scalar,
            &scalar,
            &scalar,
            &scalar,
            1.0,
            0.0,
            Reduction::Mean
        )
        .is_err()
    );
    assert!(sequence_log_probabilities(&scalar, &scalar).is_err());
    let error = sequence_log_probabilities_vjp(&mask, &array![1.0]).unwrap_err();
    assert_eq!(error.to_string(), "upstream: found shape [1], expected [2]");
    let error = sequence_log_probabilities(&long, &mask.mapv(f64::from)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mask: found shape [2, 2], expected [2, 5]"
    );
}
