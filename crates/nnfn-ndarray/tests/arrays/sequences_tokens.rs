//! Losses of tokens on arrays against the definitions, row by row.

use crate::common::{Layout, Precision, Tally, scattered};
use ndarray::{Array2, ArrayD, ArrayView2, ArrayViewD, Axis, IxDyn, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;

const SHAPE: [usize; 3] = [4, 6, 37];

/// Logits of sequences. Rows that are not scored hold what must not leak, and so do their tokens.
struct Batch<A> {
    layout: Layout,
    logits: ArrayD<A>,
    /// The class of each row that is scored.
    classes: Array2<Option<usize>>,
    tokens: Array2<i64>,
    mask: Array2<bool>,
}

/// A shift by one, or none.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Own,
    Next,
}

impl<A: Precision> Batch<A> {
    /// Logits of the size of `spread` about `shift`, some of them equal and some `-∞`.
    fn new(of: Of, layout: Layout, (shift, spread): (f64, f64), seed: u64) -> Self {
        let mut number = scattered(seed);
        let mut logits = layout.store(&SHAPE, || {
            let z = A::of(shift + spread * number());
            if number() > 0.98 {
                A::neg_infinity()
            } else {
                z
            }
        });
        let shape = (SHAPE[0], SHAPE[1]);
        let mut mask = Array2::from_shape_simple_fn(shape, || number() > -0.3);
        mask.row_mut(1).fill(false); // a sequence without tokens
        mask[[0, 3]] = true;
        let outside = [-100, -1, SHAPE[2] as i64, i64::MAX, i64::MIN];
        let tokens = Array2::from_shape_fn(shape, |(s, t)| {
            if mask[[s, t]] {
                ((0.5 + 0.5 * number()) * SHAPE[2] as f64) as i64
            } else {
                outside[(s + t) % 5]
            }
        });
        let step = usize::from(of == Of::Next);
        let classes = Array2::from_shape_fn(shape, |(s, t)| {
            let own = (t + step < SHAPE[1])
                .then(|| (s, t + step))
                .filter(|&at| mask[at]);
            own.map(|at| tokens[at] as usize)
        });
        let mut view = layout.view(logits.view_mut());
        for ((s, t), class) in classes.indexed_iter() {
            let mut row = view.slice_mut(ndarray::s![s, t, ..]);
            if class.is_none() {
                row.fill(A::of(
                    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e38][(s + t) % 4],
                ));
            }
        }
        Self {
            layout,
            logits,
            classes,
            tokens,
            mask,
        }
    }

    fn logits(&self) -> ArrayViewD<'_, A> {
        self.layout.view(self.logits.view())
    }

    fn row(&self, s: usize, t: usize) -> Vec<f64> {
        self.logits()
            .slice(ndarray::s![s, t, ..])
            .iter()
            .map(|&z| z.into())
            .collect()
    }

    fn scored(&self) -> Vec<Vec<f64>> {
        let mask = self
            .classes
            .map(|class| if class.is_some() { 1.0 } else { 0.0 });
        mask.rows().into_iter().map(|row| row.to_vec()).collect()
    }
}

type Found<A> = (Loss<A, IxDyn>, ArrayD<A>);

