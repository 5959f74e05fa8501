//! Listings: the library's own source between two anchors.

use std::path::Path;

use notebook::{Complaint, Listing, Page};

use crate::project::{root, short_name};

/// `gelu-value` of `../../crates/nnfn/src/activations/gelu.rs:value`.
pub fn anchor_name(listing: &Listing) -> String {
    let stem = Path::new(&listing.file)
        .file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    format!("{stem}-{}", listing.anchor)
}

/// The lines between the anchors of a listing.
pub fn listed(page: &Page, listing: &Listing) -> Result<String, Complaint> {
    listed_below(&root(), page, listing)
        .map_err(|message| Complaint::new(&page.name, listing.line, message))
}

fn listed_below(root: &Path, page: &Page, listing: &Listing) -> Result<String, String> {
    let file = source_file(page, listing)?;
    belongs(page, &file)?;
    let place = format!("{SOURCES}/{file}");
    let mut path = root.to_owned();
    for part in Path::new(&place) {
        path.push(part);
        if path.is_symlink() {
            return Err(format!(
                "{place}: a link on the way: expected the file itself"
            ));
        }
    }
    let text = std::fs::read_to_string(path).map_err(|error| format!("{place}: {error}"))?;
    between_anchors(&text, &listing.anchor).map_err(|why| format!("{place}: {why}"))
}

/// Where everything that is listed lives.
const SOURCES: &str = "crates/nnfn/src";

/// `activations/gelu.rs` of `../../crates/nnfn/src/activations/gelu.rs`.
fn source_file(page: &Page, listing: &Listing) -> Result<String, String> {
    let up = page.name.matches('/').count();
    let inside = listing
        .file
        .strip_prefix(&format!("{}{SOURCES}/", "../".repeat(up)));
    let plain = |file: &&str| {
        let folders = file.split('/');
        file.ends_with(".rs")
            && folders
                .clone()
                .all(|f| !f.is_empty() && !f.starts_with('.'))
    };
    inside.filter(plain).map(str::to_owned).ok_or_else(|| {
        format!(
            "`{}` is listed: expected a file of the library by its plain path, `{}{SOURCES}/..`",
            listing.file,
            "../".repeat(up)
        )
    })
}

/// A function is listed in its chapter; what several stand on, anywhere.
fn belongs(page: &Page, file: &str) -> Result<(), String> {
    let mut chapters = (catalog::FUNCTIONS.iter().map(catalog::Function::about))
        .filter(|about| about.source == file)
        .map(|about| about.chapter)
        .peekable();
    // A file beside `lib.rs` is such a kernel, even if the catalogue knows it.
    if !file.contains('/') || chapters.clone().any(|c| c == short_name(page)) {
        return Ok(());
    }
    Err(match chapters.peek() {
        Some(chapter) => format!("`{file}` is listed here: it belongs to book/{chapter}.md"),
        None => format!(
            "`{file}` is listed: the catalogue has no function with this source, add it in crates/catalog/src"
        ),
    })
}

/// The lines between `// ANCHOR: name` and `// ANCHOR_END: name`, each there once.
fn between_anchors(text: &str, anchor: &str) -> Result<String, String> {
    let only = |mark: String| {
        let lines = text.lines().enumerate();
        let found: Vec<usize> = lines
            .filter(|(_, line)| line.trim() == mark)
            .map(|(i, _)| i)
            .collect();
        match found[..] {
            [at] => Ok(at),
            _ => Err(format!(
                "found `{mark}` {} times, expected it once",
                found.len()
            )),
        }
    };
    let start = only(format!("// ANCHOR: {anchor}"))?;
    let end = only(format!("// ANCHOR_END: {anchor}"))?;
    if end < start {
        return Err(format!(
            "the anchor `{anchor}` ends in line {} before it begins in line {}",
            end + 1,
            start + 1
        ));
    }
    let body: Vec<&str> = (text.lines().skip(start + 1).take(end - start - 1))
        .filter(|line| !line.contains("// ANCHOR"))
        .collect();
    if body.iter().all(|line| line.trim().is_empty()) {
        return Err(format!("nothing stands between the anchors `{anchor}`"));
    }
    Ok(body.join("\n"))
}

/// The path of the first item in a listing: `nnfn::activations::gelu`.
pub fn path_of(listing: &Listing, source: &str) -> String {
    let name = public(source).or_else(|| first_item(source)).unwrap_or("");
    format!("nnfn::{}", module_path(&listing.file, name))
}

/// The first public function of a listing; one that has none is what functions stand on.
pub fn public(source: &str) -> Option<&str> {
    let function = |line: &'_ str| line.starts_with("pub fn ");
    first_name(source.lines().find(|line| function(line))?, "fn ")
}

/// The name of the first function or type.
fn first_item(source: &str) -> Option<&str> {
    let mut items = source.lines().filter_map(|line| {
        let kind = ["fn ", "struct "].into_iter().find(|kind| {
            let before = line.split(kind).next().unwrap_or("");
            ["", "pub ", "pub(crate) "].contains(&before) && line.contains(kind)
        })?;
        first_name(line, kind)
    });
    items.next()
}

/// The name behind `fn ` or `struct `.
fn first_name<'a>(line: &'a str, kind: &str) -> Option<&'a str> {
    let (_, after) = line.split_once(kind)?;
    after
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
}

