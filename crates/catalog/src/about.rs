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
}
