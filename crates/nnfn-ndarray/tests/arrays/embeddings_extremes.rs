//! Losses of whole batches at infinities, NaN, extreme temperatures and sizes, and of more rows than a thread takes at
//! once.

use crate::common::Precision;
use crate::embedding::{PULLED, assert_pulled, largest, random, rows, within, worst};
use ndarray::{Array1, Array2, array};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;

const MEAN: Reduction = Reduction::Mean;
const NONE: Reduction = Reduction::None;

#[test]
fn infinities_and_nan_are_those_of_the_definition() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    for table in [
        array![[0.0, -inf], [1.0, inf]],
        array![[0.0, inf], [1.0, 2.0]],
        array![[-inf, 0.0], [1.0, 2.0]],
        array![[0.0, nan], [1.0, 2.0]],
        array![[1e308, -1e308], [1.0, 2.0]],
        array![[inf, -inf], [-inf, inf]],
    ] {
        let rows = rows(table.view());
        let what = format!("{table}");
        let (loss, grad, slope) = info_nce_with_grad(&table, 0.5, MEAN).unwrap();
        within::<f64>(
            worst(&[loss.total()], &[definition::info_nce(&rows, 0.5)], 0.0),
            &what,
        );
        within::<f64>(
            worst(&grad, &definition::info_nce_grad(&rows, 0.5).concat(), 0.0),
            &what,
        );
        let expected = definition::info_nce_grad_temperature(&rows, 0.5);
        within::<f64>(worst(&[slope], &[expected], 0.0), &what);
        let (loss, grad, [scale, bias]) = siglip_with_grad(&table, 2.0, 1.0, MEAN).unwrap();
        within::<f64>(
            worst(&[loss.total()], &[definition::siglip(&rows, 2.0, 1.0)], 0.0),
            &what,
        );
        within::<f64>(
            worst(
                &grad,
                &definition::siglip_grad(&rows, 2.0, 1.0).concat(),
                0.0,
            ),
            &what,
        );
        let expected = [
            definition::siglip_grad_scale(&rows, 2.0, 1.0),
            definition::siglip_grad_bias(&rows, 2.0, 1.0),
        ];
        within::<f64>(worst(&[scale, bias], &expected, 0.0), &what);
    }
}

#[test]
fn extreme_temperatures_are_those_of_the_definition() {
    let embeddings = random::<f64>(12, 5, 11);
    let labels = Array1::from_shape_fn(12, |i| i % 3);
    let z = rows(embeddings.view());
    for t in [1e-300, 1e-20, 1e20, 1e300, f64::INFINITY] {
        let (loss, grad) = sup_con_with_grad(&embeddings, &labels, t, MEAN).unwrap();
        let what = format!("{t:e}");
        let expected = definition::sup_con(&z, &labels.to_vec(), t);
        within::<f64>(worst(&[loss.total()], &[expected], 0.0), &what);
        let expected = definition::sup_con_grad(&z, &labels.to_vec(), t).concat();
        let units = worst(&grad, &expected, largest(&expected));
        assert!(units <= PULLED, "{what}: {units}");
    }
}

#[test]
fn vectors_without_a_direction_give_nan() {
    let bad = [
        [0.0, 0.0],
        [f64::NAN, 1.0],
        [f64::INFINITY, f64::INFINITY],
        [f64::NEG_INFINITY, f64::NAN],
    ];
    let good = array![[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]];
    for row in bad {
        let mut odd = good.clone();
        odd.row_mut(1).assign(&Array1::from_vec(row.to_vec()));
        let (loss, grads) = nt_xent_with_grad(&odd, &good, 0.5, MEAN).unwrap();
        assert!(loss.total().is_nan() && grads.iter().flatten().all(|g| g.is_nan()));
        let (loss, grad) = sup_con_with_grad(&odd, &array![1, 1, 1], 0.5, MEAN).unwrap();
        assert!(loss.total().is_nan() && grad.iter().all(|g| g.is_nan()));
        let cosine = Similarity::Cosine;
        let loss = info_nce_embeddings(&odd, &good, 0.5, cosine, NONE)
            .unwrap()
            .each();
        assert!(!loss[0].is_nan() && loss[1].is_nan() && !loss[2].is_nan());
        let loss = siglip_embeddings(&good, &odd, 5.0, -3.0, cosine, MEAN).unwrap();
        assert!(loss.total().is_nan());
    }
    // One infinite entry is the direction, which nothing finite turns.
    let far = array![[1.0, 2.0], [f64::NEG_INFINITY, 7.0], [0.5, 0.5]];
    let near = array![[1.0, 2.0], [-1.0, 0.0], [0.5, 0.5]];
    let (loss, [by_first, _]) = nt_xent_with_grad(&far, &good, 0.5, MEAN).unwrap();
    let (expected, [by_near, _]) = nt_xent_with_grad(&near, &good, 0.5, MEAN).unwrap();
    assert_eq!(loss, expected);
    assert_eq!(by_first.row(1), array![0.0, 0.0]);
    assert_eq!(by_first.row(0), by_near.row(0));
    let flat = Array2::<f64>::zeros((2, 0));
    assert!(nt_xent(&flat, &flat, 0.5, MEAN).unwrap().total().is_nan());
    let loss = info_nce_embeddings(&flat, &flat, 0.5, Similarity::Dot, MEAN).unwrap();
    assert_eq!(loss.total(), 2_f64.ln());
}

