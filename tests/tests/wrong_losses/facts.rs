//! Facts about sections that are wrong by little: limits, seams, what moves.

use catalog::{Limits, Loss, Move, Seam, Section, moving};

use super::{leak, loss, refused};

const INFINITY: f64 = f64::INFINITY;

/// The loss with its section at `i` changed.
fn with(name: &str, i: usize, change: impl Fn(&mut Section)) -> Loss {
    let mut sections = loss(name).sections.to_vec();
    change(&mut sections[i]);
    Loss {
        sections: leak(sections),
        ..loss(name)
    }
}

type Change = (&'static str, usize, fn(&mut Section));

#[track_caller]
fn are_refused(wrong: &[Change]) {
    let passed = (wrong.iter().enumerate())
        .filter(|(_, (name, i, change))| !refused(with(name, *i, change)));
    let passed: Vec<String> = passed
        .map(|(k, (name, ..))| format!("{k} of {name}"))
        .collect();
    assert_eq!(passed, [""; 0]);
}

const fn limits(at_minus_infinity: f64, at_infinity: f64) -> Limits {
    Limits {
        at_minus_infinity,
        at_infinity,
    }
}

const fn seam(at: f64, left: f64, right: f64, chosen: f64) -> Seam {
    Seam {
        at,
        left,
        right,
        chosen,
    }
}

#[test]
fn limits_of_sections() {
    are_refused(&[
        ("mse", 0, |s| s.limits = |_| limits(INFINITY, 0.0)),
        ("mse", 0, |s| {
            s.slope_limits = |_| limits(INFINITY, INFINITY)
        }),
        ("mae", 0, |s| {
            s.slope_limits = |_| limits(-1.0, 1.000_000_000_000_001)
        }),
        ("bce_with_logits", 0, |s| {
            s.limits = |_| limits(INFINITY, 5e-324)
        }),
        ("bce_with_logits", 0, |s| {
            s.slope_limits = |_| limits(-1.0, 0.0)
        }),
        ("bce_with_logits", 1, |s| {
            s.slope_limits = |p| limits(0.0, p[0])
        }),
        ("gaussian_nll", 0, |s| {
            s.limits = |_| limits(-INFINITY, INFINITY)
        }),
        ("gaussian_nll", 0, |s| {
            s.slope_limits = |_| limits(-INFINITY, 0.5)
        }),
        ("kl_divergence", 1, |s| {
            s.limits = |_| limits(std::f64::consts::LN_2, 0.287_682_072_451_780_9)
        }),
        ("kl_divergence", 1, |s| {
            s.slope_limits = |_| limits(-INFINITY, 1.0)
        }),
        ("triplet", 0, |s| s.limits = |p| limits(p[0], 0.0)),
        ("info_nce", 0, |s| {
            s.slope_limits = |p| limits(-0.5 / p[0], 0.0)
        }),
        ("ppo_clip", 0, |s| s.limits = |p| limits(0.0, -1.0 + p[0])),
        ("ppo_clip", 1, |s| s.limits = |_| limits(0.8, INFINITY)),
        ("dpo", 0, |s| s.slope_limits = |_| limits(-0.1, 0.0)),
        ("dpo", 0, |s| {
            s.limits = |_| limits(INFINITY, std::f64::consts::LN_2)
        }),
    ]);
}

#[test]
fn seams_of_sections() {
    are_refused(&[
        ("mae", 0, |s| s.seams = |_| vec![]),
        ("mae", 0, |s| s.seams = |_| vec![seam(0.0, -1.0, 1.0, 1.0)]),
        ("mae", 0, |s| {
            s.seams = |_| vec![seam(0.0, -1.0, 1.000_001, 0.0)]
        }),
        ("mae", 0, |s| {
            s.seams = |_| vec![seam(1e-12, -1.0, 1.0, 0.0)]
        }),
        ("mae", 0, |s| s.seams = |_| vec![seam(0.0, 1.0, -1.0, 0.0)]),
        ("mse", 0, |s| s.seams = |_| vec![seam(0.5, 1.0, 1.0, 0.0)]),
        ("ppo_clip", 0, |s| s.seams = |_| vec![]),
        ("ppo_clip", 0, |s| {
            s.seams = |p| vec![seam(1.0 + p[0], -1.0, 0.0, 0.0)]
        }),
        ("ppo_clip", 0, |s| {
            s.seams = |p| vec![seam(1.0 - p[0], -1.0, 0.0, -1.0)]
        }),
        ("ppo_clip", 1, |s| {
            s.seams = |_| vec![seam(0.8, 0.0, 1.0, 1.0)]
        }),
        ("ppo_clip", 1, |s| {
            s.seams = |p| vec![seam(1.0 - p[0] - 1e-9, 0.0, 1.0, 1.0)]
        }),
        ("triplet", 0, |s| {
            s.seams = |p| {
                let far = 1.0 + p[0];
                vec![seam(-far, 0.0, 1.0, 0.0), seam(far, -1.0, 0.0, 0.0)]
            }
        }),
        ("triplet", 0, |s| {
            s.seams = |p| {
                let far = 1.0 + p[0];
                vec![
                    seam(-far, 0.0, 1.0, 0.0),
                    seam(0.0, 1.0, -1.0, 1.0),
                    seam(far, -1.0, 0.0, 0.0),
                ]
            }
        }),
        // Branch points at which nothing changes.
        ("mse", 0, |s| {
            s.seams = |_| vec![Seam::branch(-0.5, -1.0), Seam::branch(0.5, 1.0)]
        }),
        ("mae", 0, |s| {
            s.seams = |_| vec![seam(0.0, -1.0, 1.0, 0.0), Seam::branch(2.0, 1.0)]
        }),
    ]);
}

#[test]
fn moves_and_ends_of_sections() {
    are_refused(&[
        ("mse", 0, |s| {
            s.moves = leak([Move {
                rate: -1.0,
                ..moving(0, 0)
            }])
        }),
        ("dpo", 0, |s| s.moves = leak([moving(1, 0)])),
        ("dpo", 0, |s| s.moves = leak([moving(0, 0), moving(1, 0)])),
        ("info_nce", 0, |s| s.moves = leak([moving(0, 0)])),
        ("info_nce", 0, |s| {
            s.moves = leak([moving(0, 0), moving(0, 1)])
        }),
        ("kl_divergence", 0, |s| s.moves = leak([moving(1, 0)])),
        ("kl_divergence", 0, |s| {
            s.moves = leak([moving(1, 0), moving(1, 1)])
        }),
        ("kl_divergence", 0, |s| s.ends = (0.0, INFINITY)),
        ("kl_divergence", 0, |s| s.ends = (0.0, 0.9)),
        ("gaussian_nll", 0, |s| s.ends = (-INFINITY, INFINITY)),
        ("triplet", 0, |s| s.moves = leak([moving(2, 1)])),
        ("ppo_clip", 0, |s| {
            s.at = |p, r| catalog::args![r, 1.5, p[0]]
        }),
        ("dpo", 0, |s| {
            s.at = |p, h| catalog::args![0.0, -h, 0.0, 0.0, 2.0 * p[0]]
        }),
        ("bce_with_logits", 0, |s| {
            s.at = |_, x| catalog::args![x, 1.0, 1.0]
        }),
    ]);
}
