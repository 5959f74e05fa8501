//! A formula with values for its symbols, and what is expected of it.

use formula::{
    By, Env, Expr, Input, Length, Names, Seed, Sort, Value, certain, certain_with_derivatives, chain, derivative,
    evaluate,
};

pub const K: Length = Length('K');
pub const N: Length = Length('N');
pub const D: Length = Length('D');
pub const L: Length = Length('L');

/// A formula with the values of its symbols.
pub struct Case {
    pub names: Names,
    pub inputs: Vec<Input>,
}

impl Case {
    pub fn new(symbols: &[(&str, Sort, Value<f64>)]) -> Case {
        let mut case = Case { names: Names::default(), inputs: vec![] };
        for (latex, sort, value) in symbols {
            let name = case.names.symbol(latex, *sort).unwrap_or_else(|e| panic!("{latex}: {e}"));
            case.inputs.push(Input { name, value: value.clone(), side: 0 });
        }
        case
    }

    pub fn defining(mut self, latex: &str) -> Case {
        let made = chain(latex, &self.names).unwrap_or_else(|e| panic!("{latex}: {}: {e}", e.at));
        self.names.define(made.defines.unwrap_or_else(|| panic!("{latex} defines nothing"))).unwrap();
        self
    }

    pub fn tree(&self, latex: &str) -> Expr {
        let side = format!("0 = {latex}");
        chain(&side, &self.names).unwrap_or_else(|e| panic!("{latex}: {}: {e}", e.at)).sides[1].tree.clone()
    }

    /// The value, the same in 64 bit, in pairs and at high precision.
    #[track_caller]
    pub fn is(&self, latex: &str, expected: f64) {
        let tree = self.tree(latex);
        let near = |found: f64| (found - expected).abs() <= 2e-14 * expected.abs().max(1.0);
        let mut env: Env<f64> = Env::new(());
        for input in &self.inputs {
            env.bind(input.name, input.value.clone());
        }
        let plain = evaluate(&tree, &env).unwrap_or_else(|e| panic!("{latex}: {e:?}"));
        assert!(near(plain), "{latex} is {plain}, expected {expected}");
        let values = [false, true]
            .map(|thorough| certain(&tree, &self.inputs, thorough).unwrap_or_else(|e| panic!("{latex}: {e:?}")).near());
        assert!(near(values[0]) && values[0] == values[1], "{latex} is {values:?}, expected {expected}");
    }

    /// The derivative: that of dual numbers, that by rules on the tree if there is one, and the
    /// difference quotient of the values with a step of 2^-20.
    #[track_caller]
    pub fn slope(&self, latex: &str, seed: &Seed, expected: f64, by_rules: bool) {
        let tree = self.tree(latex);
        let near = |found: f64, within: f64| (found - expected).abs() <= within * expected.abs().max(1.0);
        for thorough in [false, true] {
            let slopes = certain_with_derivatives(&tree, &self.inputs, std::slice::from_ref(seed), thorough);
            let slope = slopes.unwrap_or_else(|e| panic!("{latex}: {e:?}"))[0].near();
            assert!(near(slope, 2e-14), "{latex} by {seed:?}: {slope}, expected {expected}");
        }
        let step = 2_f64.powi(-20);
        let moved = |by: f64| certain(&tree, &self.moved(seed, by), true).unwrap().near();
        let quotient = (moved(step) - moved(-step)) / (2.0 * step);
        assert!(near(quotient, 1e-8), "{latex} by {seed:?}: difference {quotient}, expected {expected}");
        if by_rules {
            let whole = |n: usize| Expr::whole(n as u128 + 1);
            let by = match seed {
                Seed::Number(name) => By::Symbol(*name),
                Seed::Entry(name, at) => By::Item(*name, whole(*at)),
                Seed::Cell(name, row, column) => By::Cell(*name, whole(*row), whole(*column)),
            };
            let slope = derivative(&tree, &by).unwrap_or_else(|e| panic!("{latex}: {e}"));
            let slope = certain(&slope, &self.inputs, true).unwrap_or_else(|e| panic!("{latex}: {e:?}")).near();
            assert!(near(slope, 2e-14), "{latex} by {seed:?}, by rules: {slope}, expected {expected}");
        }
    }

    pub fn moved(&self, seed: &Seed, by: f64) -> Vec<Input> {
        let mut inputs = self.inputs.clone();
        for input in inputs.iter_mut().filter(|input| input.name == *seed.name()) {
            match (&mut input.value, seed) {
                (Value::Number(x), Seed::Number(_)) => *x += by,
                (Value::Vector(all), Seed::Entry(_, at)) => all[*at] += by,
                (Value::Table(rows), Seed::Cell(_, row, column)) => rows[*row][*column] += by,
                _ => panic!("no such entry: {seed:?}"),
            }
        }
        inputs
    }
}

pub fn number(latex: &'static str, x: f64) -> (&'static str, Sort, Value<f64>) {
    (latex, Sort::Number, Value::Number(x))
}

pub fn vector(latex: &'static str, length: Length, all: &[f64]) -> (&'static str, Sort, Value<f64>) {
    (latex, Sort::Vector(length), Value::Vector(all.to_vec()))
}

pub fn count(latex: &'static str, n: usize) -> (&'static str, Sort, Value<f64>) {
    (latex, Sort::Count, Value::Whole(n as i64))
}

pub fn entry(name: &str, at: usize) -> Seed {
    Seed::Entry(name.into(), at)
}

pub fn by(name: &str) -> Seed {
    Seed::Number(name.into())
}

pub fn length(v: &[f64]) -> f64 {
    v.iter().map(|x| x * x).sum::<f64>().sqrt()
}

pub fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
