//! What each activation costs: nanoseconds per element of a million `f32`, value and derivative, into an array that
//! is there; and a copy of as many numbers.
//!
//! `cargo run --release -p nnfn-ndarray --example costs` prints a line of JSON for each. `cargo xtask bench costs`
//! writes them down.

#[path = "../throughput/harness/inputs.rs"]
#[allow(dead_code)] // shared with the program that compares libraries
mod inputs;
#[path = "../throughput/harness/least.rs"]
mod least;

use ndarray::{Array1, ArrayRef1};
use nnfn_ndarray::Error;
use nnfn_ndarray::activations::*;

use least::least;

const N: usize = 1 << 20;

type Into = fn(&ArrayRef1<f32>, &mut ArrayRef1<f32>) -> Result<(), Error>;

/// Value and derivative of each.
const ROWS: [(&str, Into, Into); 12] = [
    ("relu", relu_into, relu_grad_into),
    (
        "leaky_relu",
        |x, out| leaky_relu_into(x, 0.01, out),
        |x, out| leaky_relu_grad_into(x, 0.01, out),
    ),
    ("sigmoid", sigmoid_into, sigmoid_grad_into),
    ("tanh", tanh_into, tanh_grad_into),
    ("softplus", softplus_into, softplus_grad_into),
    (
        "elu",
        |x, out| elu_into(x, 1.0, out),
        |x, out| elu_grad_into(x, 1.0, out),
    ),
    ("gelu", gelu_into, gelu_grad_into),
    ("gelu_tanh", gelu_tanh_into, gelu_tanh_grad_into),
    ("quick_gelu", quick_gelu_into, quick_gelu_grad_into),
    ("silu", silu_into, silu_grad_into),
    ("hard_swish", hard_swish_into, hard_swish_grad_into),
    ("mish", mish_into, mish_grad_into),
];

fn main() -> Result<(), Error> {
    let numbers = |stream| -> Array1<f32> {
        inputs::normal(stream, N)
            .into_iter()
            .map(|x| x as f32)
            .collect()
    };
    let (x, a) = (numbers(1), numbers(2));
    let mut out = Array1::zeros(N);
    let each = |seconds: f64| seconds * 1e9 / N as f64;

    let copy = each(least(|| out.assign(&x)));
    println!("{{\"copy_ns\":{copy:.4}}}");
    for (name, value, grad) in ROWS {
        let value_ns = each(least(|| value(&x, &mut out)));
        let grad_ns = each(least(|| grad(&x, &mut out)));
        print(name, value_ns, grad_ns);
    }
    // Gates have two gradients, in new arrays.
    let value_ns = each(least(|| swiglu_into(&a, &x, &mut out)));
    print("swiglu", value_ns, each(least(|| swiglu_with_grad(&a, &x))));
    let value_ns = each(least(|| geglu_into(&a, &x, &mut out)));
    print("geglu", value_ns, each(least(|| geglu_with_grad(&a, &x))));
    Ok(())
}

fn print(name: &str, value_ns: f64, grad_ns: f64) {
    println!("{{\"function\":\"{name}\",\"value_ns\":{value_ns:.4},\"grad_ns\":{grad_ns:.4}}}");
}
