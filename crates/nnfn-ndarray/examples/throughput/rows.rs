//! Our side of every row.

use std::hint::black_box;

use ndarray::{Array1, Array2, Axis, Dimension};
use nnfn_ndarray::activations::{
    gelu, gelu_into, gelu_with_grad, mish, mish_into, mish_with_grad, silu, silu_into,
    silu_with_grad, softmax, softmax_into, softmax_vjp_from_output, swiglu, swiglu_into,
    swiglu_with_grad,
};
use nnfn_ndarray::losses::{
    CrossEntropy, Loss, Reduction, bce_with_logits, bce_with_logits_with_grad, cross_entropy,
    cross_entropy_with_grad, huber, huber_with_grad,
};
use nnfn_ndarray::{Error, Float};

use crate::harness::inputs::{bits, labels, normal, size};
use crate::harness::{Case, Timed, least};

pub fn measure(case: &Case) -> Result<Timed, String> {
    let timed = match case.dtype.as_str() {
        "float32" => typed::<f32>(case),
        _ => typed::<f64>(case),
    };
    timed.unwrap_or_else(|error| Err(error.to_string()))
}

/// The inner error says that there is no such row.
fn typed<A: Float>(case: &Case) -> Result<Result<Timed, String>, Error> {
    /// One line for an activation: its three forms, and their names.
    macro_rules! activation {
        ($value:ident, $both:ident, $into:ident) => {
            activation::<A>(
                case,
                concat!(stringify!($value), "(&x), ", stringify!($both), "(&x)"),
                |x| $value(x),
                |x| $both(x),
                |x, out| $into(x, out),
            )?
        };
    }
    Ok(Ok(match case.row.as_str() {
        "copy" => copy::<A>(case),
        "gelu" => activation!(gelu, gelu_with_grad, gelu_into),
        "silu" => activation!(silu, silu_with_grad, silu_into),
        "mish" => activation!(mish, mish_with_grad, mish_into),
        "swiglu" => gate::<A>(case)?,
        "bce_with_logits" => bce::<A>(case)?,
        "huber" => huber_row::<A>(case)?,
        "softmax" => softmax_row::<A>(case)?,
        "cross_entropy" => cross_entropy_row::<A>(case)?,
        _ => return Ok(Err("no such function".to_owned())),
    }))
}

/// The yardstick: the same bytes, copied into a vector that is made for them, and into one that is there.
fn copy<A: Float>(case: &Case) -> Timed {
    let x = array::<A>(normal(0, case.len())).to_vec();
    let mut there = x.clone();
    let fresh = least(|| black_box(&x[..]).to_vec());
    Timed {
        call: "to_vec(), copy_from_slice()",
        forward: fresh,
        both: fresh,
        into: Some(least(|| {
            black_box(&mut there).copy_from_slice(black_box(&x))
        })),
        sizes: None,
    }
}

fn activation<A: Float>(
    case: &Case,
    call: &'static str,
    value: impl Fn(&Array1<A>) -> Array1<A>,
    both: impl Fn(&Array1<A>) -> (Array1<A>, Array1<A>),
    into: impl Fn(&Array1<A>, &mut Array1<A>) -> Result<(), Error>,
) -> Result<Timed, Error> {
    let x = array::<A>(normal(0, case.len()));
    let mut out = Array1::zeros(x.len());
    into(&x, &mut out)?;
    Ok(Timed {
        call,
        forward: least(|| value(black_box(&x))),
        both: least(|| both(black_box(&x))),
        into: Some(least(|| into(black_box(&x), black_box(&mut out)))),
        sizes: Some((size(value(&x)), size(both(&x).1))),
    })
}

fn gate<A: Float>(case: &Case) -> Result<Timed, Error> {
    let a = array::<A>(normal(0, case.len()));
    let b = array::<A>(normal(1, case.len()));
    let value = || swiglu(black_box(&a), black_box(&b));
    let both = || swiglu_with_grad(black_box(&a), black_box(&b));
    let (_, [by_a, by_b]) = both()?;
    let mut out = value()?;
    Ok(Timed {
        call: "swiglu(&a, &b), swiglu_with_grad(&a, &b)",
        sizes: Some((
            size(out.iter().copied()),
            size(by_a.into_iter().chain(by_b)),
        )),
        forward: least(value),
        both: least(both),
        into: Some(least(|| {
            swiglu_into(black_box(&a), black_box(&b), black_box(&mut out))
        })),
    })
}

