//! Our side of every row.

use std::hint::black_box;

use ndarray::{Array1, Array2, Axis};
use nnfn_ndarray::activations::{gelu, gelu_with_grad, softmax, softmax_vjp};
use nnfn_ndarray::losses::{
    CrossEntropy, Loss, Reduction, cross_entropy, cross_entropy_with_grad, huber, huber_with_grad,
};
use nnfn_ndarray::{Error, Float, map, zip_map};

use crate::harness::inputs::{bits, labels, normal, size};
use crate::harness::{Case, Timed, least};

pub fn measure(case: &Case) -> Result<Timed, String> {
    let timed = match case.dtype.as_str() {
        "float32" => typed::<f32>(case),
        _ => typed::<f64>(case),
    };
    timed.map_err(|error| error.to_string())?
}

/// The inner error says that there is no such row.
fn typed<A: Float>(case: &Case) -> Result<Result<Timed, String>, Error> {
    let scalar = |call, value: fn(f64) -> f64, slope: fn(f64) -> f64| {
        activation::<A>(
            case,
            call,
            |x| map(x, value),
            |x| (map(x, value), map(x, slope)),
        )
    };
    Ok(Ok(match case.row.as_str() {
        "copy" => copy::<A>(case),
        "gelu" => activation::<A>(
            case,
            "gelu(&x), gelu_with_grad(&x)",
            |x| gelu(x),
            |x| gelu_with_grad(x),
        ),
        "silu" => {
            use nnfn::activations::{silu, silu_grad};
            scalar("map(&x, silu), map(&x, silu_grad)", silu, silu_grad)
        }
        "mish" => {
            use nnfn::activations::{mish, mish_grad};
            scalar("map(&x, mish), map(&x, mish_grad)", mish, mish_grad)
        }
        "swiglu" => swiglu_row::<A>(case)?,
        "bce_with_logits" => bce_row::<A>(case)?,
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
) -> Timed {
    let x = array::<A>(normal(0, case.len()));
    Timed {
        call,
        forward: least(|| value(black_box(&x))),
        both: least(|| both(black_box(&x))),
        into: None,
        sizes: Some((size(value(&x)), size(both(&x).1))),
    }
}

fn swiglu_row<A: Float>(case: &Case) -> Result<Timed, Error> {
    use nnfn::activations::{swiglu, swiglu_grad_a, swiglu_grad_b};
    let (a, b) = (
        array::<A>(normal(0, case.len())),
        array::<A>(normal(1, case.len())),
    );
    let value = || zip_map(black_box(&a), black_box(&b), swiglu);
    let both = || -> Result<_, Error> {
        let by_a = zip_map(black_box(&a), black_box(&b), swiglu_grad_a)?;
        let by_b = zip_map(black_box(&a), black_box(&b), swiglu_grad_b)?;
        Ok((value()?, by_a, by_b))
    };
    let (y, by_a, by_b) = both()?;
    Ok(Timed {
        call: "zip_map(&a, &b, swiglu), and so swiglu_grad_a, swiglu_grad_b",
        forward: least(value),
        both: least(both),
        into: None,
        sizes: Some((size(y), size(by_a.into_iter().chain(by_b)))),
    })
}

fn bce_row<A: Float>(case: &Case) -> Result<Timed, Error> {
    use nnfn::losses::{bce_with_logits, bce_with_logits_grad};
    let (x, t) = (
        array::<A>(normal(0, case.len())),
        array::<A>(bits(2, case.len())),
    );
    let mean =
        |losses: &Array1<A>| losses.iter().map(|l| (*l).into()).sum::<f64>() / losses.len() as f64;
    let value = || {
        let losses = zip_map(black_box(&x), black_box(&t), |x, t| {
            bce_with_logits(x, t, 1.0)
        });
        losses.map(|losses| mean(&losses))
    };
    let each = 1.0 / case.len() as f64;
    let both = || -> Result<_, Error> {
        let slope = |x, t| bce_with_logits_grad(x, t, 1.0) * each;
        Ok((value()?, zip_map(black_box(&x), black_box(&t), slope)?))
    };
    let (loss, gradient) = both()?;
    Ok(Timed {
        call: "zip_map(&x, &t, bce_with_logits), and so bce_with_logits_grad",
        forward: least(value),
        both: least(both),
        into: None,
        sizes: Some((loss, size(gradient))),
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
    let both = || -> Result<_, Error> {
        Ok((
            value()?,
            softmax_vjp(black_box(&z), Axis(1), A::one(), black_box(&u))?,
        ))
    };
    let (p, gradient) = both()?;
    Ok(Timed {
        call: "softmax(&z, Axis(1), 1.0), softmax_vjp(&z, Axis(1), 1.0, &u)",
        forward: least(value),
        both: least(both),
        into: None,
        sizes: Some((size(p), size(gradient))),
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

fn total<A: Float, D: ndarray::Dimension>(loss: Loss<A, D>) -> f64 {
    loss.total().into()
}
