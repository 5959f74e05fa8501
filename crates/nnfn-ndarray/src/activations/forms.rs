//! The forms in which an activation is offered, from one line about it.

/// `activation!(name, "formula", |L, x| kernel)` or, with parameters,
/// `activation!(name(parameter: DOMAIN, ..), "formula", |L, x, s| kernel)`: the kernel is an expression of value and
/// derivative at the number `x`, `s` has the parameters, and `L` is the [`Lane`](crate::kernels::Lane) for which it is
/// compiled. `, hard |L, x, s| condition` after the kernel says where the definition is asked instead.
///
/// For `name` there become: `name`, `name_grad`, `name_with_grad`, `name_vjp` (new arrays), `name_into`,
/// `name_grad_into` (given arrays), `name_inplace`, `name_grad_inplace`.
macro_rules! activation {
    ($name:ident, $formula:literal, |$lane:ident, $x:ident| $kernel:expr $(, hard |$hard_lane:ident, $y:ident| $hard:expr)?) => { pastey::paste! {
        activation!(@kernel $name [] |$lane, $x, _s| $kernel $(, hard |$hard_lane, $y, _t| $hard)?);
        activation!(@plain $name $formula);
    } };
    ($name:ident($($parameter:ident: $domain:ident),+), $formula:literal, |$lane:ident, $x:ident, $s:ident| $kernel:expr $(, hard |$hard_lane:ident, $y:ident, $t:ident| $hard:expr)?) => {
        activation!(@kernel $name [$($parameter),+] |$lane, $x, $s| $kernel $(, hard |$hard_lane, $y, $t| $hard)?);
        activation!(@with_parameters $name($($parameter: $domain),+) $formula);
    };

    (@kernel $name:ident [$($parameter:ident),*] |$lane:ident, $x:ident, $s:ident| $kernel:expr $(, hard |$hard_lane:ident, $y:ident, $t:ident| $hard:expr)?) => { pastey::paste! {
        #[derive(Clone, Copy)]
        pub(crate) struct [<$name:camel>] { $(pub(crate) $parameter: f64),* }

        impl $crate::kernels::Kernel<1, 1> for [<$name:camel>] {
            #[inline(always)]
            fn both<$lane: $crate::kernels::Lane>(&self, [$x]: [f64; 1]) -> (f64, [f64; 1]) {
                let $s = self;
                let (value, grad) = $kernel;
                (value, [grad])
            }
            $(
            #[inline(always)]
            fn has_hard(&self) -> bool {
                true
            }

            #[inline(always)]
            fn hard<$hard_lane: $crate::kernels::Lane>(&self, [$y]: [f64; 1]) -> bool {
                let $t = self;
                $hard
            }
            )?
            fn exact(&self, [x]: [f64; 1]) -> (f64, [f64; 1]) {
                (definition::$name(x, $(self.$parameter),*), [definition::[<$name _grad>](x, $(self.$parameter),*)])
            }
        }
    } };

    (@plain $name:ident $formula:literal) => { pastey::paste! {
        #[doc = $formula " of every element, as a new array. See [`nnfn::activations::" $name "`]."]
        #[must_use]
        pub fn $name<A: $crate::Float, D: ndarray::Dimension>(x: &ndarray::ArrayRef<A, D>) -> ndarray::Array<A, D> {
            $crate::activations::run::value(&[<$name:camel>] {}, x)
        }

        #[doc = "Derivative of [`" $name "`] at every element. See [`nnfn::activations::" $name "_grad`]."]
        #[must_use]
        pub fn [<$name _grad>]<A: $crate::Float, D: ndarray::Dimension>(x: &ndarray::ArrayRef<A, D>) -> ndarray::Array<A, D> {
            $crate::activations::run::grad(&[<$name:camel>] {}, x)
        }

        #[doc = "[`" $name "`] and its derivative, in one pass."]
        #[must_use]
        pub fn [<$name _with_grad>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>,
        ) -> (ndarray::Array<A, D>, ndarray::Array<A, D>) {
            $crate::activations::run::with_grad(&[<$name:camel>] {}, x)
        }

        #[doc = "[`" $name "`] of every element, into an array of the same shape.\n\n# Errors\n\nIf the shapes differ; nothing is written then."]
        pub fn [<$name _into>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>,
            out: &mut ndarray::ArrayRef<A, D>,
        ) -> Result<(), $crate::Error> {
            $crate::activations::run::into(&[<$name:camel>] {}, $crate::engine::Part::Value, x, out)
        }

        #[doc = "Derivative of [`" $name "`] at every element, into an array of the same shape.\n\n# Errors\n\nIf the shapes differ; nothing is written then."]
        pub fn [<$name _grad_into>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>,
            out: &mut ndarray::ArrayRef<A, D>,
        ) -> Result<(), $crate::Error> {
            $crate::activations::run::into(&[<$name:camel>] {}, $crate::engine::Part::Grads, x, out)
        }

        #[doc = "Replaces every element by its [`" $name "`]."]
        pub fn [<$name _inplace>]<A: $crate::Float, D: ndarray::Dimension>(x: &mut ndarray::ArrayRef<A, D>) {
            $crate::engine::elementwise_inplace(&[<$name:camel>] {}, $crate::engine::Part::Value, x);
        }

        #[doc = "Replaces every element by the derivative of [`" $name "`] there."]
        pub fn [<$name _grad_inplace>]<A: $crate::Float, D: ndarray::Dimension>(x: &mut ndarray::ArrayRef<A, D>) {
            $crate::engine::elementwise_inplace(&[<$name:camel>] {}, $crate::engine::Part::Grads, x);
        }

        #[doc = "Vector-Jacobian product of [`" $name "`]: `upstream` times the derivative, element by element.\n\n# Errors\n\nIf the shapes differ."]
        pub fn [<$name _vjp>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>,
            upstream: &ndarray::ArrayRef<A, D>,
        ) -> Result<ndarray::Array<A, D>, $crate::Error> {
            $crate::activations::run::vjp([<$name:camel>] {}, x, upstream)
        }
    } };

    (@with_parameters $name:ident($($parameter:ident: $domain:ident),+) $formula:literal) => { pastey::paste! {
        #[doc = $formula " of every element, as a new array. See [`nnfn::activations::" $name "`]."]
        ///
        /// # Errors
        ///
        /// If a parameter is outside its domain.
        pub fn $name<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>, $($parameter: A),+
        ) -> Result<ndarray::Array<A, D>, $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            Ok($crate::activations::run::value(&kernel, x))
        }

        impl [<$name:camel>] {
            pub(crate) fn new<A: $crate::Float>($($parameter: A),+) -> Result<Self, $crate::Error> {
                Ok(Self { $($parameter: $domain.check(stringify!($parameter), $parameter)?),+ })
            }
        }

        #[doc = "Derivative of [`" $name "`] at every element. See [`nnfn::activations::" $name "_grad`].\n\n# Errors\n\nIf a parameter is outside its domain."]
        pub fn [<$name _grad>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>, $($parameter: A),+
        ) -> Result<ndarray::Array<A, D>, $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            Ok($crate::activations::run::grad(&kernel, x))
        }

        #[doc = "[`" $name "`] and its derivative, in one pass.\n\n# Errors\n\nIf a parameter is outside its domain."]
        pub fn [<$name _with_grad>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>, $($parameter: A),+
        ) -> Result<(ndarray::Array<A, D>, ndarray::Array<A, D>), $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            Ok($crate::activations::run::with_grad(&kernel, x))
        }

        #[doc = "[`" $name "`] of every element, into an array of the same shape.\n\n# Errors\n\nIf a parameter is outside its domain, or the shapes differ; nothing is written then."]
        pub fn [<$name _into>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>, $($parameter: A,)+ out: &mut ndarray::ArrayRef<A, D>,
        ) -> Result<(), $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            $crate::activations::run::into(&kernel, $crate::engine::Part::Value, x, out)
        }

        #[doc = "Derivative of [`" $name "`] at every element, into an array of the same shape.\n\n# Errors\n\nIf a parameter is outside its domain, or the shapes differ; nothing is written then."]
        pub fn [<$name _grad_into>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>, $($parameter: A,)+ out: &mut ndarray::ArrayRef<A, D>,
        ) -> Result<(), $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            $crate::activations::run::into(&kernel, $crate::engine::Part::Grads, x, out)
        }

        #[doc = "Replaces every element by its [`" $name "`].\n\n# Errors\n\nIf a parameter is outside its domain; nothing is written then."]
        pub fn [<$name _inplace>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &mut ndarray::ArrayRef<A, D>, $($parameter: A),+
        ) -> Result<(), $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            $crate::engine::elementwise_inplace(&kernel, $crate::engine::Part::Value, x);
            Ok(())
        }

        #[doc = "Replaces every element by the derivative of [`" $name "`] there.\n\n# Errors\n\nIf a parameter is outside its domain; nothing is written then."]
        pub fn [<$name _grad_inplace>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &mut ndarray::ArrayRef<A, D>, $($parameter: A),+
        ) -> Result<(), $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            $crate::engine::elementwise_inplace(&kernel, $crate::engine::Part::Grads, x);
            Ok(())
        }

        #[doc = "Vector-Jacobian product of [`" $name "`]: `upstream` times the derivative, element by element.\n\n# Errors\n\nIf a parameter is outside its domain, or the shapes differ."]
        pub fn [<$name _vjp>]<A: $crate::Float, D: ndarray::Dimension>(
            x: &ndarray::ArrayRef<A, D>, $($parameter: A,)+ upstream: &ndarray::ArrayRef<A, D>,
        ) -> Result<ndarray::Array<A, D>, $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),+)?;
            $crate::activations::run::vjp(kernel, x, upstream)
        }
    } };
}

pub(crate) use activation;
