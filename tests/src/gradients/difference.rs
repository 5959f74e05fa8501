//! Derivatives by differences, extrapolated to step 0 by Neville's scheme (Ridders 1982).

/// A derivative by differences, and how much of it is noise.
pub struct Slope {
    pub slope: f64,
    pub error: f64,
}

const SHRINK: f64 = 1.4;
const ROWS: usize = 12;

/// The first step over the last one.
pub const FINEST: f64 = 40.5; // 1.4^11

/// The derivative at 0 from both sides, by steps `h, h/1.4, h/1.4², ..`
pub fn central(f: impl Fn(f64) -> f64, h: f64) -> Slope {
    // Central differences are even in the step: each column removes a power of h².
    extrapolate(h, SHRINK * SHRINK, |step| {
        (f(step) - f(-step)) / (2.0 * step)
    })
}

/// The derivative at 0 from the side on which `h` lies, with the value `origin` at 0.
pub fn one_sided(f: impl Fn(f64) -> f64, origin: f64, h: f64) -> Slope {
    extrapolate(h, SHRINK, |step| (f(step) - origin) / step)
}

/// The limit of `f` at 0 from the side on which `h` lies; `f(0)` itself is not asked for.
pub fn limit(f: impl Fn(f64) -> f64, h: f64) -> Slope {
    extrapolate(h, SHRINK, f)
}

/// `quotient` at step 0: the entry of the scheme with the smallest estimated error.
fn extrapolate(h: f64, gain: f64, quotient: impl Fn(f64) -> f64) -> Slope {
    let mut best = Slope {
        slope: f64::NAN,
        error: f64::INFINITY,
    };
    let (mut previous, mut row) = ([0.0; ROWS], [0.0; ROWS]);
    let mut step = h;
    for i in 0..ROWS {
        row[0] = quotient(step);
        let mut factor = gain;
        for j in 0..i {
            let (own, before) = (row[j], previous[j]);
            let better = (own * factor - before) / (factor - 1.0);
            let error = (better - own).abs().max((better - before).abs());
            if error < best.error {
                best = Slope {
                    slope: better,
                    error,
                };
            }
            row[j + 1] = better;
            factor *= gain;
        }
        previous = row;
        step /= SHRINK;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_found_from_both_sides_and_from_one() {
        for (found, expected) in [
            (central(|t| (1.0 + t).exp(), 0.2), 1_f64.exp()),
            (
                one_sided(|t| (1.0 + t).exp(), 1_f64.exp(), 0.1),
                1_f64.exp(),
            ),
            (
                one_sided(|t| (1.0 + t).exp(), 1_f64.exp(), -0.1),
                1_f64.exp(),
            ),
            (one_sided(f64::abs, 0.0, -0.1), -1.0),
            (limit(|t| t.exp_m1() / t, 0.1), 1.0),
        ] {
            let error = (found.slope - expected).abs() + found.error;
            assert!(error < 1e-10, "{} ± {}", found.slope, found.error);
        }
    }
}
