//! Losses of policies and preferences.

use catalog::Args;
use nnfn::activations::{sigmoid, softplus};
use nnfn::losses as f;

use super::{slopes, values};

fn ppo(a: &Args) -> (f64, f64, f64) {
    (a.number(0), a.number(1), a.number(2))
}

#[test]
fn clipped_ratio() {
    values(
        "ppo_clip",
        &[
            ("clip alone", |a| {
                let (r, advantage, e) = ppo(a);
                -r.clamp(1.0 - e, 1.0 + e) * advantage
            }),
            ("maximum", |a| {
                let (r, advantage, e) = ppo(a);
                -(r * advantage).max(r.clamp(1.0 - e, 1.0 + e) * advantage)
            }),
            ("gain", |a| {
                let (r, advantage, e) = ppo(a);
                -f::ppo_clip(r, advantage, e)
            }),
            ("not clipped", |a| {
                let (r, advantage, _) = ppo(a);
                -r * advantage
            }),
            ("dual", |a| {
                let (r, advantage, e) = ppo(a);
                let loss = f::ppo_clip(r, advantage, e);
                if advantage < 0.0 {
                    loss.min(-3.0 * advantage)
                } else {
                    loss
                }
            }),
            ("far clip", |a| {
                let (r, advantage, e) = ppo(a);
                let loss = f::ppo_clip(r, advantage, e);
                if advantage < 0.0 {
                    loss.min(-1e6 * advantage)
                } else {
                    loss
                }
            }),
            ("reciprocal", |a| {
                let (r, advantage, e) = ppo(a);
                let low = (1.0 + e).recip();
                -(r * advantage).min(r.clamp(low, 1.0 + e) * advantage)
            }),
            ("centred", |a| {
                let (r, advantage, e) = ppo(a);
                f::ppo_clip(r, advantage, e) + advantage
            }),
            ("wider by a digit", |a| {
                let (r, advantage, e) = ppo(a);
                f::ppo_clip(r, advantage, e * (1.0 + 1e-14))
            }),
            ("plain", |a| {
                let (r, advantage, e) = ppo(a);
                -(r * advantage).min(r.clamp(1.0 - e, 1.0 + e) * advantage)
            }),
            ("no advantage hides NaN", |a| {
                let (r, advantage, e) = ppo(a);
                if advantage == 0.0 {
                    0.0
                } else {
                    f::ppo_clip(r, advantage, e)
                }
            }),
        ],
    );
    slopes(
        "ppo_clip",
        "ratio",
        &[
            ("clip alone", |a| {
                let (r, advantage, e) = ppo(a);
                vec![if (1.0 - e..=1.0 + e).contains(&r) {
                    -advantage
                } else {
                    0.0
                }]
            }),
            ("not clipped", |a| vec![-a.number(1)]),
            ("by the logarithm", |a| {
                let (r, advantage, e) = ppo(a);
                vec![r * f::ppo_clip_grad(r, advantage, e)]
            }),
            ("sign", |a| {
                let (r, advantage, e) = ppo(a);
                vec![-f::ppo_clip_grad(r, advantage, e)]
            }),
            ("0 at the upper kink", |a| {
                let (r, advantage, e) = ppo(a);
                vec![if advantage > 0.0 && r >= 1.0 + e {
                    0.0
                } else {
                    f::ppo_clip_grad(r, advantage, e)
                }]
            }),
            ("0 at the lower kink", |a| {
                let (r, advantage, e) = ppo(a);
                vec![if advantage < 0.0 && r <= 1.0 - e {
                    0.0
                } else {
                    f::ppo_clip_grad(r, advantage, e)
                }]
            }),
            ("half at the kinks", |a| {
                let (r, advantage, e) = ppo(a);
                let at = r == 1.0 + e || r == 1.0 - e;
                vec![f::ppo_clip_grad(r, advantage, e) * if at { 0.5 } else { 1.0 }]
            }),
            ("of the target", |a| vec![-a.number(0)]),
            ("NaN is 0", |a| {
                let (r, advantage, e) = ppo(a);
                vec![if r.is_nan() {
                    0.0
                } else {
                    f::ppo_clip_grad(r, advantage, e)
                }]
            }),
            ("kinks rounded", |a| {
                let (r, advantage, e) = ppo(a);
                let binds = advantage > 0.0 && r > 1.0 + e || advantage < 0.0 && r < 1.0 - e;
                vec![if binds || advantage == 0.0 {
                    0.0 * r
                } else {
                    -advantage + 0.0 * r
                }]
            }),
        ],
    );
}

