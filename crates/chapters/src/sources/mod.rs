//! The sources of the pages: items of the sections *Sources*, each of one source, and the bibliography
//! that is collected from them.
//!
//! An item is a reference, `AUTHORS YEAR, *TITLE*, WHERE, LINK`, and behind it what the page takes from
//! there: `: the function`, `, section 3`. The reference is the same on all pages.

mod bibliography;
mod check;
mod item;

pub use bibliography::{Kind, list};
pub use check::check;
use item::{Item, items};
