//! Each function and its derivatives as one would write them down from the formula, in 32 and in 64 bit:
//! the forms that the chapters show to fail under *Where it breaks*.

use catalog::Function;

/// The plain form in 32 bit, of inputs that are 32-bit numbers.
pub fn single(function: &Function, result: &str, inputs: &[f64], entry: usize) -> f64 {
    let inputs: Vec<f32> = inputs.iter().map(|&x| x as f32).collect();
    f64::from(f32_::of(function.about().name, result, &inputs, entry))
}

/// The plain form in 64 bit.
pub fn double(function: &Function, result: &str, inputs: &[f64], entry: usize) -> f64 {
    f64_::of(function.about().name, result, inputs, entry)
}

/// `1 + erf(x/√2)` needs an error function; this one is right to the last digit where it is not small.
fn erf_of_root(x: f64) -> f64 {
    if x.abs() < 1e-8 {
        x * (2.0 / std::f64::consts::PI).sqrt()
    } else {
        2.0 * nnfn::activations::gelu(x) / x - 1.0
    }
}

macro_rules! plain {
    ($module:ident, $float:ident) => {
        mod $module {
            use std::$float::consts::PI;

            use nnfn::activations::selu;

            type F = $float;

            pub fn of(name: &str, result: &str, inputs: &[F], entry: usize) -> F {
                match inputs {
                    [x] if !is_row(name) => of_number(name, result, *x),
                    [x, p] if !is_row(name) => of_two(name, result, *x, *p),
                    _ => of_row(name, result, inputs, entry),
                }
            }

            fn is_row(name: &str) -> bool {
                matches!(name, "softmax" | "log_softmax" | "log_sum_exp")
            }

            fn sigmoid(x: F) -> F {
                1.0 / (1.0 + (-x).exp())
            }

            fn sigmoid_grad(x: F) -> F {
                sigmoid(x) * (1.0 - sigmoid(x))
            }

            fn erf_of_root(x: F) -> F {
                super::erf_of_root(x.into()) as F
            }

            fn gelu(x: F) -> F {
                0.5 * x * (1.0 + erf_of_root(x))
            }

            fn gelu_grad(x: F) -> F {
                let density = (-0.5 * x * x).exp() / (2.0 * PI).sqrt();
                0.5 * (1.0 + erf_of_root(x)) + x * density
            }

            fn silu(x: F) -> F {
                x / (1.0 + (-x).exp())
            }

            fn silu_grad(x: F) -> F {
                let e = (-x).exp();
                (1.0 + e + x * e) / ((1.0 + e) * (1.0 + e))
            }

            fn of_number(name: &str, result: &str, x: F) -> F {
                let step: F = if x > 0.0 { 1.0 } else { 0.0 };
                // λ and λα of SELU.
                let [scale, floor] = [1.0, f64::NEG_INFINITY].map(|x| selu(x).abs() as F);
                let c = (2.0 / PI).sqrt();
                match (name, result) {
                    ("sigmoid", "value") => sigmoid(x),
                    ("sigmoid", _) => sigmoid_grad(x),
                    ("log_sigmoid", "value") => sigmoid(x).ln(),
                    ("log_sigmoid", _) => 1.0 - sigmoid(x),
                    ("hard_sigmoid", "value") => (x / 6.0 + 0.5).clamp(0.0, 1.0),
                    ("hard_sigmoid", _) => {
                        if x.abs() < 3.0 {
                            1.0 / 6.0
                        } else {
                            0.0
                        }
                    }
                    ("tanh", "value") => (x.exp() - (-x).exp()) / (x.exp() + (-x).exp()),
                    ("tanh", _) => 1.0 - x.tanh() * x.tanh(),
                    ("softsign", "value") => x / (1.0 + x.abs()),
                    ("softsign", _) => {
                        let d = 1.0 + x.abs();
                        1.0 / d - x.abs() / d / d
                    }
                    ("relu", "value") => 0.5 * (x + x.abs()),
                    ("relu", _) => step,
                    ("relu6", "value") => x.max(0.0).min(6.0),
                    ("relu6", _) => {
                        if x < 6.0 {
                            step
                        } else {
                            0.0
                        }
                    }
                    ("squared_relu", "value") => x.max(0.0) * x.max(0.0),
                    ("squared_relu", _) => 2.0 * x.max(0.0),
                    ("selu", "value") => {
                        if x > 0.0 {
                            scale * x
                        } else {
                            floor * x.exp() - floor
                        }
                    }
                    ("selu", _) => {
                        if x > 0.0 {
                            scale
                        } else {
                            floor * x.exp() - floor + floor
                        }
                    }
                    ("softplus", "value") => (1.0 + x.exp()).ln(),
                    ("softplus", _) => x.exp() / (1.0 + x.exp()),
                    ("gelu", "value") => gelu(x),
                    ("gelu", _) => gelu_grad(x),
                    ("gelu_tanh", "value") => {
                        0.5 * x * (1.0 + (c * (x + 0.044715 * x * x * x)).tanh())
                    }
                    ("gelu_tanh", _) => {
                        let t = (c * (x + 0.044715 * x * x * x)).tanh();
                        let inner = c * (1.0 + 3.0 * 0.044715 * x * x);
                        0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * inner
                    }
                    ("quick_gelu", "value") => x * sigmoid(1.702 * x),
                    ("quick_gelu", _) => sigmoid(1.702 * x) + 1.702 * x * sigmoid_grad(1.702 * x),
                    ("silu", "value") => silu(x),
                    ("silu", _) => silu_grad(x),
                    ("hard_swish", "value") => x * (x / 6.0 + 0.5).clamp(0.0, 1.0),
                    ("hard_swish", _) => {
                        if x.abs() < 3.0 {
                            (2.0 * x + 3.0) / 6.0
                        } else {
                            step
                        }
                    }
                    ("mish", "value") => x * (1.0 + x.exp()).ln().tanh(),
                    ("mish", _) => {
                        let gate = (1.0 + x.exp()).ln().tanh();
                        gate + x * (x.exp() / (1.0 + x.exp())) * (1.0 - gate * gate)
                    }
                    ("tanhshrink", "value") => x - x.tanh(),
                    ("tanhshrink", _) => x.tanh() * x.tanh(),
                    _ => {
                        panic!("no plain form of {name}: write it into tests/records/src/accuracy/plain.rs")
                    }
                }
            }

            fn of_two(name: &str, result: &str, x: F, p: F) -> F {
                let (a, b) = (x, p);
                match (name, result) {
                    ("leaky_relu", "value") => x.max(p * x),
                    ("prelu", "value") => x.max(0.0) + p * x.min(0.0),
                    ("leaky_relu" | "prelu", _) => {
                        if x > 0.0 {
                            1.0
                        } else {
                            p
                        }
                    }
                    ("elu", "value") => {
                        if x > 0.0 {
                            x
                        } else {
                            p * (x.exp() - 1.0)
                        }
                    }
                    ("elu", _) => {
                        if x > 0.0 {
                            1.0
                        } else {
                            p * (x.exp() - 1.0) + p
                        }
                    }
                    ("celu", "value") => {
                        if x > 0.0 {
                            x
                        } else {
                            p * ((x / p).exp() - 1.0)
                        }
                    }
                    ("celu", _) => {
                        if x > 0.0 {
                            1.0
                        } else {
                            (x / p).exp() - 1.0 + 1.0
                        }
                    }
                    ("swish", "value") => x * sigmoid(p * x),
                    ("swish", _) => sigmoid(p * x) + p * x * sigmoid_grad(p * x),
                    ("glu", "value") => a * sigmoid(b),
                    ("glu", "grad_a") => sigmoid(b),
                    ("glu", _) => a * sigmoid_grad(b),
                    ("bilinear", "value") => a * b,
                    ("bilinear", "grad_a") => b,
                    ("bilinear", _) => a,
                    ("reglu", "value") => a * b.max(0.0),
                    ("reglu", "grad_a") => b.max(0.0),
                    ("reglu", _) => {
                        if b > 0.0 {
                            a
                        } else {
                            0.0
                        }
                    }
                    ("geglu", "value") => a * gelu(b),
                    ("geglu", "grad_a") => gelu(b),
                    ("geglu", _) => a * gelu_grad(b),
                    ("swiglu", "value") => a * silu(b),
                    ("swiglu", "grad_a") => silu(b),
                    ("swiglu", _) => a * silu_grad(b),
                    ("softshrink", "value") => x.signum() * (x.abs() - p).max(0.0),
                    ("hardshrink", "value") => if x.abs() > p { x } else { 0.0 },
                    ("softshrink" | "hardshrink", _) => {
                        if x.abs() > p {
                            1.0
                        } else {
                            0.0
                        }
                    }
                    _ => {
                        panic!("no plain form of {name}: write it into tests/records/src/accuracy/plain.rs")
                    }
                }
            }

            /// A row has its temperature, 1, at its end; log-sum-exp has none.
            fn of_row(name: &str, result: &str, inputs: &[F], entry: usize) -> F {
                let logits = match (name, inputs) {
                    ("log_sum_exp", _) => inputs,
                    (_, [logits @ .., _]) => logits,
                    _ => unreachable!("a row has a temperature"),
                };
                let sum: F = logits.iter().map(|z| z.exp()).sum();
                match (name, result) {
                    ("log_sum_exp", "value") => sum.ln(),
                    ("log_softmax", _) => (logits[entry].exp() / sum).ln(),
                    ("softmax" | "log_sum_exp", _) => logits[entry].exp() / sum,
                    _ => {
                        panic!("no plain form of {name}: write it into tests/records/src/accuracy/plain.rs")
                    }
                }
            }
        }
    };
}

plain!(f32_, f32);
plain!(f64_, f64);
