//! A loss of the catalogue as what a network is trained with.

use catalog::{Args, Argument, Domain, FUNCTIONS, Function, Loss, Numbers, Role, Value};
use nnfn::activations::{sigmoid, softplus};

use crate::task::Task;

/// Two classes: what a row of scores has an entry for.
const CLASSES: usize = 2;
/// The least variance that a network can say.
pub const LEAST_VARIANCE: f64 = 1e-3;

/// A loss with its parameters at their defaults, and how a network's outputs become its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Objective {
    loss: &'static Loss,
}

impl Objective {
    /// The loss for a task, if it fits: one target, and nothing else that the data would have to say.
    #[must_use]
    pub fn new(function: &'static Function, task: Task) -> Option<Objective> {
        let Function::Loss(loss) = function else {
            return None;
        };
        let part = if task.has_classes() {
            "losses/classification/"
        } else {
            "losses/regression/"
        };
        let targets = || (loss.arguments.iter()).filter(|a| matches!(a.role, Role::Target));
        let fits = loss.about.chapter.starts_with(part)
            && targets().count() == 1
            && targets().all(|target| says(target, task))
            && (loss.arguments.iter()).all(|a| match a.role {
                Role::Input => outputs(a).is_some(),
                Role::Target | Role::Parameter(_) => true,
                Role::Upstream => false,
            });
        fits.then_some(Objective { loss })
    }

    /// The loss itself.
    #[must_use]
    pub fn loss(self) -> &'static Loss {
        self.loss
    }

    /// Its name in prose, with its parameters.
    #[must_use]
    pub fn title(self) -> String {
        let mut title = self.loss.about.title.to_owned();
        for parameter in self.loss.parameters() {
            title += &format!(", {} = {}", parameter.name, parameter.default);
        }
        title
    }

    /// How many outputs a network needs.
    #[must_use]
    pub fn outputs(self) -> usize {
        self.inputs().filter_map(|(_, input)| outputs(input)).sum()
    }

    /// The loss at a network's outputs.
    #[must_use]
    pub fn value(self, outputs: &[f64], target: f64) -> f64 {
        (self.loss.value)(&self.args(outputs, target))
    }

    /// Its derivative by each output.
    #[must_use]
    pub fn gradient(self, outputs: &[f64], target: f64) -> Vec<f64> {
        let args = self.args(outputs, target);
        let mut rest = outputs;
        let mut all = vec![];
        for (i, input) in self.inputs() {
            let gradient = self.loss.gradients.iter().find(|g| g.by == i);
            let gradient = gradient.map_or(vec![], |g| (g.of)(&args));
            let (own, others) = rest.split_at(gradient.len());
            let slope = |x: &f64| if is_positive(input) { sigmoid(*x) } else { 1.0 };
            all.extend(own.iter().zip(gradient).map(|(x, g)| g * slope(x)));
            rest = others;
        }
        all
    }

    /// What the network says of an example: the number that it predicts, or how far it is on the side of class 1.
    #[must_use]
    pub fn said(self, outputs: &[f64]) -> f64 {
        let is_row = self.inputs().next().is_some_and(|(_, a)| is_row(a));
        if is_row {
            outputs[1] - outputs[0]
        } else {
            outputs[0]
        }
    }

    fn inputs(self) -> impl Iterator<Item = (usize, &'static Argument)> {
        let all = self.loss.arguments.iter().enumerate();
        all.filter(|(_, argument)| matches!(argument.role, Role::Input))
    }

    fn args(self, mut outputs: &[f64], target: f64) -> Args {
        let value = |argument: &Argument| match argument.role {
            Role::Parameter(parameter) => parameter.default.into(),
            Role::Target | Role::Upstream => as_target(argument.domain, target),
            Role::Input => {
                let own = self::outputs(argument).unwrap_or(0);
                let (own, rest) = outputs.split_at(own);
                outputs = rest;
                match () {
                    () if is_row(argument) => own.into(),
                    () if is_positive(argument) => spread(own[0]).into(),
                    () => own[0].into(),
                }
            }
        };
        Args(self.loss.arguments.iter().map(value).collect())
    }
}

/// The losses that fit a task.
#[must_use]
pub fn objectives(task: Task) -> Vec<Objective> {
    let of = |function| Objective::new(function, task);
    FUNCTIONS.iter().filter_map(of).collect()
}

/// How many of a network's outputs an argument takes; `None` if a network of ours cannot give it.
fn outputs(input: &Argument) -> Option<usize> {
    match input.domain {
        Domain::Number(Numbers::Real | Numbers::Logit | Numbers::Positive) => Some(1),
        Domain::Row(Numbers::Real | Numbers::Logit, _) => Some(CLASSES),
        _ => None,
    }
}

fn is_row(input: &Argument) -> bool {
    matches!(input.domain, Domain::Row(..))
}

fn is_positive(input: &Argument) -> bool {
    input.domain == Domain::Number(Numbers::Positive)
}

/// A positive number of any.
fn spread(x: f64) -> f64 {
    LEAST_VARIANCE + softplus(x)
}

/// Whether the targets of a task are what the argument takes.
fn says(target: &Argument, task: Task) -> bool {
    match target.domain {
        Domain::Number(Numbers::Real) => !task.has_classes(),
        Domain::Number(Numbers::Binary | Numbers::Unit | Numbers::Sign)
        | Domain::Class(_)
        | Domain::Simplex(_) => task.has_classes(),
        _ => false,
    }
}

/// A number, or a class, in the form that the argument has.
fn as_target(domain: Domain, y: f64) -> Value {
    match domain {
        Domain::Number(Numbers::Sign) => (2.0 * y - 1.0).into(),
        Domain::Class(_) => usize::from(y > 0.5).into(),
        Domain::Simplex(_) => [1.0 - y, y].into(),
        _ => y.into(),
    }
}
