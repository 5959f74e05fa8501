//! A model that has learnt nothing, and the examples that it meets: made of the domains and roles of
//! a loss's arguments, so that a loss says nothing of it itself.
//!
//! The targets are numbers of mean 0 and variance 1 from a normal distribution, a yes as often as a no, and one sure
//! class.

use catalog::{Args, Argument, Domain, Loss, Numbers, Role, Value};

/// How many entries a row has: classes, pairs of a batch, answers of a group, tokens.
pub const LENGTH: usize = 10;

/// What a normal number is in turn, where it is not averaged over.
const SOME_NORMAL: [f64; 4] = [-1.7, -0.05, 0.4, 2.3];

/// What stands for an argument.
enum Stand {
    /// This.
    For(Value),
    /// Each of these numbers, equally often.
    Each([f64; 2]),
    /// A standard normal number.
    Normal,
}

/// The mean loss of a model that has learnt nothing; `None` for a loss with more than two targets that are any
/// number.
#[must_use]
pub fn start(loss: &Loss) -> Option<f64> {
    mean(loss, &loss.value)
}

/// The mean of this over the examples, at the outputs of that model; `None` as for [`start`].
#[must_use]
pub fn mean(loss: &Loss, of: &dyn Fn(&Args) -> f64) -> Option<f64> {
    let stands = stands(loss, LENGTH);
    let normal: Vec<usize> = places(&stands, |s| matches!(s, Stand::Normal));
    let calls = calls(&stands, &[0.0]);
    let mean = |of: &dyn Fn(&Args) -> f64| calls.iter().map(of).sum::<f64>() / calls.len() as f64;
    let mean = match normal[..] {
        [] => Some(mean(of)),
        [i] => Some(mean(&|args| {
            normal_mean(512, |z| of(&args.with(i, z.into())))
        })),
        [i, j] => Some(mean(&|args| {
            normal_mean(24, |z| {
                let args = args.with(i, z.into());
                normal_mean(24, |z| of(&args.with(j, z.into())))
            })
        })),
        _ => None,
    };
    mean.filter(|mean| !mean.is_nan() && *mean != f64::INFINITY)
}

/// Calls of that model; what is drawn from a normal distribution is 0 here.
#[must_use]
pub fn neutral(loss: &Loss) -> Vec<Args> {
    calls(&stands(loss, LENGTH), &[0.0])
}

/// Calls of that model with rows of this length; what is drawn from a normal distribution is one of a few numbers.
#[must_use]
pub fn examples(loss: &Loss, length: usize) -> Vec<Args> {
    calls(&stands(loss, length), &SOME_NORMAL)
}

fn stands(loss: &Loss, length: usize) -> Vec<Stand> {
    let is_given = |argument: &Argument| {
        matches!(
            argument.domain,
            Domain::Class(_) | Domain::Row(Numbers::Real, _)
        )
    };
    let mut classes = 0;
    let one = |argument: &Argument| match argument.domain {
        // Of several classes each is another one.
        Domain::Class(_) => {
            classes += 1;
            Stand::For(Value::Index(classes - 1))
        }
        // Beside a class a distribution is that of all examples, beside rewards it is the reference.
        Domain::Simplex(_) if loss.arguments.iter().any(is_given) => even(length),
        _ => stand(argument, length),
    };
    loss.arguments.iter().map(one).collect()
}

fn even(length: usize) -> Stand {
    Stand::For(vec![1.0 / length as f64; length].into())
}

fn places(stands: &[Stand], wanted: impl Fn(&Stand) -> bool) -> Vec<usize> {
    let all = stands.iter().enumerate();
    all.filter(|(_, stand)| wanted(stand))
        .map(|(i, _)| i)
        .collect()
}

fn calls(stands: &[Stand], normal: &[f64]) -> Vec<Args> {
    let mut calls = vec![Args::default()];
    for stand in stands {
        let values: Vec<Value> = match stand {
            Stand::For(value) => vec![value.clone()],
            Stand::Each(numbers) => numbers.map(Value::from).to_vec(),
            Stand::Normal => normal.iter().map(|x| Value::from(*x)).collect(),
        };
        let longer = |args: &Args| {
            let args = args.0.clone();
            let one = move |value: &Value| Args([&args[..], std::slice::from_ref(value)].concat());
            values.iter().map(one).collect::<Vec<_>>()
        };
        calls = calls.iter().flat_map(longer).collect();
    }
    calls
}

