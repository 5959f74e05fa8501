//! Functions that never fall, at neighbouring numbers.

use nnfn::activations::{
    celu, elu, hard_sigmoid, leaky_relu, log_sigmoid, relu, relu6, selu,
    sigmoid, softplus, softsign, squared_relu, tanh, tanhshrink,
};

/// A function and its name.
type Named = (&'static str, fn(f64) -> f64);

/// Pairs of neighbours that are tried.
const PAIRS: u64 = 2_000_000;

/// How often the higher of two neighbours has the lower value, and by how many units in the last place at most.
fn falls(f: impl Fn(f64) -> f64) -> (u64, i64) {
    let (mut count, mut most) = (0, 0);
    for i in 0..PAIRS {
        // Spread over ±2^-20..±2^10, the bits of the fraction scrambled.
        let scrambled = (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let exponent = 1003 + scrambled % 30;
        let bits = exponent << 52 | scrambled >> 12;
        let (near, far) = (f64::from_bits(bits), f64::from_bits(bits + 1));
        for (low, high) in [(near, far), (-far, -near)] {
            let (low, high) = (f(low), f(high));
            if low > high {
                count += 1;
                most = most.max(ordered(low) - ordered(high));
            }
        }
    }
    (count, most)
}

/// The number of floating-point numbers from 0 up to this one, negative below.
fn ordered(x: f64) -> i64 {
    let bits = (x.to_bits() & !(1 << 63)) as i64;
    if x < 0.0 { -bits } else { bits }
}

#[test]
fn most_never_fall() {
    let functions: [Named; 9] = [
        ("tanh", tanh),
        ("relu", relu),
        ("relu6", relu6),
        ("squared_relu", squared_relu),
        ("hard_sigmoid", hard_sigmoid),
        ("leaky_relu", |x| leaky_relu(x, 0.01)),
        ("elu", |x| elu(x, 1.0)),
        ("celu", |x| celu(x, 1.0)),
        ("selu", selu),
    ];
    for (name, f) in functions {
        assert_eq!(falls(f), (0, 0), "{}", name);
    }
}

#[test]
fn five_fall_by_a_unit_at_most() {
    let functions: [Named; 5] = [
        ("sigmoid", sigmoid),
        ("log_sigmoid", log_sigmoid),
        ("softplus", softplus),
        ("softsign", softsign),
        ("tanhshrink", tanhshrink),
    ];
    for (name, f) in functions {
        let (count, most) = falls(f);
        // If one falls no longer, the documentation of the module says too much.
        assert!(count > 0 && most == 1, "{}: {} by {}", name, count, most);
    }
}
