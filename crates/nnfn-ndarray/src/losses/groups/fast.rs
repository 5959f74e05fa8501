//! Losses of a group by vector instructions. Where a group has something unusual, the definition has it: a number that
//! is not finite, a ratio next to where the clip begins, sizes of which products could overflow.

use super::run::{Definition, Group};
use crate::engine::{For, Total};
use crate::isa::{Isa, Loop, dispatch};
use crate::kernels::exp::{ROUND, exp_from};
use crate::kernels::two_sum;
use crate::losses::over;
use crate::rows::sum;

/// How a loss comes about.
pub(crate) enum Way {
    /// From a ratio for each token.
    Tokens(Tokens),
    /// From one ratio for each answer: its logarithm is the sum over the tokens.
    Sums,
    /// The same, and the mean.
    Means,
}

/// The value for a group and, if it is asked for, a slope for each token; `None` if the definition must be asked.
pub(crate) fn loss(
    definition: &impl Definition,
    group: &Group,
    with_grad: bool,
) -> Option<(f64, Vec<f64>)> {
    match definition.way(group) {
        Way::Tokens(tokens) => tokens.loss(group, with_grad),
        Way::Sums => of_answers(definition, group, |_| 1.0, with_grad),
        Way::Means => of_answers(definition, group, |length| length, with_grad),
    }
}

/// What becomes of a ratio.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    /// Beyond the bound, which depends on the sign of the advantage, it is the bound and has no gradient.
    Clip { low: f64, high: f64 },
    /// Beyond the cap it is the cap, times the log-probability, and has the gradient of that product.
    Cap(f64),
}

/// A loss with a ratio for each token.
pub(crate) struct Tokens {
    pub(crate) rule: Rule,
    /// Of the answers; they sum to 0.
    pub(crate) advantages: Vec<f64>,
    /// What the terms of each answer are divided by.
    pub(crate) over: Vec<f64>,
}

/// Logarithms of ratios, and advantages over divisors, of at most such sizes have products that are normal numbers.
const FAR: f64 = 500.0;
const MODERATE: (f64, f64) = (1e-40, 1e40);
/// So close to the bound, relative to it, a ratio is not told from it.
const CLOSE: f64 = 1e-13;

impl Tokens {
    fn loss(self, group: &Group, with_grad: bool) -> Option<(f64, Vec<f64>)> {
        let pairs = self.advantages.iter().zip(&self.over);
        let moderate = |(a, over): (&f64, &f64)| {
            *a == 0.0
                || *over == 0.0
                || (a / over).abs() > MODERATE.0 && (a / over).abs() < MODERATE.1
        };
        if !pairs.into_iter().all(moderate) {
            return None;
        }
        let tokens = group.policy.iter().map(Vec::len).sum();
        let mut slopes = vec![0.0; if with_grad { tokens } else { 0 }];
        let means = dispatch(Rows {
            tokens: &self,
            group,
            slopes: with_grad.then_some(&mut slopes),
        })?;
        // The advantages sum to 0: without what all means have in common, less cancels. The smallest of them makes no
        // other one larger than twice its size.
        let smaller = |a: f64, &b: &f64| if b.abs() < a.abs() { b } else { a };
        let common = means.iter().fold(f64::INFINITY, smaller);
        let mut total = Total::default();
        for (a, mean) in self.advantages.iter().zip(&means) {
            total.add(-a * (mean - common));
        }
        let value = total.value();
        value.is_finite().then_some((value, slopes))
    }

    fn ends(&self, i: usize) -> Ends {
        let (advantage, over) = (self.advantages[i], self.over[i]);
        let (bound, turn, beyond, capped) = match self.rule {
            Rule::Clip { high, .. } if advantage > 0.0 => (1.0 + high, 1.0, 0.0, false),
            Rule::Clip { low, .. } => (1.0 - low, -1.0, 0.0, false),
            Rule::Cap(cap) => (cap, 1.0, cap, true),
        };
        Ends {
            bound,
            turn,
            beyond,
            capped,
            factor: if over == 0.0 { 0.0 } else { advantage / over },
        }
    }
}

struct Rows<'k> {
    tokens: &'k Tokens,
    group: &'k Group,
    slopes: Option<&'k mut [f64]>,
}

