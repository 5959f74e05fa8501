//! The program of `book/recipes/language-models.md`, which `cargo xtask bless` writes here: change it there.

use nnfn::activations::{log_softmax, log_softmax_vjp, sigmoid, softmax};
use nnfn::losses::{
    bradley_terry, bradley_terry_grad, bradley_terry_grad_rejected,
};
use nnfn::losses::{
    cross_entropy, dpo, dpo_grad, dpo_grad_policy_rejected, kl_divergence,
};
use nnfn::losses::{kl_regularized_value, mean, next_token_cross_entropy};
use nnfn::losses::{
    next_token_cross_entropy_grad, rloo, rloo_grad, sft, sft_grad,
};

const FLIP: f64 = 0.1;
const BETA: f64 = 0.5;
/// The four answers, two letters each.
const ANSWERS: [[usize; 2]; 4] = [[0, 0], [0, 1], [1, 0], [1, 1]];
/// How often a demonstration has each.
const SHOWN: [f64; 4] = [0.4, 0.3, 0.2, 0.1];
/// How good people find each.
const WORTH: [f64; 4] = [1.0, 0.0, -1.0, 2.0];
const PAIRS: [(usize, usize); 6] =
    [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];

/// SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    /// From 0 to 1, without 1.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A place of the row, with the probabilities in it.
    fn place(&mut self, row: &[f64]) -> usize {
        let u = self.uniform();
        let ends = row.iter().scan(0.0, |sum, p| {
            *sum += p;
            Some(*sum)
        });
        ends.take_while(|end| *end <= u).count().min(row.len() - 1)
    }
}

fn entropy(p: &[f64]) -> f64 {
    p.iter().map(|p| -p * p.ln()).sum()
}

/// A row of two logits for each place that the model tells apart: behind each
/// letter when pretrained; then behind the prompt, a first 0, and a first 1.
type Table = Vec<Vec<f64>>;

fn step(table: &mut Table, slopes: &Table, rate: f64) {
    for (row, slopes) in table.iter_mut().zip(slopes) {
        add(row, slopes, -rate);
    }
}

fn add(slopes: &mut [f64], more: &[f64], times: f64) {
    slopes.iter_mut().zip(more).for_each(|(s, m)| *s += times * m);
}

/// The log-probability of each token of an answer.
fn tokens(policy: &Table, [first, second]: [usize; 2]) -> Vec<f64> {
    vec![
        log_softmax(&policy[0], 1.0)[first],
        log_softmax(&policy[1 + first], 1.0)[second],
    ]
}

/// Adds slopes by the log-probabilities of an answer's tokens.
fn back(
    policy: &Table,
    [first, second]: [usize; 2],
    by: &[f64],
    slopes: &mut Table,
) {
    for (row, letter, by) in [(0, first, by[0]), (1 + first, second, by[1])] {
        let mut upstream = vec![0.0; 2];
        upstream[letter] = by;
        let change = log_softmax_vjp(&policy[row], 1.0, &upstream);
        add(&mut slopes[row], &change, 1.0);
    }
}

fn log_probability(policy: &Table, answer: [usize; 2]) -> f64 {
    tokens(policy, answer).iter().sum()
}

/// The probabilities of the four answers.
fn answers(policy: &Table) -> [f64; 4] {
    ANSWERS.map(|answer| log_probability(policy, answer).exp())
}

/// A line at some steps only.
fn is_shown(step: usize) -> bool {
    [0, 1, 2, 5, 20, 100].contains(&step)
}

/// The names over a table of losses.
fn heading(stage: &str) {
    println!("{stage} step   training loss   expected loss");
}

/// The two lines between which the curve runs.
fn bounds(stage: &str, start: f64, floor: f64) {
    println!("\n{stage} start   {start:.6}\n{stage} floor   {floor:.6}");
}

