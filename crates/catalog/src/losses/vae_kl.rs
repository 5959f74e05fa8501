use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Extremum, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static VAE_KL: Loss = Loss {
    about: About {
        name: "vae_kl",
        title: "KL term of a VAE",
        aliases: &["KL of a Gaussian", "latent loss", "KL regularisation"],
        chapter: "losses/distribution/vae-kl",
        source: "losses/vae_kl.rs",
        typical: "the codes of a variational autoencoder",
        used_in: &[
            used("VAE", "https://arxiv.org/abs/1312.6114"),
            used("latent diffusion", "https://arxiv.org/abs/2112.10752"),
        ],
    },
    arguments: &[
        Argument {
            name: "mean",
            symbol: r"\mu",
            domain: Domain::Number(Numbers::Real),
            role: Role::Input,
        },
        Argument {
            name: "log_variance",
            symbol: r"\ell",
            domain: Domain::Number(Numbers::Real),
            role: Role::Input,
        },
    ],
    estimates: "nothing: it draws towards the prior",
    value: |a| f::vae_kl(a.number(0), a.number(1)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| vec![f::vae_kl_grad(a.number(0), a.number(1))],
        },
        Gradient {
            by: 1,
            suffix: "_grad_log_variance",
            of: |a| vec![f::vae_kl_grad_log_variance(a.number(0), a.number(1))],
        },
    ],
    sections: &[
        Section {
            name: "log-variance",
            label: "mean 0",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |_, l| args![0.0, l],
            moves: &[moving(1, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: -0.5,
                at_infinity: f64::INFINITY,
            },
        },
        Section {
            name: "mean",
            label: "",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |_, m| args![m, 0.0],
            moves: &[moving(0, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: f64::NEG_INFINITY,
                at_infinity: f64::INFINITY,
            },
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex_in_mean", LossClaim::ConvexIn(0)),
        stated(
            "convex_in_log_variance",
            LossClaim::Along("log-variance", LineClaim::Convex),
        ),
        stated("even", LossClaim::Along("mean", LineClaim::Even)),
        stated(
            "least_at_the_prior",
            LossClaim::Along(
                "log-variance",
                LineClaim::Minimum(|_| Extremum {
                    at: 0.0,
                    value: 0.0,
                }),
            ),
        ),
        stated(
            "zero_only_at_the_prior",
            LossClaim::Along("log-variance", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated(
            "unit_variance_is_half_square",
            LossClaim::Is {
                with: |a| a.with(1, 0.0.into()),
                that: |a| 0.5 * f::mse(a.number(0), 0.0),
            },
        ),
        stated(
            "mean_and_spread_add",
            LossClaim::Is {
                with: |a| a.with(0, 3.0.into()),
                that: |a| 4.5 + f::vae_kl(0.0, a.number(1)),
            },
        ),
    ],
    picture: Picture {
        across: "logarithm of the variance",
        x: (-6.0, 3.0),
        y: (-1.0, 6.0),
        rivals: &[
            Rival {
                label: "mean 1",
                curve: |l| f::vae_kl(1.0, l),
            },
            Rival {
                label: "mean 2",
                curve: |l| f::vae_kl(2.0, l),
            },
        ],
        caption: "A code is free only where its mean is 0 and its variance 1. Far from there a narrower one grows dearer \
                  by half a nat for each factor of e in the variance, a wider one in proportion to its variance.",
    },
};
