//! From kernels of numbers to loops over arrays.
//!
//! Arrays pass in blocks that the nearest cache holds. What does not lie in one piece is gathered block by block.

mod block;
mod elementwise;
mod operand;
mod reduced;
mod sink;
mod sum;
pub(crate) mod threads;

pub(crate) use block::{BLOCK, For, Part};
pub(crate) use elementwise::{
    elementwise, elementwise_inplace, elementwise_into, elementwise_of, elementwise_of_into,
};
pub(crate) use operand::{Operand, Order, in_standard_order, index, operands};
pub(crate) use reduced::{reduced, total_of};
pub(crate) use sink::Sink;
pub(crate) use sum::{Total, Totals};
