//! Detects a site that is unchanged since it was built from the same tree, so that `build` can skip it.

use std::fs;
use std::io;
use std::path::Path;

use notebook::memory;

use crate::basis;
use crate::inputs::{PAGES, SOURCES};

/// A hash of everything that the site at `root` is made of: the tree, the tool itself, the environment.
pub fn inputs(root: &Path) -> io::Result<u128> {
    let tree = [basis::tree(root, &PAGES)?, basis::tree(root, &SOURCES)?];
    Ok(memory::digest(&(basis::program()?, tree)))
}

/// The report of the build that made this site from these inputs, if the site is unchanged since.
pub fn said(stamp: &Path, site: &Path, inputs: u128) -> Option<String> {
    let text = fs::read_to_string(stamp).ok()?;
    let (key, said) = text.split_once('\n')?;
    (key == self::key(inputs, site).ok()?).then(|| said.to_owned())
}

/// Records that the site was built from these inputs, with the report of the build.
pub fn note(stamp: &Path, site: &Path, inputs: u128, said: &str) -> io::Result<()> {
    fs::write(stamp, format!("{}\n{said}", key(inputs, site)?))
}

fn key(inputs: u128, site: &Path) -> io::Result<String> {
    Ok(format!("{inputs:032x} {:032x}", basis::tree(site, &["."])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_unchanged_only_with_the_same_inputs_and_as_it_was_built() {
        let folder = std::env::temp_dir().join(format!("unchanged-{}", std::process::id()));
        let (site, stamp) = (folder.join("site"), folder.join("stamp"));
        fs::create_dir_all(site.join("a")).expect("a folder");
        fs::write(site.join("a/b.html"), "b").expect("a file");
        assert_eq!(said(&stamp, &site, 7), None);
        note(&stamp, &site, 7, "1 page\n").expect("a file");
        assert_eq!(said(&stamp, &site, 7).as_deref(), Some("1 page\n"));
        assert_eq!(said(&stamp, &site, 8), None);
        fs::write(site.join("a/b.html"), "c").expect("a file");
        assert_eq!(said(&stamp, &site, 7), None);
        fs::write(site.join("a/b.html"), "b").expect("a file");
        fs::write(site.join("more.html"), "").expect("a file");
        assert_eq!(said(&stamp, &site, 7), None);
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[test]
    fn the_inputs_change_with_every_place_of_the_tree() {
        let root = std::env::temp_dir().join(format!("unchanged-inputs-{}", std::process::id()));
        let all = || PAGES.iter().chain(&SOURCES);
        let write = |place: &str, text: &str| {
            let path = root.join(place);
            if place.contains('.') && place != ".cargo" {
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("a file");
            } else {
                fs::create_dir_all(path.join("in")).expect("a folder");
                fs::write(path.join("in/it"), text).expect("a file");
            }
        };
        fs::create_dir_all(&root).expect("a folder");
        all().for_each(|place| write(place, "before"));
        let before = inputs(&root).expect("all are there");
        for place in all() {
            write(place, "after");
            assert_ne!(inputs(&root).expect("all are there"), before, "{place}");
            write(place, "before");
        }
        assert_eq!(inputs(&root).expect("all are there"), before);
        fs::remove_dir_all(root).expect("the folder");
    }
}
