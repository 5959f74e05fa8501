//! Reward centring.

/// Reward centring: `TODO(reward_centering)`, the formula in Unicode.
///
/// TODO(reward_centering): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(reward_centering): with kinks and extrema.
/// - Limits: TODO(reward_centering). NaN gives NaN.
///
/// # Panics
///
/// If `coefficient` is not positive.
///
/// Source: TODO(reward_centering): authors and year, with a link and the section.
///
/// ```
/// use nnfn::losses::reward_centering;
/// todo!("TODO(reward_centering): a value or two of reward_centering, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn reward_centering(
    prediction: f64,
    target: f64,
    coefficient: f64,
) -> f64 {
    // TODO(reward_centering): which values of coefficient are valid.
    assert!(
        coefficient > 0.0,
        "reward_centering: coefficient must be positive, got {coefficient}"
    );
    todo!(
        "TODO(reward_centering): the stable form ({prediction:?}, {target:?})"
    )
}
// ANCHOR_END: value

/// Derivative of [`reward_centering`] by the prediction: `TODO(reward_centering)`, the formula in Unicode.
///
/// TODO(reward_centering): its limits, and what it is at a kink.
///
/// # Panics
///
/// If `coefficient` is not positive.
///
/// ```
/// use nnfn::losses::reward_centering_grad;
/// todo!("TODO(reward_centering): a value or two of reward_centering_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn reward_centering_grad(
    prediction: f64,
    target: f64,
    coefficient: f64,
) -> f64 {
    // TODO(reward_centering): which values of coefficient are valid.
    assert!(
        coefficient > 0.0,
        "reward_centering_grad: coefficient must be positive, got {coefficient}"
    );
    todo!(
        "TODO(reward_centering): the derivative ({prediction:?}, {target:?})"
    )
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = reward_centering(f64::INFINITY, f64::INFINITY, 1.0);
        todo!(
            "TODO(reward_centering): its limits, and what else is peculiar to it"
        )
    }

    #[test]
    #[should_panic(
        expected = "reward_centering: coefficient must be positive, got 0"
    )]
    fn reward_centering_requires_a_positive_coefficient() {
        let _ = reward_centering(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "reward_centering_grad: coefficient must be positive, got 0"
    )]
    fn reward_centering_grad_requires_a_positive_coefficient() {
        let _ = reward_centering_grad(1.0, 1.0, 0.0);
    }
}
