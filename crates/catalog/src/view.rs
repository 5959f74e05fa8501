//! Every function as a call with arguments, whatever its shape: the form that golden values,
//! records, formulas and accuracies use.

use crate::args::Args;
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::parameter::Parameter;
use crate::shape::{Function, Setting};

/// The letter of a row's length.
const K: Length = Length('K');

/// A derivative of a function.
#[derive(Clone)]
pub struct Derivative {
    /// The suffix of its name in the library: `_grad`, `_grad_slope`, `_vjp`.
    pub suffix: String,
    /// The argument by which it is taken.
    pub by: usize,
    of: Of,
}

#[derive(Clone, Copy)]
enum Of {
    Scalar(fn(f64) -> f64),
    Two(fn(f64, f64) -> f64),
    Product(fn(&[f64], f64, &[f64]) -> Vec<f64>),
    Loss(fn(&Args) -> Vec<f64>),
}

impl Derivative {
    /// One number for each entry of the argument; those of a table row by row.
    ///
    /// # Panics
    /// If the arguments are not those of the function.
    #[must_use]
    pub fn at(&self, args: &Args) -> Vec<f64> {
        match self.of {
            Of::Scalar(f) => vec![f(args.number(0))],
            Of::Two(f) => vec![f(args.number(0), args.number(1))],
            Of::Product(f) => f(args.row(0), args.number(1), args.row(2)),
            Of::Loss(f) => f(args),
        }
    }
}

const fn number(name: &'static str, symbol: &'static str) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Number(Numbers::Real),
        role: Role::Input,
    }
}

fn row(name: &'static str, symbol: &'static str, numbers: Numbers, role: Role) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Row(numbers, K),
        role,
    }
}

impl Function {
    /// What it takes, in order; at the end the upstream gradient, if its derivative takes one.
    #[must_use]
    pub fn arguments(&self) -> Vec<Argument> {
        match self {
            Function::Scalar(_) => vec![number("x", "x")],
            Function::Curve(f) => vec![number("x", "x"), Argument::set(&f.parameter)],
            Function::Gate(_) => vec![number("a", "a"), number("b", "b")],
            Function::Map(f) => vec![
                row("logits", "z", Numbers::Logit, Role::Input),
                Argument::set(&f.parameter),
                row("upstream", "u", Numbers::Real, Role::Upstream),
            ],
            Function::Loss(f) => f.arguments.to_vec(),
        }
    }

    /// Its value: one number, or those of a map of rows.
    ///
    /// # Panics
    /// If the arguments are not those of the function.
    #[must_use]
    pub fn value(&self, args: &Args) -> Vec<f64> {
        match self {
            Function::Scalar(f) => vec![(f.value)(args.number(0))],
            Function::Curve(f) => vec![(f.value)(args.number(0), args.number(1))],
            Function::Gate(f) => vec![(f.value)(args.number(0), args.number(1))],
            Function::Map(f) => (f.value)(args.row(0), args.number(1)),
            Function::Loss(f) => vec![(f.value)(args)],
        }
    }

    /// Its derivatives.
    #[must_use]
    pub fn derivatives(&self) -> Vec<Derivative> {
        let derivative = |suffix: &str, by, of| Derivative {
            suffix: suffix.to_owned(),
            by,
            of,
        };
        match self {
            Function::Scalar(f) => vec![derivative("_grad", 0, Of::Scalar(f.grad))],
            Function::Curve(f) => {
                let mut all = vec![derivative("_grad", 0, Of::Two(f.grad))];
                if let Setting::Learned(grad) = f.setting {
                    let suffix = format!("_grad_{}", f.parameter.name);
                    all.push(derivative(&suffix, 1, Of::Two(grad)));
                }
                all
            }
            Function::Gate(f) => vec![
                derivative("_grad_a", 0, Of::Two(f.grad_a)),
                derivative("_grad_b", 1, Of::Two(f.grad_b)),
            ],
            Function::Map(f) => vec![derivative("_vjp", 0, Of::Product(f.vjp))],
            Function::Loss(f) => (f.gradients.iter())
                .map(|g| derivative(g.suffix, g.by, Of::Loss(g.of)))
                .collect(),
        }
    }

    /// The names in the library of the function and of its derivatives.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let name = self.about().name;
        let derivatives = self.derivatives().into_iter();
        std::iter::once(name.to_owned())
            .chain(derivatives.map(|d| format!("{name}{}", d.suffix)))
            .collect()
    }

    /// Its parameters, in the order of its arguments.
    #[must_use]
    pub fn parameters(&self) -> Vec<&'static Parameter> {
        let arguments = self.arguments();
        arguments.iter().filter_map(Argument::parameter).collect()
    }

    /// Whether its value is a row.
    #[must_use]
    pub fn gives_a_row(&self) -> bool {
        matches!(self, Function::Map(_))
    }
}
