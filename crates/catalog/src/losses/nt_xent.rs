use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

pub(super) const TEMPERATURE: Parameter = Parameter {
    name: "temperature",
    symbol: r"\tau",
    default: 0.5,
    tried: &[0.5, 0.1, 0.07, 1.0],
    valid: |temperature| temperature > 0.0,
    span: Span::Even(0.05, 1.0),
};

/// A table of vectors of which the direction counts.
pub(super) const fn vectors(name: &'static str, symbol: &'static str) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Table(Numbers::Direction, Length('N'), Length('D')),
        role: Role::Input,
    }
}

/// All views on one point.
fn collapsed(a: &Args) -> Args {
    let table = vec![a.table(0)[0].clone(); a.table(0).len()];
    a.with(0, Value::Table(table.clone()))
        .with(1, Value::Table(table))
}

/// Two examples, of which the second view of one has this height beside the first view.
fn leaning(t: f64) -> [Vec<Vec<f64>>; 2] {
    [
        vec![vec![1.0, 0.0], vec![0.0, 1.0]],
        vec![vec![1.0, t], vec![0.0, 1.0]],
    ]
}

pub static NT_XENT: Loss = Loss {
    about: About {
        name: "nt_xent",
        title: "NT-Xent",
        aliases: &[
            "loss of SimCLR",
            "normalised temperature-scaled cross-entropy",
            "ntxent",
        ],
        chapter: "losses/embedding/nt-xent",
        source: "losses/nt_xent.rs",
        typical: "two views of each picture, without labels",
        used_in: &[
            used("SimCLR", "https://arxiv.org/abs/2002.05709"),
            used(
                "Optax",
                "https://optax.readthedocs.io/en/latest/api/losses.html",
            ),
        ],
    },
    arguments: &[
        vectors("first", "u"),
        vectors("second", "v"),
        Argument::set(&TEMPERATURE),
    ],
    estimates: "",
    value: |a| f::nt_xent(a.table(0), a.table(1), a.number(2)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::nt_xent_grad(a.table(0), a.table(1), a.number(2)).concat(),
        },
        Gradient {
            by: 1,
            suffix: "_grad_second",
            of: |a| f::nt_xent_grad_second(a.table(0), a.table(1), a.number(2)).concat(),
        },
    ],
    sections: &[Section {
        name: "height of a view",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, t| {
            let [first, second] = leaning(t);
            args![first, second, p[0]]
        },
        moves: &[moving(1, 1)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |p| {
            // It points away from the other example, or lies on it.
            let at = |sign: f64| {
                let [first, mut second] = leaning(0.0);
                second[0] = vec![0.0, sign];
                f::nt_xent(&first, &second, p[0])
            };
            Limits {
                at_minus_infinity: at(-1.0),
                at_infinity: at(1.0),
            }
        },
        slope_limits: |_| Limits::both(0.0),
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("lengths_do_not_matter", LossClaim::ScalesWith(&[0, 1], 0)),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated(
            "identical_cost_log_of_the_candidates",
            LossClaim::Is {
                with: collapsed,
                that: |a| (2.0 * a.table(0).len() as f64 - 1.0).ln(),
            },
        ),
    ],
    picture: Picture {
        across: "height of a second view; its partner at (1, 0)",
        x: (-4.0, 4.0),
        y: (-1.0, 2.5),
        rivals: &[
            Rival {
                label: "τ = 0.1",
                curve: |t| {
                    let [first, second] = leaning(t);
                    f::nt_xent(&first, &second, 0.1)
                },
            },
            Rival {
                label: "τ = 1",
                curve: |t| {
                    let [first, second] = leaning(t);
                    f::nt_xent(&first, &second, 1.0)
                },
            },
        ],
        caption: "Two examples, at (1, 0) and (0, 1). One view of the first leans towards the second on the right, away \
                  from it on the left, where it costs far less.",
    },
};
