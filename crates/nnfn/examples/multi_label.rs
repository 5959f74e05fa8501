//! Three labels, each of which is true or not: a logit for each, trained by binary cross-entropy.

use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, bce_with_logits_grad, mean};

const LABELS: usize = 3;
/// What makes a label likely: two features and a constant. The third label is rare.
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
    let tune = sample(&mut random, 4000);
    let test = sample(&mut random, 4000);

    // Biases at the log-odds of the labels, weights at 0.
    let share = |k: usize| {
        mean(&train.iter().map(|(_, y)| y[k]).collect::<Vec<f64>>())
    };
    let shares = [0, 1, 2].map(share);
    let mut model = shares.map(|p| [0.0, 0.0, (p / (1.0 - p)).ln()]);
    let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
    println!("shares of the labels {shares:.3?}");
    println!("mean of their entropies {:.6}", mean(&shares.map(entropy)));

    println!("step   training   held out");
    for step in 0..=200 {
        if [0, 1, 2, 5, 10, 20, 50, 100, 200].contains(&step) {
            println!(
                "{step:4}   {:.6}   {:.6}",
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
    println!("best   {:.6} held out", loss(&TRUTH, &test));

    println!("label  threshold   F1 there   F1 at 0.5");
    let (mut tuned, mut plain) = ([[0.0; 3]; LABELS], [[0.0; 3]; LABELS]);
    for k in 0..LABELS {
        let f1_at =
            |t: i32| f1(count(&model[k], &tune, k, f64::from(t) / 100.0));
        let best =
            (2..=90).fold(
                50,
                |best, t| if f1_at(t) > f1_at(best) { t } else { best },
            );
        let threshold = f64::from(best) / 100.0;
        tuned[k] = count(&model[k], &test, k, threshold);
        plain[k] = count(&model[k], &test, k, 0.5);
        println!(
            "{k:5}   {threshold:8}   {:8.4}   {:9.4}",
            f1(tuned[k]),
            f1(plain[k])
        );
    }
    let all = |counts: &[[f64; 3]]| {
        [0, 1, 2].map(|i: usize| counts.iter().map(|c| c[i]).sum())
    };
    println!(
        "macro   {:19.4}   {:9.4}",
        mean(&tuned.map(f1)),
        mean(&plain.map(f1))
    );
    println!("micro   {:19.4}   {:9.4}", f1(all(&tuned)), f1(all(&plain)));
}
