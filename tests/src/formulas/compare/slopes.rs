//! The derivatives of a formula against the gradients of the code, and against its own value.

use catalog::Function;
use formula::{
    By, Certain, Cond, Expr, Failure, Fold, Input, Over, Seed, certain, certain_with_derivatives,
};

use super::super::points::Point;
use super::super::rounding::{distance, lost};
use super::super::subject::{Output, shown};
use super::super::task::Sided;
use super::Comparison;
use crate::Outcome;
use crate::tolerance::ulp;

/// A slope that counts as 0 next to a seam: the step away from it is 2^-400, and the slope moves by
/// the curvature times as much.
const BESIDE: f64 = 1e-100;

/// The derivative of a formula as a formula, if there is one.
fn derivative(tree: &Expr, seed: &Seed) -> Option<Expr> {
    let place = |at: usize| Expr::whole(at as u128 + 1);
    let by = match seed {
        Seed::Number(name) => By::Symbol(*name),
        Seed::Entry(name, at) => By::Item(*name, place(*at)),
        Seed::Cell(name, row, column) => By::Cell(*name, place(*row), place(*column)),
    };
    formula::derivative(tree, &by).ok()
}

impl Comparison<'_> {
    /// The derivatives of the formula against the gradient functions; next to a seam, against its slopes.
    pub(super) fn slopes(
        &self,
        outcome: &mut Outcome,
        side: &Sided,
        point: &Point,
        inputs: &[Input],
    ) {
        if point.seam.is_some() && point.side == 0 {
            return;
        }
        // All derivatives at once are expensive for long rows: of the equal pairs of entries one is enough.
        let longest = point.args.0.iter().map(|value| value.entries().len()).max();
        if self.subject.of_a_row() && point.i == point.j && longest > Some(5) {
            return;
        }
        if point.side == 0 {
            self.held(outcome, side, point, inputs);
        }
        let wanted = self.subject.derivatives(point);
        let seeds: Vec<Seed> = wanted.iter().map(|(.., seed)| seed.clone()).collect();
        let slopes = match certain_with_derivatives(&side.tree, inputs, &seeds, point.thorough) {
            Ok(slopes) => slopes,
            Err(failure) => return self.no_value(outcome, side, point, "", &failure),
        };
        for ((grad, at, seed), exact) in wanted.iter().zip(slopes) {
            if point.side != 0 {
                if Self::is_about(grad, at) {
                    self.one_sided(outcome, side, at, Ok(exact));
                }
                continue;
            }
            let found = grad.code(at);
            let around = |other: &Point| {
                let (inputs, seed) = (self.subject.inputs(other), std::slice::from_ref(seed));
                let slopes = certain_with_derivatives(&side.tree, &inputs, seed, false);
                slopes.map_or(f64::NAN, |all| all[0].near())
            };
            let tree = || derivative(&side.tree, seed);
            let error = lost(grad, at, &exact, found, around, tree);
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

    /// A model output by which the code gives no gradient is held fixed: the formula has none either.
    fn held(&self, outcome: &mut Outcome, side: &Sided, point: &Point, inputs: &[Input]) {
        let held = self.subject.held(point);
        if held.is_empty() {
            return;
        }
        let seeds: Vec<Seed> = held.iter().map(|(_, seed)| seed.clone()).collect();
        let slopes = match certain_with_derivatives(&side.tree, inputs, &seeds, point.thorough) {
            Ok(slopes) => slopes,
            Err(failure) => return self.no_value(outcome, side, point, "", &failure),
        };
        for ((argument, _), slope) in held.iter().zip(slopes) {
            let slope = slope.near();
            let error = if slope == 0.0 { 0.0 } else { f64::INFINITY };
            self.enter(outcome, error, side, point, || {
                let name = self.subject.function.about().name;
                format!(
                    "the derivative of {} by {} is {}, and {name} has no gradient by it: hold it fixed, \\operatorname{{sg}}(..)",
                    self.whose(side),
                    argument.name,
                    shown(slope)
                )
            });
            if !outcome.problems.is_empty() {
                return;
            }
        }
    }

    /// Next to a seam: the slope that the catalogue states for this side.
    pub(super) fn one_sided(
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
    pub(super) fn product_with_the_jacobian(&self) -> Option<Expr> {
        let subject = self.subject;
        let is_product = matches!(subject.function, Function::Map(_)) && !subject.unit;
        let value = self
            .value
            .filter(|_| is_product && subject.output != Output::Value)?;
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
    pub(super) fn derivative_of_the_value(
        &self,
        outcome: &mut Outcome,
        value: &Sided,
        side: &Sided,
        point: &Point,
        product: Option<&Expr>,
    ) {
        let subject = self.subject;
        let inputs = subject.inputs(point);
        // A formula without a value was reported above.
        let Ok(exact) = certain(&side.tree, &inputs, point.thorough) else {
            return;
        };
        let slope = if let Some(product) = product {
            certain(product, &inputs, point.thorough)
        } else {
            subject.seed(point).map_or(
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
        let error = distance(&exact, slope, ulp(exact.near()));
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
}
