//! Kernels without branches, which the compiler turns into vector code.
//!
//! The definitions are `nnfn`'s; what is here is tested against them. Every function that is called for each
//! element is `inline(always)` and free of branches and calls: a loop over it becomes vector instructions of
//! whatever width the target has, without `unsafe` and without a word about registers.

pub(crate) mod activation;
mod arithmetic;
pub(crate) mod cross_entropy;
mod exp;
mod row;
pub(crate) mod softmax;
pub(crate) mod sum;
mod table;
