//! Every claim of the catalogue: one checker for each variant, one outcome for each claim; and for each loss how low it
//! can be brought.

mod change;
mod curve;
mod gate;
mod line;
mod loss;
mod piece;
mod row;
mod scalar;
mod section;
mod smooth;

use catalog::{Function, Stated};

pub(crate) use smooth::at_seam;

use crate::guard::{caught, each as each_function};
use crate::{Functions, Outcome, lowest};

/// One outcome a claim, named as the claim is.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    each_function("claims", functions, of)
}

/// The outcomes of one function's claims.
#[must_use]
pub fn of(function: &Function) -> Vec<Outcome> {
    match function {
        Function::Scalar(f) => each(f.about.name, f.claims, |stated, outcome| {
            scalar::check(f, stated, outcome)
        }),
        Function::Curve(f) => each(f.about.name, f.claims, |stated, outcome| {
            curve::check(f, stated, outcome)
        }),
        Function::Gate(f) => each(f.about.name, f.claims, |stated, outcome| {
            gate::check(f, stated, outcome)
        }),
        Function::Map(f) => each(f.about.name, f.claims, |stated, outcome| {
            row::check(f, stated, outcome)
        }),
        Function::Loss(f) => {
            let mut all = each(f.about.name, f.claims, |stated, outcome| {
                loss::check(f, stated, outcome)
            });
            if f.about.chapter.starts_with("losses/") {
                all.push(lowest::of(f));
            }
            all
        }
    }
}

fn each<C>(
    function: &str,
    claims: &'static [Stated<C>],
    check: impl Fn(&'static Stated<C>, &mut Outcome),
) -> Vec<Outcome> {
    let one = |stated: &'static Stated<C>| {
        let mut outcome = Outcome::new(function, stated.name, "");
        if let Err(why) = caught(|| check(stated, &mut outcome)) {
            outcome.claim(stated.place, false, || format!("its check panicked: {why}"));
        }
        if outcome.points == 0 {
            outcome.claim(stated.place, false, || "nothing was checked".to_owned());
        }
        outcome
    };
    claims.iter().map(one).collect()
}
