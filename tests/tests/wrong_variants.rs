//! Functions and claims that are wrong by little, each of which a check must refuse: the tolerances
//! are smaller than the distance to the nearest wrong variant.

mod common;

use catalog::{
    Function, Gradient, LineClaim, Loss, LossClaim, Meets, RowMap, Scalar, ScalarClaim, Stated,
    find, stated,
};
use nnfn::activations as a;
use verification::{claims, gradients, references};

use common::{fails, leak, loss};

fn scalar(name: &str) -> Scalar {
    match find(name) {
        Some(Function::Scalar(f)) => **f,
        _ => panic!("{name} is no function of one number"),
    }
}

/// The loss with another gradient by its first argument.
fn with_gradient(name: &str, of: fn(&catalog::Args) -> Vec<f64>) -> Function {
    let gradients = leak([Gradient {
        of,
        ..loss(name).gradients[0]
    }]);
    Function::Loss(leak(Loss {
        gradients,
        ..loss(name)
    }))
}

fn with_value(name: &str, value: fn(&catalog::Args) -> f64) -> Function {
    Function::Loss(leak(Loss {
        value,
        ..loss(name)
    }))
}

fn map(name: &str) -> RowMap {
    match find(name) {
        Some(Function::Map(f)) => **f,
        _ => panic!("{name} is no map of rows"),
    }
}

#[track_caller]
fn golden_refuses(function: Function) {
    assert!(
        fails(&references::of(&function)),
        "the golden values accept it"
    );
}

#[track_caller]
fn differences_refuse(function: Function) {
    assert!(
        fails(&gradients::of(&function)),
        "the differences accept it"
    );
}

#[test]
fn the_gradient_of_the_tanh_form_is_not_gelus() {
    let wrong = || {
        Function::Scalar(leak(Scalar {
            grad: a::gelu_tanh_grad,
            ..scalar("gelu")
        }))
    };
    differences_refuse(wrong());
    golden_refuses(wrong());
}

#[test]
fn other_forms_are_not_gelu() {
    for value in [
        a::gelu_tanh,
        |x| x * a::sigmoid(1.702 * x),
        |x: f64| x.max(0.0),
    ] {
        golden_refuses(Function::Scalar(leak(Scalar {
            value,
            ..scalar("gelu")
        })));
        differences_refuse(Function::Scalar(leak(Scalar {
            value,
            ..scalar("gelu")
        })));
        assert!(fails(&claims::of(&Function::Scalar(leak(Scalar {
            value,
            ..scalar("gelu")
        })))));
    }
}

#[test]
fn forms_that_lose_digits_in_the_tail_are_refused() {
    let sigmoid = |value: fn(f64) -> f64, grad: fn(f64) -> f64| {
        Function::Scalar(leak(Scalar {
            value,
            grad,
            ..scalar("sigmoid")
        }))
    };
    golden_refuses(sigmoid(a::sigmoid, |x| {
        a::sigmoid(x) * (1.0 - a::sigmoid(x))
    }));
    golden_refuses(sigmoid(|x| x.exp() / (1.0 + x.exp()), a::sigmoid_grad));
    golden_refuses(sigmoid(|x| 0.5 + 0.5 * (0.5 * x).tanh(), a::sigmoid_grad));
    let log = |value| {
        Function::Scalar(leak(Scalar {
            value,
            ..scalar("log_sigmoid")
        }))
    };
    golden_refuses(log(|x| a::sigmoid(x).ln()));
    golden_refuses(log(|x: f64| -(1.0 + (-x).exp()).ln()));
    let in_two_steps = |z: &[f64], t: f64| a::softmax(z, t).iter().map(|p| p.ln()).collect();
    golden_refuses(Function::Map(leak(RowMap {
        value: in_two_steps,
        ..map("log_softmax")
    })));
    golden_refuses(with_value("cross_entropy", |a| {
        nnfn::log_sum_exp(a.row(0)) - a.row(0)[a.index(1)]
    }));
}

#[test]
fn a_softmax_without_its_temperature_is_refused() {
    let cold = |z: &[f64], _: f64| a::softmax(z, 1.0);
    golden_refuses(Function::Map(leak(RowMap {
        value: cold,
        ..map("softmax")
    })));
    differences_refuse(Function::Map(leak(RowMap {
        value: cold,
        ..map("softmax")
    })));
    // The gradient by the logits over T, not by the logits.
    let vjp =
        |z: &[f64], t: f64, u: &[f64]| a::softmax_vjp(z, t, u).iter().map(|g| g * t).collect();
    golden_refuses(Function::Map(leak(RowMap {
        vjp,
        ..map("softmax")
    })));
    differences_refuse(Function::Map(leak(RowMap {
        vjp,
        ..map("softmax")
    })));
}

