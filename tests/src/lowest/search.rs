//! A search for the least value over what a model gives: many starts, one number at a time, with steps that grow while
//! they help. It needs no gradient and meets the ends of the domain.

use catalog::{Args, Argument, Domain, Loss, Numbers, Role, Value};

use crate::sample::Random;

/// How many starts.
const STARTS: usize = 12;

/// How often all numbers are moved, at most.
const ROUNDS: usize = 300;

/// Steps smaller than this are none.
const SMALLEST: f64 = 1e-9;

/// A size beyond which nothing is tried: logits of which the rest is 0 to all digits.
const LARGEST: f64 = 1e6;

/// What was found.
pub struct Found {
    /// The least value.
    pub value: f64,
    /// Where.
    pub at: Args,
    /// The least where all outputs are of ordinary size.
    pub ordinary: Box<Place>,
}

/// A value and where it is.
#[derive(Clone)]
pub struct Place {
    /// The value.
    pub value: f64,
    /// Where.
    pub at: Args,
}

/// The least value that is met, for the targets of a call.
pub fn least(loss: &Loss, args: &Args, ordinary: f64) -> Found {
    let mut random = Random::new(11);
    let worst = Place {
        value: f64::INFINITY,
        at: args.clone(),
    };
    let mut best = worst.clone();
    let mut near = worst;
    let outputs = outputs(loss);
    for start in 0..STARTS {
        // First from small outputs, then from larger ones.
        let spread = 10_f64.powf(start as f64 / STARTS as f64 * 2.0 - 1.0);
        let mut numbers: Vec<f64> = (0..count(&outputs, args))
            .map(|_| random.between(-spread, spread))
            .collect();
        let mut steps = vec![spread; numbers.len()];
        let mut value = f64::INFINITY;
        let mut take = |numbers: &[f64]| {
            let at = with(&outputs, args, numbers);
            let value = (loss.value)(&at);
            let sizes = outputs.iter().flat_map(|(i, _)| at.0[*i].entries());
            let is_ordinary = sizes.into_iter().all(|x| x.abs() <= ordinary);
            if value < best.value {
                best = Place {
                    value,
                    at: at.clone(),
                };
            }
            if is_ordinary && value < near.value {
                near = Place { value, at };
            }
            value
        };
        value = value.min(take(&numbers));
        for _ in 0..ROUNDS {
            for i in 0..numbers.len() {
                let own = numbers[i];
                let mut moved = false;
                for step in [steps[i], -steps[i]] {
                    numbers[i] = (own + step).clamp(-LARGEST, LARGEST);
                    let found = take(&numbers);
                    if found < value {
                        (value, moved) = (found, true);
                        break;
                    }
                    numbers[i] = own;
                }
                steps[i] *= if moved { 2.0 } else { -0.5 };
            }
            if steps.iter().all(|step| step.abs() < SMALLEST) {
                break;
            }
        }
    }
    Found {
        value: best.value,
        at: best.at,
        ordinary: Box::new(near),
    }
}

/// The arguments that a model gives, with their places.
fn outputs(loss: &Loss) -> Vec<(usize, &'static Argument)> {
    let all = loss.arguments.iter().enumerate();
    all.filter(|(_, argument)| matches!(argument.role, Role::Input))
        .collect()
}

/// How many numbers they have.
fn count(outputs: &[(usize, &'static Argument)], args: &Args) -> usize {
    let lengths = outputs.iter().map(|(i, _)| args.0[*i].entries().len());
    lengths.sum()
}

/// The call with outputs made of any numbers, so that each is of its domain.
fn with(outputs: &[(usize, &'static Argument)], args: &Args, numbers: &[f64]) -> Args {
    let mut all = args.clone();
    let mut rest = numbers;
    for (i, argument) in outputs {
        let (own, others) = rest.split_at(args.0[*i].entries().len());
        rest = others;
        let own: Vec<f64> = match argument.domain {
            Domain::Simplex(_) => nnfn::activations::softmax(own, 1.0),
            Domain::Number(numbers) | Domain::Row(numbers, _) | Domain::Table(numbers, ..) => {
                own.iter().map(|x| inside(numbers, *x)).collect()
            }
            other => panic!("a model gives no {other:?}"),
        };
        fill(&mut all.0[*i], &own);
    }
    all
}

/// A number of this kind for any number.
fn inside(numbers: Numbers, x: f64) -> f64 {
    match numbers {
        Numbers::Real | Numbers::Direction | Numbers::Logit => x,
        Numbers::Positive => x.clamp(-700.0, 700.0).exp(),
        Numbers::LogProbability => -x.abs(),
        Numbers::Unit | Numbers::OpenUnit => nnfn::activations::sigmoid(x),
        Numbers::Sign | Numbers::Binary => panic!("a model gives no {numbers:?}"),
    }
}

fn fill(value: &mut Value, numbers: &[f64]) {
    for (i, x) in numbers.iter().enumerate() {
        *value.entry(i) = *x;
    }
}