/// 1. A text that flips, each letter to be told from the one before.
fn pretrain(random: &mut Random) -> Table {
    let mut text = vec![0];
    for i in 0..10_000 {
        let last: usize = text[i];
        text.push(if random.uniform() < FLIP { 1 - last } else { last });
    }
    let mut model: Table = vec![vec![0.0; 2]; 2];
    heading("pretraining");
    for i in 0..=20 {
        let logits: Table =
            text.iter().map(|letter| model[*letter].clone()).collect();
        if is_shown(i) {
            let row = |last: usize| {
                (1.0 - FLIP) * cross_entropy(&model[last], last)
                    + FLIP * cross_entropy(&model[last], 1 - last)
            };
            println!(
                "{i:16}   {:13.6}   {:13.6}",
                next_token_cross_entropy(&logits, &text),
                mean(&[row(0), row(1)])
            );
        }
        let mut slopes: Table = vec![vec![0.0; 2]; 2];
        for (letter, by) in
            text.iter().zip(next_token_cross_entropy_grad(&logits, &text))
        {
            add(&mut slopes[*letter], &by, 1.0);
        }
        step(&mut model, &slopes, 4.0);
    }
    bounds("pretraining", 2f64.ln(), entropy(&[FLIP, 1.0 - FLIP]));
    model
}

/// 2. Answers to a prompt that ends in 0; the prompt is not scored.
fn tune(random: &mut Random, model: &Table) -> Table {
    let mut policy =
        vec![model[0].clone(), model[0].clone(), model[1].clone()];
    let shown: Vec<usize> = (0..1000).map(|_| random.place(&SHOWN)).collect();
    let expected = |policy: &Table| {
        let all =
            (0..4).map(|i| -SHOWN[i] * log_probability(policy, ANSWERS[i]));
        0.5 * all.sum::<f64>()
    };
    let start = expected(&policy);
    heading("fine-tuning");
    for i in 0..=100 {
        let mut slopes: Table = vec![vec![0.0; 2]; 3];
        let mut losses = Vec::new();
        for [first, second] in shown.iter().map(|answer| ANSWERS[*answer]) {
            let text = [0, first, second];
            // Behind the prompt and the first letter; the last is not used.
            let rows = [0, 1 + first, 0];
            let logits = rows.map(|row| policy[row].clone());
            let mask = [0.0, 1.0, 1.0];
            losses.push(sft(&logits, &text, &mask));
            for (row, by) in rows.iter().zip(sft_grad(&logits, &text, &mask))
            {
                add(&mut slopes[*row], &by, 1.0 / shown.len() as f64);
            }
        }
        if is_shown(i) {
            println!(
                "{i:16}   {:13.6}   {:13.6}",
                mean(&losses),
                expected(&policy)
            );
        }
        step(&mut policy, &slopes, 4.0);
    }
    bounds("fine-tuning", start, 0.5 * entropy(&SHOWN));
    policy
}

/// Chosen and rejected answers; all pairs are asked equally often.
fn compare(random: &mut Random) -> Vec<(usize, usize)> {
    let ask = |i: usize| {
        let (a, b) = PAIRS[i % 6];
        if random.uniform() < sigmoid(WORTH[a] - WORTH[b]) {
            (a, b)
        } else {
            (b, a)
        }
    };
    (0..3000).map(ask).collect()
}

/// The mean of a loss of chosen and rejected over all that people may say.
fn expected(loss: impl Fn(usize, usize) -> f64) -> f64 {
    mean(&PAIRS.map(|(a, b)| {
        let p = sigmoid(WORTH[a] - WORTH[b]);
        p * loss(a, b) + (1.0 - p) * loss(b, a)
    }))
}

/// The least of it, by scores and by a policy alike.
fn least() -> f64 {
    expected(|w, l| bradley_terry(WORTH[w], WORTH[l], 0.0))
}

/// Shows the mean loss of the comparisons, and what is expected of new ones.
fn on_pairs(
    pairs: &[(usize, usize)],
    i: usize,
    loss: impl Fn(usize, usize) -> f64,
) {
    if is_shown(i) {
        let losses: Vec<f64> =
            pairs.iter().map(|(w, l)| loss(*w, *l)).collect();
        println!("{i:16}   {:13.6}   {:13.6}", mean(&losses), expected(loss));
    }
}

