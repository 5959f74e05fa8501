//! Masks, and results into given arrays.

use crate::common::Layout;
use ndarray::{Array1, Array2, ArrayD, Axis, IxDyn, Zip, array, s};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::*;

const NAN: f64 = f64::NAN;

/// What is masked, whatever it is, is as if it were not there.
#[test]
fn masked_entries_never_leak() {
    for n in [3, 40, 49, 200] {
        let z = Array2::from_shape_fn((5, n), |(i, j)| ((i * 7 + j * 3) as f64 * 0.7).sin() * 4.0);
        let u = z.mapv(|z| (3.0 * z).cos());
        let mask = Array2::from_shape_fn((5, n), |(i, j)| (i + j) % 3 != 1);
        let spoilt = |x: &Array2<f64>, by: f64| {
            Zip::from(x)
                .and(&mask)
                .map_collect(|&x, &kept| if kept { x } else { by })
        };
        for by in [NAN, f64::INFINITY, -f64::INFINITY, 1e308, 0.0] {
            let (z, u) = (spoilt(&z, by), spoilt(&u, by));
            let p = softmax_masked(&z, &mask, Axis(1), 0.5).unwrap();
            let l = log_softmax_masked(&z, &mask, Axis(1), 0.5).unwrap();
            let sums = log_sum_exp_masked(&z, &mask, Axis(1)).unwrap();
            let of_p = softmax_masked_vjp(&z, &mask, Axis(1), 0.5, &u).unwrap();
            let of_l = log_softmax_masked_vjp(&z, &mask, Axis(1), 0.5, &u).unwrap();
            for i in 0..5 {
                let kept: Vec<usize> = (0..n).filter(|&j| mask[[i, j]]).collect();
                let (own, upstream): (Array1<f64>, Array1<f64>) = (
                    kept.iter().map(|&j| z[[i, j]]).collect(),
                    kept.iter().map(|&j| u[[i, j]]).collect(),
                );
                let near = |found: &Array2<f64>, expected: Array1<f64>, masked: f64| {
                    for (&j, expected) in kept.iter().zip(expected) {
                        let found = found[[i, j]];
                        assert!((found - expected).abs() <= 1e-15 + 1e-14 * expected.abs());
                    }
                    let row = (0..n).filter(|&j| !mask[[i, j]]);
                    assert!(row.into_iter().all(|j| found[[i, j]] == masked));
                };
                near(&p, softmax(&own, Axis(0), 0.5).unwrap(), 0.0);
                near(&l, log_softmax(&own, Axis(0), 0.5).unwrap(), -f64::INFINITY);
                let expected = log_sum_exp(&own, Axis(0)).unwrap()[()];
                assert!((sums[i] - expected).abs() < 1e-14);
                let vjp = softmax_vjp(&own, Axis(0), 0.5, &upstream).unwrap();
                near(&of_p, vjp, 0.0);
                let vjp = log_softmax_vjp(&own, Axis(0), 0.5, &upstream).unwrap();
                near(&of_l, vjp, 0.0);
            }
        }
    }
}

#[test]
fn a_mask_is_broadcast_and_a_lane_without_any_entry_is_nan() {
    let z = array![[1.0_f32, 2.0, 3.0], [0.0, 0.0, 0.0]];
    let p = softmax_masked(&z, &array![true, false, true], Axis(1), 1.0).unwrap();
    assert_eq!((p[[0, 1]], p.row(1)), (0.0, array![0.5, 0.0, 0.5].view()));
    let p = softmax_masked(&z, &array![[true], [false]], Axis(1), 1.0).unwrap();
    assert!((p.row(0).sum() - 1.0).abs() < 1e-6);
    assert!(p.row(1).iter().all(|p| p.is_nan()));
    let sums = log_sum_exp_masked(&z, &array![[true], [false]], Axis(1)).unwrap();
    assert_eq!(sums[1], f32::NEG_INFINITY);
    let error = softmax_masked(&z, &array![true, false], Axis(1), 1.0).unwrap_err();
    assert_eq!(error.to_string(), "mask: found shape [2], expected [2, 3]");
}

#[test]
fn results_go_into_arrays_of_any_layout() {
    for layout in Layout::ALL {
        for axis in 0..3 {
            let shape = [4, 5, 6];
            let z = ArrayD::from_shape_fn(IxDyn(&shape), |i| (i[0] * 30 + i[1] * 6 + i[2]) as f64);
            let z = z.mapv(|x| (x * 0.37).sin());
            let (u, axis) = (z.mapv(f64::cos), Axis(axis));
            let mut stored = layout.store(&shape, || NAN);
            let mut out = layout.view(stored.view_mut());
            softmax_into(&z, axis, 2.0, &mut out).unwrap();
            assert_eq!(out, softmax(&z, axis, 2.0).unwrap());
            log_softmax_into(&z, axis, 2.0, &mut out).unwrap();
            assert_eq!(out, log_softmax(&z, axis, 2.0).unwrap());
            softmax_vjp_into(&z, axis, 2.0, &u, &mut out).unwrap();
            assert_eq!(out, softmax_vjp(&z, axis, 2.0, &u).unwrap());
            log_softmax_vjp_into(&z, axis, 2.0, &u, &mut out).unwrap();
            assert_eq!(out, log_softmax_vjp(&z, axis, 2.0, &u).unwrap());
        }
    }
    let z = array![[1.0, 2.0], [3.0, 4.0]];
    let mut out = array![7.0, 7.0, 7.0];
    assert!(log_sum_exp_into(&z, Axis(1), &mut out).is_err());
    log_sum_exp_into(&z, Axis(1), &mut out.slice_mut(s![..;2])).unwrap();
    assert_eq!(out[1], 7.0);
    assert_eq!(out[2], log_sum_exp(&z, Axis(1)).unwrap()[1]);
    let mut wrong = array![[0.0]];
    assert!(softmax_into(&z, Axis(1), 1.0, &mut wrong).is_err());
    assert!(softmax_into(&z, Axis(1), 0.0, &mut z.clone()).is_err());
    assert_eq!(wrong, array![[0.0]]);
}

#[test]
fn the_gradient_of_log_sum_exp_is_the_softmax_at_any_length() {
    for n in [1, 10, 100, 1000] {
        let z = Array2::from_shape_fn((3, n), |(i, j)| ((i + j * j) as f32).sin() * 5.0);
        let (sums, grad) = log_sum_exp_with_grad(&z, Axis(1)).unwrap();
        assert_eq!(sums, log_sum_exp(&z, Axis(1)).unwrap());
        assert_eq!(grad, softmax(&z, Axis(1), 1.0).unwrap());
        let over = log_sum_exp_over(&z, Axis(1), 2.0).unwrap();
        let halved = log_sum_exp(&z.mapv(|z| z / 2.0), Axis(1)).unwrap();
        assert_eq!(over, halved);
    }
}
