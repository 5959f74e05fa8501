//! One formula against the code, point by point.

mod slopes;

use formula::{Certain, Expr, Failure, certain};

use super::points::Point;
use super::rounding::lost;
use super::subject::{Output, Subject, shown};
use super::task::Sided;
use crate::Outcome;
use crate::outcome::Problem;
use crate::tolerance::ULPS;

/// What of a formula is compared at a point.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Values,
    Slopes,
    Both,
}

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
        // A wrong formula mostly has wrong values somewhere, and these cost less than its derivatives.
        let parts: &[Part] = match self.hasty {
            true => &[Part::Values, Part::Slopes],
            false => &[Part::Both],
        };
        for (part, point) in parts
            .iter()
            .flat_map(|part| points.iter().map(move |p| (*part, p)))
        {
            // The left-hand side of a gradient is a derivative: on a seam it has no value of its own.
            let on_seam = point.seam.is_some() && point.side == 0;
            let skipped = on_seam && self.subject.output != Output::Value && self.sides.len() > 1;
            for side in &self.sides[usize::from(skipped)..] {
                self.at(&mut outcome, part, side, point, product.as_ref());
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

    fn at(
        &self,
        outcome: &mut Outcome,
        part: Part,
        side: &Sided,
        point: &Point,
        product: Option<&Expr>,
    ) {
        let subject = self.subject;
        let inputs = subject.inputs(point);
        if point.side == 0 && part != Part::Slopes {
            match certain(&side.tree, &inputs, point.thorough) {
                Ok(exact) => self.value(outcome, side, point, &exact),
                Err(failure) => self.no_value(outcome, side, point, "", &failure),
            }
        }
        if part == Part::Values {
            return;
        }
        if subject.output == Output::Value {
            self.slopes(outcome, side, point, &inputs);
        } else if point.side != 0 && Self::is_about(subject, point) {
            self.one_sided(outcome, side, point, certain(&side.tree, &inputs, true));
        } else if let (Some(value), None) = (self.value, point.seam) {
            self.derivative_of_the_value(outcome, value, side, point, product);
        }
    }

    /// Whether this is the derivative that the seam of a point is about.
    fn is_about(subject: &Subject, point: &Point) -> bool {
        subject.by().is_some_and(|(by, _)| by == point.moves)
    }

    fn value(&self, outcome: &mut Outcome, side: &Sided, point: &Point, exact: &Certain) {
        let found = self.subject.code(point);
        let around = |other: &Point| {
            let value = certain(&side.tree, &self.subject.inputs(other), false);
            value.map_or(f64::NAN, |value| value.near())
        };
        let tree = || Some(side.tree.clone());
        let error = lost(self.subject, point, exact, found, around, tree);
        self.enter(outcome, error, side, point, || {
            format!(
                "{} gives {}, the code {}",
                self.whose(side),
                shown(exact.near()),
                shown(found)
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
        let at = || self.subject.in_words(point);
        let place = || (self.file.to_owned(), side.line);
        outcome.point(error, ULPS, at, place, || {
            format!("this formula is not {}: at {} {}", self.mark, at(), what())
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
            self.subject.in_words(point)
        );
        outcome.points += 1;
        if outcome.problems.len() < 3 {
            outcome
                .problems
                .push(Problem::new(self.file, side.line, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use catalog::{Curve, Function, Gate, Setting};
    use formula::{Names, Sort};
    use nnfn::activations as f;

    use super::*;

    /// `x` moved by so many units in its last place.
    fn off(x: f64, ulps: u32) -> f64 {
        (0..ulps).fold(x, |x, _| x.next_up())
    }

    /// What is reported of a formula in `a`, `b`, `x`, `\beta` as the value of this function.
    fn reported(function: Function, latex: &str, numbers: [f64; 2]) -> Vec<String> {
        let subject = Subject {
            function: Box::leak(Box::new(function)),
            ..Subject::plain("sigmoid").unwrap()
        };
        let mut names = Names::default();
        for symbol in ["a", "b", "x", r"\beta"] {
            names.symbol(symbol, Sort::Number).unwrap();
        }
        let tree = formula::chain(latex, &names).unwrap().sides[1].tree.clone();
        let comparison = Comparison {
            subject: &subject,
            sides: &[Sided {
                tree,
                line: 1,
                column: 1,
            }],
            value: None,
            file: "page.md",
            mark: "this",
            hasty: false,
        };
        let point = Point {
            args: catalog::Args::from((numbers[0], numbers[1])),
            ..Point::default()
        };
        let problems = comparison.run(&[point]).problems;
        problems.into_iter().map(|p| p.message).collect()
    }

    // Where one derivative vanishes, more is allowed for that one, and for no other.

    #[test]
    fn the_derivative_of_a_gate_by_a_is_not_spared_where_that_by_b_vanishes() {
        let latex = r"0 = \frac{a b}{2} (1 + \operatorname{erf} \frac{b}{\sqrt{2}})";
        let at = |gate: Gate| {
            let gate = Function::Gate(Box::leak(Box::new(gate)));
            reported(gate, latex, [1.5, -0.75])
        };
        let right = *gate("geglu");
        assert_eq!(at(right), [""; 0]);
        let wrong = Gate {
            grad_a: |_, b| off(f::gelu(b), 6),
            ..right
        };
        let problems = at(wrong);
        assert!(problems.len() == 1, "{problems:?}");
        assert!(problems[0].contains("geglu_grad_a gives"), "{problems:?}");
    }

    #[test]
    fn the_derivative_by_a_learned_parameter_is_not_spared_where_that_by_x_vanishes() {
        let latex = r"0 = \frac{x}{1 + e^{-\beta x}}";
        let at = |curve: Curve| {
            let curve = Function::Curve(Box::leak(Box::new(curve)));
            reported(curve, latex, [-0.32, 4.0])
        };
        let right = *curve("swish");
        assert_eq!(at(right), [""; 0]);
        let wrong = Curve {
            setting: Setting::Learned(|x, beta| off(f::swish_grad_beta(x, beta), 40)),
            ..right
        };
        let problems = at(wrong);
        assert!(problems.len() == 1, "{problems:?}");
        assert!(
            problems[0].contains("swish_grad_beta gives"),
            "{problems:?}"
        );
    }

    #[test]
    fn an_output_without_a_gradient_is_held_fixed_in_the_formula() {
        let Some(Function::Loss(right)) = catalog::find("gaussian_nll") else {
            panic!("no loss gaussian_nll");
        };
        // By the variance there is no gradient.
        let held = Function::Loss(Box::leak(Box::new(catalog::Loss {
            gradients: &right.gradients[..1],
            ..**right
        })));
        let of = |latex: &str| {
            let function: &'static Function = Box::leak(Box::new(held));
            let subject = Subject {
                function,
                ..Subject::plain("gaussian_nll").unwrap()
            };
            let mut names = Names::default();
            subject.symbols(&mut names).unwrap();
            let tree = formula::chain(latex, &names).unwrap().sides[1].tree.clone();
            let comparison = Comparison {
                subject: &subject,
                sides: &[Sided {
                    tree,
                    line: 1,
                    column: 1,
                }],
                value: None,
                file: "page.md",
                mark: "this",
                hasty: false,
            };
            let point = Point {
                args: catalog::Args::from((1.5, -0.75, 4.0)),
                ..Point::default()
            };
            let problems = comparison.run(&[point]).problems;
            let messages = problems.into_iter().map(|p| p.message);
            messages.collect::<Vec<String>>()
        };
        let s = right.arguments[2].symbol;
        let nll = |v: &str| {
            format!(r"0 = \frac12 \left( \ln {v} + \frac{{(\hat y - y)^2}}{{{v}}} \right)")
        };
        assert_eq!(of(&nll(&format!(r"\operatorname{{sg}}({s})"))), [""; 0]);
        let problems = of(&nll(&format!("({s})")));
        assert!(problems.len() == 1, "{problems:?}");
        assert!(
            problems[0].contains("by variance is -0.0332")
                && problems[0].contains("gaussian_nll has no gradient by it"),
            "{problems:?}"
        );
    }

    fn gate(name: &str) -> &'static Gate {
        match catalog::find(name) {
            Some(Function::Gate(gate)) => gate,
            _ => panic!("no gate {name}"),
        }
    }

    fn curve(name: &str) -> &'static Curve {
        match catalog::find(name) {
            Some(Function::Curve(curve)) => curve,
            _ => panic!("no curve {name}"),
        }
    }
}
