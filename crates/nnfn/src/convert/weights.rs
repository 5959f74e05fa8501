//! Weights of a yes and a no.

// ANCHOR: value
/// The weight `alpha` of a yes, where code gives `alpha` to a no and `1 - alpha` to a yes, and the other way round:
/// `1 - alpha`.
///
/// # Panics
///
/// If `alpha` is not from 0 to 1.
///
/// ```
/// use nnfn::convert::alpha_of_yes_from_no;
/// assert_eq!(alpha_of_yes_from_no(0.25), 0.75);
/// ```
#[must_use]
pub fn alpha_of_yes_from_no(alpha: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha),
        "alpha_of_yes_from_no: alpha must be from 0 to 1, got {alpha}"
    );
    1.0 - alpha
}

/// How much more a yes weighs than a no, from the `alpha` of a focal loss: `alpha/(1 - alpha)`.
///
/// A loss with the weights `alpha` and `1 - alpha` is `1 - alpha` times the one with this weight of a yes and 1 of a
/// no.
///
/// # Panics
///
/// If `alpha` is not at least 0 and below 1.
///
/// ```
/// use nnfn::convert::pos_weight_from_alpha;
/// assert_eq!(pos_weight_from_alpha(0.75), 3.0);
/// ```
#[must_use]
pub fn pos_weight_from_alpha(alpha: f64) -> f64 {
    assert!(
        (0.0..1.0).contains(&alpha),
        "pos_weight_from_alpha: alpha must be at least 0 and below 1, \
         got {alpha}"
    );
    alpha / (1.0 - alpha)
}

/// The `alpha` of a focal loss from how much more a yes weighs than a no: `pos_weight/(1 + pos_weight)`.
///
/// # Panics
///
/// If `pos_weight` is negative or not finite.
///
/// ```
/// use nnfn::convert::alpha_from_pos_weight;
/// assert_eq!(alpha_from_pos_weight(3.0), 0.75);
/// ```
#[must_use]
pub fn alpha_from_pos_weight(pos_weight: f64) -> f64 {
    assert!(
        pos_weight >= 0.0 && pos_weight.is_finite(),
        "alpha_from_pos_weight: pos_weight must not be negative and must be \
         finite, got {pos_weight}"
    );
    pos_weight / (1.0 + pos_weight)
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(
        expected = "pos_weight_from_alpha: alpha must be at least 0 and below 1, got 1"
    )]
    fn a_no_without_weight_is_refused() {
        let _ = pos_weight_from_alpha(1.0);
    }

    #[test]
    #[should_panic(
        expected = "alpha_of_yes_from_no: alpha must be from 0 to 1, got 1.5"
    )]
    fn a_share_above_1_is_refused() {
        let _ = alpha_of_yes_from_no(1.5);
    }

    #[test]
    #[should_panic(
        expected = "alpha_from_pos_weight: pos_weight must not be negative and must be finite, got -1"
    )]
    fn a_negative_weight_is_refused() {
        let _ = alpha_from_pos_weight(-1.0);
    }
}
