//! Arguments and sections that several losses share.

use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::parameter::{Parameter, Span};

/// How many classes there are.
pub const K: Length = Length('K');

/// The prediction of a model, a number.
pub const PREDICTION: Argument = Argument {
    name: "prediction",
    symbol: r"\hat y",
    domain: Domain::Number(Numbers::Real),
    role: Role::Input,
};

/// The true value, a number.
pub const TARGET: Argument = Argument {
    name: "target",
    symbol: "y",
    domain: Domain::Number(Numbers::Real),
    role: Role::Target,
};

/// Unnormalised log-probabilities of the classes.
pub const LOGITS: Argument = Argument {
    name: "logits",
    symbol: "z",
    domain: Domain::Row(Numbers::Logit, K),
    role: Role::Input,
};

/// A given distribution.
pub const P: Argument = Argument {
    name: "p",
    symbol: "p",
    domain: Domain::Simplex(K),
    role: Role::Target,
};

/// That of a model.
pub const Q: Argument = Argument {
    name: "q",
    symbol: "q",
    domain: Domain::Simplex(K),
    role: Role::Input,
};

/// The right class.
pub const CLASS: Argument = Argument {
    name: "class",
    symbol: "y",
    domain: Domain::Class(K),
    role: Role::Target,
};

/// The output of a classifier of two classes, no logit.
pub const SCORE: Argument = Argument {
    name: "score",
    symbol: "s",
    domain: Domain::Number(Numbers::Real),
    role: Role::Input,
};

/// One of two classes as a sign.
pub const SIGN: Argument = Argument {
    name: "target",
    symbol: "y",
    domain: Domain::Number(Numbers::Sign),
    role: Role::Target,
};

/// The outputs of a classifier, one for each class, no logits.
pub const SCORES: Argument = Argument {
    name: "scores",
    symbol: "s",
    domain: Domain::Row(Numbers::Real, K),
    role: Role::Input,
};

/// By how much a score has to lead.
pub const MARGIN: Parameter = Parameter {
    name: "margin",
    symbol: "m",
    default: 1.0,
    tried: &[1.0, 0.25, 0.0, 5.0],
    valid: |margin| margin >= 0.0,
    span: Span::Even(0.0, 3.0),
};

/// The score of the answer that was preferred.
pub const CHOSEN: Argument = Argument {
    name: "chosen",
    symbol: "r_w",
    domain: Domain::Number(Numbers::Real),
    role: Role::Input,
};

/// The score of the other one.
pub const REJECTED: Argument = Argument {
    name: "rejected",
    symbol: "r_l",
    ..CHOSEN
};

/// The log-probability of what was drawn from a policy.
pub const POLICY: Argument = Argument {
    name: "policy",
    symbol: r"\ell",
    domain: Domain::Number(Numbers::LogProbability),
    role: Role::Input,
};

/// Its log-probability under the policy that training started from.
pub const REFERENCE: Argument = Argument {
    name: "reference",
    symbol: r"\rho",
    domain: Domain::Number(Numbers::LogProbability),
    role: Role::Target,
};

/// A reward for each answer.
pub const REWARDS: Argument = Argument {
    name: "rewards",
    symbol: "r",
    domain: Domain::Row(Numbers::Real, K),
    role: Role::Input,
};

/// The probability of each answer before training.
pub const REFERENCE_ROW: Argument = Argument {
    name: "reference",
    symbol: "q",
    domain: Domain::Simplex(K),
    role: Role::Target,
};

/// What a nat of distance from the reference costs.
pub const KL_BETA: Parameter = Parameter {
    name: "beta",
    symbol: r"\beta",
    default: 0.5,
    tried: &[0.5, 0.05, 1.0, 2.0, 20.0],
    valid: |beta| beta > 0.0 && beta.is_finite(),
    span: Span::Times(0.05, 5.0),
};

/// A loss of prediction and target along their difference.
pub mod residual {
    use crate::args::{Args, Value};
    use crate::claim::Limits;
    use crate::loss::{Section, moving};

    /// The target at 0; the loss grows without bound, its slope too.
    pub const SECTION: Section = Section {
        name: "residual",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |parameters, r| {
            let pair = [r, 0.0];
            let all = pair.iter().chain(parameters);
            Args(all.map(|x| Value::Number(*x)).collect())
        },
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| slopes(f64::INFINITY),
    };

    /// Limits of a slope that is odd.
    pub fn slopes(far: f64) -> Limits {
        Limits {
            at_minus_infinity: -far,
            at_infinity: far,
        }
    }
}

/// An estimator of a KL divergence, along the logarithm of reference over policy.
pub mod log_ratio {
    use crate::args;
    use crate::claim::Limits;
    use crate::loss::{Move, Section};

    /// The reference at 0: only the difference counts.
    pub const SECTION: Section = Section {
        name: "log-ratio",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, l| args![-l, 0.0],
        moves: &[Move {
            argument: 0,
            entry: 0,
            rate: -1.0,
        }],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits::both(0.0),
    };
}

