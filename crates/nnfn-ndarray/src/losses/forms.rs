//! The forms in which a loss of numbers is offered, from one line about it.

/// `loss!(name[output; data, ..](parameter: DOMAIN, ..), "formula")` or `loss!(name[output, second; data, ..](..), ..)`:
/// a loss of numbers, by whose *outputs* there are gradients and whose *data* have none. Doc comments before the name
/// are what is to be said beside the formula. Of data that the definition refuses, `data: DOMAIN` says what it takes.
///
/// The outputs, data and parameters come in the order of the definition, `nnfn::losses::name`, outputs first; where
/// the definition has another order, a closure `, |[a, b, ..], s| (value, [gradients])` follows. A kernel,
/// `, kernel |L, [a, b, ..], s| (value, [gradients])`, may follow, `L` being the [`Lane`](crate::kernels::Lane) for
/// which it is compiled and `s` having the parameters; without one, the definition is called. Last,
/// `, hard |L, [a, b, ..], s| condition`: where the definition is asked all the same.
///
/// `"formula" like other` names the definition where it has another name; then the closure is needed.
///
/// For `name` there become `name` and `name_with_grad`.
macro_rules! loss {
    // One output, by the definition.
    ($(#[$note:meta])* $name:ident[$output:ident $(; $($data:ident $(: $entries:ident)?),+)?]($($parameter:ident: $domain:ident),*), $formula:literal $(, kernel $($kernel:tt)+)?) => { pastey::paste! {
        loss!($(#[$note])* $name[$output $(; $($data $(: $entries)?),+)?]($($parameter: $domain),*), $formula,
            |[$output $($(, $data)+)?], _s| (
                definition::$name($output $($(, $data)+)? $(, _s.$parameter)*),
                [definition::[<$name _grad>]($output $($(, $data)+)? $(, _s.$parameter)*)],
            )
            $(, kernel $($kernel)+)?
        );
    } };
    // Two outputs, by the definition.
    ($(#[$note:meta])* $name:ident[$output:ident, $second:ident $(; $($data:ident $(: $entries:ident)?),+)?]($($parameter:ident: $domain:ident),*), $formula:literal $(, kernel $($kernel:tt)+)?) => { pastey::paste! {
        loss!($(#[$note])* $name[$output, $second $(; $($data $(: $entries)?),+)?]($($parameter: $domain),*), $formula,
            |[$output, $second $($(, $data)+)?], _s| (
                definition::$name($output, $second $($(, $data)+)? $(, _s.$parameter)*),
                [
                    definition::[<$name _grad>]($output, $second $($(, $data)+)? $(, _s.$parameter)*),
                    definition::[<$name _grad_ $second>]($output, $second $($(, $data)+)? $(, _s.$parameter)*),
                ],
            )
            $(, kernel $($kernel)+)?
        );
    } };
    // The definition as a closure, and no kernel.
    ($(#[$note:meta])* $name:ident[$($output:ident),+ $(; $($data:ident $(: $entries:ident)?),+)?]($($parameter:ident: $domain:ident),*), $formula:literal $(like $like:ident)?,
        |[$($x:ident),+], $s:ident| $exact:expr) => {
        loss!(@kernel $name [$($output),+] [$($x),+] [$($parameter: $domain),*] $s, $exact, |L, [$($x),+], $s| $exact);
        loss!(@functions [$(#[$note])*] $name [$($output),+] [$($($data $(: $entries)?),+)?] [$($parameter),*] $formula [$($like)?]);
    };
    // The definition as a closure, and a kernel.
    ($(#[$note:meta])* $name:ident[$($output:ident),+ $(; $($data:ident $(: $entries:ident)?),+)?]($($parameter:ident: $domain:ident),*), $formula:literal $(like $like:ident)?,
        |[$($x:ident),+], $s:ident| $exact:expr, kernel $($kernel:tt)+) => {
        loss!(@kernel $name [$($output),+] [$($x),+] [$($parameter: $domain),*] $s, $exact, $($kernel)+);
        loss!(@functions [$(#[$note])*] $name [$($output),+] [$($($data $(: $entries)?),+)?] [$($parameter),*] $formula [$($like)?]);
    };

    (@kernel $name:ident [$($output:ident),+] [$($x:ident),+] [$($parameter:ident: $domain:ident),*] $s:ident, $exact:expr,
        |$lane:ident, [$($y:ident),+], $t:ident| $kernel:expr $(, hard |$hard_lane:ident, [$($z:ident),+], $u:ident| $hard:expr)?) => { pastey::paste! {
        pub(crate) struct [<$name:camel>] { $(pub(crate) $parameter: f64),* }

        impl [<$name:camel>] {
            #[allow(clippy::extra_unused_type_parameters)] // without parameters, `A` is not used
            pub(crate) fn new<A: $crate::Float>($($parameter: A),*) -> Result<Self, $crate::Error> {
                Ok(Self { $($parameter: $domain.check(stringify!($parameter), $parameter)?),* })
            }
        }

        impl $crate::kernels::Kernel<{ loss!(@count $($x)+) }, { loss!(@count $($output)+) }> for [<$name:camel>] {
            #[inline(always)]
            fn both<$lane: $crate::kernels::Lane>(
                &self, [$($y),+]: [f64; loss!(@count $($x)+)],
            ) -> (f64, [f64; loss!(@count $($output)+)]) {
                let $t = self;
                $kernel
            }

            fn exact(
                &self, [$($x),+]: [f64; loss!(@count $($x)+)],
            ) -> (f64, [f64; loss!(@count $($output)+)]) {
                let $s = self;
                $exact
            }
            $(
            #[inline(always)]
            fn has_hard(&self) -> bool {
                true
            }

            #[inline(always)]
            fn hard<$hard_lane: $crate::kernels::Lane>(&self, [$($z),+]: [f64; loss!(@count $($z)+)]) -> bool {
                let $u = self;
                $hard
            }
            )?
        }
    } };

    (@count $($x:ident)+) => { [$(stringify!($x)),+].len() };

    (@functions [$(#[$note:meta])*] $name:ident [$($output:ident),+] [$($data:ident $(: $entries:ident)?),*] [$($parameter:ident),*] $formula:literal []) => {
        loss!(@functions [$(#[$note])*] $name [$($output),+] [$($data $(: $entries)?),*] [$($parameter),*] $formula [$name]);
    };
    (@functions [$(#[$note:meta])*] $name:ident [$($output:ident),+] [$($data:ident $(: $entries:ident)?),*] [$($parameter:ident),*] $formula:literal [$like:ident]) => { pastey::paste! {
        #[doc = $formula ". See [`nnfn::losses::" $like "`]."]
        ///
        $(#[$note])*
        ///
        /// The arrays have one shape, and a mean is over all their elements.
        ///
        /// # Errors
        ///
        /// If shapes differ, a parameter is outside its domain, a weight is negative or not finite, or a mean is
        /// asked for and there is no element or no weight above 0.
        pub fn $name<'a, A: $crate::Float, D: ndarray::Dimension>(
            $($output: &ndarray::ArrayRef<A, D>,)+
            $($data: &ndarray::ArrayRef<A, D>,)*
            $($parameter: A,)*
            reduction: impl Into<$crate::losses::Reduce<'a, A, D>>,
        ) -> Result<$crate::losses::Loss<A, D>, $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),*)?;
            let arguments = [
                $($crate::losses::run::Argument::any(stringify!($output)),)+
                $($crate::losses::run::Argument {
                    name: stringify!($data),
                    entries: loss!(@entries $($entries)?),
                }),*
            ];
            $crate::losses::run::value(&kernel, [$($output,)+ $($data),*], arguments, reduction.into())
        }

        #[doc = "[`" $name "`] and the gradient of what it returns"]
        #[doc = concat!(", by", $(" `", stringify!($output), "`",)+ ", in one pass.")]
        ///
        /// # Errors
        ///
        #[doc = "As [`" $name "`]."]
        pub fn [<$name _with_grad>]<'a, A: $crate::Float, D: ndarray::Dimension>(
            $($output: &ndarray::ArrayRef<A, D>,)+
            $($data: &ndarray::ArrayRef<A, D>,)*
            $($parameter: A,)*
            reduction: impl Into<$crate::losses::Reduce<'a, A, D>>,
        ) -> Result<($crate::losses::Loss<A, D>, loss!(@gradients $($output)+)), $crate::Error> {
            let kernel = [<$name:camel>]::new::<A>($($parameter),*)?;
            let arguments = [
                $($crate::losses::run::Argument::any(stringify!($output)),)+
                $($crate::losses::run::Argument {
                    name: stringify!($data),
                    entries: loss!(@entries $($entries)?),
                }),*
            ];
            let (loss, grads) =
                $crate::losses::run::with_grads(&kernel, [$($output,)+ $($data),*], arguments, reduction.into())?;
            Ok((loss, loss!(@unwrapped grads $($output)+)))
        }
    } };

    (@entries) => { None };
    (@entries $domain:ident) => { Some(&$domain) };
    (@gradients $only:ident) => { ndarray::Array<A, D> };
    (@gradients $first:ident $second:ident) => { [ndarray::Array<A, D>; 2] };
    (@unwrapped $grads:ident $only:ident) => { { let [grad] = $grads; grad } };
    (@unwrapped $grads:ident $first:ident $second:ident) => { $grads };
}

pub(crate) use loss;
