//! Tasks with numbers: which of a target's distribution is wanted.

use nnfn::losses as f;

use super::{Start, Task, loss};

/// In front of the starts of those with standardised targets.
const STANDARDISED: &str = "standardised, normal targets";

pub(super) static NUMBER: Task = Task {
    task: "A number",
    last: "one number, no activation",
    loss: loss("mse"),
    how: "estimates the mean; Huber if some targets are wrong",
    says: "the mean of the targets",
    judged: "RMSE, and R² against the mean of the test targets",
    start: Start::given("the variance of the targets", STANDARDISED, || {
        over_normal(|y| f::mse(0.0, y))
    }),
    check: "predictions and targets have the same shape",
    recipe: Some("recipes/regression"),
};

pub(super) static TYPICAL: Task = Task {
    task: "A typical value",
    last: "one number, no activation",
    loss: loss("mae"),
    how: "estimates the median, which is 0 if most targets are",
    says: "the median: as many targets lie below as above",
    judged: "MAE",
    start: Start::given("the mean absolute target", STANDARDISED, || {
        over_normal(|y| f::mae(0.0, y))
    }),
    check: "predictions and targets have the same shape",
    recipe: Some("recipes/regression"),
};

pub(super) static WILD: Task = Task {
    task: "A number, some targets wrong",
    last: "one number, no activation",
    loss: loss("huber"),
    how: "δ is in the unit of the target",
    says: "a number, mostly between mean and median",
    judged: "MAE, and the loss on targets that were looked through",
    start: Start::given(
        "less than half the variance",
        "δ = 1, standardised, normal targets",
        || over_normal(|y| f::huber(0.0, y, 1.0)),
    ),
    check: "δ is about as large as an ordinary error",
    recipe: Some("recipes/regression"),
};

pub(super) static AMOUNT: Task = Task {
    task: "An amount above 0, or a count",
    last: "one number, through softplus or exp",
    loss: loss("mse"),
    how: "estimates the mean; on logarithms it would not",
    says: "the mean of the targets, never below 0",
    judged: "RMSE, and the predicted total beside the true one",
    start: Start::words("the variance of the targets, if the bias gives their mean"),
    check: "the mean of all predictions is that of the targets",
    recipe: Some("recipes/regression"),
};

pub(super) static SHARE: Task = Task {
    task: "A share between 0 and 1",
    last: "one logit, no sigmoid",
    loss: loss("bce_with_logits"),
    how: "estimates the mean; at best it is above 0",
    says: "σ of the logit: the mean share",
    judged: "RMSE of the shares",
    start: Start::of("ln 2", || f::bce_with_logits(0.0, 0.3, 1.0)),
    check: "targets lie between 0 and 1, in no other unit",
    recipe: Some("recipes/regression"),
};

pub(super) static QUANTILE: Task = Task {
    task: "Quantile (P90), interval",
    last: "one number for each level, no activation",
    loss: loss("pinball"),
    how: "estimates a quantile; two levels make an interval",
    says: "the amount below which that share of the targets lies",
    judged: "the share of targets below, beside the level",
    start: Start::given("half the mean absolute target", STANDARDISED, || {
        over_normal(|y| f::pinball(0.0, y, 0.9))
    }),
    check: "a level of 0.9 ends above the median, not below",
    recipe: Some("recipes/regression"),
};

pub(super) static UNCERTAIN: Task = Task {
    task: "A number with its uncertainty",
    last: "a mean, and softplus for the variance",
    loss: loss("gaussian_nll"),
    how: "estimates mean and variance",
    says: "a normal distribution: its mean and its variance",
    judged: "the loss on data that was held out, and the share of targets within the interval",
    start: Start::given(
        "½, without ½ ln 2π",
        "a variance of 1, standardised targets",
        || over_normal(|y| f::gaussian_nll(0.0, y, 1.0)),
    ),
    check: "the second output is a variance, not a standard deviation",
    recipe: Some("recipes/regression"),
};

/// The mean over a standard normal number.
pub(super) fn over_normal(of: impl Fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 256.0;
    let at = |i: i32| f64::from(i) * STEP;
    let terms = (-2304..=2304)
        .map(at)
        .map(|z| libm::exp(-0.5 * z * z) * of(z));
    terms.sum::<f64>() * STEP * 0.398_942_280_401_432_7 // 1/√2π
}
