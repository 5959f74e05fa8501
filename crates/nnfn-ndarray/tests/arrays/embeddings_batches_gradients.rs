//! Gradients of whole batches against differences of the losses themselves; what does not change a loss; masks.

use crate::common::Precision;
use crate::embedding::{assert_slope, assert_slopes, random};
use ndarray::{Array1, Array2, ArrayRef, Axis, Ix1, Ix2, array};
use nnfn_ndarray::Error;
use nnfn_ndarray::losses::*;

const MEAN: Reduction = Reduction::Mean;
const SIMILARITIES: [Similarity; 2] = [Similarity::Cosine, Similarity::Dot];

type Reducer<'a> = Reduce<'a, f64, Ix1>;

/// Every reduction, with weights and without.
fn reductions(weights: &Array1<f64>) -> Vec<Reducer<'_>> {
    let all = [Reduction::None, Reduction::Sum, Reduction::Mean];
    let plain = all.map(Reduce::from);
    plain
        .into_iter()
        .chain(all.map(|r| r.weighted(weights)))
        .collect()
}

#[test]
fn by_a_table_and_its_parameters() {
    let table = random::<f64>(6, 6, 1);
    let weights = array![1.0, 0.5, 0.0, 2.0, 3.0, 0.125];
    for reduce in reductions(&weights) {
        let what = format!("{reduce:?}");
        let of = |s: &_, t| info_nce(s, t, reduce.clone()).unwrap();
        let (loss, grad, slope) = info_nce_with_grad(&table, 0.3, reduce.clone()).unwrap();
        assert_eq!(loss, of(&table, 0.3));
        assert_slopes(|s| of(s, 0.3), &table, &grad, &what);
        assert_slope(|t| of(&table, t), 0.3, slope, &what);
        let of = |s: &_, t| clip_loss(s, t, reduce.clone()).unwrap();
        let (loss, grad, slope) = clip_loss_with_grad(&table, 0.3, reduce.clone()).unwrap();
        assert_eq!(loss, of(&table, 0.3));
        assert_slopes(|s| of(s, 0.3), &table, &grad, &what);
        assert_slope(|t| of(&table, t), 0.3, slope, &what);
        let of = |s: &_, t, b| siglip(s, t, b, reduce.clone()).unwrap();
        let (loss, grad, by) = siglip_with_grad(&table, 4.0, -2.0, reduce.clone()).unwrap();
        assert_eq!(loss, of(&table, 4.0, -2.0));
        assert_slopes(|s| of(s, 4.0, -2.0), &table, &grad, &what);
        assert_slope(|t| of(&table, t, -2.0), 4.0, by[0], &what);
        assert_slope(|b| of(&table, 4.0, b), -2.0, by[1], &what);
    }
}

#[test]
fn by_embeddings_and_parameters() {
    let (a, b) = (random::<f64>(6, 4, 2), random::<f64>(6, 4, 3));
    let weights = array![1.0, 0.5, 0.0, 2.0, 3.0, 0.125];
    for (reduce, sim) in reductions(&weights)
        .into_iter()
        .flat_map(|r| SIMILARITIES.map(|s| (r.clone(), s)))
    {
        let what = format!("{reduce:?}, {sim:?}");
        let of = |a: &_, b: &_, t| info_nce_embeddings(a, b, t, sim, reduce.clone()).unwrap();
        let (loss, grads, slope) =
            info_nce_embeddings_with_grad(&a, &b, 0.3, sim, reduce.clone()).unwrap();
        assert_eq!(loss, of(&a, &b, 0.3));
        assert_slopes(|a| of(a, &b, 0.3), &a, &grads[0], &what);
        assert_slopes(|b| of(&a, b, 0.3), &b, &grads[1], &what);
        assert_slope(|t| of(&a, &b, t), 0.3, slope, &what);
        let of = |a: &_, b: &_, t| clip_loss_embeddings(a, b, t, sim, reduce.clone()).unwrap();
        let (loss, grads, slope) =
            clip_loss_embeddings_with_grad(&a, &b, 0.3, sim, reduce.clone()).unwrap();
        assert_eq!(loss, of(&a, &b, 0.3));
        assert_slopes(|a| of(a, &b, 0.3), &a, &grads[0], &what);
        assert_slopes(|b| of(&a, b, 0.3), &b, &grads[1], &what);
        assert_slope(|t| of(&a, &b, t), 0.3, slope, &what);
        let of = |a: &_, b: &_, t, c| siglip_embeddings(a, b, t, c, sim, reduce.clone()).unwrap();
        let (loss, grads, by) =
            siglip_embeddings_with_grad(&a, &b, 4.0, -2.0, sim, reduce.clone()).unwrap();
        assert_eq!(loss, of(&a, &b, 4.0, -2.0));
        assert_slopes(|a| of(a, &b, 4.0, -2.0), &a, &grads[0], &what);
        assert_slopes(|b| of(&a, b, 4.0, -2.0), &b, &grads[1], &what);
        assert_slope(|t| of(&a, &b, t, -2.0), 4.0, by[0], &what);
        assert_slope(|c| of(&a, &b, 4.0, c), -2.0, by[1], &what);
    }
}

