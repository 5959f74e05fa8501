//! Activations.

use nnfn::activations::{
    celu, elu, gelu, gelu_tanh, hard_sigmoid, leaky_relu, quick_gelu, relu, sigmoid, silu, softplus,
};

use super::words::{number, probe, row};
use super::{Family, Probe, Variant};

pub(super) static GELU: Family = Family {
    key: "gelu",
    title: "GELU",
    chapter: "activations/gelu",
    reads: "the activation of one number",
    probes: &[probe(&[("x", number(-2.0))]), probe(&[("x", number(2.0))])],
    variants: &[
        Variant::new("exact", "x·Φ(x)", |p| gelu(p.number(0))),
        Variant::new(
            "tanh",
            "½x·(1 + tanh(√(2/π)·(x + 0.044715x³)))",
            |p| gelu_tanh(p.number(0)),
        ),
        Variant::new("sigmoid", "x·σ(1.702x)", |p| quick_gelu(p.number(0))),
        Variant::new("SiLU", "x·σ(x)", |p| silu(p.number(0))),
    ],
    same: &[],
};

pub(super) static HARD_SIGMOID: Family = Family {
    key: "hard-sigmoid",
    title: "Hard sigmoid",
    chapter: "activations/sigmoid",
    reads: "the activation of one number",
    probes: &[probe(&[("x", number(1.0))]), probe(&[("x", number(-2.75))])],
    variants: &[
        Variant::new("slope 1/6", "clip(x/6 + ½, 0, 1)", |p| {
            hard_sigmoid(p.number(0))
        }),
        Variant::new("slope 0.2", "clip(0.2x + ½, 0, 1)", |p| {
            (0.2 * p.number(0) + 0.5).clamp(0.0, 1.0)
        }),
        Variant::new("slope ½", "clip(½x + ½, 0, 1)", |p| {
            (0.5 * p.number(0) + 0.5).clamp(0.0, 1.0)
        }),
        Variant::new("soft", "σ(x)", |p| sigmoid(p.number(0))),
    ],
    same: &[],
};

pub(super) static LEAKY_RELU: Family = Family {
    key: "leaky-relu",
    title: "Leaky ReLU at its default slope",
    chapter: "activations/leaky-relu",
    reads: "the activation of one number, with no slope named",
    probes: &[probe(&[("x", number(-3.0))])],
    variants: &[
        Variant::new("slope 0.01", "0.01x below 0", |p| {
            leaky_relu(p.number(0), 0.01)
        }),
        Variant::new("slope 0.1", "0.1x below 0", |p| {
            leaky_relu(p.number(0), 0.1)
        }),
        Variant::new("slope 0.2", "0.2x below 0", |p| {
            leaky_relu(p.number(0), 0.2)
        }),
        Variant::new("slope 0.25", "0.25x below 0", |p| {
            leaky_relu(p.number(0), 0.25)
        }),
        Variant::new("slope 0.3", "0.3x below 0", |p| {
            leaky_relu(p.number(0), 0.3)
        }),
        Variant::new("none", "0 below 0", |p| relu(p.number(0))),
    ],
    same: &[],
};

pub(super) static ELU: Family = Family {
    key: "elu",
    title: "ELU and CELU",
    chapter: "activations/elu",
    reads: "the activation of one number",
    probes: &[probe(&[("x", number(-1.0)), ("alpha", number(2.0))])],
    variants: &[
        Variant::new("ELU", "alpha·(eˣ − 1) below 0", |p| {
            elu(p.number(0), p.number(1))
        }),
        Variant::new("CELU", "alpha·(exp(x/alpha) − 1) below 0", |p| {
            celu(p.number(0), p.number(1))
        }),
        Variant::new("alpha not passed on", "eˣ − 1 below 0", |p| {
            elu(p.number(0), 1.0)
        }),
        Variant::new("rate only", "exp(alpha·x) − 1 below 0", |p| {
            elu(p.number(1) * p.number(0), 1.0)
        }),
    ],
    same: &[],
};

