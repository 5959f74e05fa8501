//! One formula against the code, point by point.

use catalog::Function;
use formula::{
    By, Certain, Cond, Expr, Failure, Fold, Input, Over, certain, certain_with_derivatives,
};

use super::points::Point;
use super::read::Sided;
use super::subject::{Output, Subject, shown};
use crate::Outcome;
use crate::outcome::Problem;
use crate::tolerance::{ULPS, condition, ulp};

/// A slope that counts as 0 next to a seam: the step away from it is 2^-400, and the slope moves by
/// the curvature times as much.
const BESIDE: f64 = 1e-100;

/// What is compared.
pub struct Comparison<'a> {
    pub subject: &'a Subject,
    /// The sides of the formula.
    pub sides: &'a [Sided],
    /// The formula of the value, where this one is of a gradient.
    pub value: Option<&'a Sided>,
    /// The page.
    pub file: &'a str,
    /// As the mark says it.
    pub mark: &'a str,
    /// Whether the first failure is enough.
    pub hasty: bool,
}

impl Comparison<'_> {
    /// Compares at all points.
    pub fn run(&self, points: &[Point]) -> Outcome {
        let name = self.subject.function.about().name;
        let mut outcome = Outcome::new(name, self.mark, "ulp");
        let product = self.product_with_the_jacobian();
        for point in points {
            // The left-hand side of a gradient is a derivative: on a seam it has no value of its own.
            let on_seam = point.seam.is_some() && point.side == 0;
            let skipped = on_seam && self.subject.output != Output::Value && self.sides.len() > 1;
            for side in &self.sides[usize::from(skipped)..] {
                self.at(&mut outcome, side, point, product.as_ref());
                if self.hasty && !outcome.problems.is_empty() {
                    return outcome;
                }
            }
            // One point shows what is wrong; the others would say the same again.
            if !outcome.problems.is_empty() {
                return outcome;
            }
        }
        outcome
    }

    fn at(&self, outcome: &mut Outcome, side: &Sided, point: &Point, product: Option<&Expr>) {
        let subject = self.subject;
        let inputs = subject.inputs(point);
        if point.side == 0 {
            match certain(&side.tree, &inputs, point.thorough) {
                Ok(exact) => self.value(outcome, side, point, &exact),
                Err(failure) => self.no_value(outcome, side, point, "", &failure),
            }
        }
        if subject.output == Output::Value {
            self.slopes(outcome, side, point, &inputs);
        } else if point.side != 0 && subject.output == self.seam_output() {
            self.one_sided(outcome, side, point, certain(&side.tree, &inputs, true));
        } else if let (Some(value), None) = (self.value, point.seam) {
            self.derivative_of_the_value(outcome, value, side, point, product);
        }
    }

    /// The derivative that seams are about.
    fn seam_output(&self) -> Output {
        if matches!(self.subject.function, Function::Gate(_)) {
            Output::Second
        } else {
            Output::Gradient
        }
    }

    fn value(&self, outcome: &mut Outcome, side: &Sided, point: &Point, exact: &Certain) {
        let found = self.subject.code(point);
        let mut unit = self.unit(self.subject, point, exact.near(), 1.0);
        let mut error = distance(exact, found, unit);
        if error > ULPS {
            unit = self.unit(
                self.subject,
                point,
                exact.near(),
                self.condition(&side.tree, point, exact.near()),
            );
            error = distance(exact, found, unit);
        }
        self.enter(outcome, error, side, point, || {
            format!(
                "{} gives {}, the code {}",
                self.whose(side),
                shown(exact.near()),
                shown(found)
            )
        });
    }

    /// The derivatives of the formula against the gradient functions; next to a seam, against its slopes.
    fn slopes(&self, outcome: &mut Outcome, side: &Sided, point: &Point, inputs: &[Input]) {
        if point.seam.is_some() && point.side == 0 {
            return;
        }
        // All derivatives at once are dear for long rows: of the equal pairs of entries one is enough.
        if self.subject.of_a_row()
            && point.logits.len() > 1
            && point.i == point.j
            && point.logits.len() > 5
        {
            return;
        }
        let wanted = self.subject.derivatives(point);
        let seeds: Vec<formula::Seed> = wanted.iter().map(|(.., seed)| seed.clone()).collect();
        let slopes = match certain_with_derivatives(&side.tree, inputs, &seeds, point.thorough) {
            Ok(slopes) => slopes,
            Err(failure) => return self.no_value(outcome, side, point, "", &failure),
        };
        for ((grad, at, _), exact) in wanted.iter().zip(slopes) {
            if point.side != 0 {
                if grad.output == self.seam_output() {
                    self.one_sided(outcome, side, at, Ok(exact));
                }
                continue;
            }
            let found = grad.code(at);
            let mut unit = self.unit(grad, at, exact.near(), 1.0);
            let mut error = distance(&exact, found, unit);
            if error > ULPS {
                unit = self.unit(
                    grad,
                    at,
                    exact.near(),
                    self.slope_condition(&side.tree, point, exact.near()),
                );
                error = distance(&exact, found, unit);
            }
            self.enter(outcome, error, side, at, || {
                format!(
                    "the derivative of {} is {}, {} gives {}",
                    self.whose(side),
                    shown(exact.near()),
                    grad.code_name(),
                    shown(found)
                )
            });
            // Of a row's derivatives the first wrong one is enough.
            if !outcome.problems.is_empty() {
                return;
            }
        }
    }

    /// Next to a seam: the slope that the catalogue states for this side.
    fn one_sided(
        &self,
        outcome: &mut Outcome,
        side: &Sided,
        point: &Point,
        exact: Result<Certain, Failure>,
    ) {
        let Some(seam) = point.seam else { return };
        let stated = if point.side < 0 {
            seam.left
        } else {
            seam.right
        };
        match exact {
            Ok(exact) => {
                let error = distance(&exact, stated, ulp(exact.near()).max(BESIDE));
                self.enter(outcome, error, side, point, || {
                    format!(
                        "the slope of {} is {}, the catalogue states {}",
                        self.whose(side),
                        shown(exact.near()),
                        shown(stated)
                    )
                });
            }
            Err(failure) => self.no_value(outcome, side, point, "", &failure),
        }
    }

    /// `\sum_i u_i \frac{\partial f_i}{\partial z_j}` of the value's formula, which the product of a
    /// row `u` with the Jacobian is; none where the gradient is a single derivative.
    fn product_with_the_jacobian(&self) -> Option<Expr> {
        let subject = self.subject;
        let is_product = matches!(subject.function, Function::Row(_)) && !subject.unit;
        let value = self
            .value
            .filter(|_| is_product && subject.output == Output::Gradient)?;
        let symbol = |name: &str| Expr::Symbol(name.into());
        let slope = formula::derivative(&value.tree, &By::Item("z".into(), symbol("j"))).ok()?;
        let upstream = Expr::Item(Box::new(Expr::Vector("u".into())), Box::new(symbol("i")));
        Some(Expr::Over(Box::new(Over {
            fold: Fold::Sum,
            index: "i".into(),
            from: Expr::whole(1),
            to: symbol("K"),
            only: Cond::Always,
            body: Expr::Mul(Box::new(upstream), Box::new(slope)),
        })))
    }

    /// A gradient's formula is also the derivative of the value's formula.
    fn derivative_of_the_value(
        &self,
        outcome: &mut Outcome,
        value: &Sided,
        side: &Sided,
        point: &Point,
        product: Option<&Expr>,
    ) {
        let subject = self.subject;
        let inputs = subject.inputs(point);
        // A formula without a value was told above.
        let Ok(exact) = certain(&side.tree, &inputs, point.thorough) else {
            return;
        };
        let slope = if let Some(product) = product {
            certain(product, &inputs, point.thorough)
        } else {
            let wanted = subject.value().derivatives(point);
            let entry = if subject.entry == Some('i') {
                point.i
            } else {
                point.j
            };
            let which = wanted.iter().find(|(grad, _, (_, at))| match at {
                Some(at) => *at == entry,
                None => grad.output == subject.output,
            });
            let seed = which.map(|(.., seed)| seed.clone());
            seed.map_or(
                Err(Failure::Undefined("no such derivative".to_owned())),
                |seed| {
                    certain_with_derivatives(&value.tree, &inputs, &[seed], point.thorough)
                        .map(|mut all| all.remove(0))
                },
            )
        };
        let slope = match slope {
            Ok(slope) => slope.near(),
            Err(failure) => {
                let what = "the derivative of the value's formula has no value: ";
                return self.no_value(outcome, side, point, what, &failure);
            }
        };
        // Both are certain to a thousandth of a unit; one of them is rounded.
        let error = distance(&exact, slope, self.unit(subject, point, exact.near(), 1.0));
        let error = if error <= 1.0 { 0.0 } else { f64::INFINITY };
        self.enter(outcome, error, side, point, || {
            format!(
                "{} gives {}, the derivative of the value's formula in line {} is {}",
                self.whose(side),
                shown(exact.near()),
                value.line,
                shown(slope)
            )
        });
    }

    /// The formula, or the one of its sides that is looked at.
    fn whose(&self, side: &Sided) -> String {
        match self.sides {
            [_] => "the formula".to_owned(),
            _ => format!("its side at column {}", side.column),
        }
    }

    fn enter(
        &self,
        outcome: &mut Outcome,
        error: f64,
        side: &Sided,
        point: &Point,
        what: impl Fn() -> String,
    ) {
        let told = || self.subject.told(point);
        let place = || (self.file.to_owned(), side.line);
        outcome.point(error, ULPS, told, place, || {
            format!(
                "this formula is not {}: at {} {}",
                self.mark,
                told(),
                what()
            )
        });
    }

    fn no_value(
        &self,
        outcome: &mut Outcome,
        side: &Sided,
        point: &Point,
        what: &str,
        failure: &Failure,
    ) {
        let why = match failure {
            Failure::Uncertain => "no precision settles its value".to_owned(),
            Failure::Undefined(why) => why.clone(),
        };
        let message = format!(
            "this formula is not {}: at {} {what}{why}",
            self.mark,
            self.subject.told(point)
        );
        outcome.points += 1;
        if outcome.problems.len() < 3 {
            outcome
                .problems
                .push(Problem::new(self.file, side.line, message));
        }
    }

    /// What a result may lose once: a unit in its last place, times the condition number, or a
    /// rounding of the terms where the definition is their difference.
    fn unit(&self, subject: &Subject, point: &Point, exact: f64, condition: f64) -> f64 {
        ulp(exact) * condition + f64::EPSILON / 2.0 * scale(subject, point)
    }

    /// `|x f'/f|` where the formula changes its sign within a tenth of `x`.
    fn condition(&self, tree: &Expr, point: &Point, exact: f64) -> f64 {
        let subject = self.subject;
        let Some(at) = variable(subject) else {
            return 1.0;
        };
        let x = point.numbers[at];
        let moved = |factor: f64| {
            let mut other = point.clone();
            other.numbers[at] = x * factor;
            certain(tree, &subject.inputs(&other), false).map_or(f64::NAN, |c| c.near())
        };
        if moved(0.9) * moved(1.1) >= 0.0 {
            return 1.0;
        }
        let step = 1.0 / 4096.0;
        let slope = (moved(1.0 + step) - moved(1.0 - step)) / (2.0 * step * x);
        condition(x, exact, slope)
    }

    /// The same of the formula's derivative by the variable.
    fn slope_condition(&self, tree: &Expr, point: &Point, exact: f64) -> f64 {
        let subject = self.subject;
        let Some(at) = variable(subject) else {
            return 1.0;
        };
        let x = point.numbers[at];
        let moved = |factor: f64| {
            let mut other = point.clone();
            other.numbers[at] = x * factor;
            let seeds: Vec<formula::Seed> = subject
                .derivatives(&other)
                .into_iter()
                .map(|(.., seed)| seed)
                .collect();
            let slopes =
                certain_with_derivatives(tree, &subject.inputs(&other), &seeds[at..=at], false);
            slopes.map_or(f64::NAN, |all| all[0].near())
        };
        if moved(0.9) * moved(1.1) >= 0.0 {
            return 1.0;
        }
        let step = 1.0 / 4096.0;
        let second = (moved(1.0 + step) - moved(1.0 - step)) / (2.0 * step * x);
        condition(x, exact, second)
    }
}

