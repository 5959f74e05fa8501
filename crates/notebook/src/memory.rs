//! Results of earlier runs, each under the contents of everything that it depends on.
//!
//! A result is asked for by a key. The key is a hash of what the caller names, of the kind of result
//! and of the memory's basis: what every result depends on, such as the program that computed it. So
//! a result is found only where nothing that it depends on has changed, and a memory that is lost,
//! cut short or written by another program is an empty one.
//!
//! Whoever keeps a result decides that it may be used again: what failed is never kept.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use xxhash_rust::xxh3::Xxh3Default;

/// A result that nobody asked for in so many days is removed.
const DAYS: u64 = 14;

/// Results of earlier runs, in a folder.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// None: nothing is found and nothing is kept.
    folder: Option<PathBuf>,
    basis: u128,
    /// What results of some kinds rest on instead.
    own: BTreeMap<&'static str, u128>,
}

impl Memory {
    /// The results in a folder that rest on this basis.
    #[must_use]
    pub fn new(folder: PathBuf, basis: &impl Hash) -> Memory {
        Memory {
            folder: Some(folder),
            basis: digest(basis),
            own: BTreeMap::new(),
        }
    }

    /// The same, but that results of this kind rest on something else than the others: on less, as a rule,
    /// so that they are found more often.
    #[must_use]
    pub fn resting(mut self, kind: &'static str, basis: &impl Hash) -> Memory {
        self.own.insert(kind, digest(basis));
        self
    }

    /// Removes the results that nobody asked for in two weeks.
    pub fn remove_old(&self) {
        if let Some(folder) = &self.folder {
            remove_old(folder);
        }
    }

    /// One that finds nothing and keeps nothing.
    #[must_use]
    pub fn none() -> Memory {
        Memory::default()
    }

    /// The result of this kind and key.
    pub fn recall(&self, kind: &str, key: &impl Hash) -> Option<String> {
        String::from_utf8(self.recall_bytes(kind, key)?).ok()
    }

    /// The result of this kind and key, which is no text.
    pub fn recall_bytes(&self, kind: &str, key: &impl Hash) -> Option<Vec<u8>> {
        let path = self.path(kind, key)?;
        let mut result = fs::read(&path).ok()?;
        // The last line says that the file is whole.
        let length = result.strip_suffix(END)?.len();
        result.truncate(length);
        note_use(&path);
        Some(result)
    }

    /// Keeps a result. Only a shortcut: if it cannot be written, it is computed again.
    pub fn keep(&self, kind: &str, key: &impl Hash, result: impl AsRef<[u8]>) {
        let Some(path) = self.path(kind, key) else {
            return;
        };
        static WRITTEN: AtomicUsize = AtomicUsize::new(0);
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let fresh = path.with_extension(format!("{}-{number}", std::process::id()));
        let written = fs::create_dir_all(path.parent().unwrap_or(&path))
            .and_then(|()| fs::write(&fresh, [result.as_ref(), END].concat()))
            .and_then(|()| fs::rename(&fresh, &path));
        if written.is_err() {
            let _ = fs::remove_file(&fresh);
        }
    }

    fn path(&self, kind: &str, key: &impl Hash) -> Option<PathBuf> {
        let basis = self.own.get(kind).unwrap_or(&self.basis);
        let name = format!("{:032x}", digest(&(basis, kind, key)));
        Some(self.folder.as_ref()?.join(kind).join(name))
    }
}

const END: &[u8] = b"\nwhole\n";

/// A hash of 128 bits.
#[must_use]
pub fn digest(what: &(impl Hash + ?Sized)) -> u128 {
    let mut wide = Wide(Xxh3Default::new());
    what.hash(&mut wide);
    wide.0.digest128()
}

/// A hash of a file's contents.
///
/// # Errors
/// If it cannot be read.
pub fn contents(file: &Path) -> io::Result<u128> {
    let mut file = fs::File::open(file)?;
    let mut wide = Xxh3Default::new();
    // A tool of 100 MB at once would be memory that nobody needs afterwards.
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(wide.digest128()),
            length => wide.update(&piece[..length]),
        }
    }
}

/// A hasher with twice the bits that [`Hasher`] speaks of: results are told apart by nothing else.
struct Wide(Xxh3Default);

impl Hasher for Wide {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Half of it; [`digest`] has all bits.
    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

/// A day is exact enough for when a result was used last.
fn note_use(path: &Path) {
    let Some(age) = age(path) else { return };
    if age > Duration::from_secs(24 * 60 * 60)
        && let Ok(file) = fs::File::options().append(true).open(path)
    {
        let _ = file.set_modified(SystemTime::now());
    }
}

fn age(file: &Path) -> Option<Duration> {
    file.metadata().ok()?.modified().ok()?.elapsed().ok()
}

fn remove_old(folder: &Path) {
    let limit = Duration::from_secs(DAYS * 24 * 60 * 60);
    let kinds = fs::read_dir(folder).into_iter().flatten().flatten();
    for kind in kinds {
        let files = fs::read_dir(kind.path()).into_iter().flatten().flatten();
        for file in files {
            if age(&file.path()).is_some_and(|age| age > limit) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_result_is_found_only_with_the_same_kind_key_and_basis() {
        let scratch = Scratch::new().expect("a folder");
        let memory = |basis: &str| Memory::new(scratch.path().to_owned(), &basis);
        let own = memory("one program");
        assert_eq!(own.recall("cells", &"gelu"), None);
        own.keep("cells", &"gelu", "in order\n");
        assert_eq!(
            memory("one program").recall("cells", &"gelu").as_deref(),
            Some("in order\n")
        );
        assert_eq!(own.recall("cells", &"relu"), None);
        assert_eq!(own.recall("values", &"gelu"), None);
        assert_eq!(memory("another program").recall("cells", &"gelu"), None);
        assert_eq!(Memory::none().recall("cells", &"gelu"), None);
    }

    #[test]
    fn a_kind_may_rest_on_something_else() {
        let scratch = Scratch::new().expect("a folder");
        let memory = |basis: &str, own: &str| {
            Memory::new(scratch.path().to_owned(), &basis).resting("outcomes", &own)
        };
        let first = memory("one program", "one library");
        first.keep("outcomes", &1, "in order");
        first.keep("cells", &1, "in order");
        let found =
            |memory: &Memory| ["outcomes", "cells"].map(|kind| memory.recall(kind, &1).is_some());
        assert_eq!(found(&first), [true, true]);
        assert_eq!(found(&memory("another", "one library")), [true, false]);
        assert_eq!(found(&memory("one program", "another")), [false, true]);
        let plain = Memory::new(scratch.path().to_owned(), &"one program");
        assert_eq!(found(&plain), [false, true]);
    }

    #[test]
    fn what_was_cut_short_or_lies_there_too_long_is_lost() {
        let scratch = Scratch::new().expect("a folder");
        let memory = Memory::new(scratch.path().to_owned(), &0);
        memory.keep("cells", &1, "result");
        let path = memory.path("cells", &1).expect("a place");
        let whole = fs::read_to_string(&path).expect("it was kept");
        fs::write(&path, &whole[..whole.len() - 1]).expect("a file");
        assert_eq!(memory.recall("cells", &1), None);
        memory.keep("cells", &1, "result");
        let file = fs::File::options().append(true).open(&path).expect("it");
        let long_ago = SystemTime::now() - Duration::from_secs((DAYS + 1) * 24 * 60 * 60);
        file.set_modified(long_ago).expect("a time");
        memory.remove_old();
        assert_eq!(memory.recall("cells", &1), None);
    }
}
