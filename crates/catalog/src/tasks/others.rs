//! Tasks without classes or numbers as targets: what belongs together, text, preferences, data.

use nnfn::losses as f;

use super::numbers::over_normal;
use super::{Start, Task, loss};

/// A table of ten rows and columns of 0.
fn even() -> Vec<Vec<f64>> {
    vec![vec![0.0; 10]; 10]
}

pub(super) static EMBEDDINGS: Task = Task {
    task: "Embeddings, retrieval",
    last: "a vector, normalised to length 1",
    loss: loss("info_nce"),
    how: "the other rows of the batch are the wrong answers",
    says: "e to the similarity over τ: how much more often two things belong together than by chance, up to a factor",
    judged: "recall at k on an index that stays the same",
    start: Start::given("ln N for N rows", "N = 10", || f::info_nce(&even(), 0.1)),
    check: "no batch holds the same thing twice",
    recipe: Some("recipes/embeddings"),
};

pub(super) static PICTURES: Task = Task {
    task: "Pictures with their texts",
    last: "a vector of each, normalised to length 1",
    loss: loss("clip_loss"),
    how: "both directions; the temperature is learned",
    says: "how well a picture and a text fit",
    judged: "recall at k, in both directions",
    start: Start::given("ln N for N pairs", "N = 10", || f::clip_loss(&even(), 0.1)),
    check: "both towers give different vectors for different inputs",
    recipe: Some("recipes/embeddings"),
};

pub(super) static PAIRS: Task = Task {
    task: "Same or different, from pairs",
    last: "a vector",
    loss: loss("contrastive"),
    how: "the threshold is half of the margin",
    says: "a distance: below half of the margin means the same",
    judged: "accuracy at that threshold",
    start: Start::words("what the distances of the untrained network cost"),
    check: "both kinds of pairs occur in every batch",
    recipe: Some("recipes/embeddings"),
};

pub(super) static MANY_CLASSES: Task = Task {
    task: "Embeddings of many classes",
    last: "a vector, normalised to length 1",
    loss: loss("triplet_squared"),
    how: "semi-hard negatives, margin 0.2",
    says: "an order: which of two is nearer",
    judged: "recall at k on an index that stays the same",
    start: Start::given("about the margin", "all vectors equal, margin 0.2", || {
        f::triplet_squared(&[1.0, 0.0], &[1.0, 0.0], &[1.0, 0.0], 0.2)
    }),
    check: "a loss that stays at the margin mostly means that all vectors are equal",
    recipe: Some("recipes/embeddings"),
};

pub(super) static NEXT_TOKEN: Task = Task {
    task: "The next token",
    last: "a logit for each token, no softmax",
    loss: loss("next_token_cross_entropy"),
    how: "targets are shifted by one place, once",
    says: "the probability of each next token",
    judged: "perplexity, with one tokeniser for all that are compared",
    start: Start::given("ln V for V tokens", "V = 10", || {
        f::next_token_cross_entropy(&even(), &[0; 10])
    }),
    check: "no place sees the token that it has to predict",
    recipe: Some("recipes/language-models"),
};

pub(super) static TEACHER: Task = Task {
    task: "The answers of a teacher",
    last: "a logit for each class, no softmax",
    loss: loss("distillation"),
    how: "both at one temperature; times its square",
    says: "the teacher's probabilities",
    judged: "accuracy on the true labels",
    start: Start::words("how far the teacher is from equal shares"),
    check: "the teacher is in evaluation mode and has no gradient",
    recipe: Some("recipes/multi-class"),
};

pub(super) static PREFERENCES: Task = Task {
    task: "Preferences between answers",
    last: "log-probabilities of both answers",
    loss: loss("dpo"),
    how: "sums over the tokens, beside those of a reference",
    says: "how much more likely than under the reference an answer has become",
    judged: "how often its answers are preferred, and how long they are",
    start: Start::of("ln 2", || f::dpo(0.0, 0.0, 0.0, 0.0, 0.1)),
    check: "policy and reference give the same log-probabilities",
    recipe: Some("recipes/language-models"),
};

