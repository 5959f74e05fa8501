use std::hint::black_box;
use std::time::Instant;
use ndarray::*;
use nnfn_ndarray::activations::*;
fn best(n: usize, mut f: impl FnMut()) -> f64 { let mut b=f64::INFINITY; for _ in 0..30 { let t=Instant::now(); f(); b=b.min(t.elapsed().as_secs_f64()); } b*1e9/n as f64 }
fn main() {
    drop(black_box(vec![1_u8; 31 << 20]));
    let mut v = vec![0.5f32; 1_000_100];
    for off in [0usize,1,2,4,8,12,16] {
        let mut a = ArrayViewMut1::from(&mut v[off..off+1_000_000]);
        println!("off {off} addr%64 {}: {:.3}", a.as_ptr() as usize % 64, best(1_000_000, || sigmoid_inplace(black_box(&mut a))));
    }
    let x = Array1::from_elem(1_000_000, 0.5f32);
    println!("new {:.3} {}", best(1_000_000, || drop(black_box(sigmoid(&x)))), x.as_ptr() as usize % 64);
}
