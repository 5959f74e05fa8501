use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::args::Args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const ALPHA_BAR: Parameter = Parameter {
    name: "alpha_bar",
    symbol: r"\bar\alpha",
    default: 0.5,
    tried: &[0.5, 0.01, 0.9, 0.999],
    valid: |alpha_bar| (0.0..=1.0).contains(&alpha_bar),
    span: Span::Even(0.0, 1.0),
};

const fn number(name: &'static str, symbol: &'static str, role: Role) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Number(Numbers::Real),
        role,
    }
}

/// Calls a function of four numbers.
fn call(f: fn(f64, f64, f64, f64) -> f64, a: &Args) -> f64 {
    f(a.number(0), a.number(1), a.number(2), a.number(3))
}

/// Of one datum and one noise.
const PREDICTION: Section = Section {
    name: "prediction",
    label: "velocity",
    ends: (f64::NEG_INFINITY, f64::INFINITY),
    at: |p, v| args![v, 1.0, 0.5, p[0]],
    moves: &[moving(0, 0)],
    unit: |_| 1.0,
    seams: |_| vec![],
    limits: |_| Limits::both(f64::INFINITY),
    slope_limits: |_| Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: f64::INFINITY,
    },
};

pub static DIFFUSION_MSE: Loss = Loss {
    about: About {
        name: "diffusion_mse",
        title: "diffusion loss",
        aliases: &[
            "denoising loss",
            "noise prediction",
            "v-prediction",
            "DDPM loss",
        ],
        chapter: "losses/distribution/diffusion-mse",
        source: "losses/diffusion_mse.rs",
        typical: "generating pictures, sound, video",
        used_in: &[
            used("DDPM, on the noise", "https://arxiv.org/abs/2006.11239"),
            used(
                "progressive distillation, on v",
                "https://arxiv.org/abs/2202.00512",
            ),
            used("Imagen Video, on v", "https://arxiv.org/abs/2210.02303"),
        ],
    },
    arguments: &[
        number("prediction", r"\hat v", Role::Input),
        number("clean", "x_0", Role::Target),
        number("noise", r"\epsilon", Role::Target),
        Argument::set(&ALPHA_BAR),
    ],
    estimates: "the mean of v over all that could have given this noisy input",
    value: |a| call(f::diffusion_mse, a),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![call(f::diffusion_mse_grad, a)],
    }],
    sections: &[
        PREDICTION,
        Section {
            name: "residual",
            label: "",
            at: |p, r| args![r, 0.0, 0.0, p[0]],
            ..PREDICTION
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "zero_only_at_the_velocity",
            LossClaim::Along("residual", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated("even", LossClaim::Along("residual", LineClaim::Even)),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "curvature",
            LossClaim::Along(
                "residual",
                LineClaim::Curvature {
                    inside: |_| 2.0,
                    outside: 2.0,
                },
            ),
        ),
        stated(
            "without_noise_it_asks_for_the_noise",
            LossClaim::Is {
                with: |a| a.with(3, 1.0.into()),
                that: |a| f::mse(a.number(0), a.number(2)),
            },
        ),
        stated(
            "in_pure_noise_it_asks_for_the_datum",
            LossClaim::Is {
                with: |a| a.with(3, 0.0.into()),
                that: |a| f::mse(a.number(0), -a.number(1)),
            },
        ),
    ],
    picture: Picture {
        across: "prediction; datum 1, noise 0.5",
        x: (-3.0, 3.0),
        y: (-1.4, 6.4),
        rivals: &[
            Rival {
                label: "noise as target",
                curve: |v| f::mse(v, 0.5),
            },
            Rival {
                label: "minus the datum",
                curve: |v| f::mse(v, -1.0),
            },
        ],
        caption: "The target v mixes the noise and the datum with its sign turned: where next to no noise was added \
                  it is the noise, where all is noise it is the datum with its sign turned.",
    },
};