fn compare<A: Precision>(
    of: Of,
    loss: impl Fn(&Batch<A>, Aggregation) -> Found<A>,
    definition: impl Fn(&[f64], usize) -> (f64, Vec<f64>),
) {
    let sizes = [
        (0.0, 3.0),
        (5.0, 20.0),
        (-1e3, 300.0),
        (0.0, 1e-3),
        (-4.0, 0.5),
        (0.0, 1e4),
        (0.0, 1e30),
    ];
    let mut tally = Tally::default();
    for (case, layout) in Layout::ALL.into_iter().cycle().take(28).enumerate() {
        let batch = Batch::<A>::new(of, layout, sizes[case % 7], case as u64);
        let mask = batch.scored();
        let (each, own) = loss(&batch, Aggregation::None);
        let each = each.each();
        let mut losses = vec![vec![f64::NAN; SHAPE[1]]; SHAPE[0]];
        let mut slopes = ArrayD::<f64>::zeros(IxDyn(&SHAPE));
        for ((s, t), class) in batch.classes.indexed_iter() {
            let Some(class) = *class else {
                assert_eq!(each[[s, t]], A::zero());
                continue;
            };
            let (loss, grad) = definition(&batch.row(s, t), class);
            losses[s][t] = loss;
            tally.compare(each[[s, t]], loss, 0.0);
            for (j, slope) in grad.into_iter().enumerate() {
                slopes[[s, t, j]] = slope;
                tally.compare(own[[s, t, j]], slope, 0.0);
            }
        }
        for (aggregation, value, shares) in [
            (
                Aggregation::TokenMean,
                definition::token_mean(&losses, &mask),
                definition::token_mean_grad(&losses, &mask),
            ),
            (
                Aggregation::SequenceMean,
                definition::sequence_mean(&losses, &mask),
                definition::sequence_mean_grad(&losses, &mask),
            ),
            (
                Aggregation::TokenSum,
                definition::token_sum(&losses, &mask),
                definition::token_sum_grad(&losses, &mask),
            ),
        ] {
            let (total, grad) = loss(&batch, aggregation);
            tally.compare(total.total(), value, 0.0);
            for ((at, &found), &slope) in grad.indexed_iter().zip(&slopes) {
                if mask[at[0]][at[1]] == 0.0 {
                    assert_eq!(found, A::zero());
                } else {
                    tally.compare(found, slope * shares[at[0]][at[1]], 0.0);
                }
            }
        }
    }
    tally.finish::<A>();
}

/// The gradient sums to 0 over the vocabulary, but for the rounding of its entries.
fn assert_balanced<A: Precision>(grad: &ArrayD<A>) {
    for row in grad.lanes(Axis(2)) {
        let row = crate::common::wide(row);
        let size: f64 = row.iter().map(|slope| slope.abs()).sum();
        let sum = definition::sum(&row);
        assert!(
            !sum.is_finite() || sum.abs() <= 4.0 * A::ulp(size),
            "{sum:e} of {size:e}"
        );
    }
}

fn of_row(name: &str, row: &[f64], class: usize) -> (f64, Vec<f64>) {
    match name {
        "dft" => {
            let (rows, tokens, mask) = ([row.to_vec(), vec![]], [0, class], [0.0, 1.0]);
            (
                definition::dft(&rows, &tokens, &mask),
                definition::dft_grad(&rows, &tokens, &mask)[0].clone(),
            )
        }
        "token_z_loss" => (definition::z_loss(row), definition::z_loss_grad(row)),
        _ => (
            definition::cross_entropy(row, class),
            definition::cross_entropy_grad(row, class),
        ),
    }
}

macro_rules! against {
    ($test:ident, $name:ident, $of:expr, |$batch:ident, $logits:ident, $aggregation:ident| ($($argument:expr),+)) => {
        pastey::paste! {
            #[test]
            fn $test() {
                fn of<A: Precision>() {
                    let loss = |$batch: &Batch<A>, $aggregation: Aggregation| {
                        let $logits = $batch.logits();
                        let (value, grad) = [<$name _with_grad>](&$logits, $($argument),+).unwrap();
                        let alone = $name(&$logits, $($argument),+).unwrap();
                        assert_eq!(format!("{value:?}"), format!("{alone:?}"));
                        if stringify!($name) != "token_z_loss" {
                            assert_balanced(&grad);
                        }
                        (value, grad)
                    };
                    compare(Of::$of, loss, |row, class| of_row(stringify!($name), row, class));
                }
                crate::common::with_all_instructions(|_| {
                    of::<f32>();
                    of::<f64>();
                });
            }
        }
    };
}

