use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::args::Args;
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const ANSWERS: Length = Length('N');

const BETA: Parameter = Parameter {
    name: "beta",
    symbol: r"\beta",
    default: 0.1,
    tried: &[0.1, 0.01, 0.5],
    valid: |beta| beta > 0.0 && beta.is_finite(),
    span: Span::Times(0.01, 1.0),
};

const fn weight(name: &'static str, symbol: &'static str, tried: &'static [f64]) -> Parameter {
    Parameter {
        name,
        symbol,
        default: 1.0,
        tried,
        valid: |weight| weight > 0.0 && weight.is_finite(),
        span: Span::Even(0.25, 2.0),
    }
}

const DESIRABLE_WEIGHT: Parameter = weight("desirable_weight", r"\lambda_D", &[1.0, 1.5]);
const UNDESIRABLE_WEIGHT: Parameter = weight("undesirable_weight", r"\lambda_U", &[1.0, 0.75]);

const fn row(name: &'static str, symbol: &'static str, role: Role) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Row(Numbers::LogProbability, ANSWERS),
        role,
    }
}

fn kto(a: &Args) -> f64 {
    let (policy, reference, thumbs) = (a.row(0), a.row(1), a.row(2));
    f::kto(
        policy,
        reference,
        thumbs,
        a.row(3),
        a.row(4),
        a.number(5),
        a.number(6),
        a.number(7),
    )
}

fn kto_grad(a: &Args) -> Vec<f64> {
    let (policy, reference, thumbs) = (a.row(0), a.row(1), a.row(2));
    f::kto_grad(
        policy,
        reference,
        thumbs,
        a.row(3),
        a.row(4),
        a.number(5),
        a.number(6),
        a.number(7),
    )
}

/// One answer, the policy `h` nats from the reference; the mismatched ones say 0.
fn one(thumb: f64, p: &[f64], h: f64) -> Args {
    args![[h], [0.0], [thumb], [0.0], [0.0], p[0], p[1], p[2]]
}

fn weight_of(a: &Args, thumb: f64) -> f64 {
    a.number(if thumb == 1.0 { 6 } else { 7 })
}

/// The curve of the defaults, for a picture.
fn drawn(thumb: f64, h: f64) -> f64 {
    f::kto(&[h], &[0.0], &[thumb], &[0.0], &[0.0], 0.1, 1.0, 1.0)
}

pub static KTO: Loss = Loss {
    about: About {
        name: "kto",
        title: "KTO loss",
        aliases: &["Kahneman-Tversky optimization", "unpaired preference loss"],
        chapter: "losses/alignment/kto",
        source: "losses/kto.rs",
        typical: "language models from thumbs up and down",
        used_in: &[
            used(
                "Archangel",
                "https://huggingface.co/ContextualAI/archangel_kto_pythia1-4b",
            ),
            used(
                "TRL's KTOTrainer",
                "https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/kto_trainer.py",
            ),
        ],
    },
    arguments: &[
        row("policy", r"\ell", Role::Input),
        row("reference", r"\rho", Role::Target),
        Argument {
            name: "desirable",
            symbol: "d",
            domain: Domain::Mask(ANSWERS),
            role: Role::Target,
        },
        row("mismatched_policy", r"\tilde \ell", Role::Input),
        row("mismatched_reference", r"\tilde \rho", Role::Target),
        Argument::set(&BETA),
        Argument::set(&DESIRABLE_WEIGHT),
        Argument::set(&UNDESIRABLE_WEIGHT),
    ],
    estimates: "",
    value: kto,
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: kto_grad,
    }],
    sections: &[
        Section {
            name: "thumb up",
            label: "thumb up",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |p, h| one(1.0, p, h),
            moves: &[moving(0, 0)],
            unit: |p| 1.0 / p[0],
            seams: |_| vec![],
            limits: |p| Limits {
                at_minus_infinity: p[1],
                at_infinity: 0.0,
            },
            slope_limits: |_| Limits::both(0.0),
        },
        Section {
            name: "thumb down",
            label: "thumb down",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |p, h| one(0.0, p, h),
            moves: &[moving(0, 0)],
            unit: |p| 1.0 / p[0],
            seams: |_| vec![],
            limits: |p| Limits {
                at_minus_infinity: 0.0,
                at_infinity: p[2],
            },
            slope_limits: |_| Limits::both(0.0),
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "falls_after_a_thumb_up",
            LossClaim::Along("thumb up", LineClaim::Decreasing),
        ),
        stated(
            "rises_after_a_thumb_down",
            LossClaim::Along("thumb down", LineClaim::Increasing),
        ),
        stated(
            "at_most_its_weight",
            LossClaim::Along("thumb up", LineClaim::Range(|p| (0.0, p[1]))),
        ),
        stated(
            "bounded_slope",
            LossClaim::Along("thumb up", LineClaim::Lipschitz(|p| 0.25 * p[0] * p[1])),
        ),
        stated(
            "half_the_weight_at_the_reference_point",
            LossClaim::Is {
                with: |a| a.with(0, a.0[1].clone()).with(3, a.0[4].clone()),
                that: |a| {
                    let weights = a.row(2).iter().map(|thumb| weight_of(a, *thumb));
                    0.5 * weights.sum::<f64>() / a.row(2).len() as f64
                },
            },
        ),
        stated(
            "steepest_at_the_reference_point",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |a| {
                    let weight = a.number(6).max(a.number(7));
                    0.25 * a.number(5) * weight / a.row(0).len() as f64
                },
                reached: || {
                    args![
                        [-10.0, -3.0],
                        [-10.0, -5.0],
                        [1.0, 0.0],
                        [-2.0, -2.0],
                        [-2.0, -1.0],
                        0.1,
                        1.5,
                        1.0
                    ]
                },
            },
        ),
        stated(
            "only_the_move_counts",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated(
            "only_the_move_of_the_mismatched_counts",
            LossClaim::Unchanged(Change::Shift(&[3, 4])),
        ),
        stated(
            "order_of_answers",
            LossClaim::Unchanged(Change::Permute(&[0, 1, 2])),
        ),
        stated(
            "order_of_mismatched_answers",
            LossClaim::Unchanged(Change::Permute(&[3, 4])),
        ),
    ],
    picture: Picture {
        across: "how much the policy has moved towards the answer, in nats",
        x: (-60.0, 60.0),
        y: (-0.1, 1.15),
        rivals: &[
            Rival {
                label: "thumb down",
                curve: |h| drawn(0.0, h),
            },
            Rival {
                label: "60 of 100 thumbs up",
                curve: |h| 0.6 * drawn(1.0, h) + 0.4 * drawn(0.0, h),
            },
        ],
        caption: "What a thumb costs, by how far the policy has moved towards the answer. Far out both curves are flat, \
                  and a mixture of thumbs has no minimum between.",
    },
};
