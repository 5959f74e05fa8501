//! Gates against their definitions, of two arrays and of one whose halves are value and gate.

use crate::common::{Layout, Precision, scattered, with_all_instructions};
use ndarray::{ArrayD, Axis, IxDyn, Zip, array, concatenate};
use nnfn::activations as definition;
use nnfn_ndarray::{Error, Version, activations};

type Array<A> = ArrayD<A>;
type Pair<A> = (Array<A>, [Array<A>; 2]);

struct Case<A> {
    name: &'static str,
    value: fn(&Array<A>, &Array<A>) -> Result<Array<A>, Error>,
    with_grad: fn(&Array<A>, &Array<A>) -> Result<Pair<A>, Error>,
    into: fn(&Array<A>, &Array<A>, &mut Array<A>) -> Result<(), Error>,
    vjp: fn(&Array<A>, &Array<A>, &Array<A>) -> Result<[Array<A>; 2], Error>,
    split: fn(&Array<A>, Axis) -> Result<Array<A>, Error>,
    split_with_grad: fn(&Array<A>, Axis) -> Result<(Array<A>, Array<A>), Error>,
    split_vjp: fn(&Array<A>, Axis, &Array<A>) -> Result<Array<A>, Error>,
    definition: [fn(f64, f64) -> f64; 3],
    /// Where the derivative by the gate vanishes as terms of it cancel, if the definition is not good to 4 ulp there.
    zero: Option<f64>,
}

fn cases<A: Precision>() -> Vec<Case<A>> {
    macro_rules! case {
        ($name:ident, $zero:expr) => { pastey::paste! { Case {
            name: stringify!($name),
            value: |a, b| activations::$name(a, b),
            with_grad: |a, b| activations::[<$name _with_grad>](a, b),
            into: |a, b, out| activations::[<$name _into>](a, b, out),
            vjp: |a, b, upstream| activations::[<$name _vjp>](a, b, upstream),
            split: |x, axis| activations::[<$name _split>](x, axis),
            split_with_grad: |x, axis| activations::[<$name _split_with_grad>](x, axis),
            split_vjp: |x, axis, upstream| activations::[<$name _split_vjp>](x, axis, upstream),
            definition: [definition::$name, definition::[<$name _grad_a>], definition::[<$name _grad_b>]],
            zero: $zero,
        } } };
    }
    vec![
        case!(glu, None),
        case!(bilinear, None),
        case!(reglu, None),
        case!(geglu, None),
        case!(swiglu, Some(-1.278_464_542_761_074)),
    ]
}

#[test]
fn they_are_their_definitions_in_every_version() {
    with_all_instructions(|version| {
        check::<f32>((0.501, 0.0), version);
        // A rounding more than one array: the product with the value.
        check::<f64>((0.0, 9.0), version);
    });
}

fn check<A: Precision>(bound: (f64, f64), version: Version) {
    let (a, b) = pairs::<A>();
    for case in cases::<A>() {
        let (values, (_, [by_a, by_b])) = (
            (case.value)(&a, &b).unwrap(),
            (case.with_grad)(&a, &b).unwrap(),
        );
        for (found, definition) in [values, by_a, by_b].iter().zip(case.definition) {
            Zip::from(found).and(&a).and(&b).for_each(|&found, &a, &b| {
                let (wide_a, wide_b): (f64, f64) = (a.into(), b.into());
                let expected = definition(wide_a, wide_b);
                let cancelled = match case.zero {
                    Some(zero) if (wide_b - zero).abs() < 0.6 => 0.25 * wide_a.abs(),
                    _ => 0.0,
                };
                let distance = A::distance(found, expected, A::pick((0.0, cancelled)));
                assert!(
                    distance <= A::pick(bound),
                    "{} of {a:e}, {b:e}, {version:?}: {found:e}, expected {expected:e}",
                    case.name
                );
            });
        }
    }
}

/// Every value with gates over the whole range.
fn pairs<A: Precision>() -> (Array<A>, Array<A>) {
    let values = [
        1.0,
        -0.3,
        0.0,
        -0.0,
        1e-30,
        1e-310,
        3e11,
        1e13,
        1e30,
        1e300,
        f64::INFINITY,
        f64::NAN,
    ];
    let gates = A::points();
    let mut number = scattered(5);
    let every = gates
        .iter()
        .step_by(7)
        .flat_map(|&b| values.map(|a| (A::of(a), b)));
    let random = (0..20_000).map(|_| (A::of(3.0 * number()), A::of(4.0 * number())));
    let (a, b): (Vec<A>, Vec<A>) = every.chain(random).unzip();
    let array = |elements: Vec<A>| ndarray::Array1::from(elements).into_dyn();
    (array(a), array(b))
}

#[test]
fn forms_and_layouts_agree() {
    agree::<f32>();
    agree::<f64>();
}