pub(super) static SOFTPLUS: Family = Family {
    key: "softplus",
    title: "Softplus with beta",
    chapter: "activations/softplus",
    reads: "the activation of one number",
    probes: &[probe(&[("x", number(1.0)), ("beta", number(2.0))])],
    variants: &[
        Variant::new("over beta", "ln(1 + exp(beta·x))/beta", |p| {
            softplus(p.number(1) * p.number(0)) / p.number(1)
        }),
        Variant::new("not over beta", "ln(1 + exp(beta·x))", |p| {
            softplus(p.number(1) * p.number(0))
        }),
        Variant::new("beta as a temperature", "beta·ln(1 + exp(x/beta))", |p| {
            p.number(1) * softplus(p.number(0) / p.number(1))
        }),
        Variant::new("beta not passed on", "ln(1 + eˣ)", |p| {
            softplus(p.number(0))
        }),
    ],
    same: &[],
};

/// The first output: its two inputs, of halves or of neighbours.
fn halves(p: &Probe) -> (f64, f64) {
    let x = p.row(0);
    (x[0], x[x.len() / 2])
}

fn neighbours(p: &Probe) -> (f64, f64) {
    (p.row(0)[0], p.row(0)[1])
}

pub(super) static GLU: Family = Family {
    key: "glu",
    title: "Gated linear units",
    chapter: "activations/glu",
    reads: "the first number of the result, which has half as many as x",
    probes: &[probe(&[("x", row(&[1.5, -2.0, 0.5, 3.0]))])],
    variants: &[
        Variant::new("σ of the second half", "x₁·σ(x₃)", |p| {
            gate(halves(p), sigmoid)
        }),
        Variant::new("σ of the first half", "σ(x₁)·x₃", |p| {
            gate(turned(halves(p)), sigmoid)
        }),
        Variant::new("σ of the right neighbour", "x₁·σ(x₂)", |p| {
            gate(neighbours(p), sigmoid)
        }),
        Variant::new("σ of the left neighbour", "σ(x₁)·x₂", |p| {
            gate(turned(neighbours(p)), sigmoid)
        }),
        Variant::new("SiLU of the second half", "x₁·SiLU(x₃)", |p| {
            gate(halves(p), silu)
        }),
        Variant::new("SiLU of the first half", "SiLU(x₁)·x₃", |p| {
            gate(turned(halves(p)), silu)
        }),
        Variant::new("SiLU of the right neighbour", "x₁·SiLU(x₂)", |p| {
            gate(neighbours(p), silu)
        }),
        Variant::new("SiLU of the left neighbour", "SiLU(x₁)·x₂", |p| {
            gate(turned(neighbours(p)), silu)
        }),
        Variant::new("GELU of the second half", "x₁·GELU(x₃)", |p| {
            gate(halves(p), gelu)
        }),
        Variant::new("GELU of the first half", "GELU(x₁)·x₃", |p| {
            gate(turned(halves(p)), gelu)
        }),
        Variant::new(
            "tanh-GELU of the second half",
            "x₁·GELU_tanh(x₃)",
            |p| gate(halves(p), gelu_tanh),
        ),
        Variant::new(
            "tanh-GELU of the first half",
            "GELU_tanh(x₁)·x₃",
            |p| gate(turned(halves(p)), gelu_tanh),
        ),
        Variant::new("no gate", "x₁·x₃", |p| gate(halves(p), |x| x)),
        Variant::new("no gate, ordered the other way", "x₃·x₁", |p| {
            gate(turned(halves(p)), |x| x)
        }),
    ],
    same: &[("no gate", "no gate, ordered the other way")],
};

fn turned((a, b): (f64, f64)) -> (f64, f64) {
    (b, a)
}

fn gate((a, b): (f64, f64), by: fn(f64) -> f64) -> f64 {
    a * by(b)
}
