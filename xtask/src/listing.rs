//! Listings: the library's own source between two anchors.

use std::path::Path;

use notebook::{Listing, Page};

use crate::complaint::Complaint;
use crate::project::root;

/// `gelu-value` of `../../crates/nnfn/src/activations/gelu.rs:value`.
pub fn anchor_name(listing: &Listing) -> String {
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

/// The path of the function in a listing: `nnfn::activations::gelu`.
pub fn path_of(listing: &Listing, source: &str) -> String {
    let name = source
        .lines()
        .find_map(|line| line.strip_prefix("pub fn ")?.split('(').next())
        .unwrap_or("");
    format!("nnfn::{}", module_path(&listing.file, name))
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
