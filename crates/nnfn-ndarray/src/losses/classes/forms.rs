//! The forms in which a loss of rows is offered, from one entry about it.

/// `rows!(name[array, ..](parameter: DOMAIN, ..) "formula", "more"; value; by array: grad, ..)`: a loss of one row of
/// each array, by its definition. In the expressions the arrays are slices of a row.
///
/// `; kernel |axis| expression; by array, ..` instead: by a kernel of lanes. `; check |weights, axis| ..` may follow: what else
/// is refused.
macro_rules! rows {
    ($name:ident[$first:ident $(, $array:ident)*]($($parameter:ident: $domain:ident),*) $formula:literal, $more:literal;
        $value:expr; by $($by:ident: $grad:expr),+) => {
        rows!($name[$first $(, $array)*]($($parameter: $domain),*) $formula, $more;
            kernel |_axis| ByDefinition::new(
                |_, [$first $(, $array)*]| $value,
                |_, [$first $(, $array)*]| [$($grad),+],
            );
            by $($by),+);
    };
    ($name:ident[$first:ident $(, $array:ident)*]($($parameter:ident: $domain:ident),*) $formula:literal, $more:literal;
        kernel |$along:ident| $kernel:expr; by $($by:ident),+ $(; check |$weights:ident, $axis:ident| $check:expr)?) => { pastey::paste! {
        #[doc = $formula " along `axis`, for every row. See [`nnfn::losses::" $name "`]."]
        ///
        #[doc = $more]
        ///
        /// The arrays have one shape; the axis leaves one loss for each row, and a mean is over the rows.
        ///
        /// # Errors
        ///
        /// If shapes differ, there is no such axis, a parameter or an entry is outside its domain, a weight is
        /// negative or not finite, or a mean is asked for and there is no row or no weight above 0.
        pub fn $name<'a, A: $crate::Float, D: ndarray::RemoveAxis>(
            $first: &ndarray::ArrayRef<A, D>,
            $($array: &ndarray::ArrayRef<A, D>,)*
            axis: ndarray::Axis,
            $($parameter: A,)*
            reduction: impl Into<$crate::losses::Reduce<'a, A, D::Smaller>>,
        ) -> Result<$crate::losses::Loss<A, D::Smaller>, $crate::Error> {
            let reduce = reduction.into();
            $(let $parameter = $domain.check(stringify!($parameter), $parameter)?;)*
            let arrays = [$first $(, $array)*];
            let factors = run::checked(arrays, [stringify!($first) $(, stringify!($array))*], axis, &reduce)?;
            $({ let ($weights, $axis) = (reduce.weights.as_ref(), axis); $check?; })?
            let $along = axis;
            let mut kernel = $kernel;
            run::value(&mut kernel, arrays, axis, reduce.reduction, factors)
        }

        #[doc = "[`" $name "`] and the gradient of what it returns"]
        #[doc = concat!(", by", $(" `", stringify!($by), "`",)+ ", in one pass.")]
        ///
        /// # Errors
        ///
        #[doc = "As [`" $name "`]."]
        pub fn [<$name _with_grad>]<'a, A: $crate::Float, D: ndarray::RemoveAxis>(
            $first: &ndarray::ArrayRef<A, D>,
            $($array: &ndarray::ArrayRef<A, D>,)*
            axis: ndarray::Axis,
            $($parameter: A,)*
            reduction: impl Into<$crate::losses::Reduce<'a, A, D::Smaller>>,
        ) -> Result<($crate::losses::Loss<A, D::Smaller>, rows!(@gradients $($by)+)), $crate::Error> {
            let reduce = reduction.into();
            $(let $parameter = $domain.check(stringify!($parameter), $parameter)?;)*
            let arrays = [$first $(, $array)*];
            let factors = run::checked(arrays, [stringify!($first) $(, stringify!($array))*], axis, &reduce)?;
            $({ let ($weights, $axis) = (reduce.weights.as_ref(), axis); $check?; })?
            let $along = axis;
            let mut kernel = $kernel;
            let (loss, grads) = run::with_grads(&mut kernel, arrays, axis, reduce.reduction, factors)?;
            Ok((loss, rows!(@unwrapped grads $($by)+)))
        }
    } };

    (@gradients $only:ident) => { ndarray::Array<A, D> };
    (@gradients $first:ident $second:ident) => { [ndarray::Array<A, D>; 2] };
    (@unwrapped $grads:ident $only:ident) => { { let [grad] = $grads; grad } };
    (@unwrapped $grads:ident $first:ident $second:ident) => { $grads };
}

/// `labelled!(name(parameter: DOMAIN, ..) "formula", "more"; |class, row| kernel)`: a loss of one row of scores with a
/// class index, by a kernel for all rows that takes the classes of the rows and parameters.
macro_rules! labelled {
    ($name:ident($($parameter:ident: $domain:ident),*) $formula:literal, $more:literal;
        |$classes:ident, $k:ident| $kernel:expr) => { pastey::paste! {
        #[doc = $formula " along `axis`, for every row. See [`nnfn::losses::" $name "`]."]
        ///
        #[doc = $more]
        ///
        /// `labels` has the shape of `logits` without the axis of the classes; a mean is over the examples. The label
        /// of an example of weight 0 is not looked at.
        ///
        /// # Errors
        ///
        /// If there is no such axis, the labels have another shape or one names no class, a parameter is outside its
        /// domain, a weight is negative or not finite, or a mean is asked for and there is no example or no weight
        /// above 0.
        pub fn $name<'a, A: $crate::Float, D: ndarray::RemoveAxis, L: $crate::losses::Label>(
            logits: &ndarray::ArrayRef<A, D>,
            labels: &ndarray::ArrayRef<L, D::Smaller>,
            axis: ndarray::Axis,
            $($parameter: A,)*
            reduction: impl Into<$crate::losses::Reduce<'a, A, D::Smaller>>,
        ) -> Result<$crate::losses::Loss<A, D::Smaller>, $crate::Error> {
            let reduce = reduction.into();
            $(let $parameter = $domain.check(stringify!($parameter), $parameter)?;)*
            let ($classes, factors) = plan::labelled(logits, labels, axis, &reduce)?;
            let $k = $crate::rows::Scratch::along(logits, axis)?;
            let mut kernel = $kernel;
            run::value(&mut kernel, [logits], axis, reduce.reduction, factors)
        }

        #[doc = "[`" $name "`] and the gradient of what it returns, by the logits, in one pass."]
        ///
        /// # Errors
        ///
        #[doc = "As [`" $name "`]."]
        pub fn [<$name _with_grad>]<'a, A: $crate::Float, D: ndarray::RemoveAxis, L: $crate::losses::Label>(
            logits: &ndarray::ArrayRef<A, D>,
            labels: &ndarray::ArrayRef<L, D::Smaller>,
            axis: ndarray::Axis,
            $($parameter: A,)*
            reduction: impl Into<$crate::losses::Reduce<'a, A, D::Smaller>>,
        ) -> Result<($crate::losses::Loss<A, D::Smaller>, ndarray::Array<A, D>), $crate::Error> {
            let reduce = reduction.into();
            $(let $parameter = $domain.check(stringify!($parameter), $parameter)?;)*
            let ($classes, factors) = plan::labelled(logits, labels, axis, &reduce)?;
            let $k = $crate::rows::Scratch::along(logits, axis)?;
            let mut kernel = $kernel;
            let (loss, [grad]) = run::with_grads(&mut kernel, [logits], axis, reduce.reduction, factors)?;
            Ok((loss, grad))
        }
    } };
}

pub(super) use labelled;
pub(super) use rows;
