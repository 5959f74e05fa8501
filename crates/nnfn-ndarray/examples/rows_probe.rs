use ndarray::{Array2, Axis};
use nnfn_ndarray::{Float, Version, activations::*, only};
use std::hint::black_box;
use std::time::Instant;
fn all<A: Float>(name: &str) {
    for (r, c) in [(32usize, 32_000usize), (100_000, 10), (4096, 1000)] {
        let z = Array2::from_shape_fn((r, c), |(i, j)| {
            A::from((((i * c + j) * 7919 % 10007) as f64 / 10007.0 - 0.5) * 12.0).unwrap()
        });
        let u = Array2::from_shape_fn((r, c), |(i, j)| {
            A::from((((i * c + j) * 104_729 % 10007) as f64 / 10007.0 - 0.5) * 2.0).unwrap()
        });
        let one = A::one();
        let mut o = z.clone();
        let mut t = |what: &str, f: &mut dyn FnMut()| {
            let words: Vec<String> = std::env::args().skip(1).collect();
            let label = format!("{name} {what} {r}x{c}:");
            if !words.iter().all(|w| label.contains(w.as_str())) {
                return;
            }
            let mut best = f64::INFINITY;
            for _ in 0..40 {
                let s = Instant::now();
                f();
                best = best.min(s.elapsed().as_secs_f64());
            }
            println!(
                "{name} {what} {r}x{c}: {:.3} ms {:.3} ns",
                best * 1e3,
                best * 1e9 / (r * c) as f64
            );
        };
        t("softmax", &mut || {
            drop(black_box(softmax(&z, Axis(1), one)))
        });
        t("softmax_into", &mut || {
            softmax_into(&z, Axis(1), one, &mut o).unwrap()
        });
        t("log_softmax", &mut || {
            drop(black_box(log_softmax(&z, Axis(1), one)))
        });
        t("softmax_vjp", &mut || {
            drop(black_box(softmax_vjp(&z, Axis(1), one, &u)))
        });
        t("log_softmax_vjp", &mut || {
            drop(black_box(log_softmax_vjp(&z, Axis(1), one, &u)))
        });
    }
}
fn main() {
    drop(black_box(vec![1_u8; 31 << 20]));
    let some = [None, Some(Version::Avx2), Some(Version::Baseline)];
    let n = std::env::var("N").map_or(1, |n| n.parse().unwrap());
    for v in some.into_iter().take(n) {
        only(v);
        println!("{v:?}");
        all::<f32>("f32");
        all::<f64>("f64");
    }
}
