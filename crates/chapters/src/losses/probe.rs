//! How far a loss and its gradient reach: along the lines through its domain that the catalogue knows, where claims
//! say that a bound is met, and far out.

use catalog::{Args, Argument, Domain, Gradient, Loss, LossClaim, Numbers, Role, Section};
use figures::Extreme;
use verification::drawn;

/// A gradient as long as this has no bound.
const UNBOUNDED: f64 = 1e9;

/// Whether a call holds several examples.
pub fn is_of_a_batch(loss: &Loss) -> bool {
    let several = |argument: &Argument| {
        matches!(
            argument.domain,
            Domain::Table(..) | Domain::Classes(..) | Domain::Labels(..)
        )
    };
    loss.arguments.iter().any(several)
}

/// Whether a call holds several examples, or tokens: then lines and far calls show a part of what there is.
pub fn has_several(loss: &Loss) -> bool {
    let tokens =
        |argument: &Argument| matches!(argument.domain, Domain::Row(Numbers::LogProbability, _));
    is_of_a_batch(loss) || loss.arguments.iter().any(tokens)
}

/// The least and the largest value, where they are certain: an end that is finite and found among several examples,
/// among rewards of any size or below a bound that is claimed is not.
pub fn certain_range(loss: &Loss) -> Option<(Extreme, Extreme)> {
    let (low, high) = range(loss);
    let is_free = |argument: &Argument| {
        let rewards = matches!(
            argument.domain,
            Domain::Row(Numbers::Real, _) | Domain::Mask(_)
        );
        matches!(argument.role, Role::Target) && rewards
    };
    let partly = has_several(loss) || loss.arguments.iter().any(is_free);
    let is = |wanted: fn(&LossClaim) -> bool| loss.claims.iter().any(|c| wanted(&c.claim));
    let non_negative = is(|claim| matches!(claim, LossClaim::NonNegative));
    let bounded_below =
        is(|claim| matches!(claim, LossClaim::AtLeast { .. } | LossClaim::Between(..)));
    let bounded_above = is(|claim| matches!(claim, LossClaim::Between(..)));
    let at_zero = non_negative && (0.0..1e-20).contains(&low.value);
    let low_is = low.value.is_infinite() || at_zero || bounded_below || !partly;
    let high_is = high.value.is_infinite() || bounded_above || !partly;
    let contradicts = non_negative && low.value < 0.0;
    (low_is && high_is && !contradicts).then_some((low, high))
}

/// The least and the largest value.
pub fn range(loss: &Loss) -> (Extreme, Extreme) {
    let upward = |x: f64| x;
    let downward = |x: f64| -x;
    let low = least(loss, &upward);
    let high = least(loss, &downward);
    let high = Extreme {
        value: -high.value,
        at: high.at,
    };
    let (claimed_low, claimed_high) = claimed(loss);
    (
        claimed_low.filter(|_| low.value.is_finite()).unwrap_or(low),
        claimed_high.unwrap_or(high),
    )
}

/// The bounds by what is claimed, for the calls of a model that has learnt nothing. One that depends on what the
/// model gives is no bound of the whole.
fn claimed(loss: &Loss) -> (Option<Extreme>, Option<Extreme>) {
    let calls = drawn::neutral(loss);
    let taken = |value: f64, is_taken: bool| Extreme {
        value,
        at: is_taken.then_some(0.0),
    };
    let is_finite = |args: &Args| {
        let mut entries = args.0.iter().flat_map(catalog::Value::entries);
        entries.all(f64::is_finite)
    };
    let is_fixed = |bound: fn(&Args) -> f64| {
        let inputs = |argument: &Argument| matches!(argument.role, Role::Input);
        calls.iter().all(|args| {
            let moved = probes(loss, args, inputs).into_iter().flatten();
            let own = bound(args);
            moved
                .map(|args| bound(&args))
                .all(|b| b == own || b.is_nan() && own.is_nan())
        })
    };
    let least = |bounds: Vec<Extreme>| {
        // A bound that takes logarithms may have no value at a sure class.
        let known = bounds.into_iter().filter(|bound| !bound.value.is_nan());
        known.min_by(|a, b| a.value.total_cmp(&b.value))
    };
    let mut bounds = (None, None);
    for stated in loss.claims {
        match stated.claim {
            LossClaim::AtLeast { bound, reached } if is_fixed(bound) => {
                let of = |args: &Args| taken(bound(args), is_finite(&reached(args)));
                bounds.0 = least(calls.iter().map(of).collect());
            }
            LossClaim::Between(low, high) if is_fixed(low) && is_fixed(high) => {
                bounds.0 = least(calls.iter().map(|args| taken(low(args), true)).collect());
                let highs = calls.iter().map(|args| taken(-high(args), true));
                bounds.1 = least(highs.collect()).map(|found| taken(-found.value, true));
            }
            _ => {}
        }
    }
    bounds
}

