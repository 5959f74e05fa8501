mod common;
use common::Precision;
use ndarray::*;
use nnfn_ndarray::activations::*;
fn worst<A: Precision>(
    name: &str,
    got: &Array1<A>,
    x: &Array1<A>,
    want: impl Fn(f64) -> f64,
    scale: impl Fn(f64) -> f64,
) {
    let mut w = (0.0, 0.0, 0.0, 0.0);
    for (&x, &g) in x.iter().zip(got) {
        let (x, g): (f64, f64) = (x.into(), g.into());
        let t = want(x);
        let e = if t.is_finite() && g.is_finite() {
            (g - t).abs() / A::ulp(t.abs().max(scale(x)))
        } else if A::of(t).into() == g {
            0.0
        } else {
            f64::INFINITY
        };
        if e > w.0 || e.is_nan() {
            w = (e, x, g, t)
        }
    }
    println!(
        "{name}: {:.3} at {:e} got {:e} want {:e}",
        w.0, w.1, w.2, w.3
    );
}
fn seg<A: Precision>() {
    use nnfn::activations as n;
    let x=A::points(); let g=gelu(&x); let gg=gelu_grad(&x);
    for (a,b) in [(0.0,0.01),(0.01,0.5),(0.5,1.0),(1.0,2.0),(2.0,4.0),(4.0,8.0),(8.0,14.0),(14.0,25.0),(25.0,38.0)] {
        let mut w=[(0.0f64,0.0f64);4];
        for i in 0..x.len() { let (x,g,gg):(f64,f64,f64)=(x[i].into(),g[i].into(),gg[i].into()); if x.abs()<a||x.abs()>=b {continue}
          let t=n::gelu(x); let e=(g-t).abs()/A::ulp(t); let k= if x<0.0 {0} else {1}; if e>w[k].0 {w[k]=(e,x)}
          let t=n::gelu_grad(x); let e=(gg-t).abs()/A::ulp(t); if e>w[k+2].0 {w[k+2]=(e,x)} }
        println!("{a}..{b}: {w:.2?}");
    }
}
#[test] fn seg32() { seg::<f32>() }
#[test] fn seg64() { seg::<f64>() }
fn all<A: Precision>() {
    use nnfn::activations as n;
    let x = A::points();
    println!("{} points", x.len());
    worst("sigmoid", &sigmoid(&x), &x, n::sigmoid, |_| 0.0);
    worst(
        "sigmoid_grad",
        &sigmoid_grad(&x),
        &x,
        n::sigmoid_grad,
        |_| 0.0,
    );
    worst("log_sigmoid", &log_sigmoid(&x), &x, n::log_sigmoid, |_| 0.0);
    worst(
        "log_sigmoid_grad",
        &log_sigmoid_grad(&x),
        &x,
        n::log_sigmoid_grad,
        |_| 0.0,
    );
    worst("gelu", &gelu(&x), &x, n::gelu, |_| 0.0);
    let s = |v: fn(f64) -> f64, g: fn(f64) -> f64| {
        move |x: f64| {
            let p = v(x) / x;
            if p.is_finite() {
                p.abs() + (g(x) - p).abs()
            } else {
                0.0
            }
        }
    };
    worst(
        "gelu_grad",
        &gelu_grad(&x),
        &x,
        n::gelu_grad,
        s(n::gelu, n::gelu_grad),
    );
    worst("gelu_tanh", &gelu_tanh(&x), &x, n::gelu_tanh, |_| 0.0);
    worst(
        "gelu_tanh_grad",
        &gelu_tanh_grad(&x),
        &x,
        n::gelu_tanh_grad,
        s(n::gelu_tanh, n::gelu_tanh_grad),
    );
}
#[test]
fn f32s() {
    all::<f32>()
}
#[test]
fn f64s() {
    all::<f64>()
}
