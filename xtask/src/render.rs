//! Pages to what mdBook gets: cells, listings, values and directives become HTML.

use std::ops::Range;
use std::path::{Path, PathBuf};

use notebook::bundle::Library;
use notebook::{Cell, Directive, Expect, Listing, Page, Value};

use crate::complaint::Complaint;
use crate::directives;
use crate::evidence::Evidence;
use crate::project::{root, short_name};
use crate::site::{PageSource, escape, highlight};

/// The pages of the book with the evidence for what they say.
pub struct Book {
    evidence: Evidence,
    programs: Vec<Program>,
}

/// A file that the site offers beside a page: a complete program or a complete module.
pub struct Program {
    /// Path from the site's root: `run/activations-gelu-3.txt`.
    pub path: PathBuf,
    /// What the file holds.
    pub text: String,
    /// The page and line that it belongs to.
    pub page: String,
    pub line: usize,
    pub kind: Kind,
}

/// What a program must do.
pub enum Kind {
    /// Print this.
    Cell { output: String },
    /// Compile.
    Listing,
}

impl Book {
    /// The book, with what was found out about it.
    pub fn new(
        pages: &[Page],
        library: &Library,
        evidence: Evidence,
    ) -> Result<Book, Vec<Complaint>> {
        let mut programs = vec![];
        let mut complaints = vec![];
        for page in pages {
            programs.extend(
                page.cells
                    .iter()
                    .filter_map(|cell| cell_program(library, page, cell)),
            );
            for listing in &page.listings {
                match listing_program(library, page, listing) {
                    Ok(program) => programs.push(program),
                    Err(complaint) => complaints.push(complaint),
                }
            }
        }
        if complaints.is_empty() {
            Ok(Book { evidence, programs })
        } else {
            Err(complaints)
        }
    }

    /// The same book for a site that has no place for programs: no Run button, nothing to copy whole.
    pub fn without_programs(self) -> Book {
        Book {
            programs: vec![],
            ..self
        }
    }

    /// The programs that the site offers.
    pub fn programs(&self) -> &[Program] {
        &self.programs
    }
}

fn file(page: &Page, what: impl std::fmt::Display) -> PathBuf {
    format!("run/{}-{what}.txt", short_name(page).replace('/', "-")).into()
}

/// Cells that end well can be run elsewhere; the others can be read only.
fn cell_program(library: &Library, page: &Page, cell: &Cell) -> Option<Program> {
    (cell.expect == Expect::Success).then(|| Program {
        path: file(page, cell.number),
        text: library.program(&cell.code(page)),
        page: page.name.clone(),
        line: cell.line,
        kind: Kind::Cell {
            output: cell.recorded(page).to_owned(),
        },
    })
}

fn listing_program(
    library: &Library,
    page: &Page,
    listing: &Listing,
) -> Result<Program, Complaint> {
    let source = listed(page, listing)?;
    let text = format!(
        "// {} with what it needs. Licence: MIT OR Apache-2.0.\n{}",
        anchor_name(listing),
        library.source_for(&source)
    );
    Ok(Program {
        path: file(page, anchor_name(listing)),
        text,
        page: page.name.clone(),
        line: listing.line,
        kind: Kind::Listing,
    })
}

/// `gelu-value` of `../../crates/nnfn/src/activations/gelu.rs:value`.
fn anchor_name(listing: &Listing) -> String {
    let stem = Path::new(&listing.file)
        .file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    format!("{stem}-{}", listing.anchor)
}

/// The lines between the anchors of a listing.
pub fn listed(page: &Page, listing: &Listing) -> Result<String, Complaint> {
    let complaint = |message: String| Complaint::new(&page.name, listing.line, message);
    let folder = root()
        .join(&page.name)
        .parent()
        .map(Path::to_owned)
        .unwrap_or_default();
    let path = folder.join(&listing.file);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| complaint(format!("{}: {error}", listing.file)))?;
    let (start, end) = (
        format!("// ANCHOR: {}", listing.anchor),
        format!("// ANCHOR_END: {}", listing.anchor),
    );
    let mut lines = text
        .lines()
        .skip_while(|line| line.trim() != start)
        .skip(1)
        .peekable();
    if lines.peek().is_none() {
        return Err(complaint(format!(
            "{} has no anchor `{}`",
            listing.file, listing.anchor
        )));
    }
    let body: Vec<&str> = lines
        .take_while(|line| line.trim() != end)
        .filter(|line| !line.contains("// ANCHOR"))
        .collect();
    Ok(body.join("\n"))
}

/// A part of the page and what stands there in the end.
struct Edit {
    range: Range<usize>,
    html: String,
}

