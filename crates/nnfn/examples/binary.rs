//! The program of `book/recipes/binary.md`, which `cargo xtask bless` writes here: change it there.

use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, bce_with_logits_grad, mean};

const MISS: f64 = 9.0; // what a yes costs that is answered by no
const FALSE_ALARM: f64 = 1.0;

/// Random numbers from a seed: SplitMix64.
struct Random(u64);

impl Random {
    /// Between 0 and 1, never 0.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / 2f64.powi(53) + 2f64.powi(-54)
    }

    /// A standard normal number, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// A feature and its label, of which one in ten is a yes.
fn example(random: &mut Random) -> (f64, f64) {
    let yes = random.uniform() < 0.1;
    let middle = if yes { 1.0 } else { -1.0 };
    (middle + random.normal(), f64::from(u8::from(yes)))
}

/// The model: a line, whose value is the logit.
#[derive(Clone, Copy)]
struct Model {
    weight: f64,
    bias: f64,
}

impl Model {
    fn logit(&self, x: f64) -> f64 {
        self.weight * x + self.bias
    }

    fn loss(&self, data: &[(f64, f64)]) -> f64 {
        average(data, |x, y| bce_with_logits(self.logit(x), y, 1.0))
    }

    /// One step of gradient descent on the mean loss.
    fn step(&mut self, data: &[(f64, f64)], rate: f64) {
        let slope = |x, y| bce_with_logits_grad(self.logit(x), y, 1.0);
        let weight = average(data, |x, y| slope(x, y) * x);
        let bias = average(data, slope);
        self.weight -= rate * weight;
        self.bias -= rate * bias;
    }

    /// The mean cost if a probability above the threshold is a yes.
    fn cost(&self, data: &[(f64, f64)], threshold: f64) -> f64 {
        average(data, |x, y| {
            match (y == 1.0, sigmoid(self.logit(x)) > threshold) {
                (true, false) => MISS,
                (false, true) => FALSE_ALARM,
                _ => 0.0,
            }
        })
    }
}

fn average(data: &[(f64, f64)], of: impl Fn(f64, f64) -> f64) -> f64 {
    mean(&data.iter().map(|&(x, y)| of(x, y)).collect::<Vec<_>>())
}

fn main() {
    let mut random = Random(1);
    let data: Vec<_> = (0..2000).map(|_| example(&mut random)).collect();
    let held_out: Vec<_> = (0..5000).map(|_| example(&mut random)).collect();

    // Before the first step: ln 2 with all logits at 0, and the entropy of
    // the base rate with the bias at its log-odds.
    let share = average(&data, |_, y| y);
    let mut plain = Model { weight: 0.0, bias: 0.0 };
    let mut model = Model { weight: 0.0, bias: (share / (1.0 - share)).ln() };
    println!("share of yes      {share:.4}");
    println!("ln 2              {:.4}", plain.loss(&data));
    println!("base rate         {:.4}", model.loss(&data));

    println!("\nstep  loss from logit 0  loss from the base rate");
    for step in 0..=100 {
        if [0, 1, 2, 5, 10, 20, 30, 50, 75, 100].contains(&step) {
            let losses = (plain.loss(&data), model.loss(&data));
            println!("{step:4}  {:17.4}  {:23.4}", losses.0, losses.1);
        }
        plain.step(&data, 1.0);
        model.step(&data, 1.0);
    }

    println!("\nweight and bias   {:.2}, {:.2}", model.weight, model.bias);
    println!("loss, held out    {:.4}", model.loss(&held_out));
    let said = average(&held_out, |x, _| sigmoid(model.logit(x)));
    let share = average(&held_out, |_, y| y);
    println!("mean probability  {said:.4}, share of yes {share:.4}");

    println!("\nthreshold  mean cost");
    for threshold in [0.5, FALSE_ALARM / (FALSE_ALARM + MISS)] {
        let cost = model.cost(&held_out, threshold);
        println!("{threshold:9.1}  {cost:9.4}");
    }
    println!("always no  {:9.4}", model.cost(&held_out, 1.0));
}
