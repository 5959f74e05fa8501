//! Units in the last place, and points to measure them at.

#![allow(dead_code)] // each test program uses some of it

use ndarray::Array1;
use nnfn_ndarray::Float;

/// Where the tests differ between `f32` and `f64`.
pub trait Precision: Float {
    /// The unit in the last place of a number of the size of `x`, at least that of the subnormal numbers.
    fn ulp(x: f64) -> f64;
    /// Points over the whole range, dense where functions bend, with zeros, infinities and subnormals.
    fn points() -> Array1<Self>;
    /// The nearest number.
    fn of(x: f64) -> Self;
}

fn dense(end: f64, n: i32) -> impl Iterator<Item = f64> {
    // Irregular, so that no point is special.
    (-n..=n)
        .map(move |i| end * f64::from(i) / f64::from(n) * (1.0 + 1e-3 * (f64::from(i) * 0.7).sin()))
}

const EDGES: [f64; 10] = [
    0.0,
    -0.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MIN_POSITIVE,
    -5e-324,
    f64::MAX,
    f64::MIN,
    1e-300,
    -1e-300,
];

impl Precision for f32 {
    fn ulp(x: f64) -> f64 {
        let x = (x.abs() as f32).min(f32::MAX / 2.0);
        (x.next_up() - x).into()
    }

    fn points() -> Array1<f32> {
        let bits = (0..=u32::MAX).step_by(32_749).map(f32::from_bits);
        let near = dense(110.0, 20_000).chain(dense(16.0, 40_000));
        let edges = EDGES.into_iter().chain([1.401_298_5e-45, 1.175_494_4e-38]);
        bits.filter(|x| !x.is_nan())
            .chain(near.chain(edges).map(|x| x as f32))
            .collect()
    }

    fn of(x: f64) -> f32 {
        x as f32
    }
}

impl Precision for f64 {
    fn ulp(x: f64) -> f64 {
        let x = x.abs().min(f64::MAX / 2.0);
        x.next_up() - x
    }

    fn points() -> Array1<f64> {
        let powers =
            (-1074..1024).map(|e| 1.234_567_f64 * 2_f64.powi(e / 2) * 2_f64.powi(e - e / 2));
        let powers = powers.flat_map(|x| [x, -x]);
        dense(760.0, 20_000)
            .chain(dense(40.0, 40_000))
            .chain(powers)
            .chain(EDGES)
            .collect()
    }

    fn of(x: f64) -> f64 {
        x
    }
}