against!(
    masked_lm_is_the_definition,
    masked_lm,
    Own,
    |batch, logits, aggregation| (
        &batch.tokens.view().into_dyn(),
        &batch.mask.view().into_dyn(),
        aggregation
    )
);
against!(
    sft_is_the_definition,
    sft,
    Next,
    |batch, logits, aggregation| (
        &batch.tokens.view().into_dyn(),
        &batch.mask.view().into_dyn(),
        aggregation
    )
);
against!(
    dft_is_the_definition,
    dft,
    Next,
    |batch, logits, aggregation| (
        &batch.tokens.view().into_dyn(),
        &batch.mask.view().into_dyn(),
        aggregation
    )
);
against!(
    next_token_cross_entropy_is_the_definition,
    next_token_cross_entropy,
    Next,
    |batch, logits, aggregation| (&padded(batch).view().into_dyn(), aggregation.ignoring(-100))
);
against!(
    token_z_loss_is_the_definition,
    token_z_loss,
    Own,
    |batch, logits, aggregation| (&batch.mask.view().into_dyn(), aggregation)
);

/// The tokens with -100 where the mask is 0.
fn padded<A>(batch: &Batch<A>) -> Array2<i64> {
    let mut tokens = batch.tokens.clone();
    tokens.zip_mut_with(&batch.mask, |token, &kept| {
        *token = if kept { *token } else { -100 }
    });
    tokens
}

#[test]
fn tokens_and_masks_come_in_every_layout_and_type() {
    let batch = Batch::<f32>::new(Of::Next, Layout::Standard, (0.0, 3.0), 5);
    let logits = batch
        .logits()
        .into_dimensionality::<ndarray::Ix3>()
        .unwrap();
    let expected = sft(&logits, &batch.tokens, &batch.mask, Aggregation::TokenMean).unwrap();
    let transposed = (batch.tokens.t().to_owned(), batch.mask.t().to_owned());
    let found = sft(
        &logits,
        &transposed.0.t(),
        &transposed.1.t(),
        Aggregation::TokenMean,
    );
    assert_eq!(found.unwrap(), expected);
    let bytes = batch.tokens.mapv(|token| token.clamp(0, 255) as u8);
    let numbers = batch.mask.mapv(|kept| if kept { 1.0_f32 } else { 0.0 });
    assert_eq!(
        sft(&logits, &bytes, &numbers, Aggregation::TokenMean).unwrap(),
        expected
    );
    // Axes before the last two number sequences, however many they are.
    let four = |all: ArrayView2<i64>| all.to_owned().into_shape_with_order((2, 2, 6)).unwrap();
    let logits = logits
        .to_owned()
        .into_shape_with_order((2, 2, 6, 37))
        .unwrap();
    let mask = batch.mask.clone().into_shape_with_order((2, 2, 6)).unwrap();
    for aggregation in [Aggregation::TokenMean, Aggregation::SequenceMean] {
        let flat = sft(
            &batch.logits(),
            &batch.tokens.view().into_dyn(),
            &batch.mask.view().into_dyn(),
            aggregation,
        );
        let found = sft(&logits, &four(batch.tokens.view()), &mask, aggregation).unwrap();
        assert_eq!(found.total(), flat.unwrap().total());
    }
}

#[test]
fn one_sequence_needs_no_axis_of_sequences() {
    let (logits, tokens) = (
        array![[0.0, 0.0], [0.0, 700.0], [5.0, 0.0]],
        array![1_u16, 0, 1],
    );
    for aggregation in [Aggregation::TokenMean, Aggregation::SequenceMean] {
        let loss = next_token_cross_entropy(&logits, &tokens, aggregation).unwrap();
        assert_eq!(loss.total(), 2_f64.ln() / 2.0);
    }
    let each = next_token_cross_entropy(&logits, &tokens, Aggregation::None)
        .unwrap()
        .each();
    assert_eq!(each, array![2_f64.ln(), (-700_f64).exp(), 0.0]);
}

