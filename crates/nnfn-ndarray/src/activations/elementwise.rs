//! Activation functions, element by element.
//!
//! Each in four forms: the value, the derivative (`_grad`), both in one pass (`_with_grad`), and the value in
//! place (`_inplace`).

use ndarray::{Array, ArrayRef, Dimension};

use crate::Float;
use crate::fast::activation as fast;

macro_rules! activation {
    ($formula:literal, $name:ident, $grad:ident, $with_grad:ident, $inplace:ident) => {
        #[doc = concat!("`", $formula, "` of every element. See [`nnfn::activations::", stringify!($name), "`].")]
        #[must_use]
        pub fn $name<A: Float, D: Dimension>(x: &ArrayRef<A, D>) -> Array<A, D> {
            map(x, |x| fast::$name(x).0)
        }

        #[doc = concat!("Derivative of [`", stringify!($name), "`] at every element.")]
        #[must_use]
        pub fn $grad<A: Float, D: Dimension>(x: &ArrayRef<A, D>) -> Array<A, D> {
            map(x, |x| fast::$name(x).1)
        }

        #[doc = concat!("[`", stringify!($name), "`] and its derivative, in one pass.")]
        #[must_use]
        pub fn $with_grad<A: Float, D: Dimension>(x: &ArrayRef<A, D>) -> (Array<A, D>, Array<A, D>) {
            map_both(x, fast::$name)
        }

        #[doc = concat!("Replaces every element by its [`", stringify!($name), "`].")]
        pub fn $inplace<A: Float, D: Dimension>(x: &mut ArrayRef<A, D>) {
            replace(x, |x| fast::$name(x).0);
        }
    };
}

activation!(
    "σ(x) = 1/(1 + exp(-x))",
    sigmoid,
    sigmoid_grad,
    sigmoid_with_grad,
    sigmoid_inplace
);
activation!(
    "ln σ(x)",
    log_sigmoid,
    log_sigmoid_grad,
    log_sigmoid_with_grad,
    log_sigmoid_inplace
);
activation!("x·Φ(x)", gelu, gelu_grad, gelu_with_grad, gelu_inplace);
activation!(
    "x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
    gelu_tanh,
    gelu_tanh_grad,
    gelu_tanh_with_grad,
    gelu_tanh_inplace
);

fn map<A: Float, D: Dimension>(x: &ArrayRef<A, D>, f: impl Fn(A) -> A) -> Array<A, D> {
    let Some(slice) = x.as_slice() else {
        return x.map(|&x| f(x)); // keeps another layout
    };
    let values = slice.iter().map(|&x| f(x)).collect();
    Array::from_shape_vec(x.raw_dim(), values).expect("as many as in `x`")
}

fn map_both<A: Float, D: Dimension>(
    x: &ArrayRef<A, D>,
    f: impl Fn(A) -> (A, A),
) -> (Array<A, D>, Array<A, D>) {
    let Some(slice) = x.as_slice() else {
        let mut grads = x.to_owned(); // keeps another layout
        let values = grads.map_mut(|x| {
            let (value, grad) = f(*x);
            *x = grad;
            value
        });
        return (values, grads);
    };
    let (mut values, mut grads) = (
        Vec::with_capacity(slice.len()),
        Vec::with_capacity(slice.len()),
    );
    let (mut value_block, mut grad_block) = ([A::zero(); 512], [A::zero(); 512]);
    for block in slice.chunks(512) {
        let results = value_block.iter_mut().zip(&mut grad_block);
        for ((value, grad), &x) in results.zip(block) {
            (*value, *grad) = f(x);
        }
        values.extend_from_slice(&value_block[..block.len()]);
        grads.extend_from_slice(&grad_block[..block.len()]);
    }
    let shaped = |elements| Array::from_shape_vec(x.raw_dim(), elements);
    (
        shaped(values).expect("as many as in `x`"),
        shaped(grads).expect("as many as in `x`"),
    )
}

fn replace<A: Float, D: Dimension>(x: &mut ArrayRef<A, D>, f: impl Fn(A) -> A) {
    let Some(slice) = x.as_slice_memory_order_mut() else {
        return x.map_inplace(|x| *x = f(*x));
    };
    // A loop of known length becomes better code than one over the whole.
    let (blocks, rest) = slice.as_chunks_mut::<64>();
    for block in blocks {
        for x in block {
            *x = f(*x);
        }
    }
    for x in rest {
        *x = f(*x);
    }
}
