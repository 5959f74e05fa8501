//! Rows of extreme logits.

use catalog::RowMap;

use super::{Sheet, contract, places};

pub fn map(sheet: &mut Sheet<'_>, f: &RowMap) {
    rows(
        sheet,
        |z| (f.value)(z, 1.0),
        |z| (f.vjp)(z, 1.0, &vec![1.0; z.len()]),
    );
    places::map(sheet, f);
    let z = [0.0, 1.0];
    contract::check(sheet, &f.parameter, "", |t| drop((f.value)(&z, t)));
    contract::check(sheet, &f.parameter, "_vjp", |t| drop((f.vjp)(&z, t, &z)));
}

/// Rows of extreme logits give numbers; a NaN is not swallowed.
fn rows(
    sheet: &mut Sheet<'_>,
    value: impl Fn(&[f64]) -> Vec<f64>,
    grad: impl Fn(&[f64]) -> Vec<f64>,
) {
    let name = sheet.function.about().name;
    for row in extreme() {
        for (what, found) in [("", value(&row)), ("'s gradient", grad(&row))] {
            // A loss may be infinite, and its gradient undefined, where a class has probability 0.
            let finite = row.iter().all(|z| z.is_finite());
            for x in found {
                let call = format!("{name}({row:?}){what}");
                if finite || what.is_empty() {
                    sheet.expect(&call, x, !x.is_nan(), "a number");
                }
            }
        }
    }
    let found = value(&[0.0, f64::NAN]);
    sheet.expect(
        &format!("{name}([0, NaN])"),
        f64::NAN,
        found.iter().any(|x| x.is_nan()),
        "NaN",
    );
}

/// Rows that are hard.
pub fn extreme() -> Vec<Vec<f64>> {
    let infinity = f64::INFINITY;
    vec![
        vec![0.0, -0.0],
        vec![1e300, -1e300],
        vec![f64::MAX, f64::MAX],
        vec![f64::MIN, f64::MIN],
        vec![5e-324, 0.0],
        vec![1000.0, 0.0, -1000.0],
        vec![0.0, -infinity],
        vec![-infinity, 0.0, 1.0],
        vec![infinity, 0.0],
        vec![7.0],
    ]
}
