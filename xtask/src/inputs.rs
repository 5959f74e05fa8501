//! What the site is built from: `serve` watches these places, `bench` copies them.

use std::path::Path;
use std::time::SystemTime;

use chapters::arrays::{costs, record};

/// Read at every build: an edit takes effect in the next one.
pub const PAGES: [&str; 5] = ["book", "theme", "book.toml", record::FILE, costs::FILE];

/// Compiled into the tool, or read once per run: an edit takes effect when the tool is started again.
pub const SOURCES: [&str; 6] = [
    ".cargo",
    "Cargo.toml",
    "Cargo.lock",
    "crates",
    "tests",
    "xtask",
];

/// All of these.
pub fn tree() -> Vec<&'static str> {
    PAGES.into_iter().chain(SOURCES).collect()
}

/// When the inputs of the site were last changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Newest {
    pub pages: Option<SystemTime>,
    pub sources: Option<SystemTime>,
}

impl Newest {
    /// Of the project at `root`.
    pub fn of(root: &Path) -> Newest {
        let newest = |places: &[&str]| {
            let each = places.iter().map(|place| newest_in(&root.join(place)));
            each.flatten().max()
        };
        Newest {
            pages: newest(&PAGES),
            sources: newest(&SOURCES),
        }
    }
}

fn newest_in(path: &Path) -> Option<SystemTime> {
    let own = std::fs::metadata(path).ok()?.modified().ok();
    let inside = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| newest_in(&entry.path()));
    inside.chain(own).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::time::Duration;

    #[test]
    fn every_package_of_the_project_is_watched() {
        let packages = verification::workspace::packages().expect("cargo runs");
        for package in packages {
            let manifest = Path::new(&package.manifest);
            let watched = SOURCES.iter().any(|place| manifest.starts_with(place));
            assert!(watched, "{}", package.manifest);
        }
        for place in PAGES.iter().chain(&SOURCES) {
            assert!(crate::project::root().join(place).exists(), "{place}");
        }
    }

    #[test]
    fn an_edit_of_a_tolerance_or_of_a_page_is_seen() {
        let root = std::env::temp_dir().join(format!("inputs-{}", std::process::id()));
        let files = ["tests/records/src/tolerance.rs", "book/a.md"].map(|file| root.join(file));
        for file in &files {
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, "").expect("a file");
        }
        let edit = |file: &Path| {
            let file = fs::File::options().write(true).open(file).expect("a file");
            let later = SystemTime::now() + Duration::from_secs(5);
            file.set_modified(later).expect("a time");
        };
        let before = Newest::of(&root);
        edit(&files[0]);
        let source = Newest::of(&root);
        assert_eq!(source.pages, before.pages);
        assert_ne!(source.sources, before.sources);
        edit(&files[1]);
        assert_ne!(Newest::of(&root).pages, before.pages);
        fs::remove_dir_all(root).expect("the folder");
    }
}
