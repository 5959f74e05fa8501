//! Where functions of one variable have zeros, according to the references: the function under test has
//! no say in how exact it must be.

use std::collections::BTreeMap;

use catalog::{Args, Function};

use crate::golden::{Golden, Of};

/// The points of the references, by the arguments beside the variable: the variable, and the signs of the value
/// and of its derivative there.
pub struct Zeros {
    variable: Option<(usize, &'static str)>,
    gate: bool,
    points: BTreeMap<Vec<u64>, Vec<(f64, [f64; 2])>>,
}

impl Zeros {
    /// Of a function with one variable; of others it has none.
    pub fn of(function: &Function, golden: &Golden) -> Zeros {
        let variable = match function {
            Function::Scalar(_) | Function::Curve(_) => Some((0, "x")),
            Function::Gate(_) => Some((1, "b")),
            Function::Map(_) | Function::Loss(_) => None,
        };
        let mut zeros = Zeros {
            variable,
            gate: matches!(function, Function::Gate(_)),
            points: BTreeMap::new(),
        };
        if let Some((_, name)) = variable {
            // A case that cannot be read is reported when it is entered.
            for case in &golden.cases {
                let results = [Of::Value, Of::Grad(name)].map(|of| case.results(&of));
                if let (Ok(args), [Ok(value), Ok(grad)]) = (case.args(function), results) {
                    for (args, (value, grad)) in args.iter().zip(value.iter().zip(&grad)) {
                        let signed = [value[0], grad[0]].map(|y| y * zeros.sign(args));
                        let point = (zeros.place(args), signed);
                        zeros
                            .points
                            .entry(zeros.others(args))
                            .or_default()
                            .push(point);
                    }
                }
            }
        }
        zeros
    }

    /// The variable's value.
    pub fn place(&self, args: &Args) -> f64 {
        self.variable.map_or(f64::NAN, |(i, _)| args.number(i))
    }

    /// The derivative of a result by the variable; none if it has no zeros of its own.
    pub fn slope_of(&self, of: &Of<'_>) -> Option<Of<'static>> {
        let (_, name) = self.variable?;
        match of {
            Of::Value => Some(Of::Grad(name)),
            Of::Grad(by) if *by == name => Some(Of::Second(name)),
            _ => None,
        }
    }

    /// Whether a result changes its sign within a tenth of the variable.
    pub fn near(&self, of: &Of<'_>, args: &Args, exact: f64) -> bool {
        let order = usize::from(matches!(of, Of::Grad(_)));
        let (x, y) = (self.place(args), exact * self.sign(args));
        let all = self.points.get(&self.others(args)).into_iter().flatten();
        let within = |at: f64| (at - x).abs() <= 0.1 * x.abs();
        all.into_iter()
            .any(|(at, signed)| within(*at) && signed[order] * y < 0.0)
    }

    /// A gate's own sign is that of the value over `a`.
    fn sign(&self, args: &Args) -> f64 {
        if self.gate {
            args.number(0).signum()
        } else {
            1.0
        }
    }

    /// What is held while the variable moves.
    fn others(&self, args: &Args) -> Vec<u64> {
        let numbers = (1..args.0.len()).map(|i| args.number(i).to_bits());
        if self.gate { vec![] } else { numbers.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_references_tell_where_a_zero_is_near() {
        // An exact function with a zero at 1.02, and a tail without one, as steep as it may be.
        let text = r#"{"cases": [
  {"note": "", "each": {"x": [0.9, 1.0, 1.05, 1.5, 9.0, 9.5]},
   "value": [-0.12, -0.02, 0.03, 0.48, 1e-30, 1e-40], "grad": {"x": [1, 1, 1, 1, 1, 1]}}],
"recorded": []}"#;
        let golden = Golden::parse("f.json", text).expect("it is well formed");
        let function = catalog::find("gelu").expect("it is in the catalogue");
        let zeros = Zeros::of(function, &golden);
        let case = &golden.cases[0];
        let args = case.args(function).expect("arguments");
        let exact = case.results(&Of::Value).expect("values");
        let near: Vec<bool> = (args.iter().zip(&exact))
            .map(|(args, exact)| zeros.near(&Of::Value, args, exact[0]))
            .collect();
        assert_eq!(near, [false, true, true, false, false, false]);
        assert_eq!(zeros.slope_of(&Of::Grad("x")), Some(Of::Second("x")));
        assert_eq!(zeros.slope_of(&Of::Grad("slope")), None);
    }
}
