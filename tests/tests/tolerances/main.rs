//! Each tolerance refuses the nearest wrong variant: whoever loosens one finds a failing test here.

mod claims_of_lines;
mod claims_of_losses;
#[path = "../common/mod.rs"]
mod common;
mod seams;

use std::collections::BTreeSet;

use catalog::{Function, Loss, RowClaim, RowMap, Scalar, ScalarClaim, Stated, find, stated};
use nnfn::activations as a;
use verification::{claims, golden, gradients, peers, references};

use common::{fails, leak, passes};

fn scalar(name: &str) -> Scalar {
    match find(name) {
        Some(Function::Scalar(f)) => **f,
        _ => panic!("{name} is no function of one number"),
    }
}

fn function(f: Scalar) -> Function {
    Function::Scalar(leak(f))
}

/// `ULPS`: a constant with its sixteenth digit wrong.
#[test]
fn six_units_in_the_last_place_are_too_many() {
    let wrong = |value, grad| {
        references::of(&function(Scalar {
            value,
            grad,
            ..scalar("gelu")
        }))
    };
    passes(&wrong(a::gelu, a::gelu_grad));
    assert!(fails(&wrong(|x| a::gelu(x) * (1.0 + 7e-16), a::gelu_grad)));
    assert!(fails(&wrong(a::gelu, |x| a::gelu_grad(x) * (1.0 + 7e-16))));
    // The condition number is for what is next to a zero, according to the references; a function that
    // has a zero of its own elsewhere is granted nothing there.
    let shifted = |x: f64| a::gelu(x) - if (1.0..1.01).contains(&x) { 1e-12 } else { 0.0 };
    assert!(fails(&wrong(shifted, a::gelu_grad)));
    let vanishing = |x: f64| {
        if (8.0..20.0).contains(&x) {
            (x - 10.0) * 1e-3
        } else {
            a::gelu(x)
        }
    };
    assert!(fails(&wrong(vanishing, a::gelu_grad)));
}

/// `DIFFERENCES`: a gradient with its ninth digit wrong.
#[test]
fn a_gradient_wrong_in_the_ninth_digit_is_refused() {
    let of = |grad| {
        gradients::of(&function(Scalar {
            grad,
            ..scalar("gelu")
        }))
    };
    passes(&of(a::gelu_grad));
    assert!(fails(&of(|x| a::gelu_grad(x) * (1.0 + 1.5e-9))));
}

/// `KINK`: a jump of the eighth digit of the slope, at a place that no section names.
#[test]
fn a_small_kink_that_no_section_names_is_refused() {
    use catalog::{Args, Gradient};
    let of = |value: fn(&Args) -> f64, slope: fn(&Args) -> Vec<f64>| {
        let Some(Function::Loss(mse)) = find("mse") else {
            panic!("mse is no loss");
        };
        let gradients = leak([Gradient {
            of: slope,
            ..mse.gradients[0]
        }]);
        gradients::of(&Function::Loss(leak(Loss {
            value,
            gradients,
            ..**mse
        })))
    };
    let bent = of(
        |a| (a.number(0) - a.number(1)).powi(2) + 1e-7 * (a.number(0) - a.number(1) - 0.3).abs(),
        |a| {
            let r = a.number(0) - a.number(1);
            vec![2.0 * r + 1e-7 * (r - 0.3).signum()]
        },
    );
    common::refused(&bent, "mse_grad jumps at 2.99");
}

fn claim(name: &str, claim: ScalarClaim) -> bool {
    let claims: &'static [Stated<ScalarClaim>] = leak([stated("claim", claim)]);
    !fails(&claims::of(&function(Scalar {
        claims,
        ..scalar(name)
    })))
}

/// `PLACE`: the neighbours of the place of a minimum at the fifteenth digit.
#[test]
fn a_place_wrong_in_the_fifteenth_digit_is_refused() {
    let value = -0.169_971_207_479_903_66;
    let minimum = |at| claim("gelu", ScalarClaim::Minimum { at, value });
    assert!(minimum(-0.751_791_524_693_564_5));
    assert!(!minimum(-0.751_791_524_693_563_9));
    assert!(!minimum(-0.751_791_524_693_565_1));
}

/// `INTEGRAL`: a mean with its fifteenth digit wrong.
#[test]
fn a_mean_wrong_in_the_fifteenth_digit_is_refused() {
    assert!(claim(
        "gelu",
        ScalarClaim::GaussianMean(0.282_094_791_773_878_14)
    ));
    assert!(!claim(
        "gelu",
        ScalarClaim::GaussianMean(0.282_094_791_773_880_1)
    ));
    assert!(!claim(
        "gelu",
        ScalarClaim::GaussianMean(0.282_094_791_773_876_1)
    ));
}

/// `SUM`: a softmax that is normalised to the fifteenth digit only.
#[test]
fn entries_that_sum_to_one_in_fifteen_digits_are_refused() {
    let of = |value| {
        let Some(Function::Map(f)) = find("softmax") else {
            panic!("softmax is of a row")
        };
        let claims: &'static [Stated<RowClaim>] = leak([stated("claim", RowClaim::SumsToOne)]);
        claims::of(&Function::Map(leak(RowMap {
            value,
            claims,
            ..**f
        })))
    };
    passes(&of(a::softmax));
    let scaled = |z: &[f64], t: f64| a::softmax(z, t).iter().map(|p| p * (1.0 - 6e-16)).collect();
    assert!(fails(&of(scaled)));
}

/// `PEER_F64`: a cousin, and the function itself with its eleventh digit wrong. (`PEER_F32` is tried
/// beside `peers::against`, on records of its own.)
#[test]
fn records_of_a_cousin_are_refused() {
    let of = |value: fn(f64) -> f64| {
        let golden = golden::of("gelu").expect("the golden values of gelu");
        let peer = golden.peers()[0];
        let outcome = peers::against(
            &function(Scalar {
                value,
                ..scalar("gelu")
            }),
            &peer,
            golden,
        );
        fails(&[outcome])
    };
    assert!(!of(a::gelu));
    assert!(of(a::gelu_tanh));
    assert!(of(|x| a::gelu(x) * (1.0 + 2e-12)));
}

/// What `tolerance.rs` names and no test here does.
#[test]
fn every_tolerance_is_tried() {
    let folder = verification::source::root().join("tests");
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).expect(path);
    let stated = read("records/src/tolerance.rs");
    let named = |line: &str| {
        Some(
            line.strip_prefix("pub const ")?
                .split(':')
                .next()?
                .to_owned(),
        )
    };
    let stated: BTreeSet<String> = stated.lines().filter_map(named).collect();
    assert!(stated.contains("ULPS"), "{stated:?}");
    let tests = ["main", "claims_of_lines", "claims_of_losses", "seams"]
        .map(|file| read(&format!("tests/tolerances/{file}.rs")))
        .concat();
    let tried = |name: &&String| tests.contains(&format!("/// `{name}`: "));
    // In `properties/exact.rs`, and on records of its own, beside `peers::against`.
    let elsewhere = ["EXPECTATION", "PEER_F32"].map(str::to_owned);
    let untried: Vec<&String> = (stated.iter().filter(|name| !tried(name))).collect();
    assert_eq!(untried, elsewhere.iter().collect::<Vec<_>>());
}
