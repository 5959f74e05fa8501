//! Nanoseconds per element of every function, in `f32` and `f64`: the least of several runs.
//!
//! `cargo run --release -p nnfn-ndarray --example throughput`; words after `--` pick the lines that hold one.
//! `RUSTFLAGS="-C target-cpu=native"` lets it use all of the processor.

use std::hint::black_box;
use std::time::Instant;

use ndarray::{Array1, Array2, Axis};
use nnfn_ndarray::activations::*;
use nnfn_ndarray::losses::{
    CrossEntropy, Reduction, cross_entropy, cross_entropy_soft_with_grad, cross_entropy_with_grad,
    huber, huber_with_grad,
};
use nnfn_ndarray::{Float, log_sum_exp};

const RUNS: usize = 15;
const ELEMENTS: usize = 1_000_000;
const SHAPES: [(usize, usize); 3] = [(4096, 1000), (64, 50_000), (100_000, 10)];

fn main() {
    // Freed once, a large block teaches glibc to keep memory instead of returning it to the system after every
    // call: page faults would take longer than the functions.
    drop(black_box(vec![1_u8; 31 << 20]));
    let words: Vec<String> = std::env::args().skip(1).collect();
    all::<f32>("f32", &words);
    all::<f64>("f64", &words);
}

fn all<A: Float>(name: &str, words: &[String]) {
    let bench = |what: &str, n: usize, run: &mut dyn FnMut()| {
        let label = format!("{name} {what}");
        if !words.is_empty() && !words.iter().any(|word| label.contains(word)) {
            return;
        }
        let mut least = f64::INFINITY;
        for _ in 0..RUNS {
            let start = Instant::now();
            run();
            least = least.min(start.elapsed().as_secs_f64());
        }
        println!("{label}: {:.3}", least * 1e9 / n as f64);
    };

    let x = Array1::from_shape_fn(ELEMENTS, |i| number::<A>(i) * A::from(4).unwrap());
    let y = Array1::from_shape_fn(ELEMENTS, |i| number::<A>(i + ELEMENTS));
    let of_x = |what: &str, run: &mut dyn FnMut()| bench(what, ELEMENTS, run);
    of_x("sigmoid", &mut || drop(black_box(sigmoid(&x))));
    of_x("sigmoid_grad", &mut || drop(black_box(sigmoid_grad(&x))));
    of_x("sigmoid_with_grad", &mut || {
        drop(black_box(sigmoid_with_grad(&x)))
    });
    of_x("log_sigmoid", &mut || drop(black_box(log_sigmoid(&x))));
    of_x("gelu", &mut || drop(black_box(gelu(&x))));
    of_x("gelu_grad", &mut || drop(black_box(gelu_grad(&x))));
    of_x("gelu_with_grad", &mut || {
        drop(black_box(gelu_with_grad(&x)))
    });
    of_x("gelu_tanh", &mut || drop(black_box(gelu_tanh(&x))));
    of_x("gelu_tanh_grad", &mut || {
        drop(black_box(gelu_tanh_grad(&x)))
    });
    let (one, mean) = (A::one(), Reduction::Mean);
    of_x("huber", &mut || drop(black_box(huber(&x, &y, one, mean))));
    of_x("huber_with_grad", &mut || {
        drop(black_box(huber_with_grad(&x, &y, one, mean)))
    });
    let mut z = x.clone();
    of_x("sigmoid_inplace", &mut || {
        sigmoid_inplace(black_box(&mut z))
    });

    for (rows, classes) in SHAPES {
        let n = rows * classes;
        let z = Array2::from_shape_fn((rows, classes), |(i, j)| {
            number::<A>(i * classes + j) * A::from(3).unwrap()
        });
        let u = Array2::from_shape_fn((rows, classes), |(i, j)| number::<A>(n + i * classes + j));
        let labels = Array1::from_shape_fn(rows, |i| i * 7919 % classes);
        let (axis, half) = (Axis(1), one / (one + one));
        let options = CrossEntropy::default();
        let smooth = CrossEntropy {
            label_smoothing: A::from(0.1).unwrap(),
            ..options
        };
        let of_z =
            |what: &str, run: &mut dyn FnMut()| bench(&format!("{what} {rows}x{classes}"), n, run);
        of_z("softmax", &mut || drop(black_box(softmax(&z, axis, one))));
        of_z("softmax T=1/2", &mut || {
            drop(black_box(softmax(&z, axis, half)))
        });
        of_z("log_softmax", &mut || {
            drop(black_box(log_softmax(&z, axis, one)))
        });
        of_z("log_sum_exp", &mut || {
            drop(black_box(log_sum_exp(&z, axis)))
        });
        of_z("softmax_vjp", &mut || {
            drop(black_box(softmax_vjp(&z, axis, one, &u)))
        });
        of_z("log_softmax_vjp", &mut || {
            drop(black_box(log_softmax_vjp(&z, axis, one, &u)))
        });
        of_z("cross_entropy", &mut || {
            drop(black_box(cross_entropy(&z, &labels, &options)))
        });
        of_z("cross_entropy_with_grad", &mut || {
            drop(black_box(cross_entropy_with_grad(&z, &labels, &options)));
        });
        of_z("cross_entropy_with_grad smoothed", &mut || {
            drop(black_box(cross_entropy_with_grad(&z, &labels, &smooth)));
        });
        of_z("cross_entropy_soft_with_grad", &mut || {
            drop(black_box(cross_entropy_soft_with_grad(&z, &u, axis, mean)));
        });
    }
}

/// A number between -2 and 2, scattered by `i`.
fn number<A: Float>(i: usize) -> A {
    let bits = (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    A::from(bits as f64 / (1 << 22) as f64 - 2.0).unwrap()
}
