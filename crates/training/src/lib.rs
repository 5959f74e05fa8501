//! An experiment: one small network on three small tasks, with every activation and every loss of the catalogue
//! that fits, ten seeds each.
//!
//! The gradients are the library's own, through the catalogue: a new function takes part by itself.

mod adam;
mod experiment;
mod network;
mod objective;
mod random;
mod score;
mod task;
mod trial;
mod unit;

pub use experiment::{USUAL_UNIT, Vary, candidates, scores};
pub use network::{HIDDEN, Shape};
pub use objective::{LEAST_VARIANCE, Objective, objectives};
pub use random::Random;
pub use score::{Difference, Score};
pub use task::{EXAMPLES, Example, JUDGED, NOISE, SHARE, TASKS, TOO_HIGH, Task};
pub use trial::{AGAIN, BATCH, Candidate, RATES, SEEDS, STEPS, TRIED};
pub use unit::{Unit, unit, units};
