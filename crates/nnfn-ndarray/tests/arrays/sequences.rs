//! Aggregations and measures of texts on arrays against the definitions.

use crate::common::{Layout, Precision, Tally, scattered};
use ndarray::{Array2, ArrayD, ArrayViewD, array};
use nnfn::losses as definition;
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

const POISON: [f64; 5] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e38, 7.0];

/// Numbers of tokens, `sequences × tokens`; what the mask leaves out must not leak.
struct Tokens<A> {
    layout: Layout,
    numbers: ArrayD<A>,
    mask: ArrayD<A>,
}

impl<A: Precision> Tokens<A> {
    /// Of the size of `spread` about `shift`; the third sequence has no token.
    fn new(layout: Layout, (shift, spread): (f64, f64), seed: u64) -> Self {
        let mut number = scattered(seed);
        let shape = [5, 19];
        let mut numbers = layout.store(&shape, || A::of(shift + spread * number()));
        let mut mask = layout.store(&shape, || A::of(if number() > 0.0 { 1.0 } else { 0.0 }));
        let mut entries = layout.view(mask.view_mut());
        entries.slice_mut(ndarray::s![2, ..]).fill(A::zero());
        entries[[1, 3]] = A::one();
        let kept = layout.view(mask.view());
        let mut poison = POISON.iter().cycle();
        layout
            .view(numbers.view_mut())
            .zip_mut_with(&kept, |x, kept| {
                if *kept == A::zero() {
                    *x = A::of(*poison.next().expect("endless"));
                }
            });
        Self {
            layout,
            numbers,
            mask,
        }
    }

    fn views(&self) -> [ArrayViewD<'_, A>; 2] {
        [&self.numbers, &self.mask].map(|all| self.layout.view(all.view()))
    }

    fn rows(&self) -> [Vec<Vec<f64>>; 2] {
        self.views()
            .map(|all| all.rows().into_iter().map(crate::common::wide).collect())
    }

    fn kept(&self) -> Vec<f64> {
        let [numbers, mask] = self.rows().map(|rows| rows.concat());
        let kept = numbers.iter().zip(mask).filter(|(_, kept)| *kept == 1.0);
        kept.map(|(x, _)| *x).collect()
    }
}

fn close<A: Precision>(found: A, expected: f64, scale: f64, bounds: (f64, f64)) {
    let distance = A::distance(found, expected, scale);
    assert!(
        distance <= A::pick(bounds),
        "{found:?} {expected} {distance}"
    );
}

macro_rules! against {
    ($test:ident, $name:ident) => { pastey::paste! {
        #[test]
        fn $test() {
            fn of<A: Precision + MaskEntry>() {
                for (case, layout) in Layout::ALL.into_iter().cycle().take(24).enumerate() {
                    let size = [(0.0, 1.0), (3.0, 2.0), (1e-30, 1e-31), (0.0, 1e37), (1e6, 1.0)][case % 5];
                    let tokens = Tokens::<A>::new(layout, size, case as u64);
                    let [losses, mask] = tokens.views();
                    let (value, grad) = [<$name _with_grad>](&losses, &mask).unwrap();
                    assert_eq!($name(&losses, &mask).unwrap(), value);
                    let [rows, masks] = tokens.rows();
                    // Both sums are compensated; terms of both signs cancel.
                    let largest = tokens.kept().iter().map(|x| x.abs()).fold(0.0, f64::max);
                    close(value, definition::$name(&rows, &masks), largest, (0.5, 2.0));
                    let slopes = definition::[<$name _grad>](&rows, &masks);
                    for (found, slope) in grad.iter().zip(slopes.concat()) {
                        close(*found, slope, 0.0, (0.5, 1.0));
                        assert!(slope != 0.0 || *found == A::zero());
                    }
                }
            }
            of::<f32>();
            of::<f64>();
        }
    } };
}

against!(token_mean_is_the_definition, token_mean);
against!(sequence_mean_is_the_definition, sequence_mean);
against!(token_sum_is_the_definition, token_sum);

#[test]
fn a_mean_does_not_overflow_where_its_sum_does() {
    let losses = Array2::from_elem((3, 4), 1.5e308);
    let mask = losses.map(|_| 1);
    assert_eq!(token_mean(&losses, &mask).unwrap(), 1.5e308);
    assert_eq!(sequence_mean(&losses, &mask).unwrap(), 1.5e308);
    assert_eq!(token_sum(&losses, &mask).unwrap(), f64::INFINITY);
}

#[test]
fn long_sums_lose_nothing() {
    let losses = Array2::from_shape_fn((10, 100_000), |(i, j)| 0.1 + (i * j) as f64 * 1e-9);
    let mask = losses.map(|_| true);
    let all: Vec<f64> = losses.iter().copied().collect();
    assert_eq!(token_mean(&losses, &mask).unwrap(), definition::mean(&all));
    assert_eq!(
        token_sum(&losses.t(), &mask.t()).unwrap(),
        definition::sum(&all)
    );
}