/// The five numbers of a preference, and their logit.
fn dpo(a: &Args) -> ([f64; 4], f64, f64) {
    let [pc, pr, rc, rr] = [0, 1, 2, 3].map(|i| a.number(i));
    let beta = a.number(4);
    ([pc, pr, rc, rr], beta, beta * ((pc - rc) - (pr - rr)))
}

fn with([pc, pr, rc, rr]: [f64; 4], beta: f64) -> f64 {
    f::dpo(pc, pr, rc, rr, beta)
}

#[test]
fn preferences() {
    values(
        "dpo",
        &[
            ("no reference", |a| {
                with([a.number(0), a.number(1), 0.0, 0.0], a.number(4))
            }),
            ("exchanged", |a| {
                let ([pc, pr, rc, rr], beta, _) = dpo(a);
                with([pr, pc, rr, rc], beta)
            }),
            ("reference exchanged", |a| {
                let ([pc, pr, rc, rr], beta, _) = dpo(a);
                with([pc, pr, rr, rc], beta)
            }),
            ("beta outside", |a| a.number(4) * with(dpo(a).0, 1.0)),
            ("no beta", |a| with(dpo(a).0, 1.0)),
            ("through the sigmoid", |a| -sigmoid(dpo(a).2).ln()),
            ("plain exponential", |a| (-dpo(a).2).exp().ln_1p()),
            ("other order", |a| {
                let ([pc, pr, rc, rr], beta, _) = dpo(a);
                softplus(-beta * ((pc - pr) - (rc - rr)))
            }),
            ("IPO", |a| {
                (dpo(a).2 / a.number(4) - 0.5 / a.number(4)).powi(2)
            }),
            ("hinge", |a| (1.0 - dpo(a).2).max(0.0)),
            ("smoothed", |a| {
                let v = dpo(a).2;
                softplus(-v) + 1e-9 * v
            }),
            ("bits", |a| {
                with(dpo(a).0, a.number(4)) / std::f64::consts::LN_2
            }),
            ("NaN is 0", |a| with(dpo(a).0, a.number(4)).max(0.0)),
            ("plain", |a| softplus(-dpo(a).2)),
        ],
    );
    slopes(
        "dpo",
        "policy_chosen",
        &[
            ("sign", |a| vec![a.number(4) * sigmoid(-dpo(a).2)]),
            ("no beta", |a| vec![-sigmoid(-dpo(a).2)]),
            ("squared beta", |a| {
                vec![-a.number(4).powi(2) * sigmoid(-dpo(a).2)]
            }),
            ("difference", |a| {
                vec![a.number(4) * (sigmoid(dpo(a).2) - 1.0)]
            }),
            ("of the right", |a| vec![-a.number(4) * sigmoid(dpo(a).2)]),
            ("no reference", |a| {
                vec![-a.number(4) * sigmoid(-a.number(4) * (a.number(0) - a.number(1)))]
            }),
            ("not weighted", |a| vec![-a.number(4)]),
            ("plain", |a| vec![-a.number(4) * sigmoid(-dpo(a).2)]),
        ],
    );
    slopes(
        "dpo",
        "policy_rejected",
        &[
            ("sign", |a| vec![-a.number(4) * sigmoid(-dpo(a).2)]),
            ("no beta", |a| vec![sigmoid(-dpo(a).2)]),
            ("squared beta", |a| {
                vec![a.number(4).powi(2) * sigmoid(-dpo(a).2)]
            }),
            ("difference", |a| {
                vec![a.number(4) * (1.0 - sigmoid(dpo(a).2))]
            }),
            ("of the right", |a| vec![a.number(4) * sigmoid(dpo(a).2)]),
            ("no reference", |a| {
                vec![a.number(4) * sigmoid(-a.number(4) * (a.number(0) - a.number(1)))]
            }),
            ("not weighted", |a| vec![a.number(4)]),
        ],
    );
}