#[test]
fn by_views_and_labelled_embeddings() {
    let (a, b) = (random::<f64>(6, 4, 4), random::<f64>(6, 4, 5));
    let weights = array![1.0, 0.5, 0.0, 2.0, 3.0, 0.125];
    let labels = array![0, 1, 0, 0, 1, 7];
    for reduce in reductions(&weights) {
        let what = format!("{reduce:?}");
        let of = |a: &_, b: &_| nt_xent(a, b, 0.3, reduce.clone()).unwrap();
        let (loss, grads) = nt_xent_with_grad(&a, &b, 0.3, reduce.clone()).unwrap();
        assert_eq!(loss, of(&a, &b));
        assert_slopes(|a| of(a, &b), &a, &grads[0], &what);
        assert_slopes(|b| of(&a, b), &b, &grads[1], &what);
        let of = |a: &_| sup_con(a, &labels, 0.3, reduce.clone()).unwrap();
        let (loss, grad) = sup_con_with_grad(&a, &labels, 0.3, reduce.clone()).unwrap();
        assert_eq!(loss, of(&a));
        assert_slopes(|a| of(a), &a, &grad, &what);
    }
}

/// Every loss of two sets of embeddings as one function: loss and gradients.
fn all_of_two<A: Precision>() -> Vec<(&'static str, Both<A>)> {
    let mut all: Vec<(&'static str, Both<A>)> = vec![(
        "nt_xent",
        Box::new(|a, b, reduce| nt_xent_with_grad(a, b, A::of(0.3), reduce)),
    )];
    for sim in SIMILARITIES {
        all.push((
            "info_nce",
            Box::new(move |a, b, reduce| {
                let call = info_nce_embeddings_with_grad(a, b, A::of(0.3), sim, reduce);
                call.map(|(loss, grads, _)| (loss, grads))
            }),
        ));
        all.push((
            "clip_loss",
            Box::new(move |a, b, reduce| {
                let call = clip_loss_embeddings_with_grad(a, b, A::of(0.3), sim, reduce);
                call.map(|(loss, grads, _)| (loss, grads))
            }),
        ));
        all.push((
            "siglip",
            Box::new(move |a, b, reduce| {
                let call = siglip_embeddings_with_grad(a, b, A::of(4.0), A::of(-2.0), sim, reduce);
                call.map(|(loss, grads, _)| (loss, grads))
            }),
        ));
    }
    all
}

type Both<A> = Box<
    dyn Fn(
        &ArrayRef<A, Ix2>,
        &ArrayRef<A, Ix2>,
        Reduce<'_, A, Ix1>,
    ) -> Result<(Loss<A, Ix1>, [Array2<A>; 2]), Error>,
>;