/// 3, one way: a score for each answer. Only differences are learnt; the
/// second answer gets 0.
fn reward_model(pairs: &[(usize, usize)]) -> [f64; 4] {
    let mut scores = [0.0; 4];
    heading("reward-model");
    for i in 0..=100 {
        let now = scores;
        on_pairs(pairs, i, |w, l| bradley_terry(now[w], now[l], 0.0));
        let rate = 4.0 / pairs.len() as f64;
        for (w, l) in pairs {
            scores[*w] -= rate * bradley_terry_grad(now[*w], now[*l], 0.0);
            scores[*l] -=
                rate * bradley_terry_grad_rejected(now[*w], now[*l], 0.0);
        }
    }
    bounds("reward-model", 2f64.ln(), least());
    scores.map(|score| score - scores[1])
}

/// 3, the other way: the policy itself learns from the comparisons.
fn prefer(pairs: &[(usize, usize)], reference: &Table) -> Table {
    let mut policy = reference.clone();
    let old = ANSWERS.map(|answer| log_probability(reference, answer));
    heading("DPO");
    for i in 0..=100 {
        let now = ANSWERS.map(|answer| log_probability(&policy, answer));
        on_pairs(pairs, i, |w, l| dpo(now[w], now[l], old[w], old[l], BETA));
        let mut by = [0.0; 4];
        for (w, l) in pairs.iter().copied() {
            let (now, old) = ([now[w], now[l]], [old[w], old[l]]);
            let share = 1.0 / pairs.len() as f64;
            by[w] += share * dpo_grad(now[0], now[1], old[0], old[1], BETA);
            by[l] += share
                * dpo_grad_policy_rejected(
                    now[0], now[1], old[0], old[1], BETA,
                );
        }
        let mut slopes: Table = vec![vec![0.0; 2]; 3];
        for (answer, by) in ANSWERS.iter().zip(by) {
            back(&policy, *answer, &[by, by], &mut slopes);
        }
        step(&mut policy, &slopes, 8.0);
    }
    bounds("DPO", 2f64.ln(), least());
    policy
}

/// 4. Answers are sampled and scored; leaving the reference costs.
fn reinforce(
    random: &mut Random,
    scores: &[f64; 4],
    reference: &Table,
) -> Table {
    const GROUP: usize = 64;
    let mut policy = reference.clone();
    let start = answers(reference);
    let mask = vec![vec![1.0; 2]; GROUP];
    let mut largest: f64 = 0.0;
    println!("RL step     reward         KL      value");
    for i in 0..=1000 {
        let now = answers(&policy);
        if [0, 20, 50, 100, 150, 200, 300, 500, 1000].contains(&i) {
            let reward: f64 = (0..4).map(|a| now[a] * scores[a]).sum();
            let kl = kl_divergence(&now, &start);
            println!(
                "{i:7}   {reward:.6}   {kl:.6}   {:.6}",
                reward - BETA * kl
            );
        }
        let group: Vec<usize> =
            (0..GROUP).map(|_| random.place(&now)).collect();
        let pay = |a: &usize| scores[*a] - BETA * (now[*a] / start[*a]).ln();
        let paid: Vec<f64> = group.iter().map(pay).collect();
        let rows: Table =
            group.iter().map(|a| tokens(&policy, ANSWERS[*a])).collect();
        largest =
            largest.max(rloo(&rows, &rows, &mask, &paid, 0.2, 0.2).abs());
        let mut slopes: Table = vec![vec![0.0; 2]; 3];
        for (a, by) in
            group.iter().zip(rloo_grad(&rows, &rows, &mask, &paid, 0.2, 0.2))
        {
            back(&policy, ANSWERS[*a], &by, &mut slopes);
        }
        step(&mut policy, &slopes, 0.1);
    }
    let most = kl_regularized_value(scores, &start, BETA);
    println!("\nvalue at most   {most:.6}");
    println!("largest size of its loss   {largest:.6}");
    policy
}

fn main() {
    let mut random = Random(1);
    let model = pretrain(&mut random);
    let flips = [softmax(&model[0], 1.0)[1], softmax(&model[1], 1.0)[0]];
    println!("flips with {flips:.4?}\n");
    let reference = tune(&mut random, &model);
    println!("answers {:.4?}\n", answers(&reference));
    let pairs = compare(&mut random);
    let scores = reward_model(&pairs);
    println!("scores {scores:.4?}\n");
    let preferred = prefer(&pairs, &reference);
    println!("answers {:.4?}\n", answers(&preferred));
    let policy = reinforce(&mut random, &scores, &reference);
    println!("answers {:.4?}", answers(&policy));
}
