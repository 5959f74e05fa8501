//! What the site gives away beside its pages: cells and listings with all that they need.

use std::path::PathBuf;

use notebook::bundle::Library;
use notebook::{Cell, Expect, Listing, Page};

use crate::complaint::Complaint;
use crate::listing::{anchor_name, listed, path_of};
use crate::project::{library, short_name};

/// A file that the site offers beside a page: a complete program or a complete module.
pub struct Program {
    /// Path from the site's root: `run/activations/gelu/3.txt`.
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

/// The programs of all cells and listings of the pages.
pub fn all(pages: &[Page]) -> Result<Vec<Program>, Vec<Complaint>> {
    let library = library().map_err(|complaint| vec![complaint])?;
    let mut programs = vec![];
    let mut complaints = vec![];
    for page in pages {
        programs.extend(
            page.cells
                .iter()
                .filter_map(|cell| cell_program(&library, page, cell)),
        );
        for listing in &page.listings {
            match listing_program(&library, page, listing) {
                Ok(program) => programs.push(program),
                Err(complaint) => complaints.push(complaint),
            }
        }
    }
    if complaints.is_empty() {
        Ok(programs)
    } else {
        Err(complaints)
    }
}

/// Where the program of a cell (its number) or of a listing (its anchor) lies.
pub fn file(page: &Page, what: impl std::fmt::Display) -> PathBuf {
    format!("run/{}/{what}.txt", short_name(page)).into()
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
        "// {} and what it needs, for a project of your own.\n\
         // From \"Activations & Losses, Verified\". Licence: MIT OR Apache-2.0.\n\n{}",
        path_of(listing, &source),
        library.source_of_listing(&source)
    );
    Ok(Program {
        path: file(page, anchor_name(listing)),
        text,
        page: page.name.clone(),
        line: listing.line,
        kind: Kind::Listing,
    })
}
