//! Gates: a value, times a function of another number.
//!
//! Of two arrays, or of one whose halves along an axis are value and gate: first the value `a`, then the gate `b`, as
//! in PyTorch's `F.glu`. Not all models agree; see [`swiglu_split`].

use ndarray::{Array, ArrayRef, Axis, Dimension};
use nnfn::activations as definition;

use super::split::{self, halves};
use crate::engine::{Part, elementwise, elementwise_into};
use crate::error::shape;
use crate::kernels::{Kernel, Lane, gates};
use crate::{Error, Float};

/// `gate!(name, "formula", |L, a, b| kernel)`, the kernel being an expression of value and derivatives, with
/// `, hard |L, a| condition` behind it where the definition must be asked.
///
/// For `name` there become: `name`, `name_with_grad`, `name_vjp` (new arrays), `name_into` (a given one), and
/// `name_split`, `name_split_with_grad`, `name_split_vjp` of one array.
macro_rules! gate {
    ($name:ident, $formula:literal, |$lane:ident, $a:ident, $b:ident| $kernel:expr $(, hard |$hard_lane:ident, $value:ident| $hard:expr)?) => { pastey::paste! {
        #[derive(Clone, Copy)]
        struct [<$name:camel>];

        impl Kernel<2, 2> for [<$name:camel>] {
            #[inline(always)]
            fn both<$lane: Lane>(&self, [$a, $b]: [f64; 2]) -> (f64, [f64; 2]) {
                $kernel
            }

            $(
            #[inline(always)]
            fn has_hard(&self) -> bool {
                true
            }

            #[inline(always)]
            fn hard<$hard_lane: Lane>(&self, [$value, _]: [f64; 2]) -> bool {
                $hard
            }
            )?
            fn exact(&self, [a, b]: [f64; 2]) -> (f64, [f64; 2]) {
                (definition::$name(a, b), [definition::[<$name _grad_a>](a, b), definition::[<$name _grad_b>](a, b)])
            }
        }

        #[doc = $formula ", element by element, as a new array. See [`nnfn::activations::" $name "`]."]
        ///
        /// # Errors
        ///
        /// If the shapes differ.
        pub fn $name<A: Float, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Result<Array<A, D>, Error> {
            shape("b", b.shape(), a.shape())?;
            let (values, _) = elementwise(&[<$name:camel>], Part::Value, [a, b]);
            Ok(values.expect("asked for"))
        }

        #[doc = "[`" $name "`] and its derivatives by `a` and by `b`, in one pass.\n\n# Errors\n\nIf the shapes differ."]
        pub fn [<$name _with_grad>]<A: Float, D: Dimension>(
            a: &ArrayRef<A, D>, b: &ArrayRef<A, D>,
        ) -> Result<(Array<A, D>, [Array<A, D>; 2]), Error> {
            shape("b", b.shape(), a.shape())?;
            let (values, grads) = elementwise(&[<$name:camel>], Part::Both, [a, b]);
            Ok((values.expect("asked for"), grads.expect("asked for")))
        }

        #[doc = "[`" $name "`] into an array of the same shape.\n\n# Errors\n\nIf the shapes differ; nothing is written then."]
        pub fn [<$name _into>]<A: Float, D: Dimension>(
            a: &ArrayRef<A, D>, b: &ArrayRef<A, D>, out: &mut ArrayRef<A, D>,
        ) -> Result<(), Error> {
            shape("b", b.shape(), a.shape())?;
            shape("out", out.shape(), a.shape())?;
            elementwise_into(&[<$name:camel>], [a, b], Some(out), [None, None]);
            Ok(())
        }

        #[doc = "Vector-Jacobian products of [`" $name "`]: `upstream` times the derivatives by `a` and by `b`.\n\n# Errors\n\nIf the shapes differ."]
        pub fn [<$name _vjp>]<A: Float, D: Dimension>(
            a: &ArrayRef<A, D>, b: &ArrayRef<A, D>, upstream: &ArrayRef<A, D>,
        ) -> Result<[Array<A, D>; 2], Error> {
            shape("b", b.shape(), a.shape())?;
            shape("upstream", upstream.shape(), a.shape())?;
            let (_, grads) = elementwise(&split::Chain([<$name:camel>]), Part::Grads, [a, b, upstream]);
            Ok(grads.expect("asked for"))
        }

        #[doc = "[`" $name "`] of the halves of an array along an axis, the first being `a` and the second the gate `b`, as a new array of half that length: the order of PyTorch's `F.glu`. Some have the gate first, as vLLM's `SiluAndMul`, `silu(x[:d]) * x[d:]`: pass their halves as two arrays.\n\n# Errors\n\nIf there is no such axis or its length is odd."]
        pub fn [<$name _split>]<A: Float, D: Dimension>(x: &ArrayRef<A, D>, axis: Axis) -> Result<Array<A, D>, Error> {
            let [a, b] = halves(x, axis)?;
            $name(&a, &b)
        }

        #[doc = "[`" $name "_split`] and its derivatives, those by the first half before those by the second, in one pass.\n\n# Errors\n\nIf there is no such axis or its length is odd."]
        pub fn [<$name _split_with_grad>]<A: Float, D: Dimension>(
            x: &ArrayRef<A, D>, axis: Axis,
        ) -> Result<(Array<A, D>, Array<A, D>), Error> {
            split::with_grad(&[<$name:camel>], x, axis)
        }

        #[doc = "Vector-Jacobian product of [`" $name "_split`], of the shape of `x`.\n\n# Errors\n\nIf there is no such axis, its length is odd, or `upstream` has not the shape of the result."]
        pub fn [<$name _split_vjp>]<A: Float, D: Dimension>(
            x: &ArrayRef<A, D>, axis: Axis, upstream: &ArrayRef<A, D>,
        ) -> Result<Array<A, D>, Error> {
            split::vjp([<$name:camel>], x, axis, upstream)
        }
    } };
}

gate!(
    glu,
    "`a·σ(b)`",
    |L, a, b| gates::glu::<L>(a, b),
    hard | L,
    a | !gates::cover::<L>(a)
);
gate!(bilinear, "`a·b`", |L, a, b| gates::bilinear(a, b));
gate!(reglu, "`a·max(0, b)`", |L, a, b| gates::reglu(a, b));
gate!(
    geglu,
    "`a·GELU(b)`, with the exact GELU",
    |L, a, b| gates::geglu::<L>(a, b),
    hard | L,
    a | !gates::cover::<L>(a)
);
gate!(
    swiglu,
    "`a·SiLU(b)`",
    |L, a, b| gates::swiglu::<L>(a, b),
    hard | L,
    a | !gates::cover::<L>(a)
);
