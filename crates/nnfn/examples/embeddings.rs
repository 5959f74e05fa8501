//! The program of `book/recipes/embeddings.md`, which `cargo xtask bless` writes here: change it there.

use nnfn::losses::{clip_loss, clip_loss_grad, mean};

const TOPICS: usize = 200;
const INPUTS: usize = 12;
const OUTPUTS: usize = 6;
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
    /// All inputs at nearly one place: small weights, and a common bias.
    fn new(random: &mut Random) -> Tower {
        let row = |o: usize, r: &mut Random| {
            let mut weights: Vec<f64> =
                r.normals(INPUTS).iter().map(|w| 0.003 * w).collect();
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
    /// A topic is some numbers, and its two looks are mixtures of them.
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

fn embed_all(tower: &Tower, inputs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    inputs.iter().map(|x| tower.embed(x).0).collect()
}

/// The cosines of vectors of length 1.
fn similarities(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    a.iter().map(|a| b.iter().map(|b| dot(a, b)).collect()).collect()
}

/// For each row of slopes by similarities, the slope by its vector.
fn by_vectors(slopes: &[Vec<f64>], others: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let one = |row: &Vec<f64>| {
        (0..OUTPUTS)
            .map(|o| row.iter().zip(others).map(|(s, v)| s * v[o]).sum())
            .collect()
    };
    slopes.iter().map(one).collect()
}

fn transposed(table: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..table.len())
        .map(|j| table.iter().map(|row| row[j]).collect())
        .collect()
}

/// The share of questions whose passage is among so many of the nearest.
fn recall(questions: &[Vec<f64>], index: &[Vec<f64>], most: usize) -> f64 {
    let table = similarities(questions, index);
    let is_found = |(i, row): &(usize, &Vec<f64>)| {
        row.iter().filter(|s| **s >= row[*i]).count() <= most
    };
    table.iter().enumerate().filter(is_found).count() as f64 / TOPICS as f64
}

fn main() {
    let mut random = Random(1);
    let world = World::new(&mut random);
    let mut ask = Tower::new(&mut random);
    let mut answer = Tower::new(&mut random);

    // What is judged never changes: a question and a passage for each topic.
    let mut one_each = |of: &[Vec<f64>]| -> Vec<Vec<f64>> {
        of.iter().map(|clean| noisy(clean, &mut random)).collect()
    };
    let asked = one_each(&world.questions);
    let index = one_each(&world.passages);

    println!("step       loss   recall@1   recall@5");
    let mut since = Vec::new();
    for step in 0..=500 {
        // Different topics: no passage is the right one of two questions.
        let mut order: Vec<usize> = (0..TOPICS).collect();
        for i in 0..BATCH {
            let left = (TOPICS - i) as f64;
            order.swap(i, i + (random.uniform() * left) as usize);
        }
        let mut drawn = |of: &[Vec<f64>]| -> Vec<Vec<f64>> {
            let batch = order[..BATCH].iter();
            batch.map(|topic| noisy(&of[*topic], &mut random)).collect()
        };
        let questions = drawn(&world.questions);
        let passages = drawn(&world.passages);
        let a = embed_all(&ask, &questions);
        let b = embed_all(&answer, &passages);
        let table = similarities(&a, &b);
        since.push(clip_loss(&table, TEMPERATURE));
        if [0, 10, 20, 50, 100, 200, 300, 400, 500].contains(&step) {
            let q = embed_all(&ask, &asked);
            let p = embed_all(&answer, &index);
            let [first, fifth] = [1, 5].map(|most| recall(&q, &p, most));
            let loss = mean(&since);
            println!("{step:4}   {loss:.6}   {first:8.3}   {fifth:8.3}");
            since.clear();
        }
        let slopes = clip_loss_grad(&table, TEMPERATURE);
        ask.step(&questions, &by_vectors(&slopes, &b), 0.05);
        answer.step(&passages, &by_vectors(&transposed(&slopes), &a), 0.05);
    }
    println!();
    println!("ln 32               {:.6}", (BATCH as f64).ln());
    println!("recall@1 by chance  {:.6}", 1.0 / TOPICS as f64);
    println!("recall@5 by chance  {:.6}", 5.0 / TOPICS as f64);
}
