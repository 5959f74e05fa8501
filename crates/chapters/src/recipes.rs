//! A recipe's program: the cell with `fn main` on its page, and the same text as an example of the crate.
//!
//! The page is the source. `bless` writes `crates/nnfn/examples/binary.rs` of `book/recipes/binary.md`; [`check`]
//! compares the two.

use std::path::{Path, PathBuf};

use notebook::{Cell, Complaint, Expect, Page, bless};

use crate::project::{root, short_name};

const EXAMPLES: &str = "crates/nnfn/examples";

/// The program of a page: its only cell with `fn main`, if the page is a recipe.
fn program(page: &Page) -> Result<Option<&Cell>, Complaint> {
    if !short_name(page).starts_with("recipes/") {
        return Ok(None);
    }
    let has_main = |cell: &&Cell| {
        let code = cell.code(page);
        cell.expect == Expect::Success && code.lines().any(|line| line.starts_with("fn main("))
    };
    let mut cells = page.cells.iter().filter(has_main);
    let first = cells.next();
    match (first, cells.next()) {
        (Some(first), Some(second)) => Err(Complaint::new(
            &page.name,
            second.line,
            format!(
                "a second cell with `fn main`, the first is in line {}: expected one program, which becomes the example; take the body of this one without `main`",
                first.line
            ),
        )),
        _ => Ok(first),
    }
}

/// Whether a cell is the program of its page.
pub fn is_program(page: &Page, cell: &Cell) -> bool {
    program(page).is_ok_and(|program| program.is_some_and(|own| own.line == cell.line))
}

/// How the example is run.
pub fn command(page: &Page) -> String {
    format!("cargo run -p nnfn --example {}", name(page))
}

/// The name of the example: that of the page.
fn name(page: &Page) -> &str {
    short_name(page).rsplit('/').next().unwrap_or("")
}

fn file(page: &Page) -> PathBuf {
    Path::new(EXAMPLES).join(format!("{}.rs", name(page)))
}

/// The first line of an example.
fn head(page: &Page) -> String {
    format!(
        "//! The program of `{}`, which `cargo xtask bless` writes here: change it there.",
        page.name
    )
}

/// The text of the example.
fn text(page: &Page, cell: &Cell) -> String {
    format!("{}\n\n{}", head(page), cell.code(page))
}

/// Writes the examples of these pages; gives what was written.
///
/// # Errors
/// If a page has two programs, or a file cannot be written.
pub fn write(pages: &[Page]) -> Result<Vec<PathBuf>, Vec<Complaint>> {
    let (mut written, mut complaints) = (vec![], vec![]);
    for page in pages {
        match write_one(&root(), page) {
            Ok(file) => written.extend(file),
            Err(complaint) => complaints.push(complaint),
        }
    }
    match complaints.is_empty() {
        true => Ok(written),
        false => Err(complaints),
    }
}

fn write_one(root: &Path, page: &Page) -> Result<Option<PathBuf>, Complaint> {
    let Some(cell) = program(page)? else {
        return Ok(None);
    };
    let (file, text) = (file(page), text(page, cell));
    let there = root.join(&file);
    if std::fs::read_to_string(&there).is_ok_and(|old| old == text) {
        return Ok(None);
    }
    let write = || {
        std::fs::create_dir_all(root.join(EXAMPLES))?;
        bless::replace(&there, &text)
    };
    write().map_err(|error| Complaint::new(&file, 1, format!("cannot be written: {error}")))?;
    Ok(Some(file))
}

/// Programs that are not their examples; and, in a look at `all` pages, examples without a page. Gives the number of
/// programs, too.
pub fn check(pages: &[Page], all: &[Page]) -> (usize, Vec<Complaint>) {
    check_below(&root(), pages, all)
}

fn check_below(root: &Path, pages: &[Page], all: &[Page]) -> (usize, Vec<Complaint>) {
    let (mut checked, mut complaints) = (0, vec![]);
    for page in pages {
        match program(page) {
            Ok(None) => {}
            Ok(Some(cell)) => {
                checked += 1;
                complaints.extend(differs(root, page, cell));
            }
            Err(complaint) => complaints.push(complaint),
        }
    }
    let of_pages: Vec<PathBuf> = (all.iter())
        .filter(|page| !matches!(program(page), Ok(None)))
        .map(file)
        .collect();
    let there = notebook::files(&root.join(EXAMPLES)).unwrap_or_default();
    for name in there {
        let found = Path::new(EXAMPLES).join(&name);
        if !of_pages.contains(&found) {
            let page = name.with_extension("md");
            complaints.push(Complaint::new(
                &found,
                1,
                format!(
                    "an example without a program: expected a cell with `fn main` on book/recipes/{}, of which `cargo xtask bless` writes it; or remove it",
                    page.display()
                ),
            ));
        }
    }
    (checked, complaints)
}

