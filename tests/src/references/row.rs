//! Functions of a row.

use catalog::{ClassLoss, Row, RowScalar, SoftLoss};

use super::sheet::{Entry, Sheet};
use crate::golden::Case;
use crate::outcome::Problem;

pub fn row(sheet: &mut Sheet<'_>, case: &Case, f: &Row) -> Result<(), Problem> {
    let temperature = case.parameter(f.parameter.name)?;
    let (logits, upstream) = (case.input("logits")?, case.input("upstream")?);
    if upstream.len() != logits.len() {
        let what = format!("{} logits, {} upstream", logits.len(), upstream.len());
        return Err(case.problem(&what));
    }
    let index = case.index(logits.len())?;
    let value = case.results("value", index.len())?;
    let vjp = case.results("vjp", index.len())?;
    let found = (f.value)(&logits, temperature);
    let back = (f.vjp)(&logits, temperature, &upstream);
    // The vjp is a difference: of u_j and the mean of u for softmax, of u_j and p_j·Σu for its log.
    let p: Vec<f64> = nnfn::activations::softmax(&logits, temperature);
    let mean: f64 = upstream.iter().zip(&p).map(|(u, p)| (u * p).abs()).sum();
    let total: f64 = upstream.iter().map(|u| u.abs()).sum();
    let logarithmic = f.about.name == "log_softmax";
    for (k, &i) in index.iter().enumerate() {
        let at = || format!("row of {}, entry {i}, T = {temperature}", logits.len());
        sheet.enter(0, &Entry::exactly(found[i], value[k]), at);
        let terms = if logarithmic {
            upstream[i].abs() + p[i] * total
        } else {
            p[i] * (upstream[i].abs() + mean)
        };
        let entry = Entry {
            scale: terms / temperature,
            ..Entry::exactly(back[i], vjp[k])
        };
        sheet.enter(1, &entry, at);
    }
    Ok(())
}

pub fn row_scalar(sheet: &mut Sheet<'_>, case: &Case, f: &RowScalar) -> Result<(), Problem> {
    let logits = case.input("logits")?;
    let at = || format!("row of {}", logits.len());
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scale = if largest.is_finite() {
        largest.abs()
    } else {
        0.0
    };
    let entry = Entry {
        scale,
        ..Entry::exactly((f.value)(&logits), case.results("value", 1)?[0])
    };
    sheet.enter(0, &entry, at);
    gradient(sheet, case, &logits, &(f.grad)(&logits), |_| 0.0)
}

pub fn class(sheet: &mut Sheet<'_>, case: &Case, f: &ClassLoss) -> Result<(), Problem> {
    let (logits, class) = (case.input("logits")?, case.class()?);
    if class >= logits.len() {
        let what = format!("class {class} of {} logits", logits.len());
        return Err(case.problem(&what));
    }
    let value = case.results("value", 1)?[0];
    let entry = Entry::exactly((f.value)(&logits, class), value);
    sheet.enter(0, &entry, || {
        format!("row of {}, class {class}", logits.len())
    });
    gradient(sheet, case, &logits, &(f.grad)(&logits, class), |_| 0.0)
}

pub fn soft(sheet: &mut Sheet<'_>, case: &Case, f: &SoftLoss) -> Result<(), Problem> {
    let (logits, target) = (case.input("logits")?, case.input("target")?);
    if target.len() != logits.len() {
        let what = format!("{} logits, {} targets", logits.len(), target.len());
        return Err(case.problem(&what));
    }
    let value = case.results("value", 1)?[0];
    let entry = Entry::exactly((f.value)(&logits, &target), value);
    sheet.enter(0, &entry, || format!("row of {}", logits.len()));
    // p·Σt − t is a difference of two numbers of about t.
    let scale = |i: usize| 2.0 * target[i].abs();
    gradient(sheet, case, &logits, &(f.grad)(&logits, &target), scale)
}

fn gradient(
    sheet: &mut Sheet<'_>,
    case: &Case,
    logits: &[f64],
    found: &[f64],
    scale: impl Fn(usize) -> f64,
) -> Result<(), Problem> {
    let index = case.index(logits.len())?;
    let grad = case.results("grad", index.len())?;
    for (k, &i) in index.iter().enumerate() {
        let entry = Entry {
            scale: scale(i),
            ..Entry::exactly(found[i], grad[k])
        };
        sheet.enter(1, &entry, || format!("row of {}, entry {i}", logits.len()));
    }
    Ok(())
}
