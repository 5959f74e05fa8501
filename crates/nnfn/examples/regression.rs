//! The program of `book/recipes/regression.md`, which `cargo xtask bless` writes here: change it there.

use nnfn::activations::{tanh, tanh_grad};
use nnfn::losses::{mae, mae_grad, mean, mse, mse_grad};

/// A loss or its slope, by prediction and target.
type Of = fn(f64, f64) -> f64;

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

/// A feature and a skewed target, whose logarithm is a curve and noise.
fn example(random: &mut Random) -> (f64, f64) {
    let x = 4.0 * random.uniform() - 2.0;
    (x, ((1.5 * x).sin() + 0.8 * random.normal()).exp())
}

/// One hidden layer of tanh: three numbers for each unit.
struct Network {
    units: Vec<[f64; 3]>,
    bias: f64,
}

impl Network {
    fn predict(&self, x: f64) -> f64 {
        let unit = |u: &[f64; 3]| u[2] * tanh(u[0] * x + u[1]);
        self.units.iter().map(unit).sum::<f64>() + self.bias
    }

    /// One step of gradient descent on the mean loss with this slope.
    fn step(&mut self, data: &[(f64, f64)], slope: Of, rate: f64) {
        let mut change = vec![[0.0; 3]; self.units.len()];
        let mut by_bias = 0.0;
        for &(x, y) in data {
            let pull = slope(self.predict(x), y) / data.len() as f64;
            for (u, by) in self.units.iter().zip(&mut change) {
                let before = u[0] * x + u[1];
                let back = pull * u[2] * tanh_grad(before);
                by[0] += back * x;
                by[1] += back;
                by[2] += pull * tanh(before);
            }
            by_bias += pull;
        }
        for (u, by) in self.units.iter_mut().zip(&change) {
            for (number, by) in u.iter_mut().zip(by) {
                *number -= rate * by;
            }
        }
        self.bias -= rate * by_bias;
    }
}

fn average(data: &[(f64, f64)], of: impl Fn(f64, f64) -> f64) -> f64 {
    mean(&data.iter().map(|&(x, y)| of(x, y)).collect::<Vec<_>>())
}

fn main() {
    let mut random = Random(1);
    let data: Vec<_> = (0..400).map(|_| example(&mut random)).collect();
    let held_out: Vec<_> = (0..4000).map(|_| example(&mut random)).collect();

    // Standardise the targets; the held-out ones with the same two numbers.
    let middle = average(&data, |_, y| y);
    let spread = average(&data, |_, y| mse(middle, y)).sqrt();
    let scaled: Vec<_> =
        data.iter().map(|&(x, y)| (x, (y - middle) / spread)).collect();

    let unit = |random: &mut Random| [random.normal(), random.normal(), 0.0];
    let units: Vec<_> = (0..8).map(|_| unit(&mut random)).collect();
    let mut squares = Network { units: units.clone(), bias: 0.0 };
    let mut sizes = Network { units, bias: 0.0 };

    println!("step  squared error  absolute error");
    for step in 0..=1000 {
        if [0, 5, 20, 50, 100, 200, 400, 600, 800, 1000].contains(&step) {
            let square = average(&scaled, |x, y| mse(squares.predict(x), y));
            let size = average(&scaled, |x, y| mae(sizes.predict(x), y));
            println!("{step:4}  {square:13.4}  {size:14.4}");
        }
        squares.step(&scaled, mse_grad, 0.1);
        sizes.step(&scaled, mae_grad, 0.1);
    }

    let truth = |x: f64| ((1.5 * x).sin() + 0.32).exp();
    let least = average(&data, |x, y| mse(truth(x), y)) / spread.powi(2);
    println!("\nsquared error of the true mean  {least:.4}");

    println!("\nheld out         RMSE     MAE      R2   total");
    let mid = average(&held_out, |_, y| y);
    let variance = average(&held_out, |_, y| mse(mid, y));
    let report = |name: &str, predict: &dyn Fn(f64) -> f64| {
        let square = average(&held_out, |x, y| mse(predict(x), y));
        let size = average(&held_out, |x, y| mae(predict(x), y));
        let total = average(&held_out, |x, _| predict(x)) / mid;
        let (root, share) = (square.sqrt(), 1.0 - square / variance);
        println!(
            "{name:14}  {root:.3}   {size:.3}  {share:6.3}   {total:.3}"
        );
    };
    report("squared error", &|x| squares.predict(x) * spread + middle);
    report("absolute error", &|x| sizes.predict(x) * spread + middle);
    report("the mean", &|_| middle);
    report("the true mean", &truth);
}
