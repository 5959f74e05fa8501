//! Static figures of the book: curves and bars as inline SVG.
//!
//! [`Plot`] and [`Bars`] hold what a figure shows; their `svg` methods draw it.
//! Drawing knows nothing of neural networks: a curve is any `Fn(f64) -> f64`.
//! [`of`] is the figure of a catalogued function, [`live`] the same with controls.

mod axes;
mod axis;
mod bars;
mod catalogue;
mod columns;
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
mod svg;

pub use axis::Axis;
pub use bars::{Bars, Group};
pub use catalogue::{bars, of, plot, together};
pub use cursor::Cursor;
pub use facts::{Extreme, Facts, Search};
pub use mark::Mark;
pub use numeral::{grouped, number, significant};
pub use plot::{Curve, Lines, Plot};
pub use role::Role;
pub use small::{Line, line, small};
