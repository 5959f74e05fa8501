//! Functions of one or two numbers.

use catalog::{Curve, Gate, PairLoss, Scalar, Setting};

use super::sheet::{Entry, Sheet};
use crate::golden::{Case, Golden};
use crate::outcome::Problem;
use crate::tolerance::condition;

pub fn scalar(sheet: &mut Sheet<'_>, case: &Case, f: &Scalar) -> Result<(), Problem> {
    let table = Table::read(case, "x", ["value", "grad", "second"])?;
    let all = Table::all(sheet.golden, None, "x", ["value", "grad", "second"])?;
    for point in &table.rows {
        let at = || format!("{:e}", point.x);
        for (order, found) in [(f.value)(point.x), (f.grad)(point.x)]
            .into_iter()
            .enumerate()
        {
            let near = all.changes_sign_near(point, order);
            sheet.enter(order, &point.entry(found, order, near), at);
        }
    }
    Ok(())
}

pub fn curve(sheet: &mut Sheet<'_>, case: &Case, f: &Curve) -> Result<(), Problem> {
    let name = f.parameter.name;
    let parameter = case.parameter(name)?;
    let results = ["value", "grad", "second"];
    let table = Table::read(case, "x", results)?;
    let all = Table::all(sheet.golden, Some((name, parameter)), "x", results)?;
    for point in &table.rows {
        let at = || format!("{:e}, {parameter:e}", point.x);
        let found = [(f.value)(point.x, parameter), (f.grad)(point.x, parameter)];
        for (order, found) in found.into_iter().enumerate() {
            let near = all.changes_sign_near(point, order);
            sheet.enter(order, &point.entry(found, order, near), at);
        }
    }
    if let Setting::Learned(grad) = f.setting {
        let exact = case.results(&format!("grad_{name}"), table.rows.len())?;
        for (point, exact) in table.rows.iter().zip(exact) {
            let found = grad(point.x, parameter);
            let at = || format!("{:e}, {parameter:e}", point.x);
            sheet.enter(2, &Entry::exactly(found, exact), at);
        }
    }
    Ok(())
}

pub fn gate(sheet: &mut Sheet<'_>, case: &Case, f: &Gate) -> Result<(), Problem> {
    let results = ["value", "grad_b", "second_b"];
    let table = Table::read(case, "b", results)?;
    let a = case.input("a")?;
    if a.len() != table.rows.len() {
        let what = format!("{} numbers in `a`, {} in `b`", a.len(), table.rows.len());
        return Err(case.problem(&what));
    }
    let grad_a = case.results("grad_a", a.len())?;
    // Of the gate itself: its sign is that of the results over `a`.
    let over = |point: &Point, a: f64| Point {
        results: point.results.map(|y| y * a.signum()),
        ..*point
    };
    let mut gate = Table { rows: vec![] };
    for case in &sheet.golden.cases {
        let rows = Table::read(case, "b", results)?.rows;
        let signed = rows
            .iter()
            .zip(case.input("a")?)
            .map(|(point, a)| over(point, a));
        gate.rows.extend(signed);
    }
    for (i, point) in table.rows.iter().enumerate() {
        let (a, b) = (a[i], point.x);
        let at = || format!("{a:e}, {b:e}");
        let near = |order| gate.changes_sign_near(&over(point, a), order);
        sheet.enter(0, &point.entry((f.value)(a, b), 0, near(0)), at);
        sheet.enter(1, &Entry::exactly((f.grad_a)(a, b), grad_a[i]), at);
        sheet.enter(2, &point.entry((f.grad_b)(a, b), 1, near(1)), at);
    }
    Ok(())
}

pub fn pair(sheet: &mut Sheet<'_>, case: &Case, f: &PairLoss) -> Result<(), Problem> {
    let parameter = case.parameter(f.parameter.name)?;
    let (prediction, target) = (case.input("prediction")?, case.input("target")?);
    let n = prediction.len();
    if target.len() != n {
        let what = format!("{n} numbers in `prediction`, {} in `target`", target.len());
        return Err(case.problem(&what));
    }
    let (value, grad) = (case.results("value", n)?, case.results("grad", n)?);
    for i in 0..n {
        let (p, y) = (prediction[i], target[i]);
        let at = || format!("{p:e}, {y:e}, {parameter:e}");
        let found = (f.value)(p, y, parameter);
        sheet.enter(0, &Entry::exactly(found, value[i]), at);
        let found = (f.grad)(p, y, parameter);
        sheet.enter(1, &Entry::exactly(found, grad[i]), at);
    }
    Ok(())
}

/// A function, its first and its second derivative at a point: the exact ones.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    results: [f64; 3],
}

struct Table {
    rows: Vec<Point>,
}

impl Table {
    fn read(case: &Case, input: &str, results: [&str; 3]) -> Result<Table, Problem> {
        let x = case.input(input)?;
        let [value, grad, second] = results.map(|name| case.results(name, x.len()));
        let (value, grad, second) = (value?, grad?, second?);
        let point = |i: usize| Point {
            x: x[i],
            results: [value[i], grad[i], second[i]],
        };
        Ok(Table {
            rows: (0..x.len()).map(point).collect(),
        })
    }

    /// The points of all cases, or of those with this parameter.
    fn all(
        golden: &Golden,
        with: Option<(&str, f64)>,
        input: &str,
        results: [&str; 3],
    ) -> Result<Table, Problem> {
        let mut rows = vec![];
        for case in &golden.cases {
            if let Some((name, parameter)) = with
                && case.parameter(name)? != parameter
            {
                continue;
            }
            rows.extend(Table::read(case, input, results)?.rows);
        }
        Ok(Table { rows })
    }

    /// Whether the result of this order changes its sign within a tenth of `point.x`, as the
    /// references tell: the function under test has no say in how exact it must be.
    fn changes_sign_near(&self, point: &Point, order: usize) -> bool {
        let (x, y) = (point.x, point.results[order]);
        let near = |other: &Point| (other.x - x).abs() <= 0.1 * x.abs();
        (self.rows.iter()).any(|other| near(other) && other.results[order] * y < 0.0)
    }
}

impl Point {
    /// A result of this order (0 the value, 1 its derivative) against the exact one.
    fn entry(&self, found: f64, order: usize, near_zero: bool) -> Entry {
        let (exact, slope) = (self.results[order], self.results[order + 1]);
        Entry {
            condition: if near_zero {
                condition(self.x, exact, slope)
            } else {
                1.0
            },
            ..Entry::exactly(found, exact)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_references_tell_where_a_zero_is_near() {
        // An exact function with a zero at 1.02, and a tail without one, as steep as it may be.
        let rows = [
            (0.9, -0.12),
            (1.0, -0.02),
            (1.05, 0.03),
            (1.5, 0.48),
            (9.0, 1e-30),
            (9.5, 1e-40),
        ];
        let point = |(x, y): (f64, f64)| Point {
            x,
            results: [y, 1.0, 0.0],
        };
        let table = Table {
            rows: rows.map(point).to_vec(),
        };
        let near: Vec<bool> = (table.rows.iter())
            .map(|point| table.changes_sign_near(point, 0))
            .collect();
        assert_eq!(near, [false, true, true, false, false, false]);
        // What the function under test gives has no part in it.
        let far = &table.rows[4];
        assert_eq!(
            far.entry(-1.0, 0, table.changes_sign_near(far, 0))
                .condition,
            1.0
        );
        let close = &table.rows[1];
        assert_eq!(close.entry(7.0, 0, true).condition, 50.0);
    }
}
