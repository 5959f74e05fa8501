//! Activations against `nnfn`, element by element.

mod common;

use common::{Layout, Precision, scattered};
use ndarray::{Array1, ArrayD, ArrayRef, IxDyn, arr0};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::{map, zip_map};

type Scalar = fn(f64) -> f64;
type OnArray<A> = fn(&ArrayRef<A, IxDyn>) -> ArrayD<A>;
type Both<A> = fn(&ArrayRef<A, IxDyn>) -> (ArrayD<A>, ArrayD<A>);

/// The forms of one activation, and the bounds on their errors in ulp, for `f32` and `f64`.
struct Forms<A> {
    name: &'static str,
    exact: (Scalar, Scalar),
    value: OnArray<A>,
    grad: OnArray<A>,
    with_grad: Both<A>,
    inplace: fn(&mut ArrayRef<A, IxDyn>),
    value_bounds: (f64, f64),
    grad_bounds: (f64, f64),
}

macro_rules! forms {
    ($name:ident $grad:ident $with_grad:ident $inplace:ident, $value_bounds:expr, $grad_bounds:expr) => {
        Forms {
            name: stringify!($name),
            exact: (nnfn::activations::$name, nnfn::activations::$grad),
            value: $name,
            grad: $grad,
            with_grad: $with_grad,
            inplace: $inplace,
            value_bounds: $value_bounds,
            grad_bounds: $grad_bounds,
        }
    };
}

/// For `f32`, bounds on the error of all numbers from 2^-10 to 128 and their negatives, with fused multiply-add
/// and without, found by trying them all. For `f64` the reference is `nnfn`, whose own error counts.
fn all<A: Precision>() -> [Forms<A>; 4] {
    [
        forms!(sigmoid sigmoid_grad sigmoid_with_grad sigmoid_inplace, (2.5, 2.5), (2.5, 2.5)),
        forms!(log_sigmoid log_sigmoid_grad log_sigmoid_with_grad log_sigmoid_inplace, (2.1, 2.5), (2.5, 2.5)),
        forms!(gelu gelu_grad gelu_with_grad gelu_inplace, (6.0, 5.5), (3.5, 5.5)),
        forms!(gelu_tanh gelu_tanh_grad gelu_tanh_with_grad gelu_tanh_inplace, (3.5, 2.5), (6.3, 5.5)),
    ]
}

fn agrees_with_nnfn<A: Precision>() {
    let x = A::points().into_dyn();
    for forms in all::<A>() {
        let (value, grad) = forms.exact;
        // A derivative that is a sum of two terms is measured by the terms: it passes through 0.
        let terms = |x: f64| {
            let first = value(x) / x;
            let of_gelu = forms.name.starts_with("gelu") && first.is_finite();
            if of_gelu {
                first.abs() + (grad(x) - first).abs()
            } else {
                0.0
            }
        };
        let check = |what: &str,
                     found: &ArrayD<A>,
                     exact: Scalar,
                     scale: &dyn Fn(f64) -> f64,
                     bound: f64| {
            for (&x, &found) in x.iter().zip(found) {
                let (at, expected) = (x.into(), exact(x.into()));
                let off = A::distance(found, expected, scale(at));
                assert!(
                    off <= bound,
                    "{what} at {at:e}: {found:e}, not {expected:e}: {off} ulp"
                );
            }
        };
        let value_bound = A::pick(forms.value_bounds);
        check(forms.name, &(forms.value)(&x), value, &|_| 0.0, value_bound);
        let grad_bound = A::pick(forms.grad_bounds);
        check(
            &format!("{}_grad", forms.name),
            &(forms.grad)(&x),
            grad,
            &terms,
            grad_bound,
        );
    }
}

#[test]
fn f32_agrees_with_nnfn() {
    agrees_with_nnfn::<f32>();
}

#[test]
fn f64_agrees_with_nnfn() {
    agrees_with_nnfn::<f64>();
}

/// In the middle, where libraries without a tail are good too, so is this one.
#[test]
fn gelu_in_f32_is_good_to_four_ulp_around_0() {
    let x = Array1::linspace(-1.0_f32, 1.0, 40_001);
    for (&x, &found) in x.iter().zip(&gelu(&x)) {
        let off = f32::distance(found, nnfn::activations::gelu(x.into()), 0.0);
        assert!(off < 3.5, "gelu({x}) = {found} is off by {off} ulp");
    }
}

fn nan_stays_nan<A: Precision>() {
    // Also one whose digits the kernels could mistake for an exponent.
    let nans = [f64::NAN, -f64::NAN, f64::from_bits(0x7ff0_0000_3fff_ffff)];
    let x = ArrayD::from_shape_vec(IxDyn(&[3]), nans.map(A::of).to_vec()).unwrap();
    for forms in all::<A>() {
        let (value, grad) = (forms.with_grad)(&x);
        let all_nan = value.iter().chain(&grad).all(|y| y.is_nan());
        assert!(all_nan, "{}: {value} {grad}", forms.name);
    }
}

#[test]
fn nan_in_is_nan_out() {
    nan_stays_nan::<f32>();
    nan_stays_nan::<f64>();
}

fn forms_agree_in_every_layout<A: Precision>() {
    for shape in [
        &[][..],
        &[0],
        &[1],
        &[700],
        &[5, 7],
        &[3, 0, 2],
        &[2, 3, 65],
    ] {
        for layout in Layout::ALL {
            if shape.is_empty() && layout != Layout::Standard {
                continue;
            }
            let mut number = scattered(7);
            let stored = layout.store(shape, || A::of(9.0 * number()));
            let x = layout.view(stored.view());
            for forms in all::<A>() {
                let (values, grads) = ((forms.value)(&x), (forms.grad)(&x));
                assert_eq!(values.shape(), shape);
                // The elements one by one give the reference.
                let alone = |f: OnArray<A>| x.map(|&x| f(&arr0(x).into_dyn()).sum());
                assert_eq!(values, alone(forms.value), "{} {layout:?}", forms.name);
                assert_eq!(grads, alone(forms.grad), "{}_grad {layout:?}", forms.name);
                assert_eq!((forms.with_grad)(&x), (values.clone(), grads));
                let mut copy = stored.clone();
                let mut in_place = layout.view(copy.view_mut());
                (forms.inplace)(&mut in_place);
                assert_eq!(in_place, values, "{} {layout:?}", forms.name);
            }
        }
    }
}

#[test]
fn every_form_in_every_layout_gives_the_same() {
    forms_agree_in_every_layout::<f32>();
    forms_agree_in_every_layout::<f64>();
}

#[test]
fn map_and_zip_map_apply_any_function() {
    let (a, b) = (
        Array1::from(vec![1.0_f32, -2.0, 0.25]),
        Array1::from(vec![4.0_f32, 0.5, 1.0]),
    );
    assert_eq!(map(&a, |x| 3.0 * x), &a * 3.0);
    assert_eq!(zip_map(&a, &b, |x, y| x - y).unwrap(), &a - &b);
    let mut reversed = b.view();
    reversed.invert_axis(ndarray::Axis(0));
    assert_eq!(
        zip_map(&a, &reversed, |x, y| x * y).unwrap(),
        &a * &reversed
    );
}
