//! candle's functions as they come; gradients by `backward`, which begins with ones where the result is an array.

use std::hint::black_box;

use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::{loss, ops};

use crate::harness::inputs::{bits, labels, normal, size};
use crate::harness::{Case, Timed, least};

pub fn measure(case: &Case) -> std::result::Result<Timed, String> {
    let timed = match case.row.as_str() {
        "gelu" => one(case, "x.gelu_erf(), y.backward()", |x| x.gelu_erf()),
        "silu" => one(case, "ops::silu(&x), y.backward()", ops::silu),
        "mish" => one(case, "ops::mish(&x), y.backward()", ops::mish),
        "swiglu" => swiglu(case),
        "bce_with_logits" => {
            let call = "loss::binary_cross_entropy_with_logit(&x, &t), loss.backward()";
            let target = bits(2, case.len());
            pair(case, call, target, loss::binary_cross_entropy_with_logit)
        }
        "huber" => {
            let call = "loss::huber(&p, &t, 1.0), loss.backward()";
            let target = normal(1, case.len());
            pair(case, call, target, |p, t| loss::huber(p, t, 1.0))
        }
        "softmax" => softmax(case),
        "cross_entropy" => cross_entropy(case),
        _ => return Err("no such function".to_owned()),
    };
    timed.map_err(|error| error.to_string())
}

/// A function of one array.
fn one(case: &Case, call: &'static str, f: impl Fn(&Tensor) -> Result<Tensor>) -> Result<Timed> {
    let x = variable(case, normal(0, case.len()))?;
    timed(call, &[&x], |x| f(&x[0]), |x| twice(f(&x[0])))
}

/// A loss of predictions and targets, which it is not derived by.
fn pair(
    case: &Case,
    call: &'static str,
    target: Vec<f64>,
    f: impl Fn(&Tensor, &Tensor) -> Result<Tensor>,
) -> Result<Timed> {
    let x = variable(case, normal(0, case.len()))?;
    let target = tensor(case, target)?;
    timed(
        call,
        &[&x],
        |x| f(&x[0], &target),
        |x| twice(f(&x[0], &target)),
    )
}

/// Of two arrays, as candle's own models have it; `ops::swiglu` takes both in one.
fn swiglu(case: &Case) -> Result<Timed> {
    let a = variable(case, normal(0, case.len()))?;
    let b = variable(case, normal(1, case.len()))?;
    let f = |x: &[Tensor]| &x[0] * ops::silu(&x[1])?;
    timed("a * ops::silu(&b), y.backward()", &[&a, &b], f, |x| {
        twice(f(x))
    })
}

/// The fast one has no gradient, and `backward` takes no gradient from above: it is multiplied by it and summed.
fn softmax(case: &Case) -> Result<Timed> {
    let z = variable(case, normal(0, case.len()))?;
    let upstream = tensor(case, normal(1, case.len()))?;
    let both = |z: &[Tensor]| {
        let y = ops::softmax(&z[0], 1)?;
        let sum = (&y * &upstream)?.sum_all()?;
        Ok([y, sum])
    };
    let call = "ops::softmax_last_dim(&z), ops::softmax(&z, 1) with (y * u).sum_all().backward()";
    timed(call, &[&z], |z| ops::softmax_last_dim(&z[0]), both)
}

fn cross_entropy(case: &Case) -> Result<Timed> {
    let [rows, classes] = case.dims;
    let z = variable(case, normal(0, case.len()))?;
    let labels: Vec<u32> = labels(3, rows, classes)
        .iter()
        .map(|class| *class as u32)
        .collect();
    let labels = Tensor::from_vec(labels, rows, &Device::Cpu)?;
    let f = |z: &[Tensor]| loss::cross_entropy(&z[0], &labels);
    timed(
        "loss::cross_entropy(&z, &labels), loss.backward()",
        &[&z],
        f,
        |z| twice(f(z)),
    )
}

/// Times the value of `forward`, and the value and the gradients of `both`, which ends with the value and with what
/// is derived.
fn timed(
    call: &'static str,
    variables: &[&Var],
    forward: impl Fn(&[Tensor]) -> Result<Tensor>,
    both: impl Fn(&[Tensor]) -> Result<[Tensor; 2]>,
) -> Result<Timed> {
    // Without a variable among its arguments no graph is kept.
    let plain: Vec<Tensor> = variables.iter().map(|x| x.detach()).collect();
    let variables: Vec<Tensor> = variables.iter().map(|x| x.as_tensor().clone()).collect();
    let all = || -> Result<(Tensor, Vec<Tensor>)> {
        let [value, end] = both(black_box(&variables))?;
        let mut gradients = end.backward()?;
        let each = variables
            .iter()
            .map(|x| gradients.remove(x).expect("it depends on this"));
        Ok((value, each.collect()))
    };
    let value = numbers(&forward(&plain)?)?;
    let mut gradient = vec![];
    for one in all()?.1 {
        gradient.extend(numbers(&one)?);
    }
    Ok(Timed {
        call,
        forward: least(|| forward(black_box(&plain))),
        both: least(all),
        into: None,
        sizes: Some((size(value), size(gradient))),
    })
}

/// Where the value is what is derived.
fn twice(value: Result<Tensor>) -> Result<[Tensor; 2]> {
    value.map(|value| [value.clone(), value])
}

fn variable(case: &Case, numbers: Vec<f64>) -> Result<Var> {
    Var::from_tensor(&tensor(case, numbers)?)
}

fn tensor(case: &Case, numbers: Vec<f64>) -> Result<Tensor> {
    let dtype = if case.dtype == "float32" {
        DType::F32
    } else {
        DType::F64
    };
    let dims: &[usize] = if case.dims[0] == 1 {
        &case.dims[1..]
    } else {
        &case.dims
    };
    Tensor::from_vec(numbers, dims, &Device::Cpu)?.to_dtype(dtype)
}

fn numbers(tensor: &Tensor) -> Result<Vec<f64>> {
    tensor.to_dtype(DType::F64)?.flatten_all()?.to_vec1()
}
