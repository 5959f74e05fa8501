//! What the losses of tokens refuse.

use ndarray::{Array1, Array2, Array3, ArrayD, IxDyn, array};
use nnfn_ndarray::losses::*;

const MEANS: [Aggregation; 2] = [Aggregation::TokenMean, Aggregation::SequenceMean];

fn example() -> (Array3<f32>, Array2<i64>, Array2<u8>) {
    (
        Array3::zeros((2, 3, 4)),
        array![[0, 1, 2], [3, 2, 1]],
        array![[0, 1, 1], [1, 1, 0]],
    )
}

#[test]
fn a_token_outside_of_the_vocabulary_is_refused_where_it_is_scored() {
    let (logits, tokens, mask) = example();
    let with = |at, token| {
        let mut tokens = tokens.clone();
        tokens[at] = token;
        tokens
    };
    for (at, token, expected) in [
        (
            [0, 2],
            4,
            "token at [0, 2]: found 4, expected at least 0 and less than 4, the size of the vocabulary",
        ),
        (
            [1, 1],
            -100,
            "token at [1, 1]: found -100, expected at least 0 and less than 4, the size of the vocabulary",
        ),
    ] {
        let tokens = with(at, token);
        for aggregation in [
            Aggregation::TokenMean,
            Aggregation::TokenSum,
            Aggregation::None,
        ] {
            for loss in [
                sft(&logits, &tokens, &mask, aggregation),
                dft(&logits, &tokens, &mask, aggregation),
                masked_lm(&logits, &tokens, &mask, aggregation),
                next_token_cross_entropy(&logits, &tokens, aggregation),
            ] {
                assert_eq!(loss.unwrap_err().to_string(), expected);
            }
        }
    }
    // Neither the first token, nor one that is masked or ignored.
    let tokens = with([0, 0], 99);
    assert!(next_token_cross_entropy(&logits, &tokens, Aggregation::TokenMean).is_ok());
    assert!(sft(&logits, &tokens, &mask, Aggregation::TokenMean).is_ok());
    assert!(masked_lm(&logits, &tokens, &mask, Aggregation::TokenMean).is_ok());
    let tokens = with([1, 1], -100);
    let ignoring = Aggregation::TokenMean.ignoring(-100);
    assert!(next_token_cross_entropy(&logits, &tokens, ignoring).is_ok());
    assert!(sft(&logits, &tokens, &mask, ignoring).is_ok());
    assert!(sft(&logits, &tokens, &mask, Aggregation::TokenMean.ignoring(-1)).is_err());
}

#[test]
fn shapes_and_masks_are_refused_by_name() {
    let (logits, tokens, mask) = example();
    let (short, other) = (array![[0, 1], [3, 2]], array![[0, 1, 1]]);
    let sum = Aggregation::TokenSum;
    for (found, expected) in [
        (
            sft(&logits, &short, &mask, sum),
            "tokens: found shape [2, 2], expected [2, 3]",
        ),
        (
            sft(&logits, &tokens, &other, sum),
            "mask: found shape [1, 3], expected [2, 3]",
        ),
        (
            dft(&logits, &tokens, &array![[0, 1, 1], [1, 2, 0]], sum),
            "mask at [1, 1]: found 2, expected 0 or 1",
        ),
        (
            masked_lm(&logits, &short, &mask, sum),
            "labels: found shape [2, 2], expected [2, 3]",
        ),
        (
            masked_lm(&logits, &tokens, &other, sum),
            "selected: found shape [1, 3], expected [2, 3]",
        ),
        (
            masked_lm(&logits, &tokens, &tokens, sum),
            "selected at [0, 2]: found 2, expected 0 or 1",
        ),
        (
            next_token_cross_entropy(&logits, &short, sum),
            "tokens: found shape [2, 2], expected [2, 3]",
        ),
        (
            token_z_loss(&logits, &other, sum),
            "mask: found shape [1, 3], expected [2, 3]",
        ),
        (
            token_z_loss(&logits, &tokens, sum),
            "mask at [0, 2]: found 2, expected 0 or 1",
        ),
    ] {
        assert_eq!(found.unwrap_err().to_string(), expected);
    }
    let (row, scalar) = (
        ArrayD::<f64>::zeros(IxDyn(&[3])),
        ArrayD::<i32>::zeros(IxDyn(&[])),
    );
    let error = sft(&row, &scalar, &scalar, sum).unwrap_err().to_string();
    assert_eq!(
        error,
        "axis: found 1, expected less than 1, the number of axes"
    );
    let nothing = ArrayD::<f64>::zeros(IxDyn(&[]));
    assert!(next_token_cross_entropy(&nothing, &scalar, sum).is_err());
    assert!(token_z_loss(&nothing, &scalar, sum).is_err());
}