pub(super) static CERTAIN: Task = Task {
    task: "Preferences that are nearly certain",
    last: "log-probabilities of both answers",
    loss: loss("ipo"),
    how: "a finite target for the lead over the reference: 1/(2τ)",
    says: "how much more likely than under the reference an answer has become",
    judged: "how often its answers are preferred, and how long they are",
    start: Start::given("1/(4τ²)", "τ = 0.1", || f::ipo(0.0, 0.0, 0.0, 0.0, 0.1)),
    check: "policy and reference give the same log-probabilities",
    recipe: Some("recipes/language-models"),
};

pub(super) static WITHOUT_REFERENCE: Task = Task {
    task: "Preferences without a reference model",
    last: "log-probabilities of the tokens of both answers",
    loss: loss("simpo"),
    how: "means over the tokens; nothing holds the model where it began",
    says: "which answer has the more likely tokens",
    judged: "how often its answers are preferred, and how long they are",
    start: Start::words("what the model before training gives to both answers"),
    check: "means over the tokens of the answer alone, not of the prompt",
    recipe: Some("recipes/language-models"),
};

pub(super) static CHECKED: Task = Task {
    task: "Answers that can be checked",
    last: "log-probabilities of tokens, of a group of answers",
    loss: loss("grpo"),
    how: "rewards relative to the mean of the group",
    says: "a policy: its answers themselves",
    judged: "the share of right answers on tasks that were held out",
    start: Start::of("no measure of progress", || {
        let row = vec![vec![-1.0; 2]; 4];
        let mask = vec![vec![1.0; 2]; 4];
        f::grpo(&row, &row, &mask, &[1.0, 0.0, 0.0, 1.0], 0.2, 0.2)
    }),
    check: "groups in which all answers are right, or all wrong, teach nothing: count them",
    recipe: Some("recipes/language-models"),
};

pub(super) static SCORE: Task = Task {
    task: "A score for any answer, from comparisons",
    last: "one number for each answer, no activation",
    loss: loss("bradley_terry"),
    how: "only differences within a prompt mean something",
    says: "a score, of which differences within a prompt count",
    judged: "how often the better of two has the higher score",
    start: Start::of("ln 2", || f::bradley_terry(0.0, 0.0, 0.0)),
    check: "chosen and rejected answers are not exchanged",
    recipe: Some("recipes/language-models"),
};

pub(super) static THUMBS: Task = Task {
    task: "Thumbs up and down",
    last: "the log-probability of each whole answer",
    loss: loss("kto"),
    how: "relative to a reference model; in batches",
    says: "how much more likely than under the reference an answer has become",
    judged: "how often its answers are liked, and how long they are",
    start: Start::given("half the weight of an example", "weights of 1", || {
        f::kto(
            &[-1.0; 2],
            &[-1.0; 2],
            &[1.0, 0.0],
            &[-1.0; 2],
            &[-1.0; 2],
            0.1,
            1.0,
            1.0,
        )
    }),
    check: "policy and reference give the same log-probabilities",
    recipe: Some("recipes/language-models"),
};

pub(super) static NOISE: Task = Task {
    task: "Data made from noise",
    last: "the shape of the data, no activation",
    loss: loss("diffusion_mse"),
    how: "predicts v; to predict the noise itself, take the squared error",
    says: "a mean: of what the noisy input may have come from",
    judged: "how near made data is to real data",
    start: Start::given("the variance of v", "standardised data", || {
        over_normal(|noise| over_few(|clean| f::diffusion_mse(0.0, clean, noise, 0.5)))
    }),
    check: "the noisiest step has hardly any data left",
    recipe: None,
};

/// The mean over -1 and 1, which have the mean 0 and the variance 1.
fn over_few(of: impl Fn(f64) -> f64) -> f64 {
    0.5 * (of(-1.0) + of(1.0))
}