/// Which of the numbers is the variable with zeros of its own.
fn variable(subject: &Subject) -> Option<usize> {
    match subject.function {
        Function::Scalar(_) | Function::Curve(_) => Some(0),
        Function::Gate(_) => Some(1),
        _ => None,
    }
}

/// The distance in units; 0 for the same infinity.
fn distance(exact: &Certain, found: f64, unit: f64) -> f64 {
    if exact.near() == found {
        return 0.0;
    }
    let distance = exact.distance(found, unit);
    if distance.is_nan() {
        f64::INFINITY
    } else {
        distance
    }
}

/// The size of the terms of which a result is by definition the difference.
fn scale(subject: &Subject, point: &Point) -> f64 {
    let z = &point.logits;
    let softmax = |t: f64| nnfn::activations::softmax(z, t);
    match (subject.function, subject.output) {
        (Function::RowScalar(_), Output::Value) => {
            z.iter().copied().fold(f64::NEG_INFINITY, f64::max).abs()
        }
        (Function::Row(f), Output::Gradient) => {
            let temperature = point.numbers[0];
            let p = softmax(temperature);
            let upstream = if subject.unit {
                point.one_hot(point.i)
            } else {
                point.other.clone()
            };
            let entry = if subject.entry == Some('i') {
                point.i
            } else {
                point.j
            };
            let terms = if f.about.name == "log_softmax" {
                upstream[entry].abs() + p[entry] * upstream.iter().map(|u| u.abs()).sum::<f64>()
            } else {
                let mean: f64 = upstream.iter().zip(&p).map(|(u, p)| (u * p).abs()).sum();
                p[entry] * (upstream[entry].abs() + mean)
            };
            terms / temperature
        }
        (Function::Soft(_), Output::Gradient) => {
            let entry = if subject.entry == Some('i') {
                point.i
            } else {
                point.j
            };
            2.0 * point.other[entry].abs()
        }
        _ => 0.0,
    }
}
