//! How a kind of figure is found by its key.

use super::Figure;

/// A kind of figure: the first word of its keys, and what makes one of the words behind it.
///
/// Each file of this folder that draws a figure has one.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The first word of a key.
    pub name: &'static str,
    make: Make,
}

/// Makes a figure of the words behind its kind, or says what was expected.
type Of = fn(&[&str]) -> Result<Box<dyn Figure>, String>;

#[derive(Clone, Copy)]
enum Make {
    /// The key is one word.
    Alone(fn() -> Box<dyn Figure>),
    /// More words follow: what they are, how they are read, and keys of pages.
    Of {
        words: &'static str,
        make: Of,
        placed: fn() -> Vec<String>,
    },
}

impl Entry {
    pub(super) const fn alone(name: &'static str, make: fn() -> Box<dyn Figure>) -> Entry {
        Entry {
            name,
            make: Make::Alone(make),
        }
    }

    pub(super) const fn of(
        name: &'static str,
        words: &'static str,
        make: Of,
        placed: fn() -> Vec<String>,
    ) -> Entry {
        Entry {
            name,
            make: Make::Of {
                words,
                make,
                placed,
            },
        }
    }

    pub(super) fn figure(&self, words: &[&str]) -> Result<Box<dyn Figure>, String> {
        match (self.make, words) {
            (Make::Alone(make), []) => Ok(make()),
            (Make::Alone(_), _) => Err(format!(
                "`{}` stands alone, without `{}`",
                self.name,
                words.join(" ")
            )),
            (Make::Of { make, .. }, _) => make(words),
        }
    }

    /// A key with what its words stand for.
    fn pattern(&self) -> String {
        match self.make {
            Make::Alone(_) => format!("`{}`", self.name),
            Make::Of { words, .. } => format!("`{} {words}`", self.name),
        }
    }

    /// Keys of its figures, for tests that drive them all.
    pub(super) fn keys(&self) -> Vec<String> {
        match self.make {
            Make::Alone(_) => vec![self.name.to_owned()],
            Make::Of { placed, .. } => placed(),
        }
    }
}

/// The figure that a key names, of some kinds.
pub(super) fn find_in<'a>(
    kinds: impl Iterator<Item = &'a Entry> + Clone,
    key: &str,
) -> Result<Box<dyn Figure>, String> {
    let words: Vec<&str> = key.split_whitespace().collect();
    let is_named = |kind: &&Entry| words.first() == Some(&kind.name);
    let Some(kind) = kinds.clone().find(is_named) else {
        let known: Vec<String> = kinds.map(Entry::pattern).collect();
        return Err(format!(
            "no live figure `{key}`: expected {}",
            known.join(", ")
        ));
    };
    kind.figure(&words[1..])
}
