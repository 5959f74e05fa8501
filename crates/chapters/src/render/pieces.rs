//! The pieces of a page as HTML: cells, listings, formulas, numbers, what is folded.

use notebook::{Cell, Complaint, Directive, Expect, Formula, Listing, Page, Value, escape};

use super::{Book, Edit};
use crate::directives;
use crate::fold::{self, Shown};
use crate::formulas;
use crate::highlight::highlight;
use crate::listing::{anchor_name, listed, path_of};
use crate::numbers::typeset;
use crate::program::{self, file};
use crate::project::to_root;
use crate::recipes;
use crate::sections::sections;

/// The figure before a card, the card, and the traps behind it stand together, up to the first section.
pub(super) fn first_screen(page: &Page, directive: &Directive, html: String) -> String {
    if directives::is_beside_card(page, directive) {
        format!("<div class=\"hero\">\n{html}")
    } else {
        html
    }
}

/// The end of the first screen, and sections that are folded: the heading is what opens them.
pub(super) fn folds(page: &Page) -> Vec<Edit> {
    let mut edits = vec![];
    let first = sections(page).first().map(|section| section.heading.start);
    let has_card = page.directives.iter().any(|d| d.name == "card");
    if let Some(at) = first.filter(|_| has_card) {
        edits.push(Edit {
            range: at..at,
            html: "\n</div>\n\n".to_owned(),
        });
    }
    for section in fold::folded(page) {
        let heading = section.heading.clone();
        edits.push(Edit {
            html: format!(
                "<details class=\"section\"><summary>\n\n{}\n\n</summary>\n",
                &page.text[heading.clone()]
            ),
            range: heading,
        });
        edits.push(Edit {
            range: section.end..section.end,
            html: "\n</details>\n\n".to_owned(),
        });
    }
    // Where one ends and the next begins, the end comes first.
    edits.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty()));
    edits
}

pub(super) fn replacement(directive: &Directive, html: String) -> Edit {
    Edit {
        range: directive.comment.clone(),
        html,
    }
}