fn agree<A: Precision>() {
    let shapes: [&[usize]; 4] = [&[0], &[6], &[2, 0, 4], &[4, 6, 34]];
    for case in cases::<A>() {
        for shape in shapes {
            for layout in Layout::ALL {
                let mut number = scattered(3);
                let mut random = || layout.view(layout.store(shape, || A::of(4.0 * number())));
                let (a, b, upstream) = (random(), random(), random());
                let standard = |x: &Array<A>| {
                    ArrayD::from_shape_vec(shape, x.iter().copied().collect()).unwrap()
                };
                let name = case.name;
                let values = (case.value)(&standard(&a), &standard(&b)).unwrap();
                let (fused, grads) = (case.with_grad)(&standard(&a), &standard(&b)).unwrap();
                Zip::from(&fused).and(&values).for_each(|&fused, &value| {
                    // With the derivatives, an f32 may come from more digits.
                    let distance = A::distance(fused, value.into(), 0.0);
                    assert!(
                        distance <= A::pick((1.0, 0.0)),
                        "{name}_with_grad: {fused}, {value}"
                    );
                });
                assert_eq!(
                    (case.value)(&a, &standard(&b)).unwrap(),
                    values,
                    "{name} {layout:?}"
                );
                let both = (case.with_grad)(&a, &b).unwrap();
                assert_eq!(both, (fused.clone(), grads.clone()), "{name} {layout:?}");
                let mut out = layout.view(layout.store(shape, A::nan));
                (case.into)(&a, &b, &mut out).unwrap();
                assert_eq!(out, values, "{name} {layout:?}");

                let products = (case.vjp)(&a, &b, &upstream).unwrap();
                for (product, grad) in products.iter().zip(&grads) {
                    Zip::from(product).and(grad).and(&upstream).for_each(
                        |&found, &grad, &upstream| {
                            let expected: f64 = grad.into() * upstream.into();
                            // One rounding instead of two.
                            let distance =
                                A::distance(found, expected, A::min_positive_value().into());
                            assert!(distance <= 1.5, "{name}_vjp {layout:?}: {found} {expected}");
                        },
                    );
                }

                for axis in (0..shape.len()).map(Axis) {
                    let joined = |halves: [&Array<A>; 2]| {
                        layout_like(
                            concatenate(axis, &halves.map(|half| half.view())).unwrap(),
                            layout,
                        )
                    };
                    let x = joined([&a, &b]);
                    assert_eq!((case.split)(&x, axis).unwrap(), values, "{name}_split");
                    let found = (case.split_with_grad)(&x, axis).unwrap();
                    let grad = joined([&grads[0], &grads[1]]);
                    assert_eq!(
                        found,
                        (fused.clone(), grad),
                        "{name}_split_with_grad {layout:?}"
                    );
                    let found = (case.split_vjp)(&x, axis, &upstream).unwrap();
                    assert_eq!(
                        found,
                        joined([&products[0], &products[1]]),
                        "{name}_split_vjp"
                    );
                }
            }
        }
    }
}

/// The same elements in this layout.
fn layout_like<A: Precision>(x: Array<A>, layout: Layout) -> Array<A> {
    let mut stored = layout.view(layout.store(x.shape(), A::nan));
    stored.assign(&x);
    stored
}

#[test]
fn the_first_half_is_the_value() {
    let x = array![[1.0, 2.0, 0.0, 3.0]];
    // as F.glu(torch.tensor([[1., 2., 0., 3.]])): 1·σ(0), 2·σ(3)
    let glu = activations::glu_split(&x, Axis(1)).unwrap();
    assert_eq!(glu, array![[0.5, 2.0 / (1.0 + (-3.0_f64).exp())]]);
    let swiglu = activations::swiglu_split(&x, Axis(1)).unwrap();
    assert_eq!(swiglu[[0, 0]], 0.0);
    assert!((swiglu[[0, 1]] - 5.715_444_760_934_599).abs() < 1e-15 * 8.0);
}

#[test]
fn bad_shapes_are_refused() {
    let (x, y) = (
        ArrayD::<f64>::zeros(IxDyn(&[2, 3])),
        ArrayD::zeros(IxDyn(&[3, 2])),
    );
    for case in cases::<f64>() {
        assert!(matches!(
            (case.value)(&x, &y),
            Err(Error::Shape { what: "b", .. })
        ));
        assert!(matches!(
            (case.with_grad)(&x, &y),
            Err(Error::Shape { what: "b", .. })
        ));
        let mut out = y.clone() + 7.0;
        assert!(matches!(
            (case.into)(&x, &x, &mut out),
            Err(Error::Shape { what: "out", .. })
        ));
        assert!(matches!(
            (case.into)(&x, &y, &mut out),
            Err(Error::Shape { what: "b", .. })
        ));
        assert!(out.iter().all(|&left| left == 7.0), "nothing is written");
        assert!(matches!(
            (case.vjp)(&x, &x, &y),
            Err(Error::Shape {
                what: "upstream",
                ..
            })
        ));
        assert!(matches!(
            (case.vjp)(&x, &y, &x),
            Err(Error::Shape { what: "b", .. })
        ));
        for axis in [Axis(1), Axis(2)] {
            let refused = [
                (case.split)(&x, axis).unwrap_err(),
                (case.split_with_grad)(&x, axis).unwrap_err(),
                (case.split_vjp)(&x, axis, &x).unwrap_err(),
            ];
            let expected = if axis == Axis(1) {
                Error::OddAxis { axis: 1, length: 3 }
            } else {
                Error::Axis { found: 2, ndim: 2 }
            };
            assert!(
                refused.iter().all(|error| *error == expected),
                "{refused:?}"
            );
        }
        assert!(matches!(
            (case.split_vjp)(&x, Axis(0), &y),
            Err(Error::Shape { .. })
        ));
    }
    let error = activations::glu_split(&x, Axis(1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "axis 1: found the odd length 3, expected an even one, to be halved"
    );
}