/// A loss of a logit and of yes or no, along the logit.
pub mod yes_or_no {
    use crate::args::{Args, Value};
    use crate::argument::{Argument, Domain, Numbers, Role};
    use crate::claim::Limits;
    use crate::loss::{Section, moving};

    /// Log-odds of a yes.
    pub const LOGIT: Argument = Argument {
        name: "logit",
        symbol: "x",
        domain: Domain::Number(Numbers::Real),
        role: Role::Input,
    };

    /// The probability of a yes, mostly 0 or 1.
    pub const TARGET: Argument = Argument {
        name: "target",
        symbol: "y",
        domain: Domain::Number(Numbers::Unit),
        role: Role::Target,
    };

    fn at(logit: f64, target: f64, parameters: &[f64]) -> Args {
        let pair = [logit, target];
        let all = pair.iter().chain(parameters);
        Args(all.map(|x| Value::Number(*x)).collect())
    }

    /// With a target of 1; the loss falls from ∞ to 0, far out by its logit.
    pub const YES: Section = Section {
        name: "logit, target 1",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |parameters, x| at(x, 1.0, parameters),
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -1.0,
            at_infinity: 0.0,
        },
    };

    /// With a target of 0; the loss rises from 0 to ∞.
    pub const NO: Section = Section {
        name: "logit, target 0",
        at: |parameters, x| at(x, 0.0, parameters),
        limits: |_| Limits {
            at_minus_infinity: 0.0,
            at_infinity: f64::INFINITY,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: 0.0,
            at_infinity: 1.0,
        },
        ..YES
    };
}

/// A loss of three scores along that of the class, the others at rest.
pub mod rivals {
    use crate::args;
    use crate::claim::{Limits, Seam};
    use crate::loss::{Section, moving};

    /// The scores of the wrong classes: exact, as are their sums with a margin.
    pub const LARGEST: f64 = 1.0;
    pub const OTHER: f64 = 0.25;

    /// A kink at which the slope to the right is chosen.
    pub const fn seam(at: f64, left: f64, right: f64) -> Seam {
        Seam {
            at,
            left,
            right,
            chosen: right,
        }
    }

    /// From ∞ to 0, with the seam of the largest rival alone.
    pub const SECTION: Section = Section {
        name: "score of the class",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, s| args![[s, LARGEST, OTHER], 0_usize, p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |p| vec![seam(LARGEST + p[0], -1.0, 0.0)],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -1.0,
            at_infinity: 0.0,
        },
    };
}

/// A loss of three logits along the first, the others resting at those of the running example (2, 1, 0.1).
pub const RESTING: [f64; 2] = [1.0, 0.1];

/// A pair of answers, and how likely the policy and a reference find each of them.
pub mod pair {
    use super::{Argument, Domain, Numbers, Parameter, Role, Span};
    use crate::args::Args;

    /// The log-probability of an answer.
    const fn log_probability(name: &'static str, symbol: &'static str, role: Role) -> Argument {
        Argument {
            name,
            symbol,
            domain: Domain::Number(Numbers::LogProbability),
            role,
        }
    }

    /// Of the chosen answer, by the policy.
    pub const POLICY_CHOSEN: Argument = log_probability("policy_chosen", r"\ell_w", Role::Input);
    /// Of the rejected answer, by the policy.
    pub const POLICY_REJECTED: Argument =
        log_probability("policy_rejected", r"\ell_l", Role::Input);
    /// Of the chosen answer, by the reference.
    pub const REFERENCE_CHOSEN: Argument =
        log_probability("reference_chosen", r"\rho_w", Role::Target);
    /// Of the rejected answer, by the reference.
    pub const REFERENCE_REJECTED: Argument =
        log_probability("reference_rejected", r"\rho_l", Role::Target);

    /// How soon a lead is enough.
    pub const BETA: Parameter = Parameter {
        name: "beta",
        symbol: r"\beta",
        default: 0.1,
        tried: &[0.1, 0.01, 0.5, 2.0],
        valid: |beta| beta > 0.0 && beta.is_finite(),
        span: Span::Times(0.01, 1.0),
    };

    /// Calls a function of the four log-probabilities and one parameter.
    pub fn call(f: fn(f64, f64, f64, f64, f64) -> f64, a: &Args) -> f64 {
        f(
            a.number(0),
            a.number(1),
            a.number(2),
            a.number(3),
            a.number(4),
        )
    }

    /// Calls a function of the four log-probabilities and two parameters.
    pub fn call_with_two(f: fn(f64, f64, f64, f64, f64, f64) -> f64, a: &Args) -> f64 {
        f(
            a.number(0),
            a.number(1),
            a.number(2),
            a.number(3),
            a.number(4),
            a.number(5),
        )
    }

    /// The same pair, by a policy that is the reference.
    pub fn at_reference(a: &Args) -> Args {
        a.with(0, a.0[2].clone()).with(1, a.0[3].clone())
    }
}
