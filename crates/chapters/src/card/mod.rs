//! The card of a chapter's first screen: what somebody in a hurry looks for. Nothing on it is typed:
//! formulas are those of the page, calls those that were recorded, values and facts are computed.

mod calls;
mod facts;
pub(crate) mod formulas;
mod values;

use catalog::Function;
use notebook::{Page, escape};

use crate::evidence::Evidence;

/// The facts, which are searched for on all of a function's lines: they follow from the sources, so that a
/// build after an edit of a page has them from the memory.
fn remembered(function: &'static Function, evidence: &Evidence) -> Result<String, String> {
    const KIND: &str = "facts";
    let (memory, name) = (&evidence.memory, function.about().name);
    if let Some(known) = memory.recall(KIND, &name) {
        return Ok(known);
    }
    let facts = facts::html(function)?;
    memory.keep(KIND, &name, &facts);
    Ok(facts)
}

/// The card of a function as HTML, for the page that is its chapter.
pub fn html(
    page: &Page,
    function: &'static Function,
    evidence: &Evidence,
) -> Result<String, String> {
    let about = function.about();
    let formulas = formulas::html(page, function, evidence)?;
    let calls = calls::html(function)?;
    let values = values::html(function);
    let facts = remembered(function, evidence)?;
    Ok(format!(
        "<section class=\"card\" aria-label=\"{} in short\">\n{formulas}\n{calls}{values}{facts}</section>\n",
        escape::attribute(about.title)
    ))
}
