use nnfn::losses as f;

use super::shared::K;
use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const TEMPERATURE: Parameter = Parameter {
    name: "temperature",
    symbol: "T",
    default: 2.0,
    tried: &[2.0, 0.5, 1.0, 4.0, 20.0],
    valid: |temperature| temperature > 0.0,
    span: Span::Times(0.5, 20.0),
};

/// A teacher that finds all of three classes equally likely.
const TEACHER: [f64; 3] = [0.0; 3];

pub static DISTILLATION: Loss = Loss {
    about: About {
        name: "distillation",
        title: "knowledge distillation",
        aliases: &["soft targets", "dark knowledge", "DistillationLoss"],
        chapter: "losses/distribution/distillation",
        source: "losses/distillation.rs",
        typical: "a small model that learns from a large one",
        used_in: &[
            used("DistilBERT", "https://arxiv.org/abs/1910.01108"),
            used("Gemma 2", "https://arxiv.org/abs/2408.00118"),
        ],
    },
    arguments: &[
        Argument {
            name: "student",
            symbol: "s",
            domain: Domain::Row(Numbers::Logit, K),
            role: Role::Input,
        },
        Argument {
            name: "teacher",
            symbol: "t",
            domain: Domain::Row(Numbers::Logit, K),
            role: Role::Target,
        },
        Argument::set(&TEMPERATURE),
    ],
    estimates: "the teacher's probabilities",
    value: |a| f::distillation(a.row(0), a.row(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::distillation_grad(a.row(0), a.row(1), a.number(2)),
    }],
    sections: &[Section {
        name: "first logit",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, z| args![[z, 0.0, 0.0], TEACHER, p[0]],
        moves: &[moving(0, 0)],
        unit: |p| p[0],
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |p| Limits {
            at_minus_infinity: -p[0] / 3.0,
            at_infinity: p[0] - p[0] / 3.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "zero_where_equal",
            LossClaim::AtLeast {
                bound: |_| 0.0,
                reached: |a| a.with(0, a.0[1].clone()),
            },
        ),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |a| 2.0 * a.number(2),
                reached: || args![[2000.0, 0.0], [0.0, 2000.0], 2.0],
            },
        ),
        stated(
            "student_shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0])),
        ),
        stated(
            "teacher_shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[1])),
        ),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated(
            "convex_along_a_logit",
            LossClaim::Along("first logit", LineClaim::Convex),
        ),
    ],
    picture: Picture {
        across: "first logit of the student",
        x: (-8.0, 8.0),
        y: (-2.0, 6.0),
        rivals: &[
            Rival {
                label: "T = 1",
                curve: |z| f::distillation(&[z, 0.0, 0.0], &TEACHER, 1.0),
            },
            Rival {
                label: "T = 20",
                curve: |z| f::distillation(&[z, 0.0, 0.0], &TEACHER, 20.0),
            },
        ],
        caption: "The teacher finds three classes equally likely, and the student's other logits are 0. The higher the \
                  temperature, the nearer the loss comes to a parabola: it compares logits, not probabilities.",
    },
};
