//! How low a loss can be brought, as the catalogue has it: at the outputs that it names, along them, and by a search
//! that knows nothing of them.

mod search;

use catalog::lowest::{self, Lowest};
use catalog::{Args, Loss};

use crate::Outcome;
use crate::drawn;
use crate::guard::caught;
use crate::outcome::Problem;
use crate::references::shown;
use crate::sample::foreign;
use crate::tolerance::{APPROACH, INFIMUM, SEARCH};

/// How this check is named.
const CHECK: &str = "lowest";

/// Lengths of rows: that of the table of the book, and one that is searched through sooner.
const LONG: usize = drawn::LENGTH;
const SHORT: usize = 4;

/// How far outputs are moved along their way: powers of two up to this.
const FARTHEST: i32 = 40;

/// An output of this size or less is an ordinary one: what is only approached is not reached there.
const ORDINARY: f64 = 6.0;

/// The outcome for a loss; one of which nothing is known fails.
#[must_use]
pub fn of(loss: &Loss) -> Outcome {
    match lowest::of(loss.about.name) {
        Some(lowest) => outcome(loss, lowest),
        None => {
            let what = format!(
                "nothing says how low {} can be brought: expected an entry in crates/catalog/src/lowest/",
                loss.about.name
            );
            let problem = Problem::new("crates/catalog/src/lowest/mod.rs", 1, what);
            Outcome::failed(loss.about.name, CHECK, problem)
        }
    }
}

/// The outcome for a loss of what is said of it.
#[must_use]
pub fn outcome(loss: &Loss, lowest: &Lowest) -> Outcome {
    let mut outcome = Outcome::new(loss.about.name, CHECK, "");
    let checks = || {
        let mut outcome = Outcome::new(loss.about.name, CHECK, "");
        for length in [LONG, SHORT] {
            for args in drawn::examples(loss, length) {
                one(loss, lowest, &args, &mut outcome);
                if length == SHORT {
                    searched(loss, lowest, &args, &mut outcome);
                }
            }
        }
        outcome
    };
    match caught(checks) {
        Ok(found) => outcome.add(found),
        Err(why) => outcome.claim(lowest.place, false, || format!("its check panicked: {why}")),
    }
    outcome
}

/// At the outputs that are named, and along them.
fn one(loss: &Loss, lowest: &Lowest, args: &Args, outcome: &mut Outcome) {
    let infimum = (lowest.value)(args);
    let at = |t: f64| (lowest.toward)(args, t);
    let call = |args: &Args| {
        let arguments = shown(loss.arguments, args);
        format!(
            "{}({arguments}) = {:e}",
            loss.about.name,
            (loss.value)(args)
        )
    };
    let why = foreign(loss.arguments, &at(1.0));
    outcome.claim(lowest.place, why.is_none(), || {
        format!("the lowest value is at {}", why.clone().unwrap_or_default())
    });
    let value = |t: f64| (loss.value)(&at(t));
    if infimum == f64::NEG_INFINITY {
        // It goes on falling at least as fast: no limit is in sight.
        for power in 2..7 {
            let t = f64::from(1 << power);
            let (now, before) = (value(2.0 * t) - value(t), value(t) - value(0.5 * t));
            outcome.claim(lowest.place, now < 0.0 && now <= before, || {
                format!(
                    "it falls by {before:e}, then by {now:e} on the way to {}",
                    call(&at(2.0 * t))
                )
            });
        }
    } else if (lowest.taken)(args) {
        let off = (value(1.0) - infimum).abs() / infimum.abs().max(1.0);
        outcome.measured_claim(lowest.place, off, INFIMUM, || {
            format!("{}, not {infimum:e}", call(&at(1.0)))
        });
    } else {
        let gaps = (0..FARTHEST).map(|power| value(2_f64.powi(power)) - infimum);
        let gaps: Vec<f64> = gaps.collect();
        let slack = INFIMUM * infimum.abs().max(1.0);
        // The first steps may lead over a hill.
        let falls = gaps[2..].windows(2).all(|pair| pair[1] <= pair[0] + slack);
        outcome.claim(lowest.place, falls, || {
            format!("its distances from {infimum:e} on the way are {gaps:?}")
        });
        let nearest = gaps.iter().fold(f64::INFINITY, |a, b| a.min(b.abs()));
        outcome.claim(lowest.place, nearest <= APPROACH, || {
            format!("on the way it comes no nearer to {infimum:e} than {nearest:e}")
        });
    }
}

