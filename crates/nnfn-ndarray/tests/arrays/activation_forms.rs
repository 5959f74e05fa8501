//! All forms of an activation give the same, in every layout, and refuse what they must.

use std::panic::catch_unwind;

use crate::activation_cases::cases;
use crate::common::{Layout, Precision, scattered};
use ndarray::{Array1, ArrayD, IxDyn, arr0};
use nnfn_ndarray::{Error, activations};

#[test]
fn forms_and_layouts_agree() {
    agree::<f32>();
    agree::<f64>();
}

fn agree<A: Precision + Send + Sync>() {
    let shapes: [&[usize]; 5] = [&[], &[0], &[7], &[3, 0, 2], &[5, 3, 70]];
    for case in cases::<A>() {
        for shape in shapes {
            for layout in Layout::ALL {
                if shape.is_empty() && layout != Layout::Standard {
                    continue; // has no axis to lie along
                }
                let mut number = scattered(3);
                let x = layout.store(shape, || A::of(4.0 * number()));
                let upstream = layout.store(shape, || A::of(2.0 * number()));
                let (x, upstream) = (layout.view(x), layout.view(upstream));
                let standard = ArrayD::from_shape_vec(shape, x.iter().copied().collect()).unwrap();
                let name = &case.name;
                let values = (case.value)(&standard).unwrap();
                let (fused, grads) = (case.with_grad)(&standard).unwrap();
                for (&fused, &value) in fused.iter().zip(&values) {
                    // With the derivative, an f32 may come from more digits.
                    let distance = A::distance(fused, value.into(), 0.0);
                    assert!(
                        distance <= A::pick((1.0, 0.0)),
                        "{name}_with_grad: {fused}, {value}"
                    );
                }

                assert_eq!((case.value)(&x).unwrap(), values, "{name} {layout:?}");
                assert_eq!((case.grad)(&x).unwrap(), grads, "{name}_grad {layout:?}");
                let both = (case.with_grad)(&x).unwrap();
                assert_eq!(both, (fused, grads.clone()), "{name}_with_grad {layout:?}");

                let filled = || layout.view(layout.store(shape, A::nan));
                let mut out = filled();
                (case.into)(&x, &mut out).unwrap();
                assert_eq!(out, values, "{name}_into {layout:?}");
                let mut out = filled();
                (case.grad_into)(&standard, &mut out).unwrap();
                assert_eq!(out, grads, "{name}_grad_into {layout:?}");

                let mut place = x.clone();
                (case.inplace)(&mut place).unwrap();
                assert_eq!(place, values, "{name}_inplace {layout:?}");
                let mut place = x.clone();
                (case.grad_inplace)(&mut place).unwrap();
                assert_eq!(place, grads, "{name}_grad_inplace {layout:?}");

                let vjp = (case.vjp)(&x, &upstream).unwrap();
                for ((&found, &grad), &upstream) in vjp.iter().zip(&grads).zip(&upstream) {
                    let product: f64 = grad.into() * upstream.into();
                    // One rounding instead of two; the product may cancel to a subnormal number.
                    let distance = A::distance(found, product, A::min_positive_value().into());
                    assert!(distance <= 1.5, "{name}_vjp {layout:?}: {found} {product}");
                }
            }
        }
        let (x, other) = (arr0(A::one()).into_dyn(), Array1::zeros(2).into_dyn());
        let mut out = other.clone();
        assert!(matches!(
            (case.into)(&x, &mut out),
            Err(Error::Shape { .. })
        ));
        assert!(matches!(
            (case.grad_into)(&x, &mut out),
            Err(Error::Shape { .. })
        ));
        assert_eq!(out, other, "nothing is written");
        assert!(matches!((case.vjp)(&x, &other), Err(Error::Shape { .. })));
    }
}

#[test]
fn a_slice_of_an_array_is_written_in_place() {
    let mut number = scattered(11);
    let x = ArrayD::from_shape_simple_fn(IxDyn(&[9, 40]), || 3.0 * number());
    let mut wide = ArrayD::from_elem(IxDyn(&[9, 80]), 7.0);
    let half = ndarray::Slice::from(40..);
    activations::gelu_into(&x, &mut wide.slice_axis_mut(ndarray::Axis(1), half)).unwrap();
    assert_eq!(
        wide.slice_axis(ndarray::Axis(1), half),
        activations::gelu(&x)
    );
    assert!(wide.iter().take(40).all(|&left| left == 7.0));
}

/// Parameters that some domains hold and others do not.
const PARAMETERS: [f64; 9] = [
    f64::NEG_INFINITY,
    -1.0,
    -1e-40,
    -0.0,
    0.0,
    1e-40,
    2.0,
    f64::INFINITY,
    f64::NAN,
];

macro_rules! refuses {
    ($($name:ident),+) => { pastey::paste! { $(
        for parameter in PARAMETERS {
            let x = Array1::<f64>::ones(3);
            let panics = catch_unwind(|| nnfn::activations::$name(1.0, parameter)).is_err();
            let slope_panics = catch_unwind(|| nnfn::activations::[<$name _grad>](1.0, parameter)).is_err();
            let narrow = x.mapv(|x| x as f32);
            for (what, refused, panics) in [
                ("value", activations::$name(&x, parameter).is_err(), panics),
                ("value, f32", activations::$name(&narrow, parameter as f32).is_err(), panics),
                ("grad", activations::[<$name _grad>](&x, parameter).is_err(), slope_panics),
                ("with_grad", activations::[<$name _with_grad>](&x, parameter).is_err(), panics),
                ("vjp", activations::[<$name _vjp>](&x, parameter, &x).is_err(), slope_panics),
                ("into", activations::[<$name _into>](&x, parameter, &mut x.clone()).is_err(), panics),
                ("grad_into", activations::[<$name _grad_into>](&x, parameter, &mut x.clone()).is_err(), slope_panics),
                ("inplace", activations::[<$name _inplace>](&mut x.clone(), parameter).is_err(), panics),
                ("grad_inplace", activations::[<$name _grad_inplace>](&mut x.clone(), parameter).is_err(), slope_panics),
            ] {
                assert_eq!(refused, panics, "{} of {parameter}: {what}", stringify!($name));
            }
        }
    )+ } };
}

#[test]
fn parameters_have_the_domains_of_the_definitions() {
    refuses!(elu, celu, swish, leaky_relu, softshrink, hardshrink);
    for beta in PARAMETERS {
        let panics = catch_unwind(|| nnfn::activations::swish_grad_beta(1.0, beta)).is_err();
        let found = activations::swish_grad_beta(&Array1::<f64>::ones(3), beta);
        assert_eq!(found.is_err(), panics, "swish_grad_beta of {beta}");
    }
    let error = activations::elu(&Array1::<f64>::ones(3), -1.0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "alpha: found -1, expected a finite number of at least 0"
    );
}

#[test]
fn swish_has_its_derivative_by_beta() {
    by_beta::<f32>((0.501, 0.0));
    by_beta::<f64>((0.0, 8.0));
}

fn by_beta<A: Precision>(bound: (f64, f64)) {
    let x = A::points();
    for beta in [-2.7, 0.0, 1e-3, 1.0, 999.0, 1e-30, 1e30].map(A::of) {
        let found = activations::swish_grad_beta(&x, beta).unwrap();
        for (&x, &found) in x.iter().zip(&found) {
            let expected = nnfn::activations::swish_grad_beta(x.into(), beta.into());
            let distance = A::distance(found, expected, 0.0);
            assert!(
                distance <= A::pick(bound),
                "at {x}, {beta}: {found} {expected}"
            );
        }
    }
}
