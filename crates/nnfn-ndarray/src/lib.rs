#![forbid(unsafe_code)]
mod float;
mod fast;
pub use float::Float;
use ndarray::*;
pub fn sigmoid<A: Float, D: Dimension>(x: ArrayView<'_, A, D>) -> Array<A, D> { x.map(|&x| fast::activation::sigmoid(x).0) }
pub fn gelu<A: Float, D: Dimension>(x: ArrayView<'_, A, D>) -> Array<A, D> { x.map(|&x| fast::activation::gelu(x).0) }
pub fn sigmoid_inplace<A: Float, D: Dimension>(mut x: ArrayViewMut<'_, A, D>) { x.map_inplace(|x| *x=fast::activation::sigmoid(*x).0) }
pub fn gelu_inplace<A: Float, D: Dimension>(mut x: ArrayViewMut<'_, A, D>) { x.map_inplace(|x| *x=fast::activation::gelu(*x).0) }
pub fn gelu_tanh_inplace<A: Float, D: Dimension>(mut x: ArrayViewMut<'_, A, D>) { x.map_inplace(|x| *x=fast::activation::gelu_tanh(*x).0) }
pub fn log_sigmoid_inplace<A: Float, D: Dimension>(mut x: ArrayViewMut<'_, A, D>) { x.map_inplace(|x| *x=fast::activation::log_sigmoid(*x).0) }
pub fn gelu_slice<A: Float>(x: &mut [A]) { for x in x { *x=fast::activation::gelu(*x).0 } }
pub fn gelu_chunked<A: Float>(x: &[A]) -> Vec<A> { let mut o=Vec::with_capacity(x.len()); for c in x.chunks(1024) { let n=o.len(); o.extend_from_slice(c); gelu_slice(&mut o[n..]);} o }
