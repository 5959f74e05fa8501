//! Figures of the book as inline SVG.
//!
//! [`Plot`] holds the curves of a function, and its `svg` method draws them.
//! Drawing knows nothing of neural networks: a curve is any `Fn(f64) -> f64`.
//! [`of`] is the figure of a catalogued function, [`live`] the same with controls.

mod axes;
mod axis;
mod catalogue;
mod columns;
mod course;
mod cursor;
mod drawing;
mod facts;
mod frame;
mod geometry;
mod handle;
mod joined;
mod label;
mod layers;
mod legend;
pub mod live;
mod mark;
mod numeral;
mod ordered;
pub mod palette;
mod path;
mod plot;
#[cfg(test)]
mod read;
mod role;
mod sample;
mod sketch;
mod small;
mod spreads;
pub mod stuck;
mod svg;

pub use axis::Axis;
pub use catalogue::{of, plot, together};
pub use course::Course;
pub use cursor::Cursor;
pub use facts::{Extreme, Facts, Search};
pub use mark::Mark;
pub use numeral::{grouped, number, significant};
pub use plot::{Curve, Lines, Plot};
pub use role::Role;
pub use small::{Line, line, small};
pub use spreads::{Spread, SpreadPanel, Spreads};
