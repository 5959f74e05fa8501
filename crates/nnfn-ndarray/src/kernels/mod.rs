//! Functions of numbers without branches, which the compiler turns into vector code.
//!
//! The definitions are `nnfn`'s; what is here is tested against them. Every function is `#[inline(always)]` and free
//! of branches and calls, in `f64`: a loop over it becomes vector instructions of whatever width the processor has,
//! without a word about registers.

pub(crate) mod arithmetic;
pub(crate) mod exp;
pub(crate) mod exponential;
pub(crate) mod gates;
pub(crate) mod hyperbolic;
pub(crate) mod logistic;
pub(crate) mod losses;
pub(crate) mod mish;
pub(crate) mod normal;
pub(crate) mod piecewise;
pub(crate) mod swish;
mod table;
mod tail;

pub(crate) use arithmetic::{fma, two_sum};
pub(crate) use table::LN_2;

/// For what a kernel is compiled.
pub(crate) trait Lane: Copy {
    /// Whether there is a fused multiply-add.
    const FUSED: bool;
    /// Whether 40 bits of the result are enough, as it is rounded to an `f32`.
    const SHORT: bool;
    /// Whether derivatives are asked for: those that vanish somewhere need more digits than the value. Where they are
    /// not, what stands in their place may be anything.
    const GRADS: bool = true;
}

/// A function of `N` numbers with its derivatives by `M` of them.
pub(crate) trait Kernel<const N: usize, const M: usize>: Sync {
    /// Value and derivatives. `#[inline(always)]`, without branches; a caller that drops some does not compute them.
    fn both<L: Lane>(&self, x: [f64; N]) -> (f64, [f64; M]);

    /// Whether there are arguments for which the definition must be asked: see [`Kernel::hard`].
    #[inline(always)]
    fn has_hard(&self) -> bool {
        false
    }

    /// Whether the definition must be asked here. Cheap, without branches.
    #[inline(always)]
    fn hard<L: Lane>(&self, _x: [f64; N]) -> bool {
        false
    }

    /// Value and derivatives by the definition.
    fn exact(&self, x: [f64; N]) -> (f64, [f64; M]) {
        unreachable!("no argument is hard, yet the definition was asked for {x:?}")
    }
}
