//! The loss of groups whose weights are capped.

use super::fast::{Rule, Tokens, Way};
use super::forms::group_loss;

group_loss! {
    cispo(cap: POSITIVE_FINITE), |s, group| {
        let tokens = group.lengths().iter().sum();
        Way::Tokens(Tokens {
            rule: Rule::Cap(s.cap),
            advantages: nnfn::losses::group_advantages(&group.rewards),
            over: vec![tokens; group.rewards.len()],
        })
    };
    /// CISPO: the mean over all tokens of a group of `-min(r, cap)·A·policy`, where the weight `min(r, cap)` is held
    /// fixed. See [`nnfn::losses::cispo`].
    ///
    /// Ratio and advantage as in [`grpo`](super::grpo). With several groups as [`dapo`](super::dapo), in TRL too.
    ///
    /// `cap` is the largest ratio itself, as `epsilon_high` is in TRL 1.16 (`trainer/grpo_trainer.py`,
    /// `loss_type="cispo"`).
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, cispo};
    /// let (old, mask) = (array![[-1.0], [-2.0]], array![[1], [1]]);
    /// let loss = cispo(&old, &old, &mask, &array![1.0, 0.0], 5.0, Reduction::Mean)?;
    /// assert_eq!(loss.total(), -0.5);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `-min(r, cap)·A` over the number of tokens in the group: not the derivative of the value, in which the weight
    /// moves as well.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, cispo_with_grad};
    /// let (old, mask) = (array![[-2.0], [-2.0]], array![[1], [1]]);
    /// let policy = array![[-0.5], [-2.0]]; // a ratio of 4.48
    /// let (_, grad) = cispo_with_grad(&policy, &old, &mask, &array![1.0, 0.0], 4.0, Reduction::Mean)?;
    /// assert_eq!(grad, array![[-2.0], [0.5]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}