/// The first line in which example and page differ, at its place in the example.
fn differs(root: &Path, page: &Page, cell: &Cell) -> Option<Complaint> {
    const REMEDY: &str = "the page is the source; `cargo xtask bless` writes the example";
    let file = file(page);
    let expected = text(page, cell);
    let found = match std::fs::read_to_string(root.join(&file)) {
        Ok(found) => found,
        Err(error) => {
            let message = format!(
                "its program has no example {}: {error}; {REMEDY}",
                file.display()
            );
            return Some(Complaint::new(&page.name, cell.line, message));
        }
    };
    if found == expected {
        return None;
    }
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        (found.lines().collect(), expected.lines().collect());
    let at = (0..ours.len().max(theirs.len())).find(|i| ours.get(*i) != theirs.get(*i));
    let Some(at) = at else {
        let message = format!(
            "its line breaks differ from those of {}; {REMEDY}",
            page.name
        );
        return Some(Complaint::new(file, 1, message));
    };
    let say = |line: Option<&&str>| match line {
        Some(line) => format!("`{line}`"),
        None => "nothing more".to_owned(),
    };
    // Two lines stand before the code, and the fence before that of the page.
    let place = match at {
        0 | 1 => cell.line,
        _ => cell.line + at - 1,
    };
    Some(Complaint::new(
        file,
        at + 1,
        format!(
            "found {}, expected {}, as in {}:{place}; {REMEDY}",
            say(ours.get(at)),
            say(theirs.get(at)),
            page.name
        ),
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const CELL: &str =
        "```rust\nuse std::f64::consts::PI;\n\nfn main() {\n    println!(\"{PI}\");\n}\n```\n";

    fn recipe(name: &str, text: &str) -> Page {
        Page::scan(&format!("book/recipes/{name}.md"), text)
    }

    /// A folder of its own, which is removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let folder =
                std::env::temp_dir().join(format!("recipes-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).expect("a folder");
            Folder(folder)
        }

        fn check(&self, pages: &[Page]) -> Vec<String> {
            let (_, complaints) = check_below(&self.0, pages, pages);
            complaints.iter().map(ToString::to_string).collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_example_is_the_cell_with_main() {
        let folder = Folder::new("same");
        let page = recipe(
            "multi-class",
            &format!("# A\n\n```rust\nlet x = 1;\n```\n\n{CELL}"),
        );
        let pages = [page];
        let missing = folder.check(&pages);
        assert!(
            missing[0].starts_with("book/recipes/multi-class.md:7: its program has no example crates/nnfn/examples/multi-class.rs"),
            "{missing:?}"
        );
        let written = write_one(&folder.0, &pages[0]).expect("it is written");
        let file = written.expect("it is new");
        assert_eq!(file, Path::new("crates/nnfn/examples/multi-class.rs"));
        assert_eq!(write_one(&folder.0, &pages[0]).expect("again"), None);
        assert_eq!(folder.check(&pages), [""; 0]);
        let text = fs::read_to_string(folder.0.join(&file)).expect("it is there");
        assert!(text.starts_with("//! The program of `book/recipes/multi-class.md`"));
        assert!(text.ends_with(
            "\n\nuse std::f64::consts::PI;\n\nfn main() {\n    println!(\"{PI}\");\n}\n"
        ));

        let there = folder.0.join(&file);
        for (changed, expected) in [
            (
                text.replace("{PI}", "pi"),
                "crates/nnfn/examples/multi-class.rs:6: found `    println!(\"pi\");`, expected `    println!(\"{PI}\");`, as in book/recipes/multi-class.md:11",
            ),
            (
                format!("{text}// more\n"),
                "crates/nnfn/examples/multi-class.rs:8: found `// more`, expected nothing more",
            ),
            (
                text.replace('\n', "\r\n"),
                "crates/nnfn/examples/multi-class.rs:1: its line breaks differ",
            ),
        ] {
            fs::write(&there, changed).expect("it is changed");
            let found = folder.check(&pages);
            assert!(
                found.len() == 1 && found[0].starts_with(expected),
                "{found:?}"
            );
        }
    }

    #[test]
    fn an_example_needs_its_page() {
        let folder = Folder::new("alone");
        let page = recipe("binary", &format!("# A\n\n{CELL}"));
        write_one(&folder.0, &page).expect("it is written");
        let other = recipe("regression", "# B\n");
        let found = folder.check(&[other]);
        assert!(
            found[0].starts_with("crates/nnfn/examples/binary.rs:1: an example without a program: expected a cell with `fn main` on book/recipes/binary.md"),
            "{found:?}"
        );
    }

    #[test]
    fn a_recipe_has_one_program_and_other_pages_none() {
        let two = recipe("binary", &format!("# A\n\n{CELL}\n{CELL}"));
        let refused = program(&two).expect_err("there are two").to_string();
        assert!(
            refused.starts_with(
                "book/recipes/binary.md:11: a second cell with `fn main`, the first is in line 3"
            ),
            "{refused}"
        );
        let elsewhere = Page::scan("book/losses/a.md", &format!("# A\n\n{CELL}"));
        assert!(program(&elsewhere).expect("no recipe").is_none());
        let page = recipe("binary", &format!("# A\n\n{CELL}"));
        assert!(is_program(&page, &page.cells[0]));
        assert_eq!(command(&page), "cargo run -p nnfn --example binary");
    }
}
