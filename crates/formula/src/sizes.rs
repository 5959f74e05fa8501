//! The sizes of the terms of which a formula is the sum.

use crate::expr::{Expr, Fold, Function, Over};

/// The same formula with every term positive: `|a| + |b|` for `a - b`, within products and sums over an index
/// too. A computation in floating point loses units in the last place of this, where the terms cancel.
#[must_use]
pub fn sizes(tree: &Expr) -> Expr {
    let both = |a: &Expr, b: &Expr| (Box::new(sizes(a)), Box::new(sizes(b)));
    match tree {
        Expr::Neg(a) | Expr::Apply(Function::Stop, a) => sizes(a),
        Expr::Add(a, b) | Expr::Sub(a, b) => {
            let (a, b) = both(a, b);
            Expr::Add(a, b)
        }
        Expr::Mul(a, b) => {
            let (a, b) = both(a, b);
            Expr::Mul(a, b)
        }
        Expr::Div(a, b) => Expr::Div(Box::new(sizes(a)), Box::new(absolute(b))),
        Expr::Over(over) if matches!(over.fold, Fold::Sum | Fold::Product) => {
            let body = sizes(&over.body);
            Expr::Over(Box::new(Over { body, ..(**over).clone() }))
        }
        // A unit in the last place of its argument moves a logarithm by a unit.
        Expr::Apply(Function::Ln, a) => {
            let relative = Expr::Div(Box::new(sizes(a)), Box::new(absolute(a)));
            Expr::Add(Box::new(absolute(tree)), Box::new(relative))
        }
        Expr::Cases(cases) => {
            let sized = |(branch, cond): &(Expr, _)| (sizes(branch), Clone::clone(cond));
            Expr::Cases(cases.iter().map(sized).collect())
        }
        other => absolute(other),
    }
}

fn absolute(tree: &Expr) -> Expr {
    Expr::Apply(Function::Abs, Box::new(tree.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, Length, Names, Sort, Value, certain, chain};

    #[test]
    fn terms_are_added_up_by_their_size() {
        let mut names = Names::default();
        names.symbol("a", Sort::Number).unwrap();
        names.symbol("p", Sort::Vector(Length('K'))).unwrap();
        names.symbol("K", Sort::Count).unwrap();
        names.symbol("i", Sort::Index).unwrap();
        let inputs = [("a", Value::Number(3.0)), ("p", Value::Vector(vec![1.0, -2.0])), ("K", Value::Whole(2))];
        let inputs = inputs.map(|(name, value)| Input { name: name.into(), value, side: 0 });
        for (latex, expected) in [
            ("a - 2 = a - 2", 5.0),
            (r"0 = -\frac{a - 1}{-2}", 2.0),
            (r"0 = a \left( a - \sum_{i=1}^K p_i \right)", 18.0),
            (r"0 = \ln(a - 2)", 5.0),
            (r"0 = \left|a - 2\right|", 1.0),
        ] {
            let side = chain(latex, &names).unwrap().sides.pop().unwrap();
            let size = certain(&sizes(&side.tree), &inputs, false).unwrap();
            assert_eq!(size.near(), expected, "{latex}");
        }
    }
}
