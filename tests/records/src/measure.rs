//! Tools that measure functions: extrema, zeros, means, and what other libraries returned.
//!
//! Inline values of the pages may use all of them.

use crate::golden;
use crate::outcome::or_panic;
use crate::source;

mod digits;
mod peers;

pub use crate::tolerance::ULPS;
pub use catalog::worlds;
pub use digits::{all_lost, all_points, points_lost, points_of, worst_ulp};
pub(crate) use peers::ulp32;
pub use peers::{
    peer_grad, peer_grad_by, peer_grad_with, peer_row_grad, peer_row_value, peer_value,
    peer_value_by, peer_value_with, peer_worst_ulp,
};

/// The zero of `f` between `low` and `high`, where it changes sign, to the last bit.
///
/// # Panics
/// If `f` has the same sign at both ends.
#[must_use]
pub fn root(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let rising = f(low) <= 0.0;
    assert!(
        rising == (f(high) >= 0.0),
        "root: no change of sign between {low} and {high}"
    );
    loop {
        let middle = low + 0.5 * (high - low);
        if middle <= low || middle >= high {
            return if f(low).abs() <= f(high).abs() {
                low
            } else {
                high
            };
        }
        if (f(middle) <= 0.0) == rising {
            low = middle
        } else {
            high = middle
        }
    }
}

/// Where `f` is largest on `[low, high]`: the best of 10,001 points, refined by ternary search.
///
/// A smooth maximum is found to about the square root of the rounding of `f`: 8 digits.
#[must_use]
pub fn argmax(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: i32 = 10_000;
    let step = (high - low) / f64::from(STEPS);
    let at = |i: i32| low + step * f64::from(i);
    let best = (0..=STEPS)
        .max_by(|&a, &b| f(at(a)).total_cmp(&f(at(b))))
        .unwrap_or(0);
    let (mut a, mut b) = ((at(best) - step).max(low), (at(best) + step).min(high));
    for _ in 0..100 {
        let third = (b - a) / 3.0;
        if f(a + third) < f(b - third) {
            a += third
        } else {
            b -= third
        }
    }
    let middle = 0.5 * (a + b);
    [at(best), low, high]
        .into_iter()
        .fold(middle, |m, x| if f(x) > f(m) { x } else { m })
}

/// Where `f` is smallest on `[low, high]`.
#[must_use]
pub fn argmin(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    argmax(low, high, |x| -f(x))
}

/// The largest value of `f` on `[low, high]`.
#[must_use]
pub fn largest(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    f(argmax(low, high, &f))
}

/// The smallest value of `f` on `[low, high]`.
#[must_use]
pub fn smallest(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    f(argmin(low, high, &f))
}