impl Loop for Rows<'_> {
    /// Of each answer, the terms without the advantage, over the divisor.
    type Output = Option<Vec<f64>>;

    #[inline(always)]
    fn run<I: Isa>(mut self) -> Option<Vec<f64>> {
        let group = self.group;
        let mut means = Vec::with_capacity(group.policy.len());
        let mut terms = vec![0.0; group.policy.first().map_or(0, Vec::len)];
        for (i, policy) in group.policy.iter().enumerate() {
            let row = Row {
                policy,
                old: &group.old[i],
                mask: &group.mask[i],
            };
            let over = self.tokens.over[i];
            let ends = self.tokens.ends(i);
            let usable = match &mut self.slopes {
                None => row.pass::<I, false>(ends, &mut terms, &mut []),
                Some(slopes) => {
                    let start = i * terms.len();
                    let slopes = &mut slopes[start..start + terms.len()];
                    row.pass::<I, true>(ends, &mut terms, slopes)
                }
            };
            if !usable {
                return None;
            }
            let sum = sum::<For<I, f64>, f64>(&terms);
            means.push(if over == 0.0 { 0.0 } else { sum / over });
        }
        Some(means)
    }
}

/// The tokens of an answer.
struct Row<'k> {
    policy: &'k [f64],
    old: &'k [f64],
    mask: &'k [f64],
}

/// What becomes of the ratios of an answer.
#[derive(Clone, Copy)]
struct Ends {
    bound: f64,
    /// The sign of what lies beyond the bound.
    turn: f64,
    /// What stands for the ratio in the slope, beyond the bound.
    beyond: f64,
    /// Whether terms are ratios times log-probabilities.
    capped: bool,
    /// The advantage over the divisor.
    factor: f64,
}

impl Row<'_> {
    /// What each token adds, without the advantage, and its slope; whether all of them could be computed.
    #[inline(always)]
    fn pass<I: Isa, const SLOPES: bool>(
        &self,
        ends: Ends,
        terms: &mut [f64],
        slopes: &mut [f64],
    ) -> bool {
        let n = terms.len();
        let (policy, old, mask) = (&self.policy[..n], &self.old[..n], &self.mask[..n]);
        let slopes = &mut slopes[..if SLOPES { n } else { 0 }];
        let mut hard = false;
        for t in 0..n {
            let kept = mask[t] != 0.0;
            let (hi, lo) = two_sum(policy[t], -old[t]);
            let near = hi.abs() < FAR;
            let (hi, lo) = if kept & near { (hi, lo) } else { (0.0, 0.0) };
            let ratio = exp_from::<For<I, f64>>(hi, lo, ROUND);
            let ahead = ratio - ends.bound;
            hard |= kept & (!near | (ahead.abs() <= CLOSE * ends.bound));
            let past = ahead * ends.turn > 0.0;
            let held = if past { ends.bound } else { ratio };
            let term = if ends.capped { held * policy[t] } else { held };
            terms[t] = if kept { term } else { 0.0 };
            if SLOPES {
                let held = if past { ends.beyond } else { ratio };
                slopes[t] = if kept { 0.0 - ends.factor * held } else { 0.0 };
            }
        }
        !hard
    }
}

/// The definition for a group whose answers have one token each, with the ratio of all that they had.
fn of_answers(
    definition: &impl Definition,
    group: &Group,
    divisor: impl Fn(f64) -> f64,
    with_grad: bool,
) -> Option<(f64, Vec<f64>)> {
    let lengths = group.lengths();
    let mut short = Group {
        rewards: group.rewards.clone(),
        ..Group::default()
    };
    for (i, &length) in lengths.iter().enumerate() {
        let mut total = Total::default();
        for (t, _) in group.mask[i]
            .iter()
            .enumerate()
            .filter(|(_, kept)| **kept != 0.0)
        {
            total.add(group.policy[i][t]);
            total.add(-group.old[i][t]);
        }
        let (hi, lo) = over(&total, if length == 0.0 { 1.0 } else { divisor(length) });
        if !hi.is_finite() {
            return None;
        }
        short.policy.push(vec![hi]);
        short.old.push(vec![-lo]);
        short.mask.push(vec![if length == 0.0 { 0.0 } else { 1.0 }]);
    }
    let value = definition.value(&short);
    let mut slopes = vec![];
    if with_grad {
        let of_answers = definition.grad(&short);
        for (i, mask) in group.mask.iter().enumerate() {
            let slope = of_answers[i][0] / divisor(lengths[i]);
            slopes.extend(
                mask.iter()
                    .map(|kept| if *kept == 0.0 { 0.0 } else { slope }),
            );
        }
    }
    Some((value, slopes))
}