/// The least of the value under a sign.
fn least(loss: &Loss, sign: &dyn Fn(f64) -> f64) -> Extreme {
    let parameters = loss.defaults();
    let mut low = Extreme {
        value: f64::INFINITY,
        at: None,
    };
    let mut take = |found: Extreme| {
        let better = found.value < low.value || (found.value == low.value && low.at.is_none());
        if better {
            low = found;
        }
    };
    for section in loss.sections {
        let f = |t: f64| sign(loss.along(section, &parameters, t));
        let limits = (section.limits)(&parameters);
        let ends = [limits.at_minus_infinity, limits.at_infinity].map(sign);
        let end = ends[0].min(ends[1]);
        let seams = (section.seams)(&parameters);
        let at_seam = seams.iter().any(|seam| f(seam.at) == end);
        let found = refined(&points(section), &f);
        take(match found.value < end || at_seam {
            true => found,
            false => Extreme {
                value: end,
                at: None,
            },
        });
    }
    for args in drawn::neutral(loss) {
        take(Extreme {
            value: sign((loss.value)(&args)),
            at: Some(0.0),
        });
    }
    for far in all_probes(loss) {
        // What stands still is a call like any other, as all of a distribution on one entry.
        let stands = far[0] == far[2];
        let values = far.map(|args| sign((loss.value)(&args)));
        let [near, farther, farthest] = values;
        let falls = farther < near && farthest < farther;
        let ever = falls && farther - farthest >= 0.5 * (near - farther);
        take(Extreme {
            value: if ever { f64::NEG_INFINITY } else { farthest },
            at: (stands && farthest.is_finite()).then_some(0.0),
        });
    }
    low
}

/// The longest gradient, by Euclid's measure; infinite if it has no bound.
pub fn longest(loss: &Loss, gradient: &Gradient) -> f64 {
    let parameters = loss.defaults();
    let mut calls = drawn::neutral(loss);
    for section in loss.sections {
        let all = points(section).into_iter();
        calls.extend(all.map(|t| (section.at)(&parameters, t)));
        let limits = (section.slope_limits)(&parameters);
        let ends = [limits.at_minus_infinity, limits.at_infinity];
        let own = section
            .moves
            .iter()
            .all(|moved| moved.argument == gradient.by);
        if own && ends.iter().any(|slope| slope.is_infinite()) {
            return f64::INFINITY;
        }
    }
    calls.extend(all_probes(loss).into_iter().flatten());
    calls.extend(
        drawn::neutral(loss)
            .iter()
            .flat_map(|args| rows(loss, args)),
    );
    let reached = loss.claims.iter().filter_map(|stated| match stated.claim {
        LossClaim::GradientAtMost { by, reached, .. } if by == gradient.by => Some(reached()),
        _ => None,
    });
    calls.extend(reached);
    calls.retain(|args| loss.parameters_of(args) == parameters && has_no_weights(loss, args));
    let length = |args: &Args| {
        let squares = (gradient.of)(args).into_iter().map(|x| x * x);
        squares.sum::<f64>().sqrt()
    };
    let lengths = calls.iter().map(length).filter(|x| !x.is_nan());
    let longest = lengths.fold(0.0, f64::max);
    if longest > UNBOUNDED {
        f64::INFINITY
    } else {
        longest
    }
}

