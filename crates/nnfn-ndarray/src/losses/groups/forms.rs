//! The forms in which a loss of groups is offered.

/// `group_loss! { name(parameter: DOMAIN, ..), |self, group| way; /// docs value; /// docs grad; }` makes `name` and
/// `name_with_grad` of the definitions `name` and `name_grad`; the [`Way`](super::fast::Way) is a faster one.
macro_rules! group_loss {
    (
        $name:ident($($parameter:ident: $domain:ident),+), |$own:ident, $group:ident| $way:expr;
        $(#[$of_value:meta])* value;
        $(#[$of_grad:meta])* grad;
    ) => { pastey::paste! {
        struct [<$name:camel>] { $($parameter: f64),+ }

        impl [<$name:camel>] {
            fn new<A: $crate::Float>($($parameter: A),+) -> Result<Self, $crate::Error> {
                Ok(Self { $($parameter: $crate::domain::$domain.check(stringify!($parameter), $parameter)?),+ })
            }
        }

        impl $crate::losses::groups::run::Definition for [<$name:camel>] {
            fn way(&self, $group: &$crate::losses::groups::run::Group) -> $crate::losses::groups::fast::Way {
                let $own = self;
                $way
            }

            fn value(&self, group: &$crate::losses::groups::run::Group) -> f64 {
                nnfn::losses::$name(&group.policy, &group.old, &group.mask, &group.rewards, $(self.$parameter),+)
            }

            fn grad(&self, group: &$crate::losses::groups::run::Group) -> Vec<Vec<f64>> {
                nnfn::losses::[<$name _grad>](&group.policy, &group.old, &group.mask, &group.rewards, $(self.$parameter),+)
            }
        }

        $(#[$of_value])*
        ///
        /// The last two axes are answers and tokens; what is before them, if anything, numbers groups, over which
        /// the reduction goes. `rewards` has a number for each answer, so no axis of tokens. A group of weight 0 is
        /// not looked at.
        ///
        /// # Errors
        ///
        /// If shapes differ, an entry of the mask is neither 0 nor 1, the mask leaves nothing of a whole group (for
        /// every loss of groups alike, whatever it would divide by), a parameter is outside its domain, a weight is
        /// negative or not finite, or a mean is asked for and there is no group or none with a weight above 0.
        #[allow(clippy::too_many_arguments)]
        pub fn $name<'a, A: $crate::Float, M: $crate::losses::MaskEntry, D: ndarray::RemoveAxis>(
            policy: &ndarray::ArrayRef<A, D>,
            old: &ndarray::ArrayRef<A, D>,
            mask: &ndarray::ArrayRef<M, D>,
            rewards: &ndarray::ArrayRef<A, D::Smaller>,
            $($parameter: A,)+
            reduction: impl Into<$crate::losses::Reduce<'a, A, <D::Smaller as ndarray::Dimension>::Smaller>>,
        ) -> Result<$crate::losses::Loss<A, <D::Smaller as ndarray::Dimension>::Smaller>, $crate::Error>
        where
            D::Smaller: ndarray::RemoveAxis,
        {
            let definition = [<$name:camel>]::new($($parameter),+)?;
            let reduce = reduction.into();
            let (loss, _) = $crate::losses::groups::run::run(&definition, policy, old, mask, rewards, &reduce, false)?;
            Ok(loss)
        }

        #[doc = "[`" $name "`] and the gradient of what it returns, by `policy`."]
        ///
        $(#[$of_grad])*
        ///
        /// # Errors
        ///
        #[doc = "As [`" $name "`]."]
        #[allow(clippy::too_many_arguments)]
        pub fn [<$name _with_grad>]<'a, A: $crate::Float, M: $crate::losses::MaskEntry, D: ndarray::RemoveAxis>(
            policy: &ndarray::ArrayRef<A, D>,
            old: &ndarray::ArrayRef<A, D>,
            mask: &ndarray::ArrayRef<M, D>,
            rewards: &ndarray::ArrayRef<A, D::Smaller>,
            $($parameter: A,)+
            reduction: impl Into<$crate::losses::Reduce<'a, A, <D::Smaller as ndarray::Dimension>::Smaller>>,
        ) -> Result<
            ($crate::losses::Loss<A, <D::Smaller as ndarray::Dimension>::Smaller>, ndarray::Array<A, D>),
            $crate::Error,
        >
        where
            D::Smaller: ndarray::RemoveAxis,
        {
            let definition = [<$name:camel>]::new($($parameter),+)?;
            let reduce = reduction.into();
            let (loss, grad) = $crate::losses::groups::run::run(&definition, policy, old, mask, rewards, &reduce, true)?;
            Ok((loss, grad.expect("asked for")))
        }
    } };
}

pub(crate) use group_loss;
