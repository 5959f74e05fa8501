//! The function's chapter: the template's headings, and what belongs below each.

use super::library::anchors;
use super::request::{Request, Shape};
use chapters::template::{FOLDED, HEADINGS, TRAPS};

/// The whole page.
pub fn text(request: &Request, path: &str, title: &str) -> String {
    let own = &request.name;
    let mut out = format!(
        "# {title}\n\nTODO({own}): what it does, in one plain sentence.\n\n<!--@ figure {own} -->\n\n<!--@ card {own} -->\n\n- [TODO({own}): a trap](#where-it-breaks): in one line.\n- [TODO({own}): another](#where-it-breaks): in one line.\n"
    );
    for heading in HEADINGS {
        out += &format!("\n## {heading}\n\n{}", below(request, path, heading));
    }
    out
}

/// What stands below a heading until the author has written it.
fn below(request: &Request, path: &str, heading: &str) -> String {
    let own = &request.name;
    let inputs = request.shape.inputs().iter().map(|x| (*x).to_owned());
    let arguments: Vec<String> = inputs
        .chain(request.parameters.iter().map(|p| p.name.clone()))
        .collect();
    let arguments = arguments.join(", ");
    let entry = if request.shape == Shape::Map {
        "[i]"
    } else {
        ""
    };
    let anchors = anchors(request.shape);
    let up = "../".repeat(path.split('/').count());
    let listing = |anchor: &&str| {
        format!(
            "```rust\n{{{{#include {up}crates/nnfn/src/{}/{own}.rs:{anchor}}}}}\n```\n",
            request.shape.folder()
        )
    };
    let todo = |what: &str| format!("TODO({own}): {what}\n");
    match heading {
        "Why" => todo(&format!(
            "the idea, where it is from, what it solved; the formula, displayed, with the mark `{own}({arguments}){entry}` behind it."
        )),
        "Gradient" => todo(
            "the gradient, derived in formulas with their marks, and what it means for training.",
        ),
        TRAPS => format!(
            "### TODO({own}): a trap\n\n{}",
            todo("what happens, why, what to do: three lines at most, and a cell that shows it.")
        ),
        heading if heading == FOLDED[0] => {
            let listings: Vec<String> = anchors.iter().map(listing).collect();
            listings.join("\n")
        }
        "Properties" => todo(&format!(
            "a list, each item ending with its test, `@ property {own} NAME` in a comment."
        )),
        "Numbers" => todo("a cell, and what it prints."),
        "In other libraries" => todo(&format!(
            "a table of Library, Call and Checked, a row each ending with `@ recorded {own} LIBRARY` in a comment."
        )),
        "Often said, but" => todo("a misconception in bold quotation marks, and what is true."),
        "Exercises" => todo("two or three, with their answers folded and computed."),
        "Sources" => todo("what was read, by id and section."),
        _ => todo("advice of practice."),
    }
}