impl Book<'_> {
    pub(super) fn cell(&self, page: &Page, cell: &Cell) -> Edit {
        let number = cell.number;
        let path = file(page, number);
        let offered = self.programs.iter().any(|program| program.path == path);
        let address = format!("{}{}", to_root(page), path.display());
        let run = if offered {
            format!(" data-run=\"{}\"", escape::attribute(&address))
        } else {
            String::new()
        };
        let source = if offered {
            format!(
                " <a class=\"source\" href=\"{}\">whole program</a>",
                escape::attribute(&address)
            )
        } else {
            String::new()
        };
        let note = match cell.expect {
            Expect::Success if program::needs_arrays(cell, page) => {
                " <code>cargo add ndarray nnfn-ndarray</code>"
            }
            Expect::Success => "",
            Expect::Panic => " <span class=\"note\">panics</span>",
            Expect::CompileError(_) => " <span class=\"note\">does not compile</span>",
        };
        let error = if cell.expect == Expect::Success {
            ""
        } else {
            " is-error"
        };
        let recorded = cell.recorded(page);
        let output = if recorded.is_empty() {
            String::new()
        } else {
            format!(
                "<pre class=\"output{error}\"><code>{}</code></pre>",
                escape::text(recorded.trim_end_matches('\n'))
            )
        };
        let code = highlight(cell.visible(page).trim_end_matches('\n'));
        let shown = fold::cell(page, cell);
        let mut code = format!("<pre class=\"code\"><code>{code}</code></pre>");
        if shown == Shown::Output && !output.is_empty() {
            let lines = cell.visible(page).trim_end().lines().count();
            let example = match recipes::is_program(page, cell) {
                true => format!("; <code>{}</code>", recipes::command(page)),
                false => String::new(),
            };
            code = format!(
                "<details class=\"code\"><summary>Code, {lines} lines{example}</summary>{code}</details>"
            );
        }
        let mut html = format!(
            "<figure class=\"cell\" id=\"cell-{number}\"{run}><figcaption><a href=\"#cell-{number}\">cell {number}</a>{source}{note}</figcaption>{code}{output}</figure>"
        );
        if shown == Shown::Folded {
            html = format!(
                "<details class=\"run\"><summary>Its run: code and output</summary>{html}</details>"
            );
        }
        let end = cell
            .output
            .as_ref()
            .map_or(cell.fence.end, |output| output.fence.end);
        Edit {
            range: cell.fence.start..end,
            html: format!("\n{html}\n"),
        }
    }

    pub(super) fn listing(&self, page: &Page, listing: &Listing) -> Result<Edit, Complaint> {
        let source = listed(page, listing)?;
        let path = file(page, anchor_name(listing));
        let offered = self.programs.iter().any(|program| program.path == path);
        let address = format!("{}{}", to_root(page), path.display());
        let standalone = if offered {
            format!(" data-standalone=\"{}\"", escape::attribute(&address))
        } else {
            String::new()
        };
        let last = page.listings.last().map(|last| last.fence.start);
        let together = if offered && last == Some(listing.fence.start) {
            self.together(page)
        } else {
            String::new()
        };
        let html = format!(
            "<figure class=\"listing\"{standalone}><figcaption><code>{}</code></figcaption><pre class=\"code\"><code>{}</code></pre></figure>{together}",
            escape::text(&path_of(listing, &source)),
            highlight(&source)
        );
        Ok(Edit {
            range: listing.fence.clone(),
            html: format!("\n{html}\n"),
        })
    }

    /// Where several functions can be had as one file: two that are copied one by one would clash.
    fn together(&self, page: &Page) -> String {
        let of_page = (file(page, program::TOGETHER), "all functions of this page");
        let files = [of_page, (program::WHOLE.into(), "the whole library")];
        let offered = files
            .iter()
            .filter(|(path, _)| self.programs.iter().any(|program| program.path == *path));
        let links: Vec<String> = offered
            .map(|(path, what)| {
                let address = format!("{}{}", to_root(page), path.display());
                let address = escape::attribute(&address);
                format!("<span data-copied><a href=\"{address}\">{what}</a></span>")
            })
            .collect();
        if links.is_empty() {
            return String::new();
        }
        format!(
            "<p class=\"in-one-file\">In one file: {}</p>",
            links.join(" ")
        )
    }

    /// The mark behind a formula becomes one that says what was checked; a displayed formula offers its LaTeX.
    pub(super) fn formula(&self, page: &Page, formula: &Formula) -> Vec<Edit> {
        let Some(mark) = &formula.mark else {
            return vec![];
        };
        let checked = formulas::mark(page, formula, self.evidence_for(page)).unwrap_or_default();
        if !formula.display {
            // A definition within a sentence needs no sign.
            return vec![Edit {
                range: mark.comment.clone(),
                html: String::new(),
            }];
        }
        let latex = escape::attribute(page.text[formula.latex.clone()].trim());
        vec![
            Edit {
                range: formula.range.start..formula.range.start,
                html: "<div class=\"equation\">\n\n".to_owned(),
            },
            Edit {
                range: mark.comment.clone(),
                html: format!(
                    "\n\n<div class=\"proofs\" data-latex=\"{latex}\">{checked}</div></div>\n\n"
                ),
            },
        ]
    }

    /// The number becomes an element that shows its expression; the comment goes. The Tab key stops at
    /// the first of a paragraph, from which the arrow keys lead to the others.
    pub(super) fn value(&self, value: &Value, is_first: bool) -> [Edit; 2] {
        let html = format!(
            "<span class=\"value\" tabindex=\"{}\" data-tip=\"{}\">{}</span>",
            if is_first { 0 } else { -1 },
            escape::attribute(&value.expression),
            escape::text(&typeset(value.shown.text()))
        );
        [
            Edit {
                range: value.number.clone(),
                html,
            },
            Edit {
                range: value.comment.clone(),
                html: String::new(),
            },
        ]
    }
}
