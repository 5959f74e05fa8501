use nnfn::losses as f;

use super::nt_xent::{TEMPERATURE, vectors};
use crate::about::{About, used};
use crate::args;
use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Length, Role};
use crate::claim::{Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// The number of positives of each anchor.
fn positives(a: &Args) -> Vec<f64> {
    let labels = a.indices(1);
    let of = |own: &usize| labels.iter().filter(|label| *label == own).count() as f64 - 1.0;
    labels.iter().map(of).collect()
}

/// An anchor, a positive at this height, and one of another class.
fn leaning(t: f64) -> Vec<Vec<f64>> {
    vec![vec![1.0, 0.0], vec![1.0, t], vec![0.0, 1.0]]
}

const LABELS: [usize; 3] = [0, 0, 1];

pub static SUP_CON: Loss = Loss {
    about: About {
        name: "sup_con",
        title: "SupCon",
        aliases: &["supervised contrastive loss", "SupConLoss"],
        chapter: "losses/embedding/nt-xent",
        source: "losses/sup_con.rs",
        typical: "classes with several examples each in a batch",
        used_in: &[
            used("SupContrast", "https://github.com/HobbitLong/SupContrast"),
            used(
                "SupConLoss of PyTorch Metric Learning",
                "https://kevinmusgrave.github.io/pytorch-metric-learning/losses/#supconloss",
            ),
        ],
    },
    arguments: &[
        vectors("embeddings", "z"),
        Argument {
            name: "labels",
            symbol: "y",
            domain: Domain::Labels(Length('N'), Length('K')),
            role: Role::Target,
        },
        Argument::set(&TEMPERATURE),
    ],
    estimates: "",
    value: |a| f::sup_con(a.table(0), a.indices(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::sup_con_grad(a.table(0), a.indices(1), a.number(2)).concat(),
    }],
    sections: &[Section {
        name: "height of a positive",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, t| args![leaning(t), Value::Indices(LABELS.to_vec()), p[0]],
        moves: &[moving(0, 3)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |p| {
            let at = |sign: f64| {
                let mut all = leaning(0.0);
                all[1] = vec![0.0, sign];
                f::sup_con(&all, &LABELS, p[0])
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
        stated("lengths_do_not_matter", LossClaim::ScalesWith(&[0], 0)),
        stated(
            "at_least_log_of_the_positives",
            LossClaim::AtLeast {
                bound: |a| {
                    let all = positives(a).into_iter().filter(|p| *p > 0.0);
                    let logs: Vec<f64> = all.map(|p| (p - 1.0).ln_1p()).collect();
                    logs.iter().sum::<f64>() / logs.len() as f64
                },
                reached: |a| {
                    let one = vec![a.table(0)[0].clone(); a.table(0).len()];
                    let labels = Value::Indices(vec![0; one.len()]);
                    a.with(0, Value::Table(one)).with(1, labels)
                },
            },
        ),
        stated(
            "identical_cost_log_of_the_candidates",
            LossClaim::Is {
                with: |a| {
                    let one = vec![a.table(0)[0].clone(); a.table(0).len()];
                    a.with(0, Value::Table(one))
                },
                that: |a| (a.table(0).len() as f64 - 1.0).ln(),
            },
        ),
    ],
    picture: Picture {
        across: "height of a positive; its anchor at (1, 0)",
        x: (-4.0, 4.0),
        y: (-1.0, 2.5),
        rivals: &[
            Rival {
                label: "τ = 0.1",
                curve: |t| f::sup_con(&leaning(t), &LABELS, 0.1),
            },
            Rival {
                label: "τ = 1",
                curve: |t| f::sup_con(&leaning(t), &LABELS, 1.0),
            },
        ],
        caption: "An anchor at (1, 0), its positive beside it, and a vector of another class at (0, 1). The loss is \
                  low where the two of a class are much nearer to each other than to it.",
    },
};