/// `E f(Z)` for a standard normal `Z`, by the trapezoidal rule, which for a smooth `f` that grows
/// like a power converges faster than any power of the step.
///
/// With kinks it does not: see [`gaussian_mean_around`].
#[must_use]
pub fn gaussian_mean(f: impl Fn(f64) -> f64) -> f64 {
    const PER_UNIT: i32 = 16;
    let step = 1.0 / f64::from(PER_UNIT);
    let density = |x: f64| (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt();
    // Small terms first: the sum loses less.
    let mut sum = 0.0;
    for i in (1..=14 * PER_UNIT).rev() {
        let x = f64::from(i) * step;
        sum += (f(x) + f(-x)) * density(x);
    }
    (sum + f(0.0) * density(0.0)) * step
}

/// `E f(Z)` for a standard normal `Z` and an `f` that is smooth but for these points.
///
/// Each piece is cut into panels of at most a half, small against the distance of the poles that
/// activations have, and each panel is integrated by the rule of Gauss and Legendre.
#[must_use]
pub fn gaussian_mean_around(kinks: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    const END: f64 = 14.0;
    let inside = kinks.iter().filter(|kink| kink.abs() < END);
    let mut cuts: Vec<f64> = [-END, END].into_iter().chain(inside.copied()).collect();
    cuts.sort_by(f64::total_cmp);
    let density = |x: f64| (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let mut parts = vec![];
    for piece in cuts.windows(2) {
        let panels = ((piece[1] - piece[0]) / 0.5).ceil().max(1.0);
        let width = (piece[1] - piece[0]) / panels;
        for i in 0..panels as usize {
            let low = piece[0] + i as f64 * width;
            let part = integral(low, low + width, |x| f(x) * density(x));
            parts.push(part);
        }
    }
    nnfn::losses::sum(&parts)
}

/// `∫ f` from `low` to `high` by ten points of Gauss and Legendre: exact for polynomials of degree 19.
#[must_use]
pub fn integral(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    // Abramowitz & Stegun, table 25.4.
    const NODES: [(f64, f64); 5] = [
        (0.148_874_338_981_631_21, 0.295_524_224_714_752_87),
        (0.433_395_394_129_247_2, 0.269_266_719_309_996_36),
        (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
        (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
        (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
    ];
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    let at = |(x, weight): &(f64, f64)| weight * (f(middle - half * x) + f(middle + half * x));
    half * NODES.iter().rev().map(at).sum::<f64>()
}

/// `-Σ p ln p` in nats.
#[must_use]
pub fn entropy(p: &[f64]) -> f64 {
    p.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum()
}

/// To how many digits the references were computed, at least.
///
/// # Panics
/// If a golden file does not say it.
#[must_use]
pub fn reference_digits() -> u64 {
    let digits = |function: &str| or_panic(golden::json(function))["digits"].as_u64();
    (catalog::FUNCTIONS.iter())
        .map(|f| digits(f.about().name).expect("the golden file states its `digits`"))
        .min()
        .expect("the catalogue has functions")
}

/// A constant of the library as its source has it: `constant("normal.rs", "FAR_TAIL")`.
///
/// # Panics
/// If the file has no such number.
#[must_use]
pub fn constant(file: &str, name: &str) -> f64 {
    let path = source::root().join("crates/nnfn/src").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
    let start = format!("const {name}: f64 = ");
    (text.lines())
        .find_map(|line| Some(line.split_once(&start)?.1.trim_end_matches(';')))
        .and_then(|number| number.replace('_', "").parse().ok())
        .unwrap_or_else(|| panic!("{file} has no number {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tolerance;

    #[test]
    fn measures_what_is_known() {
        let found = root(0.0, 2.0, |x| x * x - 2.0);
        assert!(tolerance::ulps(found, std::f64::consts::SQRT_2) <= 1.0);
        assert!((argmax(0.0, 3.0, f64::sin) - std::f64::consts::FRAC_PI_2).abs() < 1e-7);
        assert_eq!(argmax(0.0, 1.0, |x| x), 1.0);
        assert_eq!(largest(-1.0, 1.0, f64::abs), 1.0);
        assert_eq!(smallest(-1.0, 1.0, f64::abs), 0.0);
        assert!((gaussian_mean(|x| x * x) - 1.0).abs() < 4e-16);
        assert!((gaussian_mean(|x| x.powi(6)) - 15.0).abs() < 1e-14);
        assert!(reference_digits() >= 50);
        assert_eq!(constant("normal.rs", "FAR_TAIL"), -36.0);
        let half = gaussian_mean_around(&[0.0], |x| x.max(0.0));
        assert!(
            (half * (2.0 * std::f64::consts::PI).sqrt() - 1.0).abs() < 4e-15,
            "{half}"
        );
        let odd = gaussian_mean_around(&[-0.7, 3.0], |x| (x + 0.7).max(0.0) - x.max(3.0));
        let part = |t: f64| gaussian_mean_around(&[t], |x| (x - t).max(0.0));
        assert!(
            (odd - (part(-0.7) - 3.0 - part(3.0))).abs() < 1e-14,
            "{odd}"
        );
        assert!((integral(-1.0, 2.0, |x| x.powi(19)) - 52_428.75).abs() < 1e-9);
        assert!((entropy(&[0.5, 0.5, 0.0]) - std::f64::consts::LN_2).abs() < 1e-16);
    }
}