#[test]
fn cousins_of_huber_are_refused() {
    use nnfn::losses::{huber, smooth_l1};
    macro_rules! cousin {
        ($($i:literal),*) => { [$(|a| COUSINS[$i](a.number(0), a.number(1), a.number(2))),*] };
    }
    const COUSINS: [fn(f64, f64, f64) -> f64; 4] = [
        smooth_l1,
        |p, y, delta| 2.0 * huber(p, y, delta),
        |p, y, delta: f64| {
            if (p - y).abs() <= delta {
                0.5 * (p - y) * (p - y)
            } else {
                delta * ((p - y).abs() - 0.5)
            }
        },
        |p, y, delta: f64| delta * delta * (((p - y) / delta).powi(2) + 1.0).sqrt() - delta * delta,
    ];
    let values: [fn(&catalog::Args) -> f64; 4] = cousin!(0, 1, 2, 3);
    for value in values {
        golden_refuses(with_value("huber", value));
        differences_refuse(with_value("huber", value));
    }
    let gradients: [fn(&catalog::Args) -> Vec<f64>; 2] = [
        |a| vec![a.number(0) - a.number(1)],
        |a| vec![(a.number(1) - a.number(0)).clamp(-a.number(2), a.number(2))],
    ];
    for gradient in gradients {
        golden_refuses(with_gradient("huber", gradient));
        differences_refuse(with_gradient("huber", gradient));
    }
}

#[test]
fn cross_entropy_in_bits_or_of_another_class_is_refused() {
    use nnfn::losses::{cross_entropy, cross_entropy_grad};
    let values: [fn(&catalog::Args) -> f64; 2] = [
        |a| cross_entropy(a.row(0), a.index(1)) / std::f64::consts::LN_2,
        |a| cross_entropy(a.row(0), (a.index(1) + 1) % a.row(0).len()),
    ];
    for value in values {
        golden_refuses(with_value("cross_entropy", value));
        differences_refuse(with_value("cross_entropy", value));
    }
    golden_refuses(with_gradient("cross_entropy", |a| {
        let gradient = cross_entropy_grad(a.row(0), a.index(1));
        gradient.iter().map(|g| -g).collect()
    }));
}

#[track_caller]
fn claim_refused(name: &str, claim: ScalarClaim) {
    let claims: &'static [Stated<ScalarClaim>] = leak([stated("wrong", claim)]);
    let outcomes = claims::of(&Function::Scalar(leak(Scalar {
        claims,
        ..scalar(name)
    })));
    assert!(fails(&outcomes), "{claim:?} of {name} is accepted");
    let place = &outcomes[0].problems[0];
    assert!(
        place.file.ends_with("wrong_variants.rs") && place.line > 1,
        "{}:{}",
        place.file,
        place.line
    );
}

#[test]
fn claims_that_are_off_by_a_digit_are_refused() {
    use ScalarClaim as C;
    for (name, claim) in [
        (
            "gelu",
            C::Minimum {
                at: -0.751_791_524_693_563_5,
                value: -0.169_971_207_479_903_66,
            },
        ),
        (
            "gelu",
            C::Minimum {
                at: -0.751_791_524_693_564_5,
                value: -0.169_971_207_479_903_56,
            },
        ),
        ("gelu", C::Range(-0.169_971_207_479_903_56, f64::INFINITY)),
        ("gelu", C::Range(-0.169_971_207_479_903_76, f64::INFINITY)),
        ("gelu", C::Range(-0.2, f64::INFINITY)),
        ("gelu", C::Increasing),
        ("gelu", C::ReflectionSum(0.0)),
        ("gelu", C::SlopeAtZero(0.500_000_000_000_000_1)),
        (
            "gelu",
            C::SteepestRise {
                at: std::f64::consts::SQRT_2,
                slope: 1.128_904_145_185_145_7,
            },
        ),
        (
            "gelu",
            C::SteepestRise {
                at: 1.414_213_561,
                slope: 1.128_904_145_185_154_7,
            },
        ),
        ("gelu", C::GaussianMean(0.282_094_791_773_868_14)),
        ("gelu_tanh", C::GaussianMean(0.282_094_791_773_878_14)),
        ("sigmoid", C::Range(0.0, 1.000_000_000_000_001)),
        ("sigmoid", C::Range(0.0, 0.999_999_999_999_999)),
        ("sigmoid", C::ReflectionSum(1.000_000_000_000_001)),
        ("sigmoid", C::ReflectionDifferenceIsX),
        ("sigmoid", C::Concave),
        (
            "sigmoid",
            C::SteepestFall {
                at: 0.0,
                slope: -0.25,
            },
        ),
        ("sigmoid", C::GaussianSecondMoment(0.293_379_035_858_082_96)),
    ] {
        claim_refused(name, claim);
    }
}

#[test]
fn wrong_claims_about_huber_are_refused() {
    for claim in [
        LineClaim::Lipschitz(|_| 1.0),
        LineClaim::Curvature {
            inside: |_| 1.0,
            outside: 1.0,
        },
        LineClaim::Curvature {
            inside: |p| 1.0 / p[0],
            outside: 0.0,
        },
        LineClaim::Below(|_, r| 0.499 * r * r, Meets::BetweenSeams),
        LineClaim::Below(|_, r| r * r, Meets::BetweenSeams),
        LineClaim::Below(|p, r| 0.9 * p[0] * r.abs(), Meets::UpToAConstant),
        LineClaim::Below(|p, r| 1.1 * p[0] * r.abs(), Meets::UpToAConstant),
        LineClaim::NonDecreasing,
        LineClaim::NonIncreasing,
        LineClaim::ZeroOnlyAt(0.25),
        LineClaim::Flat(|p| (-p[0], p[0])),
        LineClaim::Is(|_, r| 0.5 * r * r),
    ] {
        let claims: &'static [Stated<LossClaim>] =
            leak([stated("wrong", LossClaim::Along("residual", claim))]);
        let outcomes = claims::of(&Function::Loss(leak(Loss {
            claims,
            ..loss("huber")
        })));
        assert!(fails(&outcomes), "{claim:?} is accepted");
    }
}
