use nnfn_ndarray::*;
use ndarray::*;
use std::time::Instant;
fn best(n: usize, mut f: impl FnMut()) -> f64 { let mut b=f64::INFINITY; for _ in 0..15 { let t=Instant::now(); f(); b=b.min(t.elapsed().as_secs_f64()); } b*1e9/n as f64 }
fn run<A: Float>() {
  for (r,c) in [(4096,1000),(64,50000)] {
  let n=r*c;
  let mut s=1u64;
  let x=Array2::from_shape_fn((r,c), |_| {s=s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); A::from(((s>>40) as f64/(1u64<<24) as f64-0.5)*12.0).unwrap()});
  println!("softmax {:.3}", best(n, || {std::hint::black_box(softmax(x.view(), A::one()));}));
  let mut v=Vec::with_capacity(n);
  for stage in 0..5 { println!("  stage {stage} {:.3}", best(n, || softmax_into(std::hint::black_box(x.as_slice().unwrap()), &mut v, c, stage))); }
  for stage in 2..5 { println!("  stageB {stage} {:.3}", best(n, || softmax_into2(std::hint::black_box(x.as_slice().unwrap()), &mut v, c, stage))); }
  for stage in [3,4,13,14] { println!("  stageC {stage} {:.3}", best(n, || softmax_into3(std::hint::black_box(x.as_slice().unwrap()), &mut v, c, stage))); }
  println!("softmax T=2.5 {:.3}", best(n, || {std::hint::black_box(softmax(x.view(), A::from(2.5).unwrap()));}));
  println!("log_softmax {:.3}", best(n, || {std::hint::black_box(log_softmax(x.view(), A::one()));}));
  println!("lse {:.3}", best(n, || {std::hint::black_box(lse(x.view()));}));
  }
}
fn main(){ run::<f32>(); run::<f64>(); }