#[test]
fn an_example_of_weight_0_is_not_in_the_batch() {
    let (mut a, mut b) = (random::<f32>(6, 4, 6), random::<f32>(6, 4, 7));
    let weights = array![1.0, 0.5, 0.0, 2.0, 0.0, 0.125];
    let kept = [0, 1, 3, 5];
    let few = |array: &Array2<f32>| array.select(Axis(0), &kept);
    let (a_few, b_few, few_weights) = (few(&a), few(&b), weights.select(Axis(0), &kept));
    a.row_mut(2).fill(f32::NAN);
    b.row_mut(2).fill(f32::INFINITY);
    a.row_mut(4).fill(0.0);
    for reduction in [Reduction::None, Reduction::Sum, Reduction::Mean] {
        for (name, f) in all_of_two::<f32>() {
            let (loss, grads) = f(&a, &b, reduction.weighted(&weights)).unwrap();
            let (expected, few_grads) =
                f(&a_few, &b_few, reduction.weighted(&few_weights)).unwrap();
            match loss {
                Loss::Total(_) => assert_eq!(loss, expected, "{name}"),
                Loss::Each(each) => {
                    assert_eq!(each.select(Axis(0), &kept), expected.each(), "{name}");
                    assert_eq!((each[2], each[4]), (0.0, 0.0));
                }
            }
            for (grad, few_grad) in grads.iter().zip(&few_grads) {
                assert_eq!(few(grad), *few_grad, "{name}");
                assert!(grad.row(2).iter().chain(&grad.row(4)).all(|&g| g == 0.0));
            }
        }
        let (labels, few_labels) = (array![0, 1, 1, 0, 0, 1], array![0, 1, 0, 1]);
        let reduce = reduction.weighted(&weights);
        let (_, grad) = sup_con_with_grad(&a, &labels, 0.3, reduce).unwrap();
        let reduce = reduction.weighted(&few_weights);
        let (_, few_grad) = sup_con_with_grad(&a_few, &few_labels, 0.3, reduce).unwrap();
        assert_eq!(few(&grad), few_grad);
    }
    // Of a table neither the row nor the column.
    let mut table = random::<f32>(6, 6, 8);
    let few_table = few(&table).select(Axis(1), &kept);
    for i in 0..6 {
        table[[2, i]] = f32::NAN;
        table[[i, 4]] = f32::INFINITY;
        table[[i, 2]] = f32::NAN;
    }
    let (reduce, few_reduce) = (MEAN.weighted(&weights), MEAN.weighted(&few_weights));
    let (loss, grad, slope) = clip_loss_with_grad(&table, 0.3, reduce.clone()).unwrap();
    let expected = clip_loss_with_grad(&few_table, 0.3, few_reduce.clone()).unwrap();
    let few_grad = few(&grad).select(Axis(1), &kept);
    assert_eq!((loss, few_grad, slope), expected);
    assert!(grad.row(2).iter().chain(&grad.column(2)).all(|&g| g == 0.0));
    let (loss, grad, by) = siglip_with_grad(&table, 3.0, -1.0, reduce).unwrap();
    let expected = siglip_with_grad(&few_table, 3.0, -1.0, few_reduce).unwrap();
    assert_eq!((loss, few(&grad).select(Axis(1), &kept), by), expected);
}

#[test]
fn weights_weigh_the_terms() {
    let (a, b) = (random::<f64>(5, 3, 9), random::<f64>(5, 3, 10));
    let weights = array![1.0, 0.5, 4.0, 2.0, 0.25];
    for (name, f) in all_of_two::<f64>() {
        let each = f(&a, &b, Reduction::None.into()).unwrap().0.each();
        let weighed = f(&a, &b, Reduction::None.weighted(&weights)).unwrap().0;
        assert_eq!(weighed.each(), &each * &weights, "{name}");
        let sum = (&each * &weights).sum();
        let (loss, _) = f(&a, &b, Reduction::Sum.weighted(&weights)).unwrap();
        approx::assert_relative_eq!(loss.total(), sum, max_relative = 1e-15);
        for size in [1e-300, 1.0, 1e300] {
            let weights = &weights * size;
            let (loss, grads) = f(&a, &b, MEAN.weighted(&weights)).unwrap();
            approx::assert_relative_eq!(loss.total(), sum / 7.75, max_relative = 1e-14);
            assert!(
                grads
                    .iter()
                    .flatten()
                    .all(|g| g.abs() > 1e-9 && g.abs() < 10.0)
            );
        }
    }
}

