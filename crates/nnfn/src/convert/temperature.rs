//! Temperature, its inverse and the logarithm of that.

// ANCHOR: value
/// The factor that logits are multiplied by, `1/temperature`.
///
/// # Panics
///
/// If `temperature` is not positive.
///
/// ```
/// use nnfn::convert::inverse_from_temperature;
/// assert_eq!(inverse_from_temperature(0.25), 4.0);
/// ```
#[must_use]
pub fn inverse_from_temperature(temperature: f64) -> f64 {
    assert!(
        temperature > 0.0,
        "inverse_from_temperature: temperature must be positive, \
         got {temperature}"
    );
    1.0 / temperature
}

/// The temperature from the factor that logits are multiplied by, `1/inverse`.
///
/// # Panics
///
/// If `inverse` is not positive.
///
/// ```
/// use nnfn::convert::temperature_from_inverse;
/// assert_eq!(temperature_from_inverse(4.0), 0.25);
/// ```
#[must_use]
pub fn temperature_from_inverse(inverse: f64) -> f64 {
    assert!(
        inverse > 0.0,
        "temperature_from_inverse: inverse must be positive, got {inverse}"
    );
    1.0 / inverse
}

/// The temperature from a learned scale that is kept as its logarithm: `exp(-log_scale)`.
///
/// CLIP learns `log_scale`, multiplies similarities by `exp(log_scale)`, and starts at `ln(1/0.07)`.
///
/// ```
/// use nnfn::convert::temperature_from_log_scale;
/// assert_eq!(temperature_from_log_scale(0.0), 1.0);
/// ```
#[must_use]
pub fn temperature_from_log_scale(log_scale: f64) -> f64 {
    (-log_scale).exp()
}

/// The logarithm of a learned scale from the temperature: `-ln(temperature)`.
///
/// # Panics
///
/// If `temperature` is not positive.
///
/// ```
/// use nnfn::convert::log_scale_from_temperature;
/// assert!((log_scale_from_temperature(0.07) - 2.659_260_036_932_778).abs() < 1e-15);
/// ```
#[must_use]
pub fn log_scale_from_temperature(temperature: f64) -> f64 {
    assert!(
        temperature > 0.0,
        "log_scale_from_temperature: temperature must be positive, \
         got {temperature}"
    );
    -temperature.ln()
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(
        expected = "inverse_from_temperature: temperature must be positive, got 0"
    )]
    fn a_temperature_of_0_is_refused() {
        let _ = inverse_from_temperature(0.0);
    }

    #[test]
    #[should_panic(
        expected = "temperature_from_inverse: inverse must be positive, got -2"
    )]
    fn a_negative_factor_is_refused() {
        let _ = temperature_from_inverse(-2.0);
    }

    #[test]
    #[should_panic(
        expected = "log_scale_from_temperature: temperature must be positive, got NaN"
    )]
    fn a_temperature_that_is_no_number_is_refused() {
        let _ = log_scale_from_temperature(f64::NAN);
    }
}
