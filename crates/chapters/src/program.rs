//! What the site gives away beside its pages: cells and listings with all that they need.

use notebook::Complaint;
use std::collections::BTreeSet;
use std::path::PathBuf;

use notebook::bundle::Library;
use notebook::run;
use notebook::rustc::EDITION;
use notebook::{Cell, Expect, Listing, Page};

use crate::listing::{anchor_name, listed, path_of, public};
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

/// The oldest edition in which a listing with what it needs does what it does here: before, a panic's
/// message would show `{delta}` as it stands.
pub const LISTING_EDITION: u16 = 2021;

/// Where the whole library lies, as one module.
pub const WHOLE: &str = "run/nnfn.txt";

/// How a project that holds a listing names its function.
fn import_of(path: &str) -> String {
    format!("use crate::{path};")
}

/// The programs of all cells and listings of the pages.
pub fn all(pages: &[Page]) -> Result<Vec<Program>, Vec<Complaint>> {
    let library = library().map_err(|complaint| vec![complaint])?;
    let mut programs = vec![];
    let mut complaints = vec![];
    for of_page in run::each(pages, |page| of_page(&library, page)) {
        match of_page {
            Ok(own) => programs.extend(own),
            Err(complaint) => complaints.push(complaint),
        }
    }
    if pages.iter().any(|page| !page.listings.is_empty()) {
        programs.push(whole(&library));
    }
    if complaints.is_empty() {
        Ok(programs)
    } else {
        Err(complaints)
    }
}

/// The programs of one page: its cells, its listings, and all of these together.
fn of_page(library: &Library, page: &Page) -> Result<Vec<Program>, Complaint> {
    let cells = page.cells.iter();
    let mut programs: Vec<Program> = cells
        .filter_map(|cell| cell_program(library, page, cell))
        .collect();
    for listing in &page.listings {
        programs.extend(listing_program(library, page, listing)?);
    }
    programs.extend(together(library, page)?);
    Ok(programs)
}

/// Where the program of a cell (its number) or of a listing (its anchor) lies.
pub fn file(page: &Page, what: impl std::fmt::Display) -> PathBuf {
    format!("run/{}/{what}.txt", short_name(page)).into()
}

/// Whether a cell needs the crate for arrays, which is not brought along: such a cell is not offered as one file.
pub fn needs_arrays(cell: &Cell, page: &Page) -> bool {
    cell.code(page).contains("nnfn_ndarray")
}