/// Whether the weights of classes or examples, if it has any, are 1: they are set, as parameters are.
fn has_no_weights(loss: &Loss, args: &Args) -> bool {
    let all = loss.arguments.iter().zip(&args.0);
    all.filter(|(argument, _)| is_weights(argument))
        .all(|(_, weights)| weights.entries().iter().all(|w| *w == 1.0))
}

fn is_weights(argument: &Argument) -> bool {
    matches!(
        (argument.role, argument.domain),
        (Role::Target, Domain::Row(Numbers::Positive, _))
    )
}

/// Calls in which a row that the model gives is far out, as a whole or in halves, or in which two of its entries are
/// in the race.
fn rows(loss: &Loss, args: &Args) -> Vec<Args> {
    let mut all = vec![];
    for (i, argument) in loss.arguments.iter().enumerate() {
        let (Role::Input, Domain::Row(Numbers::Real | Numbers::Logit, _)) =
            (argument.role, argument.domain)
        else {
            continue;
        };
        let length = args.0[i].entries().len();
        for [first, last] in [[1e50, 1e50], [-1e50, -1e50], [1e50, -1e50], [-1e50, 1e50]] {
            let mut row = vec![first; length];
            row[length / 2..].fill(last);
            all.push(args.with(i, row.into()));
        }
        for lead in -384..=384 {
            let mut row = vec![-1e3; length.max(2)];
            row[0] = f64::from(lead) / 32.0;
            row[1] = 0.0;
            row.truncate(length);
            all.push(args.with(i, row.into()));
        }
    }
    all
}

/// Points of a line, dense where the bends are.
fn points(section: &Section) -> Vec<f64> {
    let (from, to) = section.ends;
    match (from.is_finite(), to.is_finite()) {
        (false, _) => {
            let near = (-384..=384).map(|i| f64::from(i) / 32.0);
            let far = [-1e6, -1e3, -100.0, -30.0, 30.0, 100.0, 1e3, 1e6];
            let mut all: Vec<f64> = near.chain(far).collect();
            all.sort_by(f64::total_cmp);
            all
        }
        (true, false) => {
            let size = |i: i32| from + 10_f64.powf(f64::from(i) / 32.0);
            (-192..=192).map(size).collect()
        }
        (true, true) => {
            let share = |i: i32| from + (to - from) * f64::from(i) / 512.0;
            (1..512).map(share).collect()
        }
    }
}

/// The least of a function at these points, improved between the neighbours of the best.
fn refined(points: &[f64], f: &dyn Fn(f64) -> f64) -> Extreme {
    let all = points.iter().enumerate();
    let best = all.min_by(|a, b| f(*a.1).total_cmp(&f(*b.1)));
    let (i, at) = best.map_or((0, 0.0), |(i, at)| (i, *at));
    let near = |i: usize| points.get(i).copied().unwrap_or(at);
    let (mut a, mut b) = (near(i.saturating_sub(1)), near(i + 1));
    for _ in 0..80 {
        let third = (b - a) / 3.0;
        if f(a + third) <= f(b - third) {
            b -= third
        } else {
            a += third
        }
    }
    // A corner is not improved by the search.
    let both = [at, 0.5 * (a + b)].into_iter();
    let at = both.min_by(|x, y| f(*x).total_cmp(&f(*y))).unwrap_or(at);
    Extreme {
        value: f(at),
        at: Some(at),
    }
}

/// Calls ever farther out, from all of a model that has learnt nothing.
fn all_probes(loss: &Loss) -> Vec<[Args; 3]> {
    let calls = drawn::neutral(loss);
    let far = calls.iter().flat_map(|args| probes(loss, args, |_| true));
    far.collect()
}