/// `activations::gelu` of `../../crates/nnfn/src/activations/gelu.rs` and `gelu`.
fn module_path(file: &str, function: &str) -> String {
    let inside = file.split_once("/src/").map_or(file, |(_, inside)| inside);
    match inside.split_once('/') {
        Some((folder, _)) => format!("{folder}::{function}"),
        None => function.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_without_a_public_function_is_named_by_its_first_item() {
        let kernel = "/// A pair.\nstruct Pair<'a> {\n    fn_: &'a f64,\n}\n\nfn of() {}";
        assert_eq!((public(kernel), first_item(kernel)), (None, Some("Pair")));
        let function = "fn helper() {}\n\npub fn gelu(x: f64) -> f64 {";
        assert_eq!(public(function), Some("gelu"));
        let inside = "pub(crate) fn exp_slope(x: f64) -> f64 {";
        assert_eq!(
            (public(inside), first_item(inside)),
            (None, Some("exp_slope"))
        );
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

    fn page(name: &str, include: &str) -> Page {
        let page = Page::scan(name, &format!("```rust\n{{{{#include {include}}}}}\n```\n"));
        assert_eq!(page.problems, []);
        page
    }

    #[track_caller]
    fn refused(include: &str, message: &str) {
        let page = page("book/activations/gelu.md", include);
        let complaint = listed(&page, &page.listings[0]).expect_err("it is refused");
        let place = format!("book/activations/gelu.md:1: {message}");
        assert!(complaint.to_string().starts_with(&place), "{complaint}");
    }

    #[test]
    fn only_the_library_is_listed() {
        let source = "../../crates/nnfn/src";
        for (include, message) in [
            (
                "../../xtask/src/main.rs:value".to_owned(),
                "`../../xtask/src/main.rs` is listed",
            ),
            (
                format!("{source}/../../notebook/src/lib.rs:value"),
                "`../../crates/nnfn/src/../../",
            ),
            (
                format!("{source}/losses/../activations/gelu.rs:value"),
                "`../../crates/nnfn/src/losses/..",
            ),
            (
                format!("{source}//activations/gelu.rs:value"),
                "`../../crates/nnfn/src//",
            ),
            ("/etc/passwd:value".to_owned(), "`/etc/passwd` is listed"),
            (
                format!("{source}/losses/huber.rs:value"),
                "`losses/huber.rs` is listed here: it belongs to book/losses/regression/huber.md",
            ),
            (
                format!("{source}/losses/mod.rs:value"),
                "`losses/mod.rs` is listed: the catalogue",
            ),
            (
                format!("{source}/none.rs:value"),
                "crates/nnfn/src/none.rs: No such file",
            ),
            (
                format!("{source}/activations/gelu.rs:none"),
                "crates/nnfn/src/activations/gelu.rs: found `// ANCHOR: none` 0 times",
            ),
        ] {
            refused(&include, message);
        }
    }

    #[test]
    fn a_chapter_lists_its_functions_and_what_they_stand_on() {
        for file in [
            "activations/gelu.rs:value",
            "activations/gelu_tanh.rs:grad",
            "normal.rs:kernel",
            "reduce.rs:value",
        ] {
            let page = page(
                "book/activations/gelu.md",
                &format!("../../crates/nnfn/src/{file}"),
            );
            assert!(
                listed(&page, &page.listings[0]).is_ok_and(|source| source.contains("fn ")),
                "{file}"
            );
        }
    }

    #[test]
    fn a_listing_stands_between_two_anchors() {
        let (start, end) = ("// ANCHOR: a\n", "// ANCHOR_END: a\n");
        let nested = format!("x\n{start}  y\n// ANCHOR: b\nz\n{end}");
        assert_eq!(between_anchors(&nested, "a").as_deref(), Ok("  y\nz"));
        for (text, why) in [
            (format!("{start}x\n"), "found `// ANCHOR_END: a` 0 times"),
            (format!("x\n{end}"), "found `// ANCHOR: a` 0 times"),
            (
                format!("{start}x\n{end}{start}y\n{end}"),
                "found `// ANCHOR: a` 2 times",
            ),
            (
                format!("{start}x\n{end}{end}"),
                "found `// ANCHOR_END: a` 2 times",
            ),
            (
                format!("{end}x\n{start}"),
                "the anchor `a` ends in line 1 before it begins in line 3",
            ),
            (format!("{start}\n{end}"), "nothing stands between"),
        ] {
            let found = between_anchors(&text, "a").expect_err("it is refused");
            assert!(found.starts_with(why), "{found}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let root = std::env::temp_dir().join(format!("listing-{}", std::process::id()));
        let sources = root.join(SOURCES);
        std::fs::create_dir_all(&sources).expect("a folder");
        std::os::unix::fs::symlink("/etc/passwd", sources.join("normal.rs")).expect("a link");
        let page = page(
            "book/activations/gelu.md",
            "../../crates/nnfn/src/normal.rs:kernel",
        );
        let why = listed_below(&root, &page, &page.listings[0]).expect_err("it is refused");
        assert!(why.contains("a link on the way"), "{why}");
        std::fs::remove_dir_all(root).expect("the folder");
    }
}
