//! The forms in which a loss of tokens under a mask is offered.

/// `token_loss! { name(tokens, mask): Kernel, Of::Next; /// docs value; /// docs grad; }` makes `name` and
/// `name_with_grad`.
macro_rules! token_loss {
    (
        $name:ident($tokens:ident, $mask:ident): $kernel:ident, $of:expr;
        $(#[$of_value:meta])* value;
        $(#[$of_grad:meta])* grad;
    ) => { pastey::paste! {
        $(#[$of_value])*
        ///
        /// # Errors
        ///
        /// If shapes differ, an entry of the mask is neither 0 nor 1, a token that is scored is not in the vocabulary,
        /// or a mean is asked for and no token is scored.
        pub fn $name<A: Float, L: Label, M: MaskEntry, D: RemoveAxis>(
            logits: &ArrayRef<A, D>,
            $tokens: &ArrayRef<L, D::Smaller>,
            $mask: &ArrayRef<M, D::Smaller>,
            aggregation: impl Into<Aggregate<L>>,
        ) -> Result<Loss<A, D::Smaller>, Error> {
            let (tokens, mask) = ((stringify!($tokens), $tokens), (stringify!($mask), $mask));
            let (classes, shares) = plan($of, logits, tokens, Some(mask), aggregation.into())?;
            let (loss, _) = run($kernel::new(logits)?, logits, &classes, &shares, false)?;
            Ok(loss)
        }

        #[doc = "[`" $name "`] and the gradient of what it returns, by the logits, in one pass."]
        ///
        $(#[$of_grad])*
        ///
        /// # Errors
        ///
        #[doc = "As [`" $name "`]."]
        pub fn [<$name _with_grad>]<A: Float, L: Label, M: MaskEntry, D: RemoveAxis>(
            logits: &ArrayRef<A, D>,
            $tokens: &ArrayRef<L, D::Smaller>,
            $mask: &ArrayRef<M, D::Smaller>,
            aggregation: impl Into<Aggregate<L>>,
        ) -> Result<(Loss<A, D::Smaller>, Array<A, D>), Error> {
            let (tokens, mask) = ((stringify!($tokens), $tokens), (stringify!($mask), $mask));
            let (classes, shares) = plan($of, logits, tokens, Some(mask), aggregation.into())?;
            let (loss, grad) = run($kernel::new(logits)?, logits, &classes, &shares, true)?;
            Ok((loss, grad.expect("asked for")))
        }
    } };
}

pub(crate) use token_loss;