fn stand(argument: &Argument, length: usize) -> Stand {
    let row = |x: f64| Stand::For(vec![x; length].into());
    let table = |x: f64| Stand::For(vec![vec![x; length]; length].into());
    match (argument.role, argument.domain) {
        (Role::Parameter(parameter), _) => Stand::For(parameter.default.into()),
        // The model says nothing: 0, no preference, the same for all.
        (Role::Input, Domain::Number(numbers)) => Stand::For(rest(numbers).into()),
        (Role::Input, Domain::Row(numbers, _)) => row(rest(numbers)),
        // A mask leaves nothing out.
        (Role::Target, Domain::Table(Numbers::Binary, ..)) => table(1.0),
        (_, Domain::Table(numbers, ..)) => table(rest(numbers)),
        (Role::Input, Domain::Simplex(_)) => even(length),
        // The examples: standardised numbers, as many yes as no, one sure class.
        (_, Domain::Number(Numbers::Real | Numbers::Logit)) => Stand::Normal,
        (_, Domain::Number(Numbers::Unit | Numbers::Binary)) => Stand::Each([0.0, 1.0]),
        (_, Domain::Number(Numbers::Sign)) => Stand::Each([-1.0, 1.0]),
        (_, Domain::Number(numbers)) => Stand::For(rest(numbers).into()),
        (_, Domain::Row(Numbers::Real | Numbers::Logit, _)) => {
            Stand::For(standardised(length).into())
        }
        (_, Domain::Row(numbers @ (Numbers::Positive | Numbers::LogProbability), _)) => {
            row(rest(numbers))
        }
        (_, Domain::Row(..)) => {
            let even = |i: usize| (i as f64 + 0.5) / length as f64;
            Stand::For((0..length).map(even).collect::<Vec<_>>().into())
        }
        (_, Domain::Simplex(_)) => {
            let sure = |i: usize| if i == 0 { 1.0 } else { 0.0 };
            Stand::For((0..length).map(sure).collect::<Vec<_>>().into())
        }
        (_, Domain::Class(_)) => Stand::For(Value::Index(0)),
        (_, Domain::Classes(..)) => Stand::For(Value::Indices(vec![0; length])),
        // Two classes, equally often.
        (_, Domain::Labels(..)) => {
            let halves = (0..length).map(|i| usize::from(2 * i >= length));
            Stand::For(Value::Indices(halves.collect()))
        }
        (_, Domain::Mask(_)) => row(1.0),
    }
}

/// What a model gives that says nothing, and the reference beside which it says nothing.
fn rest(numbers: Numbers) -> f64 {
    match numbers {
        Numbers::Real | Numbers::Logit => 0.0,
        Numbers::Positive | Numbers::Sign | Numbers::Direction => 1.0,
        Numbers::LogProbability => -std::f64::consts::LN_2,
        // A share; and kinds of numbers that are between 0 and 1.
        _ => 0.5,
    }
}

/// Numbers of mean 0 and variance 1, evenly spaced.
fn standardised(length: usize) -> Vec<f64> {
    let middle = (length as f64 - 1.0) / 2.0;
    let spread = ((length * length - 1) as f64 / 12.0).sqrt();
    (0..length).map(|i| (i as f64 - middle) / spread).collect()
}

/// The mean over a standard normal number, by the trapezoidal rule with so many points a unit.
fn normal_mean(per_unit: i32, f: impl Fn(f64) -> f64) -> f64 {
    let step = 1.0 / f64::from(per_unit);
    let part = |i: i32| {
        let z = f64::from(i) * step;
        (-0.5 * z * z).exp() * f(z)
    };
    let all = (-9 * per_unit..=9 * per_unit).map(part).sum::<f64>();
    all * step / std::f64::consts::TAU.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_a_kink_has_more_digits_than_are_shown() {
        let found = normal_mean(512, |z| (z - 0.3).abs());
        let (density, below) = (0.381_387_815_460_524_1, 0.617_911_422_188_952_7);
        let exact = 2.0 * density + 0.3 * (2.0 * below - 1.0);
        assert!((found - exact).abs() < 1e-6, "{found} {exact}");
        let row = standardised(LENGTH);
        let square = row.iter().map(|x| x * x).sum::<f64>() / LENGTH as f64;
        assert!((square - 1.0).abs() < 1e-15);
    }

    #[test]
    fn arguments_are_of_their_domains() {
        for function in catalog::FUNCTIONS {
            let catalog::Function::Loss(loss) = function else {
                continue;
            };
            for args in neutral(loss).iter().chain(&examples(loss, 4)) {
                let foreign = crate::sample::foreign(loss.arguments, args);
                assert_eq!(foreign, None, "{}", loss.about.name);
            }
        }
    }
}
