//! The page engine: Markdown pages whose Rust cells run and whose numbers are computed.
//!
//! A page is plain Markdown with five things in it that a machine checks:
//!
//! - a **cell**: a ```` ```rust ```` fence, compiled and run; what it prints stands in the
//!   ```` ```output ```` fence right below it;
//! - a **listing**: a ```` ```rust ```` fence that holds one `{{#include file:anchor}}` line, source
//!   that is compiled where it lives;
//! - an **inline value**: a number followed by the expression that it claims to be,
//!   `0.25<!--= sigmoid_grad(0.0) -->`; before the first `bless` an author writes `0.000` to say
//!   how many digits; a per cent sign is prose and stands behind the comment;
//! - a **formula**: `$$..$$` with the code that it claims to be, `<!--= gelu(x) -->`, given its
//!   meaning by whoever uses the engine;
//! - a **directive**: `<!--@ name arguments -->`, given its meaning by whoever uses the engine.
//!
//! [`Page::scan`] finds them and says what is malformed. [`tangle`] turns a page into a Rust file
//! with the page's own line numbers. [`run`] executes the compiled cells, [`check`] compares what
//! they say with what the page says, [`bless`] writes it into the page. [`bundle`] makes one
//! self-contained program of a cell and the library sources that it uses.
//!
//! The engine knows no function by name: it could serve a book on anything.

pub mod bless;
pub mod bundle;
pub mod check;
pub mod complaint;
mod dialect;
pub mod escape;
mod files;
mod glued;
pub mod html;
pub mod math;
pub mod memory;
pub mod nearest;
pub mod number;
mod page;
pub mod pages;
mod problem;
mod process;
pub mod run;
pub mod rustc;
mod scan;
mod scratch;
pub mod tangle;
mod unrun;
mod worker;

pub use complaint::Complaint;
pub use dialect::DIALECT;
pub use files::files;
pub use memory::Memory;
pub use nearest::did_you_mean;
pub use page::{Cell, Directive, Expect, Formula, Listing, Mark, Output, Page, Row, Value};
pub use problem::Problem;
