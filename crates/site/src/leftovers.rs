//! Removes files that mdBook writes for its own theme and that this theme does not use, and the
//! temporary files of a killed `bless`, which mdBook copies.

use std::fs;
use std::io;
use std::path::Path;

/// Their names, without the hash that mdBook adds.
const UNUSED: &[&str] = &[
    "ayu-highlight.css",
    "book.js",
    "clipboard.min.js",
    "css/chrome.css",
    "css/general.css",
    "css/print.css",
    "css/variables.css",
    "highlight.css",
    "highlight.js",
    "mark.min.js",
    "searcher.js",
    "toc.html",
    "toc.js",
    "tomorrow-night.css",
];

/// Removes them from a site.
pub fn remove(site: &Path) -> io::Result<()> {
    notebook::bless::remove_leftovers(site)?;
    for folder in [site.to_owned(), site.join("css")] {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.strip_prefix(site).unwrap_or(&path);
            if UNUSED.contains(&without_hash(&name.to_string_lossy()).as_str()) {
                fs::remove_file(&path)?;
            }
        }
    }
    let css = site.join("css");
    if fs::read_dir(&css)?.next().is_none() {
        fs::remove_dir(&css)?;
    }
    Ok(())
}

/// `book-0123abcd.js` to `book.js`.
fn without_hash(name: &str) -> String {
    let plain = || {
        let (stem, extension) = name.split_once('.')?;
        let (stem, hash) = stem.rsplit_once('-')?;
        let is_hash = hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        is_hash.then(|| format!("{stem}.{extension}"))
    };
    plain().unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_is_taken_off() {
        assert_eq!(
            without_hash("clipboard-1626706a.min.js"),
            "clipboard.min.js"
        );
        assert_eq!(
            without_hash("tomorrow-night-4c0ae647.css"),
            "tomorrow-night.css"
        );
        assert_eq!(without_hash("tomorrow-night.css"), "tomorrow-night.css");
        assert_eq!(without_hash("cross-entropy.html"), "cross-entropy.html");
    }
}
