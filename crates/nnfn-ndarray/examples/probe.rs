use ndarray::Array1;
use nnfn_ndarray::activations::*;
use std::hint::black_box;
use std::time::Instant;
fn best(n: usize, f: &mut dyn FnMut()) -> f64 {
    let mut b = f64::INFINITY;
    let reps = if n > 100_000 { 7 } else { 2000 };
    for _ in 0..reps {
        let s = Instant::now();
        f();
        b = b.min(s.elapsed().as_secs_f64());
    }
    b * 1e9 / n as f64
}
fn main() {
    let only: Vec<String> = std::env::args().skip(1).collect();
    let n = std::env::var("N")
        .ok()
        .map_or(10_000, |s| s.parse().unwrap());
    let x = Array1::from_shape_fn(n, |i| ((i * 7919 % 10007) as f32 / 10007.0 - 0.5) * 8.0);
    let xd = x.mapv(|v| v as f64);
    let (a, ad) = (x.mapv(|v| v * 0.3 + 0.1), xd.mapv(|v| v * 0.3 + 0.1));
    let versions = if std::env::var("ALL").is_ok() {
        vec![
            Some(nnfn_ndarray::Version::Baseline),
            Some(nnfn_ndarray::Version::Avx2),
            None,
        ]
    } else {
        vec![None]
    };
    for v in versions {
        nnfn_ndarray::only(v);
        println!("{v:?}  f32: value grad both into | f64: value grad both into");
        macro_rules! p { ($($f:ident $(($p:expr))?),*) => { pastey::paste! { $( if only.is_empty() || only.iter().any(|o| o == stringify!($f)) {
            let (mut o, mut od) = (x.clone(), xd.clone());
            println!("{:14} {:6.2} {:6.2} {:6.2} {:6.2} | {:6.2} {:6.2} {:6.2} {:6.2}", stringify!($f),
                best(n, &mut || { let _ = black_box($f(&x $(, $p)?)); }),
                best(n, &mut || { let _ = black_box([<$f _grad>](&x $(, $p)?)); }),
                best(n, &mut || { let _ = black_box([<$f _with_grad>](&x $(, $p)?)); }),
                best(n, &mut || { let _ = black_box([<$f _into>](&x $(, $p)?, &mut o)); }),
                best(n, &mut || { let _ = black_box($f(&xd $(, $p)?)); }),
                best(n, &mut || { let _ = black_box([<$f _grad>](&xd $(, $p)?)); }),
                best(n, &mut || { let _ = black_box([<$f _with_grad>](&xd $(, $p)?)); }),
                best(n, &mut || { let _ = black_box([<$f _into>](&xd $(, $p)?, &mut od)); }));
        } )* } } }
        p!(
            sigmoid,
            log_sigmoid,
            softplus,
            tanh,
            tanhshrink,
            softsign,
            silu,
            mish,
            gelu,
            gelu_tanh,
            quick_gelu,
            relu,
            relu6,
            squared_relu,
            hard_sigmoid,
            hard_swish,
            selu,
            elu(1.0),
            celu(1.3),
            swish(1.5),
            leaky_relu(0.01),
            softshrink(0.5),
            hardshrink(0.5)
        );
        macro_rules! g { ($($f:ident),*) => { pastey::paste! { $( if only.is_empty() || only.iter().any(|o| o == stringify!($f)) {
            println!("{:14} {:6.2} {:>6} {:6.2} | {:6.2} {:>6} {:6.2}", stringify!($f),
                best(n, &mut || { let _ = black_box($f(&a, &x)); }), "",
                best(n, &mut || { let _ = black_box([<$f _with_grad>](&a, &x)); }),
                best(n, &mut || { let _ = black_box($f(&ad, &xd)); }), "",
                best(n, &mut || { let _ = black_box([<$f _with_grad>](&ad, &xd)); }));
        } )* } } }
        g!(glu, bilinear, reglu, geglu, swiglu);
    }
}