#[test]
fn what_counts_comes_through() {
    let mask = array![[1, 1]];
    for (second, expected) in [(f64::INFINITY, f64::INFINITY), (f64::NAN, f64::NAN)] {
        let losses = array![[1.0, second]];
        for found in [
            token_mean(&losses, &mask),
            sequence_mean(&losses, &mask),
            token_sum(&losses, &mask),
        ] {
            assert_eq!(found.unwrap().to_bits(), expected.to_bits());
        }
    }
}

#[test]
fn perplexity_is_the_definition() {
    fn of<A: Precision + MaskEntry>() {
        let mut tally = Tally::default();
        for (case, layout) in Layout::ALL.into_iter().cycle().take(24).enumerate() {
            let size = [
                (-3.0, 3.0),
                (-60.0, 20.0),
                (-700.0, 5.0),
                (-1e-9, 1e-9),
                (-1000.0, 1.0),
            ][case % 5];
            let tokens = Tokens::<A>::new(layout, size, case as u64);
            let [log_probabilities, mask] = tokens.views();
            let (value, grad) = perplexity_with_grad(&log_probabilities, &mask).unwrap();
            assert_eq!(perplexity(&log_probabilities, &mask).unwrap(), value);
            let kept = tokens.kept();
            tally.compare(value, definition::perplexity(&kept), 0.0);
            let mut slopes = definition::perplexity_grad(&kept).into_iter();
            for (found, kept) in grad.iter().zip(&mask) {
                let slope = if *kept == A::one() {
                    slopes.next().unwrap()
                } else {
                    0.0
                };
                tally.compare(*found, slope, 0.0);
                assert!(*kept == A::one() || *found == A::zero());
            }
            let (bits, grad) = bits_per_byte_with_grad(&log_probabilities, &mask, 123.0).unwrap();
            assert_eq!(
                bits_per_byte(&log_probabilities, &mask, 123.0).unwrap(),
                bits
            );
            tally.compare(bits, definition::bits_per_byte(&kept, 123.0), 0.0);
            let slope = A::of(definition::bits_per_byte_grad(&[0.0], 123.0)[0]);
            assert_eq!(grad, mask.map(|&kept| kept * slope));
        }
        tally.finish::<A>();
    }
    of::<f32>();
    of::<f64>();
}

#[test]
fn a_mean_over_nothing_is_an_error_and_a_sum_over_nothing_is_0() {
    let (losses, none) = (array![[1.0_f32, f32::NAN]], array![[0_u8, 0]]);
    let nothing = "mask: found nothing that counts, expected at least one 1";
    for found in [
        token_mean(&losses, &none),
        sequence_mean(&losses, &none),
        perplexity(&losses, &none),
    ] {
        assert_eq!(found.unwrap_err().to_string(), nothing);
    }
    assert_eq!(token_sum(&losses, &none), Ok(0.0));
    assert_eq!(bits_per_byte(&losses, &none, 3.0), Ok(0.0));
    for shape in [(0, 3), (3, 0), (0, 0), (1 << 40, 0)] {
        let empty = Array2::<f32>::zeros(shape);
        assert!(matches!(
            token_mean(&empty, &empty),
            Err(Error::AllMasked { .. })
        ));
        assert!(matches!(
            sequence_mean(&empty, &empty),
            Err(Error::AllMasked { .. })
        ));
        let (sum, grad) = token_sum_with_grad(&empty, &empty).unwrap();
        assert_eq!((sum, grad.dim()), (0.0, shape));
    }
}

#[test]
fn bad_input_is_refused_by_where_found_and_expected() {
    let losses = array![[1.0, 2.0, 3.0]];
    for (mask, expected) in [
        (
            array![[1.0, 0.0]],
            "mask: found shape [1, 2], expected [1, 3]",
        ),
        (
            array![[1.0, 0.0, 0.5]],
            "mask at [0, 2]: found 0.5, expected 0 or 1",
        ),
        (
            array![[1.0, f64::NAN, 0.5]],
            "mask at [0, 1]: found NaN, expected 0 or 1",
        ),
    ] {
        for found in [
            token_mean(&losses, &mask),
            sequence_mean(&losses, &mask),
            token_sum(&losses, &mask),
            perplexity(&losses, &mask),
            bits_per_byte(&losses, &mask, 1.0),
        ] {
            assert_eq!(found.unwrap_err().to_string(), expected);
        }
    }
    for bytes in [-1.0, f64::NAN] {
        let error = bits_per_byte(&losses, &losses.map(|_| 1), bytes)
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            format!("bytes: found {bytes}, expected a number of at least 0")
        );
    }
    let minus = array![[1_i64, -100, 1]];
    let error = token_mean(&losses, &minus).unwrap_err().to_string();
    assert_eq!(error, "mask at [0, 1]: found -100, expected 0 or 1");
}
