use std::panic::Location;

use crate::about::About;
use crate::claim::{CurveClaim, GateClaim, Limits, RowClaim, ScalarClaim, Seam, Stated};
use crate::loss::Loss;
use crate::parameter::Parameter;
use crate::picture::Picture;

/// `ℝ → ℝ`.
#[derive(Clone, Copy, Debug)]
pub struct Scalar {
    /// Names and places.
    pub about: About,
    /// The function.
    pub value: fn(f64) -> f64,
    /// Its derivative.
    pub grad: fn(f64) -> f64,
    /// Limits of the value at -∞ and ∞.
    pub limits: Limits,
    /// Limits of the derivative at -∞ and ∞.
    pub grad_limits: Limits,
    /// Kinks and branch points.
    pub seams: &'static [Seam],
    /// Claims about it.
    pub claims: &'static [Stated<ScalarClaim>],
    /// How it is drawn.
    pub picture: Picture,
}

/// Who sets a parameter.
#[derive(Clone, Copy, Debug)]
pub enum Setting {
    /// Whoever designs the network.
    Fixed,
    /// Training: this is the derivative by the parameter, `<name>_grad_<parameter>` in the library.
    Learned(fn(f64, f64) -> f64),
}

/// `ℝ → ℝ` with one parameter.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    /// Names and places.
    pub about: About,
    /// `value(x, parameter)`.
    pub value: fn(f64, f64) -> f64,
    /// Derivative by `x`.
    pub grad: fn(f64, f64) -> f64,
    /// The parameter; it may be 0 or negative where `valid` says so.
    pub parameter: Parameter,
    /// Whether the parameter is learned.
    pub setting: Setting,
    /// Limits of the value at -∞ and ∞, for a value of the parameter.
    pub limits: fn(f64) -> Limits,
    /// Limits of the derivative by `x` at -∞ and ∞, for a value of the parameter.
    pub grad_limits: fn(f64) -> Limits,
    /// Kinks and branch points, for a value of the parameter.
    pub seams: fn(f64) -> Vec<Seam>,
    /// Claims about it.
    pub claims: &'static [Stated<CurveClaim>],
    /// How it is drawn, with the default parameter.
    pub picture: Picture,
}

/// A gated number: `ℝ² → ℝ`, `value(a, b) = a·g(b)`.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Names and places.
    pub about: About,
    /// `value(a, b)`.
    pub value: fn(f64, f64) -> f64,
    /// Derivative by `a`, `<name>_grad_a` in the library.
    pub grad_a: fn(f64, f64) -> f64,
    /// Derivative by `b`, `<name>_grad_b` in the library.
    pub grad_b: fn(f64, f64) -> f64,
    /// Limits of the gate `g` at -∞ and ∞.
    pub limits: Limits,
    /// Limits of the gate's derivative at -∞ and ∞.
    pub grad_limits: Limits,
    /// Kinks and branch points of the gate; the slopes of the value are `a` times as large.
    pub seams: &'static [Seam],
    /// Claims about it.
    pub claims: &'static [Stated<GateClaim>],
    /// How it is drawn, as a function of `b` with `a = 1`.
    pub picture: Picture,
}

/// A map of rows: `ℝᴷ → ℝᴷ` with a temperature.
#[derive(Clone, Copy, Debug)]
pub struct RowMap {
    /// Names and places.
    pub about: About,
    /// `value(logits, temperature)`.
    pub value: fn(&[f64], f64) -> Vec<f64>,
    /// `vjp(logits, temperature, upstream)`: the upstream gradient times the Jacobian.
    pub vjp: fn(&[f64], f64, &[f64]) -> Vec<f64>,
    /// The temperature.
    pub parameter: Parameter,
    /// Claims about it.
    pub claims: &'static [Stated<RowClaim>],
    /// How it is drawn: the first entry, as a function of the first logit.
    pub picture: Picture,
}

/// A function of any shape.
#[derive(Clone, Copy, Debug)]
pub enum Function {
    /// `ℝ → ℝ`
    Scalar(&'static Scalar),
    /// `ℝ → ℝ` with a parameter.
    Curve(&'static Curve),
    /// `ℝ² → ℝ`, one number gated by another.
    Gate(&'static Gate),
    /// `ℝᴷ → ℝᴷ`
    Map(&'static RowMap),
    /// Arguments of any kind to a number.
    Loss(&'static Loss),
}

impl Function {
    /// Names and places.
    #[must_use]
    pub fn about(&self) -> &'static About {
        match self {
            Function::Scalar(f) => &f.about,
            Function::Curve(f) => &f.about,
            Function::Gate(f) => &f.about,
            Function::Map(f) => &f.about,
            Function::Loss(f) => &f.about,
        }
    }

    /// How it is drawn.
    #[must_use]
    pub fn picture(&self) -> &'static Picture {
        match self {
            Function::Scalar(f) => &f.picture,
            Function::Curve(f) => &f.picture,
            Function::Gate(f) => &f.picture,
            Function::Map(f) => &f.picture,
            Function::Loss(f) => &f.picture,
        }
    }

    /// The names under which its claims are checked, and where each claim stands.
    #[must_use]
    pub fn claims(&self) -> Vec<(&'static str, &'static Location<'static>)> {
        fn of<C>(claims: &'static [Stated<C>]) -> Vec<(&'static str, &'static Location<'static>)> {
            let named = |stated: &'static Stated<C>| (stated.name, stated.place);
            claims.iter().map(named).collect()
        }
        match self {
            Function::Scalar(f) => of(f.claims),
            Function::Curve(f) => of(f.claims),
            Function::Gate(f) => of(f.claims),
            Function::Map(f) => of(f.claims),
            Function::Loss(f) => of(f.claims),
        }
    }
}
