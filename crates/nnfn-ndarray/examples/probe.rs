use ndarray::Array1;
use nnfn_ndarray::activations::*;
use std::hint::black_box;
use std::time::Instant;
fn main() {
    for n in [10_000usize, 10_000_000] {
        let x = Array1::from_shape_fn(n, |i| ((i * 7919 % 10007) as f32 / 10007.0 - 0.5) * 8.0);
        let xd = x.mapv(|v| v as f64);
        let reps = if n > 100000 { 15 } else { 3000 };
        let t = |name: &str, f: &mut dyn FnMut()| {
            let mut b = f64::INFINITY;
            for _ in 0..reps {
                let s = Instant::now();
                f();
                b = b.min(s.elapsed().as_secs_f64());
            }
            println!("{n} {name}: {:.3} ns", b * 1e9 / n as f64);
        };
        for v in [
            Some(nnfn_ndarray::Version::Baseline),
            Some(nnfn_ndarray::Version::Avx2),
            None,
        ] {
            nnfn_ndarray::only(v);
            println!("{v:?}");
            t("copy f32", &mut || {
                black_box(x.to_owned());
            });
            let mut o = x.clone();
            t("sigmoid f32", &mut || {
                black_box(sigmoid(&x));
            });
            t("sigmoid f32 into", &mut || {
                sigmoid_into(&x, &mut o).unwrap();
                black_box(&o);
            });
            t("sigmoid f32 both", &mut || {
                black_box(sigmoid_with_grad(&x));
            });
            t("sigmoid f64", &mut || {
                black_box(sigmoid(&xd));
            });
            t("logsig f32", &mut || {
                black_box(log_sigmoid(&x));
            });
            t("elu f32", &mut || {
                black_box(elu(&x, 1.0).unwrap());
            });
            t("softsign f32", &mut || {
                black_box(softsign(&x));
            });
        }
    }
}