/// Cells that end well can be run elsewhere; the others can be read only.
fn cell_program(library: &Library, page: &Page, cell: &Cell) -> Option<Program> {
    let offered = cell.expect == Expect::Success && !needs_arrays(cell, page);
    offered.then(|| Program {
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

/// What only other functions stand on is shown, and comes with these.
fn listing_program(
    library: &Library,
    page: &Page,
    listing: &Listing,
) -> Result<Option<Program>, Complaint> {
    let source = listed(page, listing)?;
    if public(&source).is_none() {
        return Ok(None);
    }
    let path = path_of(listing, &source);
    Ok(Some(Program {
        path: file(page, anchor_name(listing)),
        text: headed(
            &format!("{path} and what it needs"),
            &path,
            &library.source_of_listings(&[&source]),
        ),
        page: page.name.clone(),
        line: listing.line,
        kind: Kind::Listing,
    }))
}

/// The functions of all listings of a page in one file, if no listing brings them all by itself.
fn together(library: &Library, page: &Page) -> Result<Option<Program>, Complaint> {
    let mut paths = BTreeSet::new();
    let mut sources = vec![];
    for listing in &page.listings {
        let source = listed(page, listing)?;
        if public(&source).is_some() {
            paths.insert(path_of(listing, &source));
            sources.push(source);
        }
    }
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    let code = library.source_of_listings(&sources);
    let Some(first) = page.listings.first() else {
        return Ok(None);
    };
    if (sources.iter()).any(|source| library.source_of_listings(&[source]) == code) {
        return Ok(None);
    }
    let names: Vec<&str> = (paths.iter())
        .map(|path| path.trim_start_matches("nnfn::"))
        .collect();
    let import = format!("nnfn::{{{}}}", names.join(", "));
    let what = format!("All functions of {}, and what they need", short_name(page));
    Ok(Some(Program {
        path: file(page, TOGETHER),
        text: headed(&what, &import, &code),
        page: page.name.clone(),
        line: first.line,
        kind: Kind::Listing,
    }))
}

/// The name of the file with all functions of a page.
pub const TOGETHER: &str = "all";

/// The whole library in one file, for functions of several pages.
fn whole(library: &Library) -> Program {
    let (what, import) = ("The whole library", "nnfn::{activations, losses}");
    Program {
        path: WHOLE.into(),
        text: headed(what, import, &library.source()),
        page: "crates/nnfn/src/lib.rs".to_owned(),
        line: 1,
        kind: Kind::Listing,
    }
}

/// A module with what a reader must know to use it.
fn headed(what: &str, path: &str, code: &str) -> String {
    format!(
        "// {what}: no crate; edition {LISTING_EDITION} or later.\n\
         // Paste it into main.rs or lib.rs, then: {}\n\
         // A project holds one `mod nnfn`: take several functions together, as one file of the site.\n\
         // From \"Activations & Losses, Verified\". Licence: MIT OR Apache-2.0.\n\n{code}",
        import_of(path)
    )
}

#[cfg(test)]
mod tests {
    use notebook::rustc;

    use super::*;
    use crate::project::read_pages;

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
            for edition in [LISTING_EDITION, EDITION] {
                let why = rustc::compiles_as_library(&text, edition);
                assert_eq!(why, None, "{}:{} in {edition}", program.page, program.line);
            }
        }
    }

    #[test]
    fn functions_of_a_page_come_in_one_file_and_all_of_them_in_another() {
        let programs = all(&read_pages(None).expect("the pages")).ok();
        let programs = programs.expect("their programs");
        let text = |path: &str| {
            let found = programs.iter().find(|p| p.path.to_str() == Some(path));
            found.map(|program| program.text.as_str())
        };
        let page = text("run/activations/relu/all.txt").expect("ReLU has three functions");
        let whole = text(WHOLE).expect("the whole library");
        for name in ["relu", "relu6", "squared_relu"] {
            assert_eq!(
                page.matches(&format!("pub fn {name}(")).count(),
                1,
                "{name}"
            );
        }
        for function in catalog::FUNCTIONS {
            let defined = format!("pub fn {}(", function.about().name);
            assert_eq!(whole.matches(&defined).count(), 1, "{defined}");
        }
        for text in [page, whole] {
            assert_eq!(text.matches("mod nnfn {").count(), 1);
        }
        // One listing brings all of this page.
        assert_eq!(text("run/activations/mish/all.txt"), None);
        // Two texts in one file clash: that is why there are these.
        let two = text("run/activations/relu/relu-value.txt")
            .expect("a listing")
            .repeat(2);
        assert!(rustc::compiles_as_library(&two, EDITION).is_some_and(|why| why.contains("E0428")));
    }

    #[test]
    fn the_edition_of_a_listing_is_the_oldest_that_names_the_value_in_a_panic() {
        let text = "pub fn f(delta: f64) { assert!(delta > 0.0, \"got {delta}\"); }\n";
        let warned = |edition: u16| {
            let why = rustc::compiles_as_library(&format!("#![deny(warnings)]\n{text}"), edition);
            why.is_some_and(|why| why.contains("unused formatting placeholder"))
        };
        assert!(warned(2018), "2018 shows `{{delta}}` as it stands");
        assert!(!warned(LISTING_EDITION));
    }

    #[test]
    fn the_head_of_a_cell_names_the_edition_of_the_run_button() {
        let script = include_str!("../../../theme/cells.js");
        assert!(script.contains(&format!("edition: \"{EDITION}\"")));
    }
}
