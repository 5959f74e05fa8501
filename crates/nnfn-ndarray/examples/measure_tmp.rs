//! scratch
use ndarray::Array1;
use nnfn::activations as d;
use nnfn_ndarray::activations as n;
#[path = "../tests/common/mod.rs"]
mod common;
use common::*;
type Both<A> = Box<dyn Fn(&Array1<A>) -> (Array1<A>, Array1<A>)>;
type Def = Box<dyn Fn(f64) -> (f64, f64)>;
fn cases<A: Precision>() -> Vec<(String, Both<A>, Def)> {
    let mut v: Vec<(String, Both<A>, Def)> = vec![];
    macro_rules! p { ($($f:ident),*) => { pastey::paste! { $( v.push((stringify!($f).into(), Box::new(|x| n::[<$f _with_grad>](x)), Box::new(|x| (d::$f(x), d::[<$f _grad>](x))))); )* } } }
    p!(sigmoid, log_sigmoid, softplus, tanh, tanhshrink, softsign, silu, mish, gelu, gelu_tanh, quick_gelu, relu, relu6, squared_relu, hard_sigmoid, hard_swish, selu);
    macro_rules! q { ($f:ident, $($p:expr),*) => { pastey::paste! { $( {let p: f64 = A::of($p).into(); v.push((format!("{} {p:?}", stringify!($f)), Box::new(move |x| n::[<$f _with_grad>](x, A::of($p)).unwrap()), Box::new(move |x| (d::$f(x,p), d::[<$f _grad>](x,p)))));} )* } } }
    q!(elu, 1.0, 0.3, 0.0, 1e30);
    q!(celu, 1.0, 0.3, 3.7, 1e-30, 1e30);
    q!(swish, 1.0, -2.7, 0.0, 1e-3, 1e30);
    q!(leaky_relu, 0.01, 0.0);
    q!(softshrink, 0.5, 0.0);
    q!(hardshrink, 0.5, 0.0);
    v
}
fn normal<A: Precision>(count: usize) -> Array1<A> {
    let mut u = scattered(7);
    Array1::from_shape_simple_fn(count, || { let r = (-2.0 * (0.5 + 0.5 * u()).max(1e-300).ln()).sqrt(); A::of(r * (std::f64::consts::PI * u()).cos()) })
}
fn run<A: Precision>() {
    let only: Vec<String> = std::env::args().skip(1).collect();
    let points = A::points();
    let rnd = normal::<A>(400_000);
    for (name, both, def) in cases::<A>() {
        if !only.is_empty() && !only.iter().any(|o| name.starts_with(o)) { continue }
        let mut line = format!("{name:18}");
        for (k, x) in [("pts", &points), ("rnd", &rnd)] {
            let (v, g) = both(x);
            let mut w = [(0.0, 0.0); 2];
            let mut bad = [0usize; 2];
            let mut sign = [0usize; 2];
            for i in 0..x.len() {
                let (ev, eg) = def(x[i].into());
                for (j, (f, e)) in [(v[i], ev), (g[i], eg)].into_iter().enumerate() {
                    let dist = A::distance(f, e, 0.0);
                    if dist > w[j].0 { w[j] = (dist, x[i].into()); }
                    let f: f64 = f.into(); let e: f64 = A::of(e).into();
                    if f != e && !(f.is_nan() && e.is_nan()) { bad[j] += 1 }
                    if f == 0.0 && e == 0.0 && f.is_sign_negative() != e.is_sign_negative() { sign[j] += 1 }
                }
            }
            line += &format!(" {k} v {:.2}@{:<9.4e} g {:.2}@{:<9.4e}", w[0].0, w[0].1, w[1].0, w[1].1);
            line += &format!(" ne {:.4}%/{:.4}% sg {:?}", 100.0 * bad[0] as f64 / x.len() as f64, 100.0 * bad[1] as f64 / x.len() as f64, sign);
        }
        println!("{line}");
    }
}
fn main() {
    if std::env::var("DUMP").is_ok() { if std::env::var("BASE").is_ok() { nnfn_ndarray::only(Some(nnfn_ndarray::Version::Baseline)); } return dump(); }
    for v in [nnfn_ndarray::Version::Baseline, nnfn_ndarray::Version::Avx2, nnfn_ndarray::Version::Avx512] {
    if std::env::var("ALL").is_err() && v != nnfn_ndarray::Version::Avx512 { continue }
    nnfn_ndarray::only(Some(v));
    println!("{v:?} f32"); run::<f32>();
    println!("{v:?} f64"); run::<f64>();
    }
}
#[allow(dead_code)]
pub fn dump() {
    let count: usize = std::env::var("DUMP").unwrap().parse().unwrap();
    let mut u = scattered(99);
    let only: Vec<String> = std::env::args().skip(1).collect();
    let spread: f64 = std::env::var("SPREAD").ok().map_or(3.0, |s| s.parse().unwrap());
    let x = Array1::from_shape_simple_fn(count, || spread * u());
    for (name, both, def) in cases::<f64>() {
        if !only.is_empty() && !only.iter().any(|o| &name == o) { continue }
        let (v, g) = both(&x);
        for i in 0..x.len() {
            let (ev, eg) = def(x[i]);
            println!("{} {:x} {:x} {:x} {:x} {:x}", name.replace(' ', ":"), x[i].to_bits(), v[i].to_bits(), g[i].to_bits(), ev.to_bits(), eg.to_bits());
        }
    }
}