#[test]
fn a_mean_over_nothing_is_an_error_and_a_sum_over_nothing_is_0() {
    let (logits, tokens, mask) = example();
    let none = mask.map(|_| false);
    let nothing = "mask: found nothing that counts, expected at least one 1";
    for aggregation in MEANS {
        for loss in [
            sft(&logits, &tokens, &none, aggregation),
            // No row comes before the first token.
            dft(
                &logits,
                &tokens,
                &array![[true, false, false], [true, false, false]],
                aggregation,
            ),
            token_z_loss(&logits, &none, aggregation),
        ] {
            assert_eq!(loss.unwrap_err().to_string(), nothing);
        }
        let error = masked_lm(&logits, &tokens, &none, aggregation)
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "selected: found nothing that counts, expected at least one 1"
        );
        let ignored = tokens.map(|_| -100);
        for loss in [
            next_token_cross_entropy(&logits, &ignored, aggregation.ignoring(-100)),
            sft(&logits, &ignored, &mask, aggregation.ignoring(-100)),
        ] {
            let error = loss.unwrap_err().to_string();
            assert_eq!(
                error,
                "mean: found only ignored labels, expected at least one other"
            );
        }
        for shape in [(0, 3, 4), (2, 0, 4), (2, 1, 4), (0, 0, 0)] {
            let (logits, tokens) = (
                Array3::<f64>::zeros(shape),
                Array2::<u32>::zeros((shape.0, shape.1)),
            );
            let error = next_token_cross_entropy(&logits, &tokens, aggregation)
                .unwrap_err()
                .to_string();
            assert_eq!(error, "mean: found no element, expected at least one");
        }
    }
    let (loss, grad) = sft_with_grad(&logits, &tokens, &none, Aggregation::TokenSum).unwrap();
    assert_eq!((loss.total(), grad), (0.0, logits.clone()));
    let (loss, grad) = dft_with_grad(&logits, &tokens, &none, Aggregation::None).unwrap();
    assert_eq!((loss.each(), grad), (Array2::zeros((2, 3)), logits));
    for shape in [
        (0, 3, 4),
        (2, 0, 4),
        (2, 1, 4),
        (2, 3, 0),
        (0, 0, 0),
        (0, 1 << 40, 4),
    ] {
        let (logits, tokens) = (
            Array3::<f64>::zeros(shape),
            Array2::<u32>::zeros((shape.0, shape.1)),
        );
        let ignoring = Aggregation::TokenSum.ignoring(0);
        let (loss, grad) = next_token_cross_entropy_with_grad(&logits, &tokens, ignoring).unwrap();
        assert_eq!((loss.total(), grad), (0.0, logits));
    }
}

#[test]
fn an_empty_vocabulary_has_no_token() {
    let (logits, tokens) = (Array2::<f64>::zeros((2, 0)), Array1::<u32>::zeros(2));
    let error = next_token_cross_entropy(&logits, &tokens, Aggregation::TokenSum).unwrap_err();
    let expected =
        "token at [1]: found 0, expected at least 0 and less than 0, the size of the vocabulary";
    assert_eq!(error.to_string(), expected);
    let loss = token_z_loss(&logits, &array![1, 1], Aggregation::TokenMean).unwrap();
    assert_eq!(loss.total(), nnfn::losses::z_loss(&[]));
}
