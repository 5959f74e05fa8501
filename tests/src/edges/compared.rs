//! Ours beside theirs, at one point of a function.

use std::collections::BTreeMap;

use catalog::{Args, Function, Role};

use super::returned::{Answer, Results};
use crate::guard::caught;
use crate::peers::is_single;
use crate::tolerance::{PEER_F32, PEER_F64};

/// What the library of this project gives: results, or why it refuses.
///
/// # Errors
/// If the function refuses the arguments.
pub fn ours(function: &Function, args: &Args) -> Result<Results, String> {
    // An upstream gradient is an argument of the derivative only.
    let arguments = function.arguments();
    let names = || arguments.iter().map(|argument| argument.name);
    let value = caught(|| function.value(args))?;
    let mut grad = BTreeMap::new();
    for derivative in function.derivatives() {
        let name = names().nth(derivative.by).unwrap_or("");
        grad.insert(name.to_owned(), caught(|| derivative.at(args))?);
    }
    Ok(Results { value, grad })
}

/// The arguments with the parameters for which a library's call stands.
#[must_use]
pub fn with(function: &Function, args: &Args, answer: &Answer) -> Args {
    let mut args = args.clone();
    for (i, argument) in function.arguments().iter().enumerate() {
        let set = answer.with.iter().find(|(name, _)| name == argument.name);
        if let (Role::Parameter(_), Some((_, value))) = (argument.role, set) {
            args.0[i] = (*value).into();
        }
    }
    args
}

/// In what a library differs from ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Differs {
    /// One of the two refuses, the other does not.
    Refusal,
    /// The values are not the same.
    Value,
    /// The values are, a derivative is not.
    Gradient,
}

impl Differs {
    /// All of them.
    pub const ALL: [Differs; 3] = [Differs::Refusal, Differs::Value, Differs::Gradient];

    /// Its name in the list of differences.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Differs::Refusal => "refusal",
            Differs::Value => "value",
            Differs::Gradient => "gradient",
        }
    }
}

/// Whether a library gives what ours gives: the same refusal, the same numbers up to rounding.
#[must_use]
pub fn differs(
    function: &Function,
    answer: &Answer,
    ours: &Result<Results, String>,
) -> Option<Differs> {
    let (theirs, ours) = match (&answer.result, ours) {
        (Err(_), Err(_)) => return None,
        (Ok(theirs), Ok(ours)) => (theirs, ours),
        _ => return Some(Differs::Refusal),
    };
    let single = is_single(&answer.library, function.about().name);
    let bound = if single { PEER_F32 } else { PEER_F64 };
    if !same(&theirs.value, &ours.value, bound) {
        return Some(Differs::Value);
    }
    let known = |(by, theirs): (&String, &Vec<f64>)| {
        ours.grad
            .get(by)
            .is_none_or(|ours| same(theirs, ours, bound))
    };
    if theirs.grad.iter().all(known) {
        None
    } else {
        Some(Differs::Gradient)
    }
}

/// Two results up to rounding; NaN is NaN, and zeros have no sign here.
#[must_use]
pub fn same(theirs: &[f64], ours: &[f64], bound: f64) -> bool {
    theirs.len() == ours.len()
        && theirs.iter().zip(ours).all(|(a, b)| {
            a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= bound * b.abs().max(1.0)
        })
}
