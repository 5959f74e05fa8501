use nnfn::losses as f;

use super::shared::K;
use crate::about::{About, used};
use crate::args;
use crate::args::Args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Move, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const N: Parameter = Parameter {
    name: "n",
    symbol: "n",
    default: 4.0,
    tried: &[4.0, 1.0, 2.0, 16.0],
    valid: |n| n >= 1.0 && n.is_finite(),
    span: Span::Even(1.0, 32.0),
};

const fn reward(name: &'static str, symbol: &'static str) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Row(Numbers::Real, K),
        role: Role::Target,
    }
}

fn call<T>(of: fn(&[f64], &[f64], &[f64], f64) -> T, a: &Args) -> T {
    of(a.row(0), a.row(1), a.row(2), a.number(3))
}

/// A plain answer and a good one, equally likely, and one of probability `t` that only the proxy likes.
fn flattered(t: f64, n: f64) -> Args {
    let other = 0.5 - 0.5 * t;
    args![[other, other, t], [0.0, 1.0, 2.0], [0.0, 1.0, -1.0], n]
}

const fn moves(entry: usize, rate: f64) -> Move {
    Move {
        argument: 0,
        entry,
        rate,
    }
}

/// What the good answer and the flatterer would bring together, if the latter were never drawn.
fn apart(n: f64) -> f64 {
    2.0 - (-n).exp2()
}

pub static BEST_OF_N: Loss = Loss {
    about: About {
        name: "best_of_n",
        title: "Best of n",
        aliases: &["best-of-n sampling", "BoN", "rejection sampling"],
        chapter: "losses/alignment/goodhart",
        source: "losses/best_of_n.rs",
        typical: "choosing among samples by a reward model",
        used_in: &[
            used("WebGPT", "https://arxiv.org/abs/2112.09332"),
            used(
                "Llama 2-Chat, rejection sampling",
                "https://arxiv.org/abs/2307.09288",
            ),
        ],
    },
    arguments: &[
        Argument {
            name: "probabilities",
            symbol: "p",
            domain: Domain::Simplex(K),
            role: Role::Input,
        },
        reward("proxy", "r"),
        reward("gold", "g"),
        Argument::set(&N),
    ],
    estimates: "",
    value: |a| call(f::best_of_n, a),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| call(f::best_of_n_grad, a),
        },
        Gradient {
            by: 2,
            suffix: "_grad_gold",
            of: |a| call(f::best_of_n_grad_gold, a),
        },
    ],
    sections: &[Section {
        name: "probability of the flatterer",
        label: "",
        ends: (0.0, 1.0),
        at: |p, t| flattered(t, p[0]),
        moves: &[moves(0, -0.5), moves(1, -0.5), moves(2, 1.0)],
        unit: |p| 0.5 / p[0],
        seams: |_| vec![],
        limits: |p| Limits {
            at_minus_infinity: apart(p[0]) - 1.0,
            at_infinity: -1.0,
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -p[0] * apart(p[0]),
            at_infinity: if p[0] == 1.0 { -1.5 } else { 0.0 },
        },
    }],
    claims: &[
        stated(
            "falls_with_the_flatterer",
            LossClaim::Along("probability of the flatterer", LineClaim::Decreasing),
        ),
        stated(
            "convex_in_the_flatterer",
            LossClaim::Along("probability of the flatterer", LineClaim::Convex),
        ),
        stated("picks_sum_to_1", LossClaim::GradientSumsTo(2, 1.0)),
        stated("shift_of_gold", LossClaim::ShiftAdds(2)),
        stated("scale_of_gold", LossClaim::ScalesWith(&[2], 1)),
        stated("scale_of_proxy", LossClaim::ScalesWith(&[1], 0)),
        stated("shift_of_proxy", LossClaim::Unchanged(Change::Shift(&[1]))),
        stated(
            "order_of_answers",
            LossClaim::Unchanged(Change::Permute(&[0, 1, 2])),
        ),
    ],
    picture: Picture {
        across: "probability of an answer that only the proxy likes",
        x: (0.0, 1.0),
        y: (-1.1, 1.1),
        rivals: &[
            Rival {
                label: "one draw",
                curve: |t| 0.5 - 1.5 * t,
            },
            Rival {
                label: "best of 16",
                curve: |t| {
                    let a = flattered(t, 16.0);
                    call(f::best_of_n, &a)
                },
            },
        ],
        caption: "What the best of 4 by a proxy is worth: more than one draw while the flatterer is rare, and less \
                  beyond. The more draws, the rarer it has to be.",
    },
};
