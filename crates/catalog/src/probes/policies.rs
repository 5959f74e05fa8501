//! Losses of policies and of preferences.

use nnfn::losses::{
    cdpo, dpo, group_advantages, ipo, kl_k1, kl_k2, kl_k3, leave_one_out_advantages, mean,
    robust_dpo,
};

use super::words::{number, probe, row};
use super::{Family, Probe, Variant};

fn two(p: &Probe, of: fn(f64, f64) -> f64) -> f64 {
    of(p.number(0), p.number(1))
}

pub(super) static ESTIMATOR: Family = Family {
    key: "kl-estimator",
    title: "Estimators of a KL divergence",
    chapter: "losses/alignment/kl-penalty",
    reads: "the penalty of one token that the policy sampled; d is the log-probability of the policy minus that of the reference",
    probes: &[
        probe(&[("policy", number(-1.0)), ("reference", number(-1.4))]),
        probe(&[("policy", number(-1.4)), ("reference", number(-1.0))]),
    ],
    variants: &[
        Variant::new("k1", "d", |p| two(p, kl_k1)),
        Variant::new("k2", "½d²", |p| two(p, kl_k2)),
        Variant::new("k3", "e⁻ᵈ − 1 + d", |p| two(p, kl_k3)),
        Variant::new("k1 with its sign turned", "−d", |p| -two(p, kl_k1)),
        Variant::new("absolute value", "|d|", |p| two(p, kl_k1).abs()),
        Variant::new("square", "d²", |p| 2.0 * two(p, kl_k2)),
        Variant::new(
            "k3 with policy and reference exchanged",
            "eᵈ − 1 − d",
            |p| kl_k3(p.number(1), p.number(0)),
        ),
    ],
    same: &[],
};

/// Half the variance over `n`, times what another divisor makes of it.
fn deviation(rewards: &[f64], less: f64) -> f64 {
    let middle = mean(rewards);
    let squares = rewards.iter().map(|r| (r - middle).powi(2));
    (squares.sum::<f64>() / (rewards.len() as f64 - less)).sqrt()
}

fn centred(p: &Probe) -> f64 {
    p.row(0)[0] - mean(p.row(0))
}

pub(super) static ADVANTAGE: Family = Family {
    key: "group-advantage",
    title: "Advantages of a group of answers",
    chapter: "losses/alignment/grpo",
    reads: "the advantage of the first answer; n is their number",
    probes: &[probe(&[("rewards", row(&[2.0, 0.0, 0.5, 1.0]))])],
    variants: &[
        Variant::new(
            "deviation with n",
            "(r − mean)/√(Σ(r − mean)²/n)",
            |p| group_advantages(p.row(0))[0],
        ),
        Variant::new(
            "deviation with n − 1",
            "(r − mean)/√(Σ(r − mean)²/(n − 1))",
            |p| centred(p) / deviation(p.row(0), 1.0),
        ),
        Variant::new(
            "n − 1, and 0.0001 added",
            "the same with + 0.0001 in the denominator",
            |p| centred(p) / (deviation(p.row(0), 1.0) + 1e-4),
        ),
        Variant::new(
            "n, and 0.0001 added",
            "the first with + 0.0001 in the denominator",
            |p| centred(p) / (deviation(p.row(0), 0.0) + 1e-4),
        ),
        Variant::new("leave one out", "r − mean of the others", |p| {
            leave_one_out_advantages(p.row(0))[0]
        }),
        Variant::new("no deviation", "r − mean", centred),
        Variant::new("no baseline", "r", |p| p.row(0)[0]),
        Variant::new(
            "over the variance",
            "(r − mean)/(Σ(r − mean)²/n)",
            |p| centred(p) / deviation(p.row(0), 0.0).powi(2),
        ),
    ],
    same: &[],
};

/// What policy and reference say of the two answers.
fn four(p: &Probe) -> [f64; 4] {
    [0, 1, 2, 3].map(|i| p.number(i))
}

/// `beta` times what policy and reference make of the pair.
fn lead(p: &Probe) -> f64 {
    let [pc, pr, rc, rr] = four(p);
    p.number(4) * ((pc - rc) - (pr - rr))
}

fn of_lead(lead: f64) -> f64 {
    dpo(lead, 0.0, 0.0, 0.0, 1.0)
}

pub(super) static PREFERENCE: Family = Family {
    key: "dpo",
    title: "DPO and its kin",
    chapter: "losses/alignment/dpo",
    reads: "the loss of one pair; h is how much more the policy prefers the chosen answer than the reference does, the lengths are numbers of tokens",
    probes: &[probe(&[
        ("policy_chosen", number(-20.0)),
        ("policy_rejected", number(-30.0)),
        ("reference_chosen", number(-22.0)),
        ("reference_rejected", number(-29.0)),
        ("beta", number(0.1)),
        ("ε", number(0.1)),
        ("length_chosen", number(10.0)),
        ("length_rejected", number(15.0)),
    ])],
    variants: &[
        Variant::new("DPO", "−ln σ(βh)", |p| {
            let [pc, pr, rc, rr] = four(p);
            dpo(pc, pr, rc, rr, p.number(4))
        }),
        Variant::new(
            "conservative DPO",
            "−(1 − ε)·ln σ(βh) − ε·ln σ(−βh)",
            |p| {
                let [pc, pr, rc, rr] = four(p);
                cdpo(pc, pr, rc, rr, p.number(4), p.number(5))
            },
        ),
        Variant::new(
            "robust DPO",
            "(−(1 − ε)·ln σ(βh) + ε·ln σ(−βh))/(1 − 2ε)",
            |p| {
                let [pc, pr, rc, rr] = four(p);
                robust_dpo(pc, pr, rc, rr, p.number(4), p.number(5))
            },
        ),
        Variant::new("IPO", "(h − 1/(2β))²", |p| {
            let [pc, pr, rc, rr] = four(p);
            ipo(pc, pr, rc, rr, p.number(4))
        }),
        Variant::new(
            "IPO of means over the tokens",
            "the same, each log-probability over its length",
            |p| {
                let [pc, pr, rc, rr] = four(p);
                let (chosen, rejected) = (p.number(6), p.number(7));
                ipo(
                    pc / chosen,
                    pr / rejected,
                    rc / chosen,
                    rr / rejected,
                    p.number(4),
                )
            },
        ),
        Variant::new(
            "DPO of means over the tokens",
            "the first, each log-probability over its length",
            |p| {
                let [pc, pr, rc, rr] = four(p);
                let (chosen, rejected) = (p.number(6), p.number(7));
                dpo(
                    pc / chosen,
                    pr / rejected,
                    rc / chosen,
                    rr / rejected,
                    p.number(4),
                )
            },
        ),
        Variant::new("hinge", "max(0, 1 − βh)", |p| (1.0 - lead(p)).max(0.0)),
        Variant::new(
            "reference left out",
            "−ln σ(β·(chosen − rejected of the policy))",
            |p| of_lead(p.number(4) * (p.number(0) - p.number(1))),
        ),
        Variant::new("reference added", "−ln σ(β·(h with + for −))", |p| {
            let [pc, pr, rc, rr] = four(p);
            of_lead(p.number(4) * ((pc + rc) - (pr + rr)))
        }),
        Variant::new("chosen and rejected exchanged", "−ln σ(−βh)", |p| {
            of_lead(-lead(p))
        }),
        Variant::new("beta not passed on", "−ln σ(h)", |p| {
            of_lead(lead(p) / p.number(4))
        }),
    ],
    same: &[],
};
