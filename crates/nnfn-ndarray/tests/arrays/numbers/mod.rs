//! Losses of numbers against the definitions, at random and at extreme points, with every set of instructions.

mod by_definition;
mod domains;
mod gaussian_nll;
mod layouts;
mod per_class;
mod quantiles;
mod root;
mod sums;
