//! The formulas of losses over vectors, tables and labels, against sums that are written out here.

mod case;
mod mutated;
mod numbers;
mod tables;
mod vectors;