#[test]
fn scalar_products_of_any_size_are_right() {
    let inf = f64::INFINITY;
    let first = array![[1e300, 1.0], [1e-300, 2.0], [3.0, -inf]];
    let second = array![[1e-300, 3.0], [1e300, 1e-300], [2.0, 5.0]];
    let dot = Similarity::Dot;
    let (loss, _, _) = info_nce_embeddings_with_grad(&first, &second, 0.5, dot, NONE).unwrap();
    // Products 4, ∞, 2e300; 6, 1, 10; -∞, -∞, -∞.
    let table = array![[4.0, inf, 2e300], [6.0, 1.0, 10.0], [-inf, -inf, -inf]];
    let expected = info_nce(&table, 0.5, NONE).unwrap().each();
    let found = loss.each();
    assert_eq!((found[0], found[1]), (inf, expected[1]));
    assert!(found[2].is_nan() && expected[2].is_nan());
    // Of 1e200² and -1e200² nothing is left, though each alone is beyond all numbers.
    let (a, b) = (array![[1e200, 1e200]], array![[1e200, -1e200]]);
    let loss = siglip_embeddings(&a, &b, 1.0, 0.0, dot, MEAN).unwrap();
    assert_eq!(loss.total(), 2_f64.ln());
    let (_, grads, _) = siglip_embeddings_with_grad(&a, &b, 1.0, 0.0, dot, MEAN).unwrap();
    assert_eq!(grads, [array![[-5e199, 5e199]], array![[-5e199, -5e199]]]);
}

fn pieces<A: Precision>() {
    let n = 150;
    let (a, b) = (random::<A>(n, 7, 21), random::<A>(n, 7, 22));
    let (x, y) = (rows(a.view()), rows(b.view()));
    let (loss, [by_first, by_second]) = nt_xent_with_grad(&a, &b, A::of(0.1), MEAN).unwrap();
    let t: f64 = A::of(0.1).into();
    within::<A>(
        worst(&[loss.total()], &[definition::nt_xent(&x, &y, t)], 0.0),
        "NT-Xent",
    );
    assert_pulled(
        &by_first,
        &definition::nt_xent_grad(&x, &y, t),
        &x,
        t,
        "NT-Xent",
    );
    assert_pulled(
        &by_second,
        &definition::nt_xent_grad_second(&x, &y, t),
        &y,
        t,
        "NT-Xent",
    );
    let labels = Array1::from_shape_fn(n, |i| i * i % 11);
    let (loss, grad) = sup_con_with_grad(&a, &labels, A::of(0.1), MEAN).unwrap();
    let expected = definition::sup_con(&x, &labels.to_vec(), t);
    within::<A>(worst(&[loss.total()], &[expected], 0.0), "SupCon");
    let expected = definition::sup_con_grad(&x, &labels.to_vec(), t);
    assert_pulled(&grad, &expected, &x, t, "SupCon");
    let table = random::<A>(n, n, 23);
    let s = rows(table.view());
    let (loss, grad, _) = clip_loss_with_grad(&table, A::of(0.1), MEAN).unwrap();
    within::<A>(
        worst(&[loss.total()], &[definition::clip_loss(&s, t)], 0.0),
        "CLIP",
    );
    within::<A>(
        worst(&grad, &definition::clip_loss_grad(&s, t).concat(), 0.0),
        "CLIP",
    );
    let (loss, grad, _) = siglip_with_grad(&table, A::of(8.0), A::of(-4.0), MEAN).unwrap();
    within::<A>(
        worst(&[loss.total()], &[definition::siglip(&s, 8.0, -4.0)], 0.0),
        "SigLIP",
    );
    let expected = definition::siglip_grad(&s, 8.0, -4.0).concat();
    within::<A>(worst(&grad, &expected, 0.0), "SigLIP");
}

#[test]
fn batches_of_several_pieces_are_those_of_the_definition() {
    pieces::<f32>();
    pieces::<f64>();
}
