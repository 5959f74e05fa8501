//! The inputs, which every program makes for itself: `benches/peers/python/inputs.py` has the same numbers.

use std::f64::consts::TAU;

/// The standard deviation of logits, activations, predictions and targets.
const SCALE: f64 = 2.0;
/// So many different numbers, then the same again.
const PERIOD: usize = 1 << 20;

/// Normal numbers; another stream has other numbers.
pub fn normal(stream: u64, n: usize) -> Vec<f64> {
    repeated(n, |i| {
        let (u, v) = (uniform(stream, 2 * i), uniform(stream, 2 * i + 1));
        SCALE * (-2.0 * u.ln()).sqrt() * (TAU * v).cos()
    })
}

/// Zeros and ones, as many of each.
pub fn bits(stream: u64, n: usize) -> Vec<f64> {
    repeated(n, |i| if uniform(stream, i) < 0.5 { 0.0 } else { 1.0 })
}

/// Whole numbers below `classes`.
pub fn labels(stream: u64, n: usize, classes: usize) -> Vec<usize> {
    let class = |i| (uniform(stream, i as u64) * classes as f64) as usize;
    (0..n).map(class).collect()
}

/// The mean size of numbers.
pub fn size<T: Copy + Into<f64>>(values: impl IntoIterator<Item = T>) -> f64 {
    let (mut sum, mut count) = (0.0, 0_usize);
    for value in values {
        sum += value.into().abs();
        count += 1;
    }
    sum / count as f64
}

fn repeated(n: usize, number: impl Fn(u64) -> f64) -> Vec<f64> {
    let once: Vec<f64> = (0..n.min(PERIOD) as u64).map(number).collect();
    once.iter().copied().cycle().take(n).collect()
}

/// Between 0 and 1, both left out, by the mixing function of SplitMix64 (Steele, Lea and Flood, 2014).
fn uniform(stream: u64, i: u64) -> f64 {
    let mut z = (stream << 40)
        .wrapping_add(i + 1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    ((z >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}
