//! Tasks with classes: yes or no, one of several, several at once.

use nnfn::losses as f;

use super::{Start, Task, loss};

pub(super) static YES_OR_NO: Task = Task {
    task: "Yes or no",
    last: "one logit, no sigmoid",
    loss: loss("bce_with_logits"),
    how: "the loss applies the sigmoid",
    says: "σ of the logit: the probability of yes",
    judged: "the mean cost at a threshold that follows from the costs; average precision if a yes is rare",
    start: Start::of("ln 2", || f::bce_with_logits(0.0, 1.0, 1.0)),
    check: "logits and labels have the same shape",
    recipe: Some("recipes/binary"),
};

pub(super) static ONE_OF_SEVERAL: Task = Task {
    task: "One of several classes",
    last: "a logit for each class, no softmax",
    loss: loss("cross_entropy"),
    how: "the loss applies the softmax",
    says: "softmax of the logits: the probability of each class",
    judged: "accuracy, and the loss on data that was held out",
    start: Start::given("ln K for K classes", "K = 10", || {
        f::cross_entropy(&[0.0; 10], 0)
    }),
    check: "labels run from 0 to K − 1, and the classes lie along the axis that the loss expects",
    recipe: Some("recipes/multi-class"),
};

pub(super) static SEVERAL_LABELS: Task = Task {
    task: "Several labels at once",
    last: "a logit for each label, no softmax",
    loss: loss("bce_with_logits"),
    how: "each label is a question of its own",
    says: "σ of each logit: the probability of that label",
    judged: "average precision or F1 for each label, then their mean",
    start: Start::of("ln 2 for each label", || f::bce_with_logits(0.0, 1.0, 1.0)),
    check: "whether labels are added or averaged: loss and gradient differ by their number",
    recipe: Some("recipes/multi-label"),
};

pub(super) static MANY_LABELS: Task = Task {
    task: "Many labels, few true",
    last: "a logit for each label, if the ranking is judged",
    loss: loss("asymmetric"),
    how: "its scores are no probabilities",
    says: "a score to rank by",
    judged: "mean average precision",
    start: Start::given(
        "little for each label that is absent",
        "γ₋ = 4, a shift of 0.05",
        || f::asymmetric(0.0, 0.0, 0.0, 4.0, 0.05),
    ),
    check: "a label that nobody looked for is left out, not taken for absent",
    recipe: Some("recipes/multi-label"),
};

pub(super) static RARE_CLASS: Task = Task {
    task: "A rare class",
    last: "a logit for each class; move the threshold first",
    loss: loss("weighted_cross_entropy"),
    how: "weights change what a probability means",
    says: "the probabilities of data in which each example stands as often as its weight says",
    judged: "accuracy within each class, then their mean",
    start: Start::given(
        "ln K, if divided by the sum of the weights",
        "K = 10",
        || f::weighted_cross_entropy(&[0.0; 10], 0, &[1.0; 10]),
    ),
    check: "every batch holds examples of the rare class",
    recipe: Some("recipes/multi-class"),
};

pub(super) static OBJECTS: Task = Task {
    task: "Objects in a picture",
    last: "one logit for each place, no sigmoid",
    loss: loss("focal"),
    how: "add up, and divide by the number of positives",
    says: "which answer is likelier; the probability is drawn towards ½",
    judged: "average precision, at several thresholds of overlap",
    start: Start::given("¼ ln 2 for each place", "γ = 2, a logit of 0", || {
        f::focal(0.0, 1.0, 2.0)
    }),
    check: "the bias starts at the log-odds of a small share of positives",
    recipe: None,
};
