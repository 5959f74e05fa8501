//! Tanhshrink.

/// Tanhshrink: `TODO(tanhshrink)`, the formula in Unicode.
///
/// TODO(tanhshrink): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(tanhshrink): with kinks and extrema.
/// - Limits: TODO(tanhshrink). NaN gives NaN.
///
/// Source: TODO(tanhshrink): authors and year, with a link and the section.
///
/// ```
/// use nnfn::activations::tanhshrink;
/// todo!("TODO(tanhshrink): a value or two of tanhshrink, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn tanhshrink(x: f64) -> f64 {
    todo!("TODO(tanhshrink): the stable form ({x:?})")
}
// ANCHOR_END: value

/// Derivative of [`tanhshrink`]: `TODO(tanhshrink)`, the formula in Unicode.
///
/// TODO(tanhshrink): its limits, and what it is at a kink.
///
/// ```
/// use nnfn::activations::tanhshrink_grad;
/// todo!("TODO(tanhshrink): a value or two of tanhshrink_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn tanhshrink_grad(x: f64) -> f64 {
    todo!("TODO(tanhshrink): the derivative ({x:?})")
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = tanhshrink(f64::INFINITY);
        todo!("TODO(tanhshrink): its limits, and what else is peculiar to it")
    }
}
