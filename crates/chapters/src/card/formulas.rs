//! The formulas of a card: the page's own, as they are checked.

use catalog::Function;
use notebook::{Formula, Page, escape};

use crate::evidence::Evidence;
use crate::formulas;

/// Value and derivatives, each as the page first displays it.
pub fn html(page: &Page, function: &Function, evidence: &Evidence) -> Result<String, String> {
    let names = function.names();
    let mut rows = vec![];
    for (i, name) in names.iter().enumerate() {
        let Some(formula) = first(page, name) else {
            return Err(format!(
                "the page displays no formula of `{name}`: expected `$$ .. $$ <!--= {name}(..) -->`, which the card repeats"
            ));
        };
        let label = match i {
            0 => "Value".to_owned(),
            _ => derivative(function, i - 1),
        };
        rows.push(row(page, formula, &label, evidence));
    }
    Ok(format!("<dl class=\"formulas\">\n{}</dl>", rows.concat()))
}

/// What a derivative is called: with several of them, by what it is taken.
fn derivative(function: &Function, i: usize) -> String {
    let derivatives = function.derivatives();
    let kind = match function {
        Function::Map(_) | Function::Loss(_) => "Gradient",
        _ => "Slope",
    };
    match derivatives.len() {
        1 => kind.to_owned(),
        _ => format!(
            "{kind} by {}",
            escape::text(function.arguments()[derivatives[i].by].name)
        ),
    }
}

/// The first formula that the page displays of a function of that name.
pub(crate) fn first<'a>(page: &'a Page, name: &str) -> Option<&'a Formula> {
    let is_of = |formula: &&Formula| {
        let mark = formula.mark.as_ref().map(|mark| mark.text.trim());
        let call = mark.and_then(|text| text.strip_prefix(name));
        formula.display && call.is_some_and(|rest| rest.starts_with('('))
    };
    page.formulas.iter().find(is_of)
}

fn row(page: &Page, formula: &Formula, label: &str, evidence: &Evidence) -> String {
    let latex = page.text[formula.latex.clone()].trim();
    let (sign, tip) = formulas::verdict(page, formula, evidence);
    let tip = escape::attribute(&tip);
    format!(
        "<dt>{label} <span class=\"checked\" role=\"img\" aria-label=\"{tip}\" data-tip=\"{tip}\">{sign}</span></dt>\n<dd>\n\n$$\n{latex}\n$$\n\n</dd>\n"
    )
}
