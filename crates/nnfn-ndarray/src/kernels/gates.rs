//! Gates: a value times a function of another number. Each returns the product and its derivatives by value and gate.

use super::Lane;
use super::arithmetic::fma;
use super::exp::{fading, lower};
use super::logistic::sigmoid;
use super::normal::{gelu, gelu_argument, gelu_tail};
use super::piecewise::relu;
use super::swish::{silu, silu_argument, silu_tail};

/// Whether the kernels here are right with this value, for every gate.
#[inline(always)]
pub(crate) fn cover<L: Lane>(value: f64) -> bool {
    // Not for larger ones: the gate's function may be 0 where the product is not.
    L::SHORT || value.is_nan() || value.abs() < 1e12
}

/// For a short result, in which nothing underflows too early.
#[inline(always)]
fn product(value: f64, (function, slope): (f64, f64)) -> (f64, [f64; 2]) {
    (value * function, [function, value * slope])
}

/// `a·σ(b)`.
#[inline(always)]
pub(crate) fn glu<L: Lane>(a: f64, b: f64) -> (f64, [f64; 2]) {
    let (share, slope) = sigmoid::<L>(b);
    if L::SHORT {
        return product(a, (share, slope));
    }
    let raised = fading::<L>(-b.abs(), -0.0).value::<L>();
    let e = lower::<L>(raised);
    let faded = a * raised; // with the value first: the exponential alone may be subnormal
    let value = if b < 0.0 {
        lower::<L>(faded / (1.0 + e))
    } else {
        a / (1.0 + e)
    };
    let by_gate = lower::<L>(faded / fma::<L>(e, 2.0 + e, 1.0));
    (value, [share, by_gate])
}

/// `a·b`.
#[inline(always)]
pub(crate) fn bilinear(a: f64, b: f64) -> (f64, [f64; 2]) {
    (a * b, [b, a])
}

/// `a·max(0, b)`.
#[inline(always)]
pub(crate) fn reglu(a: f64, b: f64) -> (f64, [f64; 2]) {
    let shut = (b < 0.0) & !a.is_nan(); // ∞·0 would be NaN
    let of_number = if b <= 0.0 { 0.0 } else { b };
    let by_gate = if (b > 0.0) | a.is_nan() { a } else { of_number };
    (if shut { 0.0 } else { a * b }, [relu(b).0, by_gate])
}

/// `a·GELU(b)`.
#[inline(always)]
pub(crate) fn geglu<L: Lane>(a: f64, b: f64) -> (f64, [f64; 2]) {
    if L::SHORT {
        return product(a, gelu::<L>(b));
    }
    let size = gelu_argument::<L>(b);
    gelu_tail::<L>(size).gate::<L>(a, b, size)
}

/// `a·SiLU(b)`.
#[inline(always)]
pub(crate) fn swiglu<L: Lane>(a: f64, b: f64) -> (f64, [f64; 2]) {
    if L::SHORT {
        return product(a, silu::<L>(b));
    }
    let size = silu_argument(b);
    silu_tail::<L>(size).gate::<L>(a, b, size)
}
