//! The losses of groups whose ratios are clipped.

use super::fast::{Rule, Tokens, Way};
use super::forms::group_loss;

fn clipped(low: f64, high: f64, advantages: Vec<f64>, over: Vec<f64>) -> Way {
    Way::Tokens(Tokens {
        rule: Rule::Clip { low, high },
        advantages,
        over,
    })
}

group_loss! {
    grpo(epsilon_low: POSITIVE_FINITE, epsilon_high: POSITIVE_FINITE), |s, group| {
        let answers = group.rewards.len() as f64;
        let over = group.lengths().iter().map(|length| length * answers).collect();
        let advantages = nnfn::losses::group_advantages(&group.rewards);
        clipped(s.epsilon_low, s.epsilon_high, advantages, over)
    };
    /// GRPO: the mean over the answers of a group of the mean over their tokens of
    /// `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`. See [`nnfn::losses::grpo`].
    ///
    /// `r = exp(policy - old)` is the ratio of a token, from log-probabilities in nats; `A` are the
    /// [`group_advantages`](super::group_advantages) of the rewards. An answer without tokens adds 0 and counts as an
    /// answer.
    ///
    /// TRL 1.16 (`trainer/grpo_trainer.py`, `loss_type="grpo"`) takes advantages that it has made before, with `n - 1`
    /// below the root of the deviation and 1e-4 added to it.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, grpo};
    /// let old = array![[-1.0, -2.0], [-0.5, -1.5]];
    /// // The right answer has become more likely by 0.1 nats a token.
    /// let policy = array![[-0.9, -1.9], [-0.5, -1.5]];
    /// let mask = array![[true, true], [true, true]];
    /// let loss = grpo(&policy, &old, &mask, &array![1.0, 0.0], 0.2, 0.2, Reduction::Mean)?;
    /// assert!((loss.total() + 0.052_585_459_f64).abs() < 1e-9);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `-r·A/(G·L)` for a token of an answer of `L` in a group of `G`, 0 where the clip binds. The advantages are held
    /// fixed.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, grpo_with_grad};
    /// let old = array![[-1.0, -9.0], [-2.0, -9.0]];
    /// let mask = array![[1, 0], [1, 0]];
    /// let (_, grad) = grpo_with_grad(&old, &old, &mask, &array![1.0, 0.0], 0.2, 0.2, Reduction::Mean)?;
    /// assert_eq!(grad, array![[-0.5, 0.0], [0.5, 0.0]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

group_loss! {
    dapo(epsilon_low: POSITIVE_FINITE, epsilon_high: POSITIVE_FINITE), |s, group| {
        let tokens = group.lengths().iter().sum();
        let advantages = nnfn::losses::group_advantages(&group.rewards);
        clipped(s.epsilon_low, s.epsilon_high, advantages, vec![tokens; group.rewards.len()])
    };
    /// DAPO: the mean over all tokens of a group of `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`. See
    /// [`nnfn::losses::dapo`].
    ///
    /// Ratio and advantage as in [`grpo`].
    ///
    /// With several groups, [`Reduction::Mean`](crate::losses::Reduction::Mean) is the mean of their means. TRL 1.16
    /// (`trainer/grpo_trainer.py`, `loss_type="dapo"`) divides by the number of tokens of all groups of a step:
    /// that is the mean with the number of tokens of each group as its weight.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, dapo};
    /// let old = array![[-1.0, -1.0, -1.0], [-0.5, -1.5, -2.0]];
    /// let mask = array![[1, 0, 0], [1, 1, 1]];
    /// // Of four tokens one is of the right answer, three are of the wrong one.
    /// let loss = dapo(&old, &old, &mask, &array![1.0, 0.0], 0.2, 0.28, Reduction::Mean)?;
    /// assert_eq!(loss.total(), 0.5);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `-r·A` over the number of tokens in the group, 0 where the clip binds.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, dapo_with_grad};
    /// let old = array![[-1.0, -1.0, -1.0], [-0.5, -1.5, -2.0]];
    /// let mask = array![[1, 0, 0], [1, 1, 1]];
    /// let (_, grad) = dapo_with_grad(&old, &old, &mask, &array![1.0, 0.0], 0.2, 0.28, Reduction::Mean)?;
    /// assert_eq!(grad, array![[-0.25, 0.0, 0.0], [0.25, 0.25, 0.25]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

group_loss! {
    dr_grpo(epsilon_low: POSITIVE_FINITE, epsilon_high: POSITIVE_FINITE, length: POSITIVE_FINITE), |s, group| {
        let answers = group.rewards.len() as f64;
        // The mean of all is further from the others by n/(n - 1).
        let others = nnfn::losses::leave_one_out_advantages(&group.rewards);
        let advantages = others.iter().map(|a| a * (answers - 1.0) / answers).collect();
        clipped(s.epsilon_low, s.epsilon_high, advantages, vec![answers * s.length; group.rewards.len()])
    };
    /// Dr. GRPO: `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`, summed over the tokens of a group and divided
    /// by the number of answers times a constant `length`. See [`nnfn::losses::dr_grpo`].
    ///
    /// The ratio is that of [`grpo`]; the advantage is the reward less the mean of the group, not divided by a
    /// deviation. `length` is TRL's `max_completion_length`; TRL 1.16 (`trainer/grpo_trainer.py`,
    /// `loss_type="dr_grpo"`) divides the advantages by the deviation all the same, unless `scale_rewards="none"`.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, dr_grpo};
    /// let old = array![[-1.0, -1.0, -1.0], [-0.5, -1.5, -2.0]];
    /// let mask = array![[1, 0, 0], [1, 1, 1]];
    /// let loss = dr_grpo(&old, &old, &mask, &array![1.0, 0.0], 0.2, 0.2, 4.0, Reduction::Mean)?;
    /// assert_eq!(loss.total(), 0.125);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `-r·A/(G·length)` in a group of `G`, 0 where the clip binds.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, dr_grpo_with_grad};
    /// let (old, mask) = (array![[-1.0], [-2.0]], array![[true], [true]]);
    /// let (_, grad) = dr_grpo_with_grad(&old, &old, &mask, &array![3.0, 1.0], 0.2, 0.2, 4.0, Reduction::Mean)?;
    /// assert_eq!(grad, array![[-0.125], [0.125]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

group_loss! {
    gspo(epsilon_low: POSITIVE_FINITE, epsilon_high: POSITIVE_FINITE), |_s, _group| Way::Means;
    /// GSPO: the mean over the answers of a group of `-min(s·A, clip(s, 1 - epsilon_low, 1 + epsilon_high)·A)`, with one
    /// ratio for each. See [`nnfn::losses::gspo`].
    ///
    /// `s = exp(mean(policy - old))` over the tokens of the answer; the advantage is that of [`grpo`]. An answer
    /// without tokens adds 0 and counts as an answer.
    ///
    /// In TRL 1.16 (`trainer/grpo_trainer.py`) it is `importance_sampling_level="sequence"` together with
    /// `loss_type="grpo"`.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, gspo};
    /// let old = array![[-1.0, -2.0, -0.5], [-0.5, -1.5, -2.0]];
    /// // Log-ratios of 0.1, -0.2 and 0.3: a ratio of exp(0.2/3), not of exp(0.2).
    /// let policy = array![[-0.9, -2.2, -0.2], [-0.5, -1.5, -2.0]];
    /// let mask = array![[1, 1, 1], [1, 1, 1]];
    /// let loss = gspo(&policy, &old, &mask, &array![1.0, 0.0], 0.2, 0.2, Reduction::Mean)?;
    /// assert!((loss.total() + 0.034_469_553_f64).abs() < 1e-9);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `-s·A/(G·L)` for each token of an answer of `L` in a group of `G`, 0 where the clip binds.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, gspo_with_grad};
    /// let old = array![[-1.0, -2.0], [-0.5, -1.5]];
    /// let mask = array![[true, true], [true, true]];
    /// let (_, grad) = gspo_with_grad(&old, &old, &mask, &array![1.0, 0.0], 3e-4, 4e-4, Reduction::Mean)?;
    /// assert_eq!(grad, array![[-0.25, -0.25], [0.25, 0.25]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

group_loss! {
    rloo(epsilon_low: POSITIVE_FINITE, epsilon_high: POSITIVE_FINITE), |_s, _group| Way::Sums;
    /// RLOO: the mean over the answers of a group of `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`, with the
    /// ratio of whole answers. See [`nnfn::losses::rloo`].
    ///
    /// `r = exp(Σ(policy - old))` over the tokens of the answer; `A` are the
    /// [`leave_one_out_advantages`](super::leave_one_out_advantages) of the rewards. An answer without tokens has the
    /// ratio 1.
    ///
    /// TRL 1.16 (`trainer/rloo_trainer.py`) subtracts a penalty for leaving the reference from the rewards by
    /// default (`beta=0.05`); here they are taken as they are.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, rloo};
    /// let old = array![[-1.0, -2.0], [-0.5, -1.5]];
    /// let policy = array![[-0.95, -1.95], [-0.5, -1.5]];
    /// let mask = array![[1, 1], [1, 1]];
    /// let loss = rloo(&policy, &old, &mask, &array![3.0, 1.0], 0.2, 0.2, Reduction::Mean)?;
    /// assert!((loss.total() + 0.105_170_918_f64).abs() < 1e-9);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `-r·A/G` for each token of an answer in a group of `G`, 0 where the clip binds.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Reduction, rloo_with_grad};
    /// let old = array![[-1.0, -2.0], [-0.5, -1.5]];
    /// let mask = array![[true, true], [true, true]];
    /// let (_, grad) = rloo_with_grad(&old, &old, &mask, &array![1.0, 0.0], 0.2, 0.2, Reduction::Mean)?;
    /// assert_eq!(grad, array![[-0.5, -0.5], [0.5, 0.5]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}
