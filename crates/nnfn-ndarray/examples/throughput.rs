use nnfn_ndarray::*;
use ndarray::*;
use std::time::Instant;
fn best(n: usize, mut f: impl FnMut()) -> f64 { let mut b=f64::INFINITY; for _ in 0..30 { let t=Instant::now(); f(); b=b.min(t.elapsed().as_secs_f64()); } b*1e9/n as f64 }
fn run<A: Float>() {
  let n=1_000_000;
  let x=Array1::from_shape_fn(n, |i| A::from(-8.0+16.0*(i as f64)/(n as f64)).unwrap());
  let mut y=x.clone();
  println!("sigmoid map {:.3}", best(n, || {std::hint::black_box(sigmoid(x.view()));}));
  println!("sigmoid inpl {:.3}", best(n, || {sigmoid_inplace(y.view_mut()); y.assign(&x)}));
  println!("assign {:.3}", best(n, || {std::hint::black_box(y.view_mut()).assign(&x)}));
  println!("gelu map {:.3}", best(n, || {std::hint::black_box(gelu(x.view()));}));
  println!("gelu inpl {:.3}", best(n, || {gelu_inplace(y.view_mut()); y.assign(&x)}));
  println!("gelu slice {:.3}", best(n, || {gelu_slice(y.as_slice_mut().unwrap()); y.assign(&x)}));
  println!("gelu chunked {:.3}", best(n, || {std::hint::black_box(gelu_chunked(x.as_slice().unwrap()));}));
  println!("gelutanh inpl {:.3}", best(n, || {gelu_tanh_inplace(y.view_mut()); y.assign(&x)}));
  println!("logsigmoid inpl {:.3}", best(n, || {log_sigmoid_inplace(y.view_mut()); y.assign(&x)}));
}
fn main(){ run::<f32>(); run::<f64>(); }