/// Calls ever farther out from this one: one number of an argument is moved.
fn probes(loss: &Loss, args: &Args, is_moved: impl Fn(&Argument) -> bool) -> Vec<[Args; 3]> {
    let mut all = vec![];
    for (i, argument) in loss.arguments.iter().enumerate() {
        let numbers = match (argument.role, argument.domain) {
            (Role::Parameter(_) | Role::Upstream, _) => continue,
            _ if !is_moved(argument) => continue,
            _ if is_weights(argument) => continue,
            (_, Domain::Number(numbers) | Domain::Row(numbers, _) | Domain::Table(numbers, ..)) => {
                numbers
            }
            // All of a distribution on its last entry.
            (_, Domain::Simplex(_)) => {
                let mut row = args.0[i].map(|_| 0.0);
                let last = row.entries().len() - 1;
                *row.entry(last) = 1.0;
                all.push([50, 100, 150].map(|_| args.with(i, row.clone())));
                continue;
            }
            _ => continue,
        };
        let outward: &[fn(i32) -> f64] = match numbers {
            Numbers::Real | Numbers::Logit | Numbers::Direction => {
                &[|e| 10_f64.powi(e), |e| -(10_f64.powi(e))]
            }
            Numbers::Positive => &[|e| 10_f64.powi(e), |e| 10_f64.powi(-e)],
            Numbers::LogProbability => &[|e| -(10_f64.powi(e))],
            _ => &[],
        };
        let last = args.0[i].entries().len().saturating_sub(1);
        let mut entries = vec![0, last.min(1), last];
        entries.dedup();
        for entry in entries {
            for far in outward {
                all.push([50, 100, 150].map(|e| {
                    let mut args = args.clone();
                    *args.0[i].entry(entry) = far(e);
                    args
                }));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::f64::consts::LN_2;

    use super::*;

    #[test]
    fn a_minimum_between_the_points_is_found() {
        let section = catalog::find("mse");
        let Some(catalog::Function::Loss(mse)) = section else {
            panic!("mse is no loss")
        };
        let found = refined(&points(&mse.sections[0]), &|t| (t - 0.71).abs() + 2.0);
        assert!((found.value - 2.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_value_that_falls_without_end_is_told_from_one_that_settles() {
        let of = |name: &str| match catalog::find(name) {
            Some(catalog::Function::Loss(loss)) => range(loss).0.value,
            _ => panic!("{name} is no loss"),
        };
        assert_eq!(of("gaussian_nll"), f64::NEG_INFINITY);
        for name in ["mse", "kl_divergence", "info_nce", "triplet", "dpo"] {
            assert_eq!(of(name), 0.0, "{name}");
        }
    }

    #[test]
    fn the_longest_gradient_is_found_where_it_is() {
        for (name, expected) in [
            ("cross_entropy", 2_f64.sqrt()),
            ("weighted_cross_entropy", 2_f64.sqrt()),
            ("hierarchical_softmax", 10_f64.sqrt()),
            // Each output on the dear side of the target, with 2·(0.55² + 0.65² + .. + 0.95²) = 5.825.
            ("multi_quantile", 5.825_f64.sqrt()),
            // Two classes alone, at 1.129 times the root of 2.
            ("softmax_focal", 1.596_6),
        ] {
            let Some(catalog::Function::Loss(loss)) = catalog::find(name) else {
                panic!("{name} is no loss")
            };
            let found = longest(loss, &loss.gradients[0]);
            assert!((found - expected).abs() < 1e-4, "{name}: {found}");
        }
    }

    #[test]
    fn what_distributions_without_a_common_outcome_cost_is_attained() {
        let Some(catalog::Function::Loss(js)) = catalog::find("js_divergence") else {
            panic!("js_divergence is no loss")
        };
        let (low, high) = range(js);
        assert_eq!((low.value, low.at.is_some()), (0.0, true));
        assert_eq!((high.value, high.at.is_some()), (LN_2, true));
    }
}
