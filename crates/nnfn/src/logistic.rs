//! The logistic function.

use crate::double::Double;

// ANCHOR: kernel
/// `factor·σ(v)` of a double-length `v`, also where `σ(v)` alone is subnormal.
pub(crate) fn sigmoid_times(v: Double, factor: f64) -> f64 {
    if v.hi > 0.0 {
        return factor / ((-v).exp() + 1.0).value();
    }
    v.exp_times(factor) / (v.exp() + 1.0).value()
}
// ANCHOR_END: kernel
