//! Questions and passages that belong together: two linear towers, trained by the symmetric InfoNCE.

use nnfn::losses::{clip_loss, clip_loss_grad};

const TOPICS: usize = 100;
const INPUTS: usize = 8;
const OUTPUTS: usize = 4;
const BATCH: usize = 32;
const TEMPERATURE: f64 = 0.1;

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

    fn normals(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.normal()).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A row of weights for each output, the last of them a bias.
struct Tower(Vec<Vec<f64>>);

impl Tower {
    /// All inputs nearly at the same place: small weights, and a bias that both towers share.
    fn new(random: &mut Random) -> Tower {
        let row = |o: usize, r: &mut Random| {
            let mut weights: Vec<f64> =
                r.normals(INPUTS).iter().map(|w| 0.01 * w).collect();
            weights.push(if o == 0 { 1.0 } else { 0.0 });
            weights
        };
        Tower((0..OUTPUTS).map(|o| row(o, random)).collect())
    }

    /// The vector of length 1, and the length before.
    fn embed(&self, x: &[f64]) -> (Vec<f64>, f64) {
        let raw: Vec<f64> = self
            .0
            .iter()
            .map(|row| dot(&row[..INPUTS], x) + row[INPUTS])
            .collect();
        let length = dot(&raw, &raw).sqrt();
        (raw.iter().map(|v| v / length).collect(), length)
    }

    /// A step against slopes by the vectors of length 1.
    fn step(&mut self, inputs: &[Vec<f64>], slopes: &[Vec<f64>], rate: f64) {
        let ends: Vec<(Vec<f64>, f64)> =
            inputs.iter().map(|x| self.embed(x)).collect();
        for ((x, slope), (unit, length)) in
            inputs.iter().zip(slopes).zip(&ends)
        {
            let along = dot(slope, unit);
            for (o, row) in self.0.iter_mut().enumerate() {
                // Only what is across the vector passes the normalisation.
                let by_raw = (slope[o] - along * unit[o]) / length;
                for (w, v) in row.iter_mut().zip(x.iter().chain(&[1.0])) {
                    *w -= rate * by_raw * v;
                }
            }
        }
    }
}

/// What a topic looks like in a question and in a passage.
struct World {
    questions: Vec<Vec<f64>>,
    passages: Vec<Vec<f64>>,
}

impl World {
    /// A topic is a few numbers; questions and passages are two mixtures of them.
    fn new(random: &mut Random) -> World {
        let topics: Vec<Vec<f64>> =
            (0..TOPICS).map(|_| random.normals(OUTPUTS)).collect();
        let mut mixed = || -> Vec<Vec<f64>> {
            let mixture: Vec<Vec<f64>> =
                (0..INPUTS).map(|_| random.normals(OUTPUTS)).collect();
            topics
                .iter()
                .map(|topic| {
                    mixture.iter().map(|row| dot(row, topic)).collect()
                })
                .collect()
        };
        World { questions: mixed(), passages: mixed() }
    }
}

fn noisy(clean: &[f64], random: &mut Random) -> Vec<f64> {
    clean.iter().map(|v| v + 0.5 * random.normal()).collect()
}

fn similarities(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    a.iter().map(|a| b.iter().map(|b| dot(a, b)).collect()).collect()
}

fn embed_all(tower: &Tower, inputs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    inputs.iter().map(|x| tower.embed(x).0).collect()
}

fn main() {
    let mut random = Random(1);
    let world = World::new(&mut random);
    let (mut ask, mut answer) =
        (Tower::new(&mut random), Tower::new(&mut random));

    // The index of the test never changes: one passage for each topic.
    let index: Vec<Vec<f64>> =
        world.passages.iter().map(|p| noisy(p, &mut random)).collect();
    let asked: Vec<Vec<f64>> =
        world.questions.iter().map(|q| noisy(q, &mut random)).collect();
    let recall = |ask: &Tower, answer: &Tower, most: usize| {
        let table =
            similarities(&embed_all(ask, &asked), &embed_all(answer, &index));
        let found = table.iter().enumerate().filter(|(i, row)| {
            row.iter().filter(|s| **s >= row[*i]).count() <= most
        });
        found.count() as f64 / TOPICS as f64
    };

    println!("step       loss   recall@1   recall@5");
    let (mut total, mut steps) = (0.0, 0);
    for step in 0..=600 {
        // Different topics, so that no passage is a wrong answer and a right one.
        let mut order: Vec<usize> = (0..TOPICS).collect();
        for i in 0..BATCH {
            let other = i + (random.uniform() * (TOPICS - i) as f64) as usize;
            order.swap(i, other);
        }
        let pick = |of: &[Vec<f64>], r: &mut Random| -> Vec<Vec<f64>> {
            order[..BATCH].iter().map(|topic| noisy(&of[*topic], r)).collect()
        };
        let (questions, passages) = (
            pick(&world.questions, &mut random),
            pick(&world.passages, &mut random),
        );
        let (a, b) =
            (embed_all(&ask, &questions), embed_all(&answer, &passages));
        let table = similarities(&a, &b);
        total += clip_loss(&table, TEMPERATURE);
        steps += 1;
        if [0, 10, 20, 50, 100, 200, 300, 400, 500, 600].contains(&step) {
            let (first, fifth) =
                (recall(&ask, &answer, 1), recall(&ask, &answer, 5));
            println!(
                "{step:4}   {:.6}   {first:8.2}   {fifth:8.2}",
                total / f64::from(steps)
            );
            total = 0.0;
            steps = 0;
        }
        let by = clip_loss_grad(&table, TEMPERATURE);
        let weighted = |rows: &dyn Fn(usize, usize) -> f64,
                        of: &[Vec<f64>]|
         -> Vec<Vec<f64>> {
            let one = |i: usize| {
                (0..OUTPUTS)
                    .map(|o| (0..BATCH).map(|j| rows(i, j) * of[j][o]).sum())
                    .collect()
            };
            (0..BATCH).map(one).collect()
        };
        let (by_a, by_b) =
            (weighted(&|i, j| by[i][j], &b), weighted(&|i, j| by[j][i], &a));
        ask.step(&questions, &by_a, 0.3);
        answer.step(&passages, &by_b, 0.3);
    }
    println!(
        "start  ln {BATCH} = {:.6}; chance {:.2}, {:.2}",
        (BATCH as f64).ln(),
        1.0 / TOPICS as f64,
        5.0 / TOPICS as f64
    );
}