fn bce<A: Float>(case: &Case) -> Result<Timed, Error> {
    let x = array::<A>(normal(0, case.len()));
    let t = array::<A>(bits(2, case.len()));
    let value = || bce_with_logits(black_box(&x), black_box(&t), A::one(), Reduction::Mean);
    let both =
        || bce_with_logits_with_grad(black_box(&x), black_box(&t), A::one(), Reduction::Mean);
    let (loss, gradient) = both()?;
    Ok(Timed {
        call: "bce_with_logits(&x, &t, 1.0, Mean), bce_with_logits_with_grad(..)",
        forward: least(value),
        both: least(both),
        into: None,
        sizes: Some((total(loss), size(gradient))),
    })
}

fn huber_row<A: Float>(case: &Case) -> Result<Timed, Error> {
    let (p, t) = (
        array::<A>(normal(0, case.len())),
        array::<A>(normal(1, case.len())),
    );
    let value = || huber(black_box(&p), black_box(&t), A::one(), Reduction::Mean);
    let both = || huber_with_grad(black_box(&p), black_box(&t), A::one(), Reduction::Mean);
    let (loss, gradient) = both()?;
    Ok(Timed {
        call: "huber(&p, &t, 1.0, Mean), huber_with_grad(..)",
        forward: least(value),
        both: least(both),
        into: None,
        sizes: Some((total(loss), size(gradient))),
    })
}

fn softmax_row<A: Float>(case: &Case) -> Result<Timed, Error> {
    let (z, u) = (table::<A>(case, 0), table::<A>(case, 1));
    let value = || softmax(black_box(&z), Axis(1), A::one());
    // From the probabilities, as the backward passes of the others.
    let both = || -> Result<_, Error> {
        let p = value()?;
        let by_logits = softmax_vjp_from_output(black_box(&p), Axis(1), A::one(), black_box(&u))?;
        Ok((p, by_logits))
    };
    let (mut p, gradient) = both()?;
    let sizes = Some((size(p.iter().copied()), size(gradient)));
    Ok(Timed {
        call: "softmax(&z, Axis(1), 1.0), softmax_vjp_from_output(&p, Axis(1), 1.0, &u)",
        forward: least(value),
        both: least(both),
        into: Some(least(|| {
            softmax_into(black_box(&z), Axis(1), A::one(), black_box(&mut p))
        })),
        sizes,
    })
}

fn cross_entropy_row<A: Float>(case: &Case) -> Result<Timed, Error> {
    let [rows, classes] = case.dims;
    let z = table::<A>(case, 0);
    let labels = Array1::from(labels(3, rows, classes));
    let options = CrossEntropy::default();
    let value = || cross_entropy(black_box(&z), black_box(&labels), &options);
    let both = || cross_entropy_with_grad(black_box(&z), black_box(&labels), &options);
    let (loss, gradient) = both()?;
    Ok(Timed {
        call: "cross_entropy(&z, &labels, &options), cross_entropy_with_grad(..)",
        forward: least(value),
        both: least(both),
        into: None,
        sizes: Some((total(loss), size(gradient))),
    })
}

/// The numbers in the type.
fn array<A: Float>(numbers: Vec<f64>) -> Array1<A> {
    let typed = numbers
        .into_iter()
        .map(|x| A::from(x).expect("a float takes any number"));
    typed.collect()
}

fn table<A: Float>(case: &Case, stream: u64) -> Array2<A> {
    let numbers = array(normal(stream, case.len()));
    numbers
        .into_shape_with_order(case.dims)
        .expect("as many as the table has")
}

fn total<A: Float, D: Dimension>(loss: Loss<A, D>) -> f64 {
    loss.total().into()
}
