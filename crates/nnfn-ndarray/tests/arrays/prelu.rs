//! PReLU with a slope for each channel, against its definition.

use crate::common::{Layout, Precision, scattered};
use ndarray::{Array1, ArrayD, Axis, IxDyn, array};
use nnfn::activations as definition;
use nnfn_ndarray::Error;
use nnfn_ndarray::activations::{prelu, prelu_grad, prelu_into, prelu_vjp, prelu_with_grad};

#[test]
fn it_is_its_definition_along_every_axis_in_every_layout() {
    check::<f32>();
    check::<f64>();
}

fn check<A: Precision>() {
    let shapes: [&[usize]; 5] = [&[0], &[9], &[3, 0, 2], &[4, 5, 6], &[2, 3, 700]];
    for shape in shapes {
        for layout in Layout::ALL {
            let mut number = scattered(3);
            let x = layout.view(layout.store(shape, || A::of(4.0 * number())));
            let upstream = layout.view(layout.store(shape, || A::of(4.0 * number())));
            for axis in (0..shape.len()).map(Axis) {
                for channels in [1, shape[axis.index()]] {
                    let slopes = Array1::from_shape_simple_fn(channels, || A::of(number()));
                    compare(&x, &slopes, axis, &upstream);
                }
            }
        }
    }
}

fn compare<A: Precision>(x: &ArrayD<A>, slopes: &Array1<A>, axis: Axis, upstream: &ArrayD<A>) {
    let channel = |index: &IxDyn| {
        if slopes.len() == 1 {
            0
        } else {
            index[axis.index()]
        }
    };
    let expected = |of: fn(f64, f64) -> f64| {
        ArrayD::from_shape_fn(x.raw_dim(), |index| {
            A::of(of(x[&index].into(), slopes[channel(&index)].into()))
        })
    };
    let (values, by_x) = (
        expected(definition::prelu),
        expected(definition::prelu_grad),
    );
    assert_eq!(prelu(x, slopes, axis).unwrap(), values);
    assert_eq!(prelu_grad(x, slopes, axis).unwrap(), by_x);
    let mut out = ArrayD::from_elem(x.raw_dim(), A::nan());
    prelu_into(x, slopes, axis, &mut out).unwrap();
    assert_eq!(out, values);

    let (mut sums, mut products, mut sizes) = (
        vec![0.0; slopes.len()],
        vec![0.0; slopes.len()],
        vec![0.0; slopes.len()],
    );
    for (index, &x) in x.indexed_iter() {
        let by_slope = definition::prelu_grad_slope(x.into(), slopes[channel(&index)].into());
        sums[channel(&index)] += by_slope;
        products[channel(&index)] += by_slope * upstream[&index].into();
        sizes[channel(&index)] += (by_slope * upstream[&index].into()).abs();
    }
    let (found, by, by_slopes) = prelu_with_grad(x, slopes, axis).unwrap();
    assert_eq!((found, by), (values, by_x.clone()));
    let (product, vjp_by_slopes) = prelu_vjp(x, slopes, axis, upstream).unwrap();
    for channel in 0..slopes.len() {
        // A rounding of the sum, and those of the plain sum that it is compared with.
        let distance = A::distance(by_slopes[channel], sums[channel], 0.0);
        assert!(
            distance <= A::pick((0.51, 40.0)),
            "{} {}",
            by_slopes[channel],
            sums[channel]
        );
        let distance = A::distance(vjp_by_slopes[channel], products[channel], sizes[channel]);
        assert!(
            distance <= A::pick((0.51, 40.0)),
            "{} {}",
            vjp_by_slopes[channel],
            products[channel]
        );
    }
    for ((index, &found), &upstream) in product.indexed_iter().zip(upstream) {
        assert_eq!(found, A::of(by_x[&index].into() * upstream.into()));
    }
}

#[test]
fn a_long_sum_loses_nothing() {
    // 10^6 times -0.1 and one of -1e8: in f32 the small ones would vanish beside it.
    let mut x = Array1::from_elem(1_000_001, -0.1_f32);
    x[500] = -1e8;
    let (_, _, by_slopes) = prelu_with_grad(&x, &array![0.25], Axis(0)).unwrap();
    let expected = -1e8 - 1e6 * f64::from(0.1_f32);
    assert_eq!(by_slopes[0], expected as f32);
}

#[test]
fn points_at_the_ends_of_the_range() {
    let x = array![
        f64::NEG_INFINITY,
        -0.0,
        0.0,
        f64::INFINITY,
        f64::NAN,
        -5e-324,
        1e308,
        -1e308
    ];
    for slope in [0.0, 0.25, -2.0] {
        let found = prelu(&x, &array![slope], Axis(0)).unwrap();
        for (&x, &found) in x.iter().zip(&found) {
            let expected = definition::prelu(x, slope);
            assert!(
                found == expected || x.is_nan() && found.is_nan(),
                "{x}, {slope}: {found}"
            );
        }
    }
    let (_, _, by_slopes) = prelu_with_grad(&x, &array![0.25], Axis(0)).unwrap();
    assert!(by_slopes[0].is_nan(), "NaN in data comes out");
}

#[test]
fn bad_input_is_refused() {
    let x = ArrayD::<f64>::ones(IxDyn(&[2, 3]));
    let refused = |slopes: Array1<f64>, axis| {
        let mut out = x.clone() + 6.0;
        let errors = [
            prelu(&x, &slopes, axis).unwrap_err(),
            prelu_grad(&x, &slopes, axis).unwrap_err(),
            prelu_with_grad(&x, &slopes, axis).unwrap_err(),
            prelu_vjp(&x, &slopes, axis, &x).unwrap_err(),
            prelu_into(&x, &slopes, axis, &mut out).unwrap_err(),
        ];
        assert!(out.iter().all(|&left| left == 7.0), "nothing is written");
        let messages = errors.clone().map(|error| error.to_string());
        assert!(
            messages.iter().all(|message| *message == messages[0]),
            "{messages:?}"
        );
        errors[0].clone()
    };
    assert_eq!(
        refused(array![1.0], Axis(2)),
        Error::Axis { found: 2, ndim: 2 }
    );
    let error = refused(array![1.0, 1.0], Axis(1));
    assert_eq!(error.to_string(), "slopes: found shape [2], expected [3]");
    for slope in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let error = refused(array![1.0, slope], Axis(0));
        assert!(matches!(error, Error::Slope { channel: 1, .. }), "{error}");
    }
    let error = refused(array![1.0, f64::INFINITY], Axis(0));
    assert_eq!(
        error.to_string(),
        "slope of channel 1: found inf, expected a finite number"
    );
    let other = ArrayD::zeros(IxDyn(&[3, 2]));
    assert!(matches!(
        prelu_vjp(&x, &array![1.0], Axis(0), &other),
        Err(Error::Shape { .. })
    ));
    assert!(matches!(
        prelu_into(&x, &array![1.0], Axis(0), &mut other.clone()),
        Err(Error::Shape { .. })
    ));
}
