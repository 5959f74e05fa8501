//! Folders of a site that hold nothing but a source's own files: mdBook empties the site before it
//! writes, and to make a thousand small files again takes longer than all pages together.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use notebook::files;

/// Such folders, moved out of the site while mdBook builds it.
pub struct Aside {
    /// Where they wait, beside the site.
    place: PathBuf,
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.place);
    }
}

impl Aside {
    /// Moves the folders of these files out of the site.
    ///
    /// # Errors
    /// If one of them cannot be moved.
    pub fn take(site: &Path, own: &[(PathBuf, Vec<u8>)]) -> io::Result<Aside> {
        let mut place = site.as_os_str().to_owned();
        place.push(".aside");
        let aside = Aside {
            place: place.into(),
        };
        // What a killed build left.
        if aside.place.exists() {
            fs::remove_dir_all(&aside.place)?;
        }
        for folder in folders(own) {
            if site.join(folder).is_dir() {
                fs::create_dir_all(&aside.place)?;
                fs::rename(site.join(folder), aside.place.join(folder))?;
            }
        }
        Ok(aside)
    }

    /// Puts them back, and makes their files and those beside them what they are now.
    ///
    /// # Errors
    /// If a file cannot be written or removed.
    pub fn put_back(self, site: &Path, own: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
        let wanted: BTreeSet<&Path> = own.iter().map(|(path, _)| path.as_path()).collect();
        for folder in folders(own) {
            let (from, to) = (self.place.join(folder), site.join(folder));
            // If mdBook wrote something there, all is written anew beside it.
            if !from.is_dir() || to.exists() {
                continue;
            }
            fs::rename(from, &to)?;
            for file in files(&to)? {
                if !wanted.contains(Path::new(folder).join(&file).as_path()) {
                    fs::remove_file(to.join(file))?;
                }
            }
        }
        for (path, contents) in own {
            let path = site.join(path);
            if fs::read(&path).is_ok_and(|present| present == *contents) {
                continue;
            }
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, contents)?;
        }
        Ok(())
    }
}

/// The folders of the site in which files lie: `run` of `run/activations/gelu/3.txt`.
fn folders(own: &[(PathBuf, Vec<u8>)]) -> BTreeSet<&OsStr> {
    let first = |path: &'_ PathBuf| path.components().count() > 1;
    own.iter()
        .filter(|(path, _)| first(path))
        .filter_map(|(path, _)| match path.components().next() {
            Some(Component::Normal(folder)) => Some(folder),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_back_is_what_the_files_are_now() {
        let site = std::env::temp_dir().join(format!("aside-{}/site", std::process::id()));
        let file = |path: &str, text: &str| (PathBuf::from(path), text.as_bytes().to_vec());
        let before = [
            file("run/a/1.txt", "one"),
            file("run/a/2.txt", "two"),
            file("facts.json", "{}"),
        ];
        let nothing = Aside::take(&site, &before).expect("there is nothing to move");
        nothing.put_back(&site, &before).expect("they are written");
        let modified = |path: &str| {
            fs::metadata(site.join(path))
                .and_then(|m| m.modified())
                .ok()
        };
        let old = modified("run/a/1.txt").expect("it is there");

        let now = [file("run/a/1.txt", "one"), file("run/b/3.txt", "three")];
        let aside = Aside::take(&site, &now).expect("it can be moved");
        assert!(!site.join("run").exists());
        fs::remove_file(site.join("facts.json")).expect("it was there");
        aside.put_back(&site, &now).expect("they are put back");
        let found = files(&site).expect("a folder");
        let expected = ["run/a/1.txt", "run/b/3.txt"].map(PathBuf::from);
        assert_eq!(found, expected.into());
        assert_eq!(modified("run/a/1.txt"), Some(old));
        assert_eq!(
            files(site.parent().expect("a folder")).expect("it").len(),
            2
        );
        fs::remove_dir_all(site.parent().expect("a folder")).expect("the folder");
    }
}
