//! Lists the files of a folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// All files below a folder, relative to it.
///
/// # Errors
/// If a folder cannot be read.
pub fn files(root: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            // A link is not followed: it could lead back here.
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(root).expect("found below the root");
                files.insert(relative.to_owned());
            }
        }
    }
    Ok(files)
}
