//! Losses of whole batches against the definitions, from tables and from embeddings.

use crate::common::{Layout, Precision, scattered, with_all_instructions};
use crate::embedding::{assert_pulled, largest, random, rows, seen, stored, within, worst};
use ndarray::{Array1, Array2, ArrayView2, Ix1, array};
use nnfn::losses as definition;
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

const MEAN: Reduction = Reduction::Mean;
const NONE: Reduction = Reduction::None;

const TEMPERATURES: [f64; 9] = [1e-300, 1e-20, 1e-3, 0.07, 0.5, 1.0, 20.0, 1e3, 1e300];

/// Runs it for tables of some sizes, layouts and temperatures.
fn tables<A: Precision>(f: impl Fn(ArrayView2<'_, A>, A, &str)) {
    for (k, layout) in Layout::ALL.into_iter().enumerate() {
        for n in [1, 2, 5, 33] {
            for (size, t) in [(1.0, 1.0), (1.0, 1e3), (300.0, 1.0), (1e-9, 1e-9)] {
                for temperature in TEMPERATURES.map(|x| A::of(x * t)) {
                    if temperature > A::zero() {
                        let table = stored::<A>(layout, n, n, size, k as u64);
                        let what = format!("{layout:?}, {n}, {size}, {temperature}");
                        f(seen(layout, &table), temperature, &what);
                    }
                }
            }
        }
    }
}

type Table<A> = fn(
    &ndarray::ArrayRef<A, ndarray::Ix2>,
    A,
    Reduce<'static, A, Ix1>,
) -> Result<(Loss<A, Ix1>, Array2<A>, A), Error>;

type Defined = (
    fn(&[Vec<f64>], f64) -> f64,
    fn(&[Vec<f64>], f64) -> Vec<Vec<f64>>,
    fn(&[Vec<f64>], f64) -> f64,
);

const INFO_NCE: Defined = (
    definition::info_nce,
    definition::info_nce_grad,
    definition::info_nce_grad_temperature,
);

const CLIP: Defined = (
    definition::clip_loss,
    definition::clip_loss_grad,
    definition::clip_loss_grad_temperature,
);

fn softmax_tables<A: Precision>(f: Table<A>, (value, grad, slope): Defined) {
    tables::<A>(|table, temperature, what| {
        let (loss, by_table, by_temperature) = f(&table, temperature, MEAN.into()).unwrap();
        let (rows, t) = (rows(table), temperature.into());
        within::<A>(worst(&[loss.total()], &[value(&rows, t)], 0.0), what);
        within::<A>(worst(&by_table, &grad(&rows, t).concat(), 0.0), what);
        // Of each row the similarity of the right one and the expected one cancel.
        let each = |(i, row): (usize, &Vec<f64>)| {
            let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            ((top - row[i]) / t / t).abs()
        };
        let scale = largest(&rows.iter().enumerate().map(each).collect::<Vec<f64>>());
        let scale = if scale.is_finite() { scale } else { 0.0 };
        let found = worst(&[by_temperature], &[slope(&rows, t)], scale);
        within::<A>(found, &format!("{what}, by the temperature"));
    });
}

#[test]
fn info_nce_of_a_table_is_that_of_the_definition() {
    with_all_instructions(|_| {
        softmax_tables::<f32>(info_nce_with_grad, INFO_NCE);
        softmax_tables::<f64>(info_nce_with_grad, INFO_NCE);
    });
}

#[test]
fn clip_loss_of_a_table_is_that_of_the_definition() {
    with_all_instructions(|_| {
        softmax_tables::<f32>(clip_loss_with_grad, CLIP);
        softmax_tables::<f64>(clip_loss_with_grad, CLIP);
    });
}

fn siglip_tables<A: Precision>() {
    tables::<A>(|table, scale, what| {
        if !scale.is_finite() {
            return;
        }
        for bias in [-10.0, 0.0, 3.0].map(A::of) {
            let (loss, by_table, by) = siglip_with_grad(&table, scale, bias, MEAN).unwrap();
            let (rows, t, b) = (rows(table), scale.into(), bias.into());
            let what = format!("{what}, {b}");
            within::<A>(
                worst(&[loss.total()], &[definition::siglip(&rows, t, b)], 0.0),
                &what,
            );
            let expected = definition::siglip_grad(&rows, t, b).concat();
            within::<A>(worst(&by_table, &expected, 0.0), &what);
            let by_scale = definition::siglip_grad_scale(&rows, t, b);
            let by_bias = definition::siglip_grad_bias(&rows, t, b);
            // Terms of either sign, which sum to n at most.
            let s = largest(&rows.concat());
            let n = rows.len() as f64;
            within::<A>(worst(&by[..1], &[by_scale], 0.25 * s * n), &what);
            within::<A>(worst(&by[1..], &[by_bias], 0.25 * n), &what);
        }
    });
}

#[test]
fn siglip_of_a_table_is_that_of_the_definition() {
    with_all_instructions(|_| {
        siglip_tables::<f32>();
        siglip_tables::<f64>();
    });
}

/// Batches of vectors: in general position, nearly parallel pairs, and of very different lengths.
fn batches<A: Precision>(f: impl Fn(ArrayView2<'_, A>, ArrayView2<'_, A>, &str)) {
    for layout in Layout::ALL {
        for (n, d) in [(1, 3), (2, 1), (5, 2), (17, 40)] {
            for spread in [1.0, 1e-6] {
                let first = stored::<A>(layout, n, d, 1.0, n as u64);
                let mut second = stored::<A>(layout, n, d, spread, n as u64 + 1);
                let mut size = scattered(3);
                if spread < 1.0 {
                    second.zip_mut_with(&first, |y, &x| *y += x);
                }
                let first = layout.view(first.view()).into_dimensionality().unwrap();
                let second = layout.view(second.view());
                let mut second: Array2<A> = second.into_dimensionality().unwrap().to_owned();
                for mut row in second.rows_mut() {
                    let size = A::of(2_f64.powi((10.0 * size()) as i32));
                    row.map_inplace(|x| *x *= size);
                }
                f(
                    first,
                    second.view(),
                    &format!("{layout:?}, {n}, {d}, {spread}"),
                );
            }
        }
    }
}

fn nt_xent_batches<A: Precision>() {
    batches::<A>(|first, second, what| {
        for t in [1e-5, 1e-3, 0.07, 0.5, 1e3].map(A::of) {
            let (loss, [by_first, by_second]) =
                nt_xent_with_grad(&first, &second, t, MEAN).unwrap();
            assert_eq!(nt_xent(&first, &second, t, MEAN).unwrap(), loss);
            let (a, b, t) = (rows(first), rows(second), t.into());
            let what = format!("{what}, {t}");
            within::<A>(
                worst(&[loss.total()], &[definition::nt_xent(&a, &b, t)], 0.0),
                &what,
            );
            let expected = definition::nt_xent_grad(&a, &b, t);
            assert_pulled(&by_first, &expected, &a, t, &what);
            let expected = definition::nt_xent_grad_second(&a, &b, t);
            assert_pulled(&by_second, &expected, &b, t, &what);
        }
    });
}

#[test]
fn nt_xent_is_that_of_the_definition() {
    with_all_instructions(|_| {
        nt_xent_batches::<f32>();
        nt_xent_batches::<f64>();
    });
}

fn sup_con_batches<A: Precision>() {
    batches::<A>(|embeddings, _, what| {
        let n = embeddings.nrows();
        if n < 2 {
            return;
        }
        for classes in [1, 2, 4] {
            let labels = Array1::from_shape_fn(n, |i| (i * i + i / 3) % classes);
            let has_two = |l| labels.iter().filter(|&&m| m == l).count() > 1;
            if !labels.iter().any(|&l| has_two(l)) {
                continue;
            }
            for t in [1e-5, 1e-3, 0.1, 1e3].map(A::of) {
                let (loss, grad) = sup_con_with_grad(&embeddings, &labels, t, MEAN).unwrap();
                assert_eq!(sup_con(&embeddings, &labels, t, MEAN).unwrap(), loss);
                let (z, labels, t) = (rows(embeddings), labels.to_vec(), t.into());
                let what = format!("{what}, {classes}, {t}");
                let expected = definition::sup_con(&z, &labels, t);
                within::<A>(worst(&[loss.total()], &[expected], 0.0), &what);
                let expected = definition::sup_con_grad(&z, &labels, t);
                assert_pulled(&grad, &expected, &z, t, &what);
            }
        }
    });
}

#[test]
fn sup_con_is_that_of_the_definition() {
    with_all_instructions(|_| {
        sup_con_batches::<f32>();
        sup_con_batches::<f64>();
    });
}

/// Vectors of integers whose lengths are integers, too, so that their cosines times `693²` are.
fn integers() -> ([Array2<f64>; 2], Array2<f64>) {
    let first = array![
        [1.0, 2.0, 2.0],
        [2.0, -3.0, 6.0],
        [4.0, 4.0, 7.0],
        [9.0, 6.0, -2.0]
    ];
    let second = array![
        [2.0, 2.0, 1.0],
        [3.0, 2.0, 6.0],
        [-8.0, 4.0, 1.0],
        [6.0, -6.0, 7.0]
    ];
    let whole = |rows: &Array2<f64>| {
        let mut rows = rows.clone();
        for mut row in rows.rows_mut() {
            let length = row.dot(&row).sqrt();
            assert_eq!(693.0 % length, 0.0);
            row.map_inplace(|x| *x *= 693.0 / length);
        }
        rows
    };
    let table = whole(&first).dot(&whole(&second).t());
    ([first, second], table)
}

#[test]
fn cosines_are_as_good_as_an_exact_table() {
    with_all_instructions(|_| {
        let ([first, second], table) = integers();
        for t in [1e-4, 1e-3, 0.01, 0.07, 1.0, 1e3] {
            // 693² is exact, and so is this product for powers of two only: let the table's be rounded.
            let large = 693.0 * 693.0;
            let t = f64::from(t as f32);
            let what = format!("{t}");
            let cosine = Similarity::Cosine;
            let found = info_nce_embeddings(&first, &second, t, cosine, NONE).unwrap();
            let expected = info_nce(&table, t * large, NONE).unwrap();
            let (found, expected) = (found.each(), expected.each().to_vec());
            within::<f64>(worst(&found, &expected, 0.0), &what);
            let found = clip_loss_embeddings(&first, &second, t, cosine, NONE).unwrap();
            let expected = clip_loss(&table, t * large, NONE).unwrap();
            within::<f64>(worst(&found.each(), &expected.each().to_vec(), 0.0), &what);
        }
        for dots in [&first, &second] {
            let table = first.dot(&dots.t());
            let found = info_nce_embeddings(&first, dots, 3.0, Similarity::Dot, MEAN).unwrap();
            assert_eq!(found, info_nce(&table, 3.0, MEAN).unwrap());
            let found = clip_loss_embeddings(&first, dots, 3.0, Similarity::Dot, MEAN).unwrap();
            assert_eq!(found, clip_loss(&table, 3.0, MEAN).unwrap());
            let found = siglip_embeddings(&first, dots, 0.1, -4.0, Similarity::Dot, MEAN).unwrap();
            assert_eq!(found, siglip(&table, 0.1, -4.0, MEAN).unwrap());
        }
    });
}

#[test]
fn none_gives_the_terms_whose_mean_is_the_loss() {
    let table = random::<f64>(7, 7, 5);
    let (a, b) = (random::<f64>(7, 3, 6), random::<f64>(7, 3, 7));
    let labels = array![0, 1, 0, 1, 2, 0, 1];
    let mean = |each: Loss<f64, Ix1>, of: Loss<f64, Ix1>, count: f64| {
        let (sum, mean) = (each.each().sum(), of.total());
        approx::assert_relative_eq!(sum / count, mean, max_relative = 1e-15);
    };
    mean(
        info_nce(&table, 0.3, NONE).unwrap(),
        info_nce(&table, 0.3, MEAN).unwrap(),
        7.0,
    );
    mean(
        clip_loss(&table, 0.3, NONE).unwrap(),
        clip_loss(&table, 0.3, MEAN).unwrap(),
        7.0,
    );
    mean(
        siglip(&table, 5.0, -2.0, NONE).unwrap(),
        siglip(&table, 5.0, -2.0, MEAN).unwrap(),
        7.0,
    );
    mean(
        nt_xent(&a, &b, 0.3, NONE).unwrap(),
        nt_xent(&a, &b, 0.3, MEAN).unwrap(),
        7.0,
    );
    let each = sup_con(&a, &labels, 0.3, NONE).unwrap();
    mean(each, sup_con(&a, &labels, 0.3, MEAN).unwrap(), 6.0);
    // A row of InfoNCE and a pair of CLIP, by the cross-entropy of rows and columns.
    let each = info_nce(&table, 0.3, NONE).unwrap().each();
    let pairs = clip_loss(&table, 0.3, NONE).unwrap().each();
    for i in 0..7 {
        let asked = |row: Vec<f64>| definition::temperature_scaled_cross_entropy(&row, i, 0.3);
        let (row, column) = (table.row(i).to_vec(), table.column(i).to_vec());
        let (row, column) = (asked(row), asked(column));
        approx::assert_relative_eq!(each[i], row, max_relative = 1e-15);
        approx::assert_relative_eq!(pairs[i], 0.5 * (row + column), max_relative = 1e-15);
    }
}
