//! Sum and mean, compensated.

/// Sum of losses: `Σ lᵢ`.
///
/// Compensated: good to an ulp or two of the sum of the `|lᵢ|`, however many they are. No partial sum
/// overflows if the whole does not. The empty sum is 0.
///
/// ```
/// use nnfn::losses::sum;
/// assert_eq!(sum(&[0.1; 10]), 1.0); // a plain loop gives 0.9999999999999999
/// assert_eq!(sum(&[]), 0.0);
/// ```
#[must_use]
pub fn sum(losses: &[f64]) -> f64 {
    let total = sum_of(losses.iter().copied());
    if total.is_finite() { total } else { mean(losses) * losses.len() as f64 }
}

/// Mean of losses: `Σ lᵢ / n`.
///
/// Accurate as [`sum`]; finite if all losses are. The mean of nothing is NaN: `0/0`.
///
/// ```
/// use nnfn::losses::mean;
/// assert_eq!(mean(&[0.5, 2.5, 3.0]), 2.0);
/// assert_eq!(mean(&[f64::MAX, f64::MAX]), f64::MAX);
/// assert!(mean(&[]).is_nan());
/// ```
#[must_use]
pub fn mean(losses: &[f64]) -> f64 {
    let n = losses.len() as f64;
    let total = sum_of(losses.iter().copied());
    if total.is_finite() {
        total / n
    } else {
        sum_of(losses.iter().map(|loss| loss / n))
    }
}

/// Compensated sum: what rounding takes from the running total is summed beside it.
pub(crate) fn sum_of(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0, 0.0);
    for term in terms {
        let next = total + term;
        let of_term = next - total;
        lost += (total - (next - of_term)) + (term - of_term);
        total = next;
    }
    if lost.is_finite() { total + lost } else { total }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_large_ones() {
        assert_eq!(sum(&[1.0, 1e100, 1.0, -1e100]), 2.0);
    }

    #[test]
    fn partial_sums_may_overflow() {
        let losses = [1e308, 1e308, -1.5e308];
        assert!((sum(&losses) / 5e307 - 1.0).abs() < 1e-15);
        assert!((mean(&losses) / (5e307 / 3.0) - 1.0).abs() < 1e-15);
        assert_eq!(sum(&[f64::MAX; 2]), f64::INFINITY);
    }

    #[test]
    fn infinities_and_nan_come_through() {
        for f in [sum, mean] {
            assert_eq!(f(&[1.0, f64::INFINITY]), f64::INFINITY);
            assert!(f(&[f64::NEG_INFINITY, f64::INFINITY]).is_nan());
            assert!(f(&[1.0, f64::NAN]).is_nan());
        }
    }
}