#[test]
fn what_does_not_change_a_loss() {
    let (a, b) = (random::<f64>(7, 3, 12), random::<f64>(7, 3, 13));
    let order = [3, 0, 6, 1, 5, 2, 4];
    let shuffled = |x: &Array2<f64>| x.select(Axis(0), &order);
    for (name, f) in all_of_two::<f64>() {
        let (loss, grads) = f(&a, &b, MEAN.into()).unwrap();
        let (other, moved) = f(&shuffled(&a), &shuffled(&b), MEAN.into()).unwrap();
        approx::assert_relative_eq!(loss.clone().total(), other.total(), max_relative = 1e-15);
        for (grad, moved) in grads.iter().zip(&moved) {
            let difference = shuffled(grad) - moved;
            assert!(difference.iter().all(|d| d.abs() < 1e-15), "{name}");
        }
        if name == "clip_loss" || name == "nt_xent" {
            let (other, [by_b, by_a]) = f(&b, &a, MEAN.into()).unwrap();
            approx::assert_relative_eq!(loss.total(), other.total(), max_relative = 1e-15);
            for (grad, other) in grads.iter().zip([by_a, by_b]) {
                assert!((grad - &other).iter().all(|d| d.abs() < 1e-15), "{name}");
            }
        }
    }
    // Of cosines, the lengths: powers of two to the last bit.
    let sizes = Array1::from_shape_fn(7, |i| 2_f64.powi(100 * i as i32 - 500));
    let scaled = &a * &sizes.view().insert_axis(Axis(1));
    for (k, (name, f)) in all_of_two::<f64>().into_iter().enumerate() {
        if k > 3 {
            continue; // of scalar products
        }
        let (loss, grads) = f(&a, &b, MEAN.into()).unwrap();
        let (other, scaled_grads) = f(&scaled, &b, MEAN.into()).unwrap();
        assert_eq!(loss, other, "{name}");
        assert_eq!(grads[1], scaled_grads[1], "{name}");
        let by_first = &scaled_grads[0] * &sizes.view().insert_axis(Axis(1));
        assert_eq!(grads[0], by_first, "{name}");
        // And at right angles to the vectors.
        let along = (&grads[0] * &a).sum_axis(Axis(1));
        assert!(along.iter().all(|x| x.abs() < 1e-15), "{name}: {along}");
    }
}

#[test]
fn nothing_has_a_sum_but_no_mean() {
    let none = Array2::<f64>::zeros((0, 3));
    for (name, f) in all_of_two::<f64>() {
        let (loss, grads) = f(&none, &none, Reduction::Sum.into()).unwrap();
        assert_eq!(
            (loss.total(), grads[0].shape()),
            (0.0, &[0, 3][..]),
            "{name}"
        );
        let error = f(&none, &none, MEAN.into()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "mean: found no element, expected at least one"
        );
    }
    let table = Array2::<f32>::zeros((0, 0));
    assert_eq!(info_nce(&table, 1.0, MEAN).unwrap_err(), Error::EmptyMean);
    assert_eq!(
        siglip(&table, 1.0, 0.0, Reduction::Sum).unwrap().total(),
        0.0
    );
    let labels = Array1::<u8>::from_elem(0, 0);
    assert_eq!(
        sup_con(&none, &labels, 1.0, MEAN).unwrap_err(),
        Error::EmptyMean
    );
    assert_eq!(
        sup_con(&none, &labels, 1.0, Reduction::Sum)
            .unwrap()
            .total(),
        0.0
    );
    let one = array![[1.0, 2.0]];
    for (name, f) in all_of_two::<f64>() {
        let (loss, grads) = f(&one, &one, MEAN.into()).unwrap();
        if name != "siglip" {
            assert_eq!(loss.total(), 0.0, "{name}");
            assert!(grads.iter().flatten().all(|&g| g == 0.0));
        }
    }
    let alone = sup_con(&one, &array!["cat"], 1.0, Reduction::None).unwrap();
    assert_eq!(alone.each(), array![0.0]);
}

