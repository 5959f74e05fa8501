use catalog::{Domain, Gradient, Loss, Numbers, Role, Section, moving};

use super::*;

fn loss(name: &str) -> Loss {
    match catalog::find(name) {
        Some(Function::Loss(f)) => **f,
        _ => panic!("{name} is no loss"),
    }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn all(f: Loss) -> Vec<String> {
    let problems = wrong(&Function::Loss(leak(f)));
    let one = |p: Problem| format!("{}:{}: {}", p.file, p.line, p.message);
    problems.into_iter().map(one).collect()
}

/// One message, and at a line of the function's file.
#[track_caller]
fn says(f: Loss, expected: &str) {
    let found = all(f);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains(expected), "{}", found[0]);
    let file = format!("crates/catalog/src/losses/{}.rs:", f.about.name);
    assert!(found[0].starts_with(&file), "{}", found[0]);
}

/// The loss with its argument at `i` changed.
fn with(name: &str, i: usize, change: impl Fn(&mut Argument)) -> Loss {
    let mut arguments = loss(name).arguments.to_vec();
    change(&mut arguments[i]);
    Loss {
        arguments: leak(arguments),
        ..loss(name)
    }
}

#[test]
fn symbols_that_no_formula_can_be_read_with() {
    for (symbol, why) in [
        (r"\Sigma", "no symbol: expected a letter"),
        ("e", "base of the natural logarithm"),
        (r"\pi", "circle constant"),
        ("x+y", "expected its end, found `+`"),
        ("", "no symbol"),
        ("y", "`y` of `variance` is another argument"),
        (r"\hat{y}", "of `variance` is another argument"),
    ] {
        says(with("gaussian_nll", 2, |a| a.symbol = symbol), why);
    }
    // Of rows, the letters of indices and lengths.
    for symbol in ["i", "k", "D"] {
        says(
            with("triplet", 0, |a| a.symbol = symbol),
            "an index or a length",
        );
    }
    let length = catalog::Length('e');
    let row = |a: &mut Argument| a.domain = Domain::Row(Numbers::Real, length);
    says(with("triplet", 0, row), "`e` as a length: no symbol");
    says(
        with("mse", 1, |a| a.name = "prediction"),
        "two arguments `prediction`",
    );
}

#[test]
fn parameters_that_contradict_themselves() {
    let epsilon = *loss("ppo_clip").arguments[2]
        .parameter()
        .expect("a parameter");
    let set =
        |parameter: Parameter| with("ppo_clip", 2, |a| a.role = Role::Parameter(leak(parameter)));
    let tried = &[0.25, 0.5];
    says(
        set(Parameter { tried, ..epsilon }),
        "the default of `epsilon`, 0.2, is not in `tried`",
    );
    let tried = &[0.2, 0.0];
    says(
        set(Parameter { tried, ..epsilon }),
        "0 in `tried` of `epsilon` is not valid",
    );
    let span = catalog::Span::Even(0.0, 0.5);
    says(
        set(Parameter { span, ..epsilon }),
        "0 in `span` of `epsilon` is not valid",
    );
}

#[test]
fn gradients_by_another_name() {
    let first = loss("gaussian_nll").gradients[0];
    let second = loss("gaussian_nll").gradients[1];
    let of = |gradients: [Gradient; 2]| Loss {
        gradients: leak(gradients),
        ..loss("gaussian_nll")
    };
    for (suffix, by, expected) in [
        (
            "_grad",
            2,
            "its gradient by `variance` is `gaussian_nll_grad`, expected `gaussian_nll_grad_variance`",
        ),
        (
            "_gradient_variance",
            2,
            "expected `gaussian_nll_grad_variance`",
        ),
        ("_grad_target", 2, "expected `gaussian_nll_grad_variance`"),
    ] {
        says(
            of([
                first,
                Gradient {
                    suffix,
                    by,
                    ..second
                },
            ]),
            expected,
        );
    }
    let target = [
        first,
        Gradient {
            by: 1,
            suffix: "_grad_target",
            ..second
        },
    ];
    says(
        of(target),
        "moves `variance`, by which there is no gradient",
    );
    let twice = Loss {
        gradients: leak([first, first, second]),
        ..loss("gaussian_nll")
    };
    says(twice, "two gradients by `prediction`");
    let beyond = Gradient { by: 9, ..first };
    let beyond = Loss {
        gradients: leak([first, second, beyond]),
        ..loss("gaussian_nll")
    };
    says(beyond, "a gradient by argument 9, which is not there");
    let index = Gradient {
        by: 1,
        suffix: "_grad_class",
        ..loss("cross_entropy").gradients[0]
    };
    let index = Loss {
        gradients: leak([loss("cross_entropy").gradients[0], index]),
        ..loss("cross_entropy")
    };
    says(index, "a gradient by `class`, an index");
}

#[test]
fn sections_without_a_slope() {
    let own = loss("dpo").sections[0];
    let of = |section: Section| Loss {
        sections: leak([section]),
        ..loss("dpo")
    };
    for (moves, expected) in [
        (
            moving(2, 0),
            "section `margin` moves `reference_chosen`, by which there is no gradient",
        ),
        (
            moving(7, 0),
            "section `margin` moves argument 7, which is not there",
        ),
        (
            moving(0, 1),
            "section `margin` moves entry 1 of `policy_chosen`, which has 1",
        ),
    ] {
        says(
            of(Section {
                moves: leak([moves]),
                ..own
            }),
            expected,
        );
    }
    says(
        of(Section { moves: &[], ..own }),
        "nothing moves along section `margin`",
    );
    says(
        of(Section {
            ends: (1.0, 1.0),
            ..own
        }),
        "section `margin` has no length",
    );
    says(
        of(Section {
            at: |_, h| catalog::args![h],
            ..own
        }),
        "1 arguments along section `margin`, not 5",
    );
    says(
        of(Section {
            at: |p, h| catalog::args![h, p[3]],
            ..own
        }),
        "section `margin`: index out of bounds",
    );
    says(
        Loss {
            sections: leak([own, own]),
            ..loss("dpo")
        },
        "two sections `margin`",
    );
    says(
        Loss {
            sections: &[],
            ..loss("dpo")
        },
        "no section",
    );
}

#[test]
fn a_rival_that_no_reader_can_see() {
    let unseen = |curve: fn(f64) -> f64| {
        let mut f = loss("log_cosh");
        let label = f.picture.rivals[0].label;
        f.picture.rivals = leak([Rival { label, curve }]);
        f
    };
    for curve in [|_| f64::NAN, |x: f64| 1e9 + x, |_| f64::INFINITY] as [fn(f64) -> f64; 3] {
        says(unseen(curve), "is nowhere between");
    }
    assert_eq!(all(unseen(|x| x)), [""; 0]);
}
