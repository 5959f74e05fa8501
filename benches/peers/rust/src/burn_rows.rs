//! burn's functions as they come, on its backend flex; gradients by `backward`, which begins with ones where the
//! result is an array.

use std::hint::black_box;

use burn::nn::loss::{
    BinaryCrossEntropyLossConfig, CrossEntropyLossConfig, HuberLossConfig, Reduction,
};
use burn::tensor::activation::{gelu, mish, silu, softmax};
use burn::tensor::{DType, Device, FloatDType, Int, Tensor, TensorData};

use crate::harness::inputs::{bits, labels, normal, size};
use crate::harness::{Case, Timed, least};

pub fn measure(case: &Case) -> Result<Timed, String> {
    let mut plain = Device::flex();
    // Losses make numbers of this type of their own, and a program can choose it once.
    let is_float32 = case.dtype == "float32";
    let own = if is_float32 {
        FloatDType::F32
    } else {
        FloatDType::F64
    };
    if plain.configure(own).is_err() && plain.settings().float_dtype != own {
        return Err(format!(
            "the device has another type than {}: measure it in a program of its own",
            case.dtype
        ));
    }
    let x = || numbers::<1>(case, normal(0, case.len()), [case.len()]);
    let y = || numbers::<1>(case, normal(1, case.len()), [case.len()]);
    Ok(match case.row.as_str() {
        "gelu" => timed("gelu(x), y.backward()", [x()], |[x]| gelu(x), twice),
        "silu" => timed("silu(x), y.backward()", [x()], |[x]| silu(x), twice),
        "mish" => timed("mish(x), y.backward()", [x()], |[x]| mish(x), twice),
        // As its layer `SwiGlu` has it behind its two linear layers.
        "swiglu" => timed(
            "silu(b).mul(a), y.backward()",
            [x(), y()],
            |[a, b]| silu(b).mul(a),
            twice,
        ),
        "bce_with_logits" => {
            let loss = BinaryCrossEntropyLossConfig::new()
                .with_logits(true)
                .init(&plain);
            let ones = bits(2, case.len())
                .into_iter()
                .map(|bit| bit as i32)
                .collect();
            let target = classes(ones, &plain);
            let call = "BinaryCrossEntropyLoss (logits) forward(x, t), loss.backward()";
            timed(call, [x()], |[x]| loss.forward(x, target.clone()), twice)
        }
        "huber" => {
            let (loss, target) = (HuberLossConfig::new(1.0).init(), y());
            let call = "HuberLoss forward(p, t, Mean), loss.backward()";
            timed(
                call,
                [x()],
                |[x]| loss.forward(x, target.clone(), Reduction::Mean),
                twice,
            )
        }
        // `backward` takes no gradient from above: it is multiplied by it and summed.
        "softmax" => {
            let z = numbers::<2>(case, normal(0, case.len()), case.dims);
            let upstream = numbers::<2>(case, normal(1, case.len()), case.dims);
            let call = "softmax(z, 1), y.mul(u).sum().backward()";
            let end = |y: Tensor<2>| (y.clone(), y.mul(upstream.clone()).sum());
            timed(call, [z], |[z]| softmax(z, 1), end)
        }
        "cross_entropy" => {
            let [rows, columns] = case.dims;
            let z = numbers::<2>(case, normal(0, case.len()), case.dims);
            let loss = CrossEntropyLossConfig::new().init(&plain);
            let labels = labels(3, rows, columns)
                .into_iter()
                .map(|class| class as i32)
                .collect();
            let labels = classes(labels, &plain);
            let call = "CrossEntropyLoss forward(z, labels), loss.backward()";
            timed(call, [z], |[z]| loss.forward(z, labels.clone()), twice)
        }
        _ => return Err("no such function".to_owned()),
    })
}

/// Times the value, and value and gradients; `end` gives the value, and what is derived.
fn timed<const N: usize, const D: usize, const V: usize, const E: usize>(
    call: &'static str,
    plain: [Tensor<D>; N],
    forward: impl Fn([Tensor<D>; N]) -> Tensor<V>,
    end: impl Fn(Tensor<V>) -> (Tensor<V>, Tensor<E>),
) -> Timed {
    let leaves = plain.clone().map(|x| x.autodiff().require_grad());
    let all = || {
        let (value, end) = end(forward(black_box(leaves.clone())));
        let mut gradients = end.backward();
        let each = leaves
            .each_ref()
            .map(|x| x.grad_remove(&mut gradients).expect("it depends on this"));
        (value, each)
    };
    let value = read(forward(plain.clone()));
    let gradient = all().1.into_iter().flat_map(read);
    let sizes = Some((size(value), size(gradient)));
    Timed {
        call,
        forward: least(|| forward(black_box(plain.clone()))),
        both: least(all),
        into: None,
        sizes,
    }
}

/// Where the value is what is derived.
fn twice<const V: usize>(value: Tensor<V>) -> (Tensor<V>, Tensor<V>) {
    (value.clone(), value)
}

fn numbers<const D: usize>(case: &Case, numbers: Vec<f64>, dims: [usize; D]) -> Tensor<D> {
    let dtype = if case.dtype == "float32" {
        DType::F32
    } else {
        DType::F64
    };
    Tensor::from_data(TensorData::new(numbers, dims), (&Device::flex(), dtype))
}

fn classes(numbers: Vec<i32>, device: &Device) -> Tensor<1, Int> {
    let length = numbers.len();
    Tensor::from_data(TensorData::new(numbers, [length]), device)
}

fn read<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    let data = tensor.into_data().convert::<f64>();
    data.try_to_vec().expect("the numbers of the tensor")
}
