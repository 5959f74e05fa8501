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

/// The edition by which the programs of cells are compiled, here and by a Run button.
const EDITION: u16 = 2024;

/// How a project that holds a listing names its function.
fn import_of(path: &str) -> String {
    format!("use crate::{path};")
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
        text: format!(
            "// A whole program: rustc --edition {EDITION} main.rs\n\n{}",
            library.program(&cell.code(page))
        ),
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
    let path = path_of(listing, &source);
    let text = format!(
        "// {path} and what it needs: no crate; edition 2018 or later.\n\
         // Paste it into main.rs or lib.rs, then: {}\n\
         // From \"Activations & Losses, Verified\". Licence: MIT OR Apache-2.0.\n\n{}",
        import_of(&path),
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

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::project::read_pages;

    /// What `rustc` says of a library, if it does not compile.
    fn refused(text: &str, edition: &str) -> Option<String> {
        let folder = std::env::temp_dir().join(format!("edition-{edition}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("lib.rs"), text).expect("a file");
        let output = Command::new("rustc")
            .current_dir(&folder)
            .args(["--crate-type", "lib", "--emit", "metadata"])
            .args(["--edition", edition, "-A", "warnings", "lib.rs"])
            .output()
            .expect("rustc");
        std::fs::remove_dir_all(folder).expect("the folder");
        (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
    }

    #[test]
    fn a_listing_is_imported_as_its_head_says_in_every_edition() {
        let programs = all(&read_pages(None).expect("the pages")).ok();
        let programs = programs.expect("their programs");
        let listings = programs.iter().filter(|p| matches!(p.kind, Kind::Listing));
        for program in listings {
            let head = program
                .text
                .lines()
                .nth(1)
                .and_then(|line| line.split_once("then: "));
            let (_, import) = head.expect("the head says how to import it");
            let text = format!("{}\n{import}\n", program.text);
            for edition in ["2018", "2024"] {
                let why = refused(&text, edition);
                assert_eq!(why, None, "{}:{} in {edition}", program.page, program.line);
            }
        }
    }

    #[test]
    fn the_head_of_a_cell_names_the_edition_of_the_run_button() {
        let script = include_str!("../../theme/cells.js");
        assert!(script.contains(&format!("edition: \"{EDITION}\"")));
    }
}
