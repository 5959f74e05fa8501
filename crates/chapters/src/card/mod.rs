//! The card of a chapter's first screen: what somebody in a hurry looks for. Nothing on it is typed:
//! formulas are those of the page, calls those that were recorded, values and facts are computed.

mod calls;
mod facts;
mod formulas;
mod values;

use catalog::Function;
use notebook::{Page, escape};

use crate::evidence::Evidence;

/// The card of a function as HTML, for the page that is its chapter.
pub fn html(page: &Page, function: &'static Function, evidence: &Evidence) -> Result<String, String> {
    let about = function.about();
    let formulas = formulas::html(page, function, evidence)?;
    let calls = calls::html(function)?;
    let values = values::html(function);
    let facts = facts::html(function)?;
    Ok(format!(
        "<section class=\"card\" aria-label=\"{} in short\">\n{formulas}\n{calls}{values}{facts}</section>\n",
        escape::attribute(about.title)
    ))
}
