//! The program of `book/recipes/multi-label.md`, which `cargo xtask bless` writes here: change it there.

use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, bce_with_logits_grad, mean};

const LABELS: usize = 3;
/// What makes a label likely: two features and a constant.
const TRUTH: [[f64; 3]; LABELS] =
    [[2.0, 0.0, 0.0], [-1.0, 2.0, -1.5], [1.5, 1.5, -5.0]];

type Example = ([f64; 3], [f64; LABELS]);

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

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

fn logit(weights: &[f64; 3], x: &[f64; 3]) -> f64 {
    (0..3).map(|j| weights[j] * x[j]).sum()
}

/// Two features and a 1, and for each label 1 or 0.
fn sample(random: &mut Random, n: usize) -> Vec<Example> {
    let mut draw = || {
        let x = [random.normal(), random.normal(), 1.0];
        let label = |w: &[f64; 3], u: f64| {
            f64::from(u8::from(u < sigmoid(logit(w, &x))))
        };
        let y = [0, 1, 2].map(|k: usize| label(&TRUTH[k], random.uniform()));
        (x, y)
    };
    (0..n).map(|_| draw()).collect()
}

/// The mean over examples and labels.
fn loss(model: &[[f64; 3]; LABELS], data: &[Example]) -> f64 {
    let one = |(x, y): &Example| {
        mean(
            &[0, 1, 2]
                .map(|k| bce_with_logits(logit(&model[k], x), y[k], 1.0)),
        )
    };
    mean(&data.iter().map(one).collect::<Vec<f64>>())
}

/// True positives, said positives, and positives of a label at a threshold.
fn count(
    weights: &[f64; 3],
    data: &[Example],
    k: usize,
    threshold: f64,
) -> [f64; 3] {
    data.iter().fold([0.0; 3], |[hit, said, there], (x, y)| {
        let yes =
            f64::from(u8::from(sigmoid(logit(weights, x)) >= threshold));
        [hit + yes * y[k], said + yes, there + y[k]]
    })
}

fn f1([hit, said, there]: [f64; 3]) -> f64 {
    2.0 * hit / (said + there)
}

fn main() {
    let mut random = Random(1);
    let train = sample(&mut random, 1000);
    let tune = sample(&mut random, 10_000);
    let test = sample(&mut random, 10_000);

    // Biases at the log-odds of the labels, weights at 0.
    let share = |k: usize| {
        mean(&train.iter().map(|(_, y)| y[k]).collect::<Vec<f64>>())
    };
    let shares = [0, 1, 2].map(share);
    let mut model = shares.map(|p| [0.0, 0.0, (p / (1.0 - p)).ln()]);
    let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
    println!("step   training loss   held-out loss");
    for step in 0..=500 {
        if [0, 1, 2, 5, 10, 20, 50, 100, 200, 500].contains(&step) {
            println!(
                "{step:4}   {:13.6}   {:13.6}",
                loss(&model, &train),
                loss(&model, &test)
            );
        }
        let old = model;
        for (x, y) in &train {
            for k in 0..LABELS {
                // The mean over the examples and the sum over the labels.
                let slope =
                    bce_with_logits_grad(logit(&old[k], x), y[k], 1.0);
                for j in 0..3 {
                    model[k][j] -= slope * x[j] / train.len() as f64;
                }
            }
        }
    }
    println!();
    println!("ln 2            {:.6}", 2f64.ln());
    println!("entropies       {:.6}", mean(&shares.map(entropy)));
    println!("best possible   {:.6}", loss(&TRUTH, &test));
    println!("shares of the labels: {shares:.3?}\n");

    println!("label   threshold   half of F1   F1 there   F1 at 0.5");
    let (mut tuned, mut plain) = ([[0.0; 3]; LABELS], [[0.0; 3]; LABELS]);
    for k in 0..LABELS {
        let f1_at = |t: &f64| f1(count(&model[k], &tune, k, *t));
        let thresholds = (1..=45).map(|t| f64::from(t) / 50.0);
        let better = |a, b| if f1_at(&b) > f1_at(&a) { b } else { a };
        let best = thresholds.fold(0.5, better);
        let half = 0.5 * f1_at(&best);
        tuned[k] = count(&model[k], &test, k, best);
        plain[k] = count(&model[k], &test, k, 0.5);
        let [there, at_half] = [f1(tuned[k]), f1(plain[k])];
        println!(
            "{k:5}   {best:9}   {half:10.4}   {there:8.4}   {at_half:9.4}"
        );
    }
    let all = |counts: &[[f64; 3]]| {
        [0, 1, 2].map(|i: usize| counts.iter().map(|c| c[i]).sum())
    };
    println!(
        "macro   {:33.4}   {:9.4}",
        mean(&tuned.map(f1)),
        mean(&plain.map(f1))
    );
    println!("micro   {:33.4}   {:9.4}", f1(all(&tuned)), f1(all(&plain)));
}