impl PageSource for Book {
    fn render(&self, path: &Path, markdown: &str) -> Result<String, Vec<Complaint>> {
        let page = Page::scan(&format!("book/{}", path.display()), markdown);
        if !page.problems.is_empty() {
            return Err(page.problems.into_iter().map(Complaint::from).collect());
        }
        let mut complaints = vec![];
        let mut edits: Vec<Edit> = vec![];
        edits.extend(page.cells.iter().map(|cell| self.cell(&page, cell)));
        edits.extend(page.values.iter().flat_map(|value| self.value(value)));
        for listing in &page.listings {
            match self.listing(&page, listing) {
                Ok(edit) => edits.push(edit),
                Err(complaint) => complaints.push(complaint),
            }
        }
        for directive in &page.directives {
            match directives::html(&page, directive, &self.evidence) {
                Ok(html) => edits.push(replacement(directive, html)),
                Err(message) => {
                    complaints.push(Complaint::new(&page.name, directive.line, message))
                }
            }
        }
        if !complaints.is_empty() {
            return Err(complaints);
        }
        edits.sort_by_key(|edit| edit.range.start);
        let mut out = String::with_capacity(2 * markdown.len());
        let mut done = 0;
        for edit in edits {
            out.push_str(&markdown[done..edit.range.start]);
            out.push_str(&edit.html);
            done = edit.range.end;
        }
        out.push_str(&markdown[done..]);
        if let Some(verified) = self.evidence.verified_box(&page) {
            out.push_str("\n\n");
            out.push_str(&verified);
            out.push('\n');
        }
        Ok(out)
    }

    fn files(&self) -> Vec<(PathBuf, String)> {
        self.programs
            .iter()
            .map(|program| (program.path.clone(), program.text.clone()))
            .collect()
    }
}

fn replacement(directive: &Directive, html: String) -> Edit {
    Edit {
        range: directive.comment.clone(),
        html,
    }
}

/// The way from a page back to the site's root: `../` for each folder.
fn to_root(page: &Page) -> String {
    "../".repeat(short_name(page).matches('/').count())
}

impl Book {
    fn cell(&self, page: &Page, cell: &Cell) -> Edit {
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
        let html = format!(
            "<figure class=\"cell\" id=\"cell-{number}\"{run}><figcaption><a href=\"#cell-{number}\">cell {number}</a>{source}{note}</figcaption><pre class=\"code\"><code>{code}</code></pre>{output}</figure>"
        );
        let end = cell
            .output
            .as_ref()
            .map_or(cell.fence.end, |output| output.fence.end);
        Edit {
            range: cell.fence.start..end,
            html: format!("\n{html}\n"),
        }
    }

    fn listing(&self, page: &Page, listing: &Listing) -> Result<Edit, Complaint> {
        let source = listed(page, listing)?;
        let name = source
            .lines()
            .find_map(|line| line.strip_prefix("pub fn ")?.split('(').next())
            .unwrap_or("");
        let path = file(page, anchor_name(listing));
        let offered = self.programs.iter().any(|program| program.path == path);
        let address = format!("{}{}", to_root(page), path.display());
        let standalone = if offered {
            format!(" data-standalone=\"{}\"", escape::attribute(&address))
        } else {
            String::new()
        };
        let html = format!(
            "<figure class=\"listing\"{standalone}><figcaption><code>nnfn::{}</code></figcaption><pre class=\"code\"><code>{}</code></pre></figure>",
            escape::text(&module_path(&listing.file, name)),
            highlight(&source)
        );
        Ok(Edit {
            range: listing.fence.clone(),
            html: format!("\n{html}\n"),
        })
    }

    /// The number becomes an element that tells its expression; the comment goes.
    fn value(&self, value: &Value) -> [Edit; 2] {
        let html = format!(
            "<span class=\"value\" tabindex=\"0\" data-tip=\"{}\">{}</span>",
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

/// `activations::gelu` of `../../crates/nnfn/src/activations/gelu.rs` and `gelu`.
fn module_path(file: &str, function: &str) -> String {
    let inside = file.split_once("/src/").map_or(file, |(_, inside)| inside);
    match inside.split_once('/') {
        Some((folder, _)) => format!("{folder}::{function}"),
        None => function.to_owned(),
    }
}

/// A number as it is printed: a true minus sign, a power of ten for `e`.
fn typeset(number: &str) -> String {
    let number = number.replace('-', "−");
    let Some((mantissa, exponent)) = number.split_once(['e', 'E']) else {
        return number;
    };
    let raised: String = exponent
        .trim_start_matches('+')
        .chars()
        .map(superscript)
        .collect();
    format!("{mantissa} × 10{raised}")
}

fn superscript(c: char) -> char {
    match c {
        '−' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => digit
            .to_digit(10)
            .and_then(|d| char::from_u32(0x2070 + d))
            .unwrap_or(digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typeset() {
        assert_eq!(typeset("-4.73e-4"), "−4.73 × 10⁻⁴");
        assert_eq!(typeset("2e+123"), "2 × 10¹²³");
        assert_eq!(typeset("0.25"), "0.25");
    }

    #[test]
    fn a_listing_is_named_by_its_module() {
        assert_eq!(
            module_path("../../crates/nnfn/src/activations/gelu.rs", "gelu"),
            "activations::gelu"
        );
        assert_eq!(
            module_path("../crates/nnfn/src/reduce.rs", "log_sum_exp"),
            "log_sum_exp"
        );
    }
}