#[test]
fn bad_input_says_where_it_is() {
    let (x, y) = (Array2::<f64>::zeros((2, 3)), Array2::<f64>::zeros((3, 3)));
    let text = |error: Error| error.to_string();
    let not_square = "similarities: found shape [2, 3], expected [2, 2]";
    assert_eq!(text(info_nce(&x, 1.0, MEAN).unwrap_err()), not_square);
    assert_eq!(
        text(clip_loss_with_grad(&x, 1.0, MEAN).unwrap_err()),
        not_square
    );
    assert_eq!(text(siglip(&x, 1.0, 0.0, MEAN).unwrap_err()), not_square);
    let cosine = Similarity::Cosine;
    let error = info_nce_embeddings(&x, &y, 1.0, cosine, MEAN).unwrap_err();
    assert_eq!(
        text(error),
        "candidates: found shape [3, 3], expected [2, 3]"
    );
    for error in [
        clip_loss_embeddings(&x, &y, 1.0, cosine, MEAN).unwrap_err(),
        siglip_embeddings(&x, &y, 1.0, 0.0, cosine, MEAN).unwrap_err(),
        nt_xent_with_grad(&x, &y, 1.0, MEAN).unwrap_err(),
    ] {
        assert_eq!(text(error), "second: found shape [3, 3], expected [2, 3]");
    }
    for (t, found) in [(0.0, "0"), (-0.5, "-0.5"), (f64::NAN, "NaN")] {
        let expected = format!("temperature: found {found}, expected a positive number");
        assert_eq!(text(info_nce(&y, t, MEAN).unwrap_err()), expected);
        assert_eq!(text(clip_loss(&y, t, MEAN).unwrap_err()), expected);
        assert_eq!(text(nt_xent(&y, &y, t, MEAN).unwrap_err()), expected);
        let labels = array![1, 1, 1];
        assert_eq!(text(sup_con(&y, &labels, t, MEAN).unwrap_err()), expected);
    }
    let error = siglip(&y, f64::INFINITY, 0.0, MEAN).unwrap_err();
    assert_eq!(
        text(error),
        "scale: found inf, expected a positive finite number"
    );
    let error = siglip_embeddings_with_grad(&y, &y, 1.0, f64::NAN, cosine, MEAN).unwrap_err();
    assert_eq!(text(error), "bias: found NaN, expected a finite number");
    let error = sup_con(&y, &array![1, 2], 1.0, MEAN).unwrap_err();
    assert_eq!(text(error), "labels: found shape [2], expected [3]");
    let error = sup_con_with_grad(&y, &array![1, 2, 3], 1.0, MEAN).unwrap_err();
    assert_eq!(
        text(error),
        "mean: found every label once, expected at least one twice"
    );
    let weights = array![1.0, 0.0, 1.0];
    let error = sup_con(&y, &array![1, 1, 2], 1.0, MEAN.weighted(&weights)).unwrap_err();
    assert_eq!(error, Error::NoPositive);
    let error = nt_xent(&y, &y, 1.0, MEAN.weighted(&array![1.0, f64::NAN, 1.0])).unwrap_err();
    assert_eq!(
        text(error),
        "weight at [1]: found NaN, expected a finite number of at least 0"
    );
    let error = siglip(&y, 1.0, 0.0, MEAN.weighted(&array![1.0])).unwrap_err();
    assert_eq!(text(error), "weights: found shape [1], expected [3]");
    let error = clip_loss(&y, 1.0, MEAN.weighted(&array![0.0, 0.0, 0.0])).unwrap_err();
    assert_eq!(error, Error::NoWeight);
}

#[test]
fn more_vectors_than_a_table_can_compare_are_refused() {
    // Without entries they take no memory.
    let many = Array2::<f64>::zeros((1 << 22, 0));
    for (name, f) in all_of_two::<f64>() {
        let error = f(&many, &many, MEAN.into()).unwrap_err();
        assert!(matches!(error, Error::TooLarge { .. }), "{name}: {error}");
    }
    let many = Array2::<f32>::zeros((1 << 50, 0));
    let error = triplet(&many, &many, &many, 1.0, true, MEAN).unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
}
