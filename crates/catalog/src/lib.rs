//! Facts about every function of `nnfn`, as data.
//!
//! Functions of one number, of one with a parameter, gates, and maps of rows have a struct each;
//! everything that takes several arguments and returns one number is a [`Loss`], whose arguments are
//! data. Checks, tables and figures are loops over [`FUNCTIONS`] and ask a function for its
//! [`arguments`](Function::arguments), not for its shape. A [`Stated`] claim is an enum variant that
//! has exactly one checker (in the package `verification`, which matches on all of them), and it
//! records its own source line, so that a false claim is reported there.
//!
//! No tolerance, no exception and no test switch ever enters this crate.

mod about;
mod activations;
mod args;
mod argument;
mod claim;
mod decimal;
pub mod elsewhere;
mod loss;
mod losses;
pub mod lowest;
mod parameter;
mod picture;
pub mod probes;
mod shape;
pub mod tasks;
mod view;
pub mod worlds;

pub use about::{About, Use, used};
pub use args::{Args, Value};
pub use argument::{Argument, Domain, Length, Numbers, Role};
pub use claim::{
    Change, CurveClaim, Extremum, GateClaim, Limits, LineClaim, LossClaim, Meets, Norm, RowClaim,
    ScalarClaim, Seam, Smoothness, Stated, stated,
};
pub use decimal::{decimal, exp10, rounded};
pub use loss::{Gradient, Loss, Move, Section, moving};
pub use lowest::Lowest;
pub use parameter::{Parameter, Span};
pub use picture::{Picture, Rival};
pub use shape::{Curve, Function, Gate, RowMap, Scalar, Setting};
pub use view::Derivative;

const COUNT: usize = activations::ALL.len() + losses::ALL.len();

/// Every function of the library, in the order of the book.
pub static FUNCTIONS: &[Function] = {
    const ALL: &[Function; COUNT] = &{
        let mut all = [activations::ALL[0]; COUNT];
        let mut i = 0;
        while i < COUNT {
            all[i] = match i.checked_sub(activations::ALL.len()) {
                Some(loss) => losses::ALL[loss],
                None => activations::ALL[i],
            };
            i += 1;
        }
        all
    };
    ALL
};

/// The function of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS
        .iter()
        .find(|function| function.about().name == name)
}
