//! A gate: GLU.

use catalog::{Function, Gate, GateClaim, Limits, Seam, Smoothness, Stated, stated};
use nnfn::activations::{sigmoid, sigmoid_grad};
use serde_json::json;
use verification::golden::Golden;
use verification::{claims, gradients, limits, references};

use crate::common::{PICTURE, about, first_problem, leak, passes, refused};
use crate::inputs;

fn glu() -> Gate {
    Gate {
        about: about("glu"),
        value: |a, b| a * sigmoid(b),
        grad_a: |_, b| sigmoid(b),
        grad_b: |a, b| a * sigmoid_grad(b),
        limits: Limits {
            at_minus_infinity: 0.0,
            at_infinity: 1.0,
        },
        grad_limits: Limits {
            at_minus_infinity: 0.0,
            at_infinity: 0.0,
        },
        seams: &[],
        claims: &[],
        picture: PICTURE,
    }
}

fn gate(f: Gate) -> Function {
    Function::Gate(leak(f))
}

/// Powers of two times functions that have references of their own.
fn glu_references() -> Golden {
    let (mut a, mut b) = (vec![], vec![]);
    for factor in [-2.0, 0.5] {
        for x in inputs() {
            a.push(factor);
            b.push(x);
        }
    }
    let of = |f: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
        a.iter().zip(&b).map(|(a, b)| f(*a, *b)).collect()
    };
    let text = json!({"cases": [{"note": "all", "each": {"a": a, "b": b},
        "value": of(&|a, b| a * sigmoid(b)),
        "grad": {"a": of(&|_, b| sigmoid(b)), "b": of(&|a, b| a * sigmoid_grad(b))},
        "second": {"b": of(&|a, b| a * sigmoid_grad(b) * (1.0 - 2.0 * sigmoid(b)))}}], "recorded": []})
    .to_string();
    Golden::parse("tests/golden/glu.json", &text).expect("it is well formed")
}

#[test]
fn a_gate_passes() {
    passes(&gradients::of(&gate(glu())));
    passes(&references::against(&gate(glu()), &glu_references()));
    passes(&[limits::of(&gate(glu()))]);
}

#[test]
fn a_gate_with_a_kink_passes() {
    let regate = Gate {
        about: about("reglu"),
        value: |a, b| a * b.max(0.0),
        grad_a: |_, b| b.max(0.0),
        grad_b: |a, b| if b > 0.0 { a } else { 0.0 },
        seams: &[Seam {
            at: 0.0,
            left: 0.0,
            right: 1.0,
            chosen: 0.0,
        }],
        ..glu()
    };
    passes(&gradients::of(&gate(regate)));
    let grad_b = |a, b| if b >= 0.0 { a } else { 0.0 };
    refused(
        &gradients::of(&gate(Gate { grad_b, ..regate })),
        "reglu_grad_b at -2.5, 0",
    );
}

#[test]
fn wrong_gates_are_refused() {
    let swapped = Gate {
        value: |a, b| b * sigmoid(a),
        ..glu()
    };
    let squashed = Gate {
        grad_a: |_, b| sigmoid_grad(b),
        ..glu()
    };
    let forgotten = Gate {
        grad_b: |_, b| sigmoid_grad(b),
        ..glu()
    };
    for wrong in [swapped, squashed, forgotten] {
        refused(&gradients::of(&gate(wrong)), "glu_grad_");
        refused(&references::against(&gate(wrong), &glu_references()), "glu");
    }
    let tanh = Gate {
        value: |a, b| a * b.tanh(),
        ..glu()
    };
    refused(&[limits::of(&gate(tanh))], "glu(1, -∞)");
}

#[test]
fn claims_of_gates_hold_or_are_refused() {
    use GateClaim as C;
    let of = |claim: GateClaim| {
        let claims: &'static [Stated<GateClaim>] = leak([stated("claim", claim)]);
        claims::of(&gate(Gate { claims, ..glu() }))
    };
    for right in [
        C::GateIs(sigmoid),
        C::LinearInA,
        C::AtZero(0.5),
        C::GateRange(0.0, 1.0),
        C::Symmetric(false),
        C::NeverGrows,
        C::Smoothness(Smoothness::Smooth),
    ] {
        assert_eq!(first_problem(&of(right)), None, "{right:?}");
    }
    for wrong in [
        C::GateIs(f64::tanh),
        C::AtZero(0.500_000_000_000_001),
        C::GateRange(0.0, 1.000_000_000_000_001),
        C::Symmetric(true),
        C::Smoothness(Smoothness::C1),
    ] {
        assert!(first_problem(&of(wrong)).is_some(), "{wrong:?} is accepted");
    }
    let bilinear = |claim: GateClaim| {
        let claims: &'static [Stated<GateClaim>] = leak([stated("claim", claim)]);
        let value = |a: f64, b: f64| a * b;
        claims::of(&gate(Gate {
            claims,
            value,
            grad_a: |_, b| b,
            grad_b: |a, _| a,
            ..glu()
        }))
    };
    passes(&bilinear(C::Symmetric(true)));
    assert!(first_problem(&bilinear(C::NeverGrows)).is_some());
    assert!(first_problem(&bilinear(C::Symmetric(false))).is_some());
    let shifted = |claim: GateClaim| {
        let claims: &'static [Stated<GateClaim>] = leak([stated("claim", claim)]);
        claims::of(&gate(Gate {
            claims,
            value: |a, b| a * sigmoid(b) + 1.0,
            ..glu()
        }))
    };
    assert!(first_problem(&shifted(C::LinearInA)).is_some());
}

#[test]
fn a_gate_is_another_function_to_the_last_digits() {
    let with = |value: fn(f64, f64) -> f64, grad_a: fn(f64, f64) -> f64| {
        let claims: &'static [Stated<GateClaim>] =
            leak([stated("claim", GateClaim::GateIs(sigmoid))]);
        claims::of(&gate(Gate {
            claims,
            value,
            grad_a,
            ..glu()
        }))
    };
    let a_unit_off = |_: f64, b: f64| sigmoid(b).next_down();
    let five_units_off = |a: f64, b: f64| a * (0..5).fold(sigmoid(b), |g, _| g.next_down());
    passes(&with(|a, b| a * sigmoid(b), |_, b| sigmoid(b)));
    refused(&with(glu().value, a_unit_off), "the derivative by a");
    refused(&with(five_units_off, glu().grad_a), "f(1, b)");
}
