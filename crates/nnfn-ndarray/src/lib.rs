#![forbid(unsafe_code)]
mod float;
mod fast;
pub use float::Float;
use ndarray::*;
pub fn sigmoid<A: Float, D: Dimension>(x: ArrayView<'_, A, D>) -> Array<A, D> { x.map(|&x| fast::activation::sigmoid(x).0) }
pub fn softmax<A: Float>(x: ArrayView<'_, A, Ix2>, t: A) -> Array<A, Ix2> { 
  let mut v = Vec::with_capacity(x.len());
  for r in x.rows() { let n=v.len(); v.extend_from_slice(r.to_slice().unwrap()); if t==A::one() {fast::softmax::softmax::<A,true>(&mut v[n..], t)} else {fast::softmax::softmax::<A,false>(&mut v[n..], t)} }
  Array::from_shape_vec(x.raw_dim(), v).unwrap() }
pub fn log_softmax<A: Float>(x: ArrayView<'_, A, Ix2>, t: A) -> Array<A, Ix2> { 
  let mut v = Vec::with_capacity(x.len());
  for r in x.rows() { let n=v.len(); v.extend_from_slice(r.to_slice().unwrap()); if t==A::one() {fast::softmax::log_softmax::<A,true>(&mut v[n..], t)} else {fast::softmax::log_softmax::<A,false>(&mut v[n..], t)} }
  Array::from_shape_vec(x.raw_dim(), v).unwrap() }
pub fn lse<A: Float>(x: ArrayView<'_, A, Ix2>) -> Vec<A> { 
  let mut v = Vec::new();
  for r in x.rows() { v.push(fast::softmax::log_sum_exp(r.to_slice().unwrap())) }
   v }
pub fn softmax_into<A: Float>(x: &[A], v: &mut Vec<A>, n: usize, stage: usize) {
  v.clear();
  for r in x.chunks(n) { let m=v.len(); v.extend_from_slice(r); fast::softmax::staged(&mut v[m..], stage) }
}
pub fn softmax_into2<A: Float>(x: &[A], v: &mut Vec<A>, n: usize, stage: usize) {
  v.clear();
  for r in x.chunks(n) { fast::softmax::staged2(v, r, stage) }
}
pub fn softmax_into3<A: Float>(x: &[A], v: &mut Vec<A>, n: usize, stage: usize) {
  v.clear();
  for r in x.chunks(n) { fast::softmax::staged3(v, r, stage) }
}
