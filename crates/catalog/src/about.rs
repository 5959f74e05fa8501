/// Names and places of a function of any shape.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name in the library, the book, the golden files and the tests.
    pub name: &'static str,
    /// Its name in prose.
    pub title: &'static str,
    /// Other names that readers may search for.
    pub aliases: &'static [&'static str],
    /// The chapter that covers it: `activations/gelu`.
    pub chapter: &'static str,
    /// Its source, relative to the library's `src`: `activations/gelu.rs`.
    pub source: &'static str,
    /// Where it is typically used, in a few words.
    pub typical: &'static str,
    /// Where it is at work; the first of a chapter's functions has at least one.
    pub used_in: &'static [Use],
}

/// A place where a function is at work, with the source that says so.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The model, system or method: `BERT`.
    pub what: &'static str,
    /// The address of what says so: a paper, or the code itself.
    pub source: &'static str,
}

/// A place where a function is at work.
#[must_use]
pub const fn used(what: &'static str, source: &'static str) -> Use {
    Use { what, source }
}