/// By a search: nothing is lower, and it comes as near.
fn searched(loss: &Loss, lowest: &Lowest, args: &Args, outcome: &mut Outcome) {
    let infimum = (lowest.value)(args);
    let found = search::least(loss, args, ORDINARY);
    if infimum == f64::NEG_INFINITY {
        return; // the way down was followed
    }
    let size = infimum.abs().max(1.0);
    let call = |args: &Args| shown(loss.arguments, args);
    outcome.claim(
        lowest.place,
        found.value >= infimum - INFIMUM * size,
        || {
            format!(
                "{:e} at {} is below {infimum:e}",
                found.value,
                call(&found.at)
            )
        },
    );
    outcome.measured_claim(lowest.place, (found.value - infimum) / size, SEARCH, || {
        format!(
            "nothing that was tried is below {:e}, and {infimum:e} is",
            found.value
        )
    });
    if !(lowest.taken)(args) {
        let near = &found.ordinary;
        outcome.claim(lowest.place, near.value > infimum, || {
            format!("it is taken, at {}", call(&near.at))
        });
    }
}

#[cfg(test)]
mod tests {
    use catalog::{Function, Value};

    use super::*;

    fn loss(name: &str) -> &'static Loss {
        match catalog::find(name) {
            Some(Function::Loss(loss)) => loss,
            _ => panic!("{name} is no loss"),
        }
    }

    fn right(name: &str) -> Lowest {
        *lowest::of(name).expect("it has an entry")
    }

    #[track_caller]
    fn refused(name: &str, wrong: Lowest, part: &str) {
        let problems = outcome(loss(name), &wrong).problems;
        let said: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        assert!(
            said.iter().any(|message| message.contains(part)),
            "{name}: {said:?}"
        );
    }

    #[test]
    fn every_loss_has_an_entry_and_every_entry_a_loss_once() {
        let names: Vec<&str> = lowest::all().map(|lowest| lowest.loss).collect();
        for function in catalog::FUNCTIONS {
            let Function::Loss(loss) = function else {
                continue;
            };
            if !loss.about.chapter.starts_with("losses/") {
                continue; // log-sum-exp
            }
            let name = loss.about.name;
            assert_eq!(names.iter().filter(|n| **n == name).count(), 1, "{name}");
        }
        for name in names {
            loss(name);
        }
    }

    #[test]
    fn what_the_catalogue_says_is_so() {
        let all = lowest::all().map(|lowest| of(loss(lowest.loss)));
        let problems: Vec<String> = all.flat_map(|o| o.problems).map(|p| p.message).collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    #[test]
    fn a_loss_without_an_entry_fails() {
        let unknown = Loss {
            about: catalog::About {
                name: "unheard_of",
                ..loss("mse").about
            },
            ..*loss("mse")
        };
        let found = of(&unknown);
        assert_eq!(found.problems.len(), 1);
        assert!(
            found.problems[0].message.contains("unheard_of"),
            "{found:?}"
        );
    }

    #[test]
    fn what_is_lower_than_said_is_found() {
        let high = Lowest {
            value: |_| 0.01,
            toward: |a, _| a.with(0, (a.number(1) + 0.1).into()),
            ..right("mse")
        };
        refused("mse", high, "is below 1e-2");
        let uniform = Lowest {
            value: |a| (2.0 * a.table(0).len() as f64 - 1.0).ln(),
            toward: |a, _| a.clone(),
            ..right("nt_xent")
        };
        refused("nt_xent", uniform, "is below");
    }

    #[test]
    fn a_bound_that_nothing_comes_near_is_refused() {
        let low = Lowest {
            value: |_| 0.3,
            ..right("smoothed_cross_entropy")
        };
        refused("smoothed_cross_entropy", low, "not 3e-1");
        refused("smoothed_cross_entropy", low, "nothing that was tried");
        let low = Lowest {
            value: |_| -0.1,
            ..right("cross_entropy")
        };
        refused("cross_entropy", low, "no nearer to -1e-1");
    }

    #[test]
    fn taken_and_approached_are_told_apart() {
        let taken = Lowest {
            taken: |_| true,
            ..right("cross_entropy")
        };
        refused("cross_entropy", taken, "not 0e0");
        let approached = Lowest {
            taken: |_| false,
            toward: |a, t| a.with(0, (t * a.number(1)).into()),
            ..right("hinge")
        };
        refused("hinge", approached, "it is taken");
    }

    #[test]
    fn a_bound_is_not_taken_for_none() {
        let none = Lowest {
            value: |_| f64::NEG_INFINITY,
            ..right("dpo")
        };
        refused("dpo", none, "it falls by");
        let foreign = Lowest {
            toward: |a, t| a.with(1, Value::Number(t)),
            ..right("kl_k1")
        };
        refused("kl_k1", foreign, "the lowest value is at `reference`");
    }
}
