//! Gaussian error linear unit, tanh approximation.

use crate::double::Double;

const SQRT_8_OVER_PI: f64 = 1.595_769_121_605_730_8;
const SQRT_8_OVER_PI_LO: f64 = -9.969_308_809_110_92e-17;
const CUBIC: f64 = 0.071_354_816_272_600_25;
const CUBIC_LO: f64 = -6.175_149_918_155_315e-19;

fn v(x: f64) -> Double {
    let x = Double::from(x);
    x * (Double::new(SQRT_8_OVER_PI, SQRT_8_OVER_PI_LO) + Double::new(CUBIC, CUBIC_LO) * x * x)
}

/// Tanh GELU: `x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`.
#[must_use]
// ANCHOR: value
pub fn gelu_tanh(x: f64) -> f64 {
    let v = v(x.clamp(-30.0, 30.0));
    let one = Double::from(1.0);
    if x > 0.0 {
        return x / (one + (-v).exp()).value();
    }
    v.exp_times(x.max(-30.0).into()) / (one + v.exp()).value()
}
// ANCHOR_END: value

/// Derivative of [`gelu_tanh`].
#[must_use]
// ANCHOR: grad
pub fn gelu_tanh_grad(x: f64) -> f64 {
    if x > 0.0 {
        return 1.0 - gelu_tanh_grad(-x);
    }
    let x = x.max(-30.0);
    let v = v(x);
    let x = Double::from(x);
    let slope = Double::new(SQRT_8_OVER_PI, SQRT_8_OVER_PI_LO) + Double::from(3.0) * Double::new(CUBIC, CUBIC_LO) * x * x;
    let s = Double::from(1.0) + v.exp();
    v.exp_times(s + x * slope) / (s * s).value()
}
// ANCHOR_END: grad