#[test]
fn infinite_logits_give_what_the_definition_gives() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let rows = [
        [inf, 0.0, 0.0],
        [0.0, inf, 0.0],
        [inf, inf, 0.0],
        [-inf, 0.0, 1.0],
        [-inf, -inf, 0.0],
        [-inf; 3],
        [inf; 3],
        [nan, 0.0, 0.0],
        [0.0, nan, 0.0],
        [1e300, -1e300, 0.0],
        [1.7e308, -1.7e308, 0.0],
    ];
    for row in rows {
        let logits = array![row];
        let (labels, mask) = (array![0], array![1]);
        let same = |found: f64, expected: f64| {
            // Two numbers that are each at most four units from the exact one.
            let distance = f64::distance(found, expected, 0.0);
            assert!(distance <= 8.0, "{row:?}: {found} {expected}");
        };
        let (loss, grad) =
            masked_lm_with_grad(&logits, &labels, &mask, Aggregation::TokenSum).unwrap();
        let (expected, slopes) = of_row("masked_lm", &row, 0);
        same(loss.total(), expected);
        grad.iter()
            .zip(slopes)
            .for_each(|(&found, slope)| same(found, slope));
        let (loss, grad) = token_z_loss_with_grad(&logits, &mask, Aggregation::TokenSum).unwrap();
        let (expected, slopes) = of_row("token_z_loss", &row, 0);
        same(loss.total(), expected);
        grad.iter()
            .zip(slopes)
            .for_each(|(&found, slope)| same(found, slope));
        let logits = array![row, [0.0; 3]];
        let (tokens, mask) = (array![7, 0], array![0, 1]);
        let (loss, grad) = dft_with_grad(&logits, &tokens, &mask, Aggregation::TokenSum).unwrap();
        let (expected, slopes) = of_row("dft", &row, 0);
        same(loss.total(), expected);
        grad.iter()
            .zip(slopes)
            .for_each(|(&found, slope)| same(found, slope));
    }
}

#[test]
fn the_logarithm_of_a_sum_near_1_keeps_its_digits() {
    // ln(exp(-0.5) + exp(-0.932752129567188573..)) is the difference that rounding leaves, by the definition.
    let logits = array![[-0.5, -0.932_752_129_567_188_6], [-40.0, -4e-17]];
    for (row, mask) in logits.rows().into_iter().zip([array![1, 0], array![0, 1]]) {
        let (loss, grad) = token_z_loss_with_grad(&logits, &mask, Aggregation::TokenMean).unwrap();
        let (expected, slopes) = of_row("token_z_loss", &row.to_vec(), 0);
        assert!(f64::distance(loss.total(), expected, 0.0) <= 1.0);
        let found = grad.row(if mask[0] == 1 { 0 } else { 1 });
        found
            .iter()
            .zip(slopes)
            .for_each(|(&found, slope)| assert_eq!(found, slope));
    }
}

#[test]
fn a_probability_below_the_normal_numbers_keeps_the_digits_of_its_cost() {
    // mpmath, 50 digits; the probabilities are 4.5e-309 and 2.2e-310.
    for (logit, expected) in [
        (-710.0, 3.1781632202293424e-306),
        (-713.0, 1.5890001303484434e-307),
    ] {
        let logits = array![[0.0, logit], [0.0, 0.0]];
        let loss = dft(&logits, &array![0, 1], &array![0, 1], Aggregation::TokenSum);
        let loss = loss.unwrap().total();
        assert!(f64::distance(loss, expected, 0.0) <= 4.0, "{loss:?}");
    }
}

#[test]
fn losses_one_by_one_are_the_log_probabilities_that_dpo_takes() {
    let batch = Batch::<f64>::new(Of::Next, Layout::Standard, (0.0, 3.0), 9);
    let (tokens, mask) = (batch.tokens.view().into_dyn(), batch.mask.view().into_dyn());
    let each = sft(&batch.logits(), &tokens, &mask, Aggregation::None)
        .unwrap()
        .each();
    let found = sequence_log_probabilities(&each.map(|loss| -loss), &each.map(|_| true)).unwrap();
    for s in 0..SHAPE[0] {
        let own = (0..SHAPE[1]).filter_map(|t| Some((t, batch.classes[[s, t]]?)));
        let own: Vec<f64> = own
            .map(|(t, class)| -definition::cross_entropy(&batch.row(s, t), class))
            .collect();
        assert!(f64::distance(found[s], definition::sum(&own), 0.0) <= 8.0);
    }
}
