//! Where a formula is compared with the code: random points of the whole domain, and the hard ones.

use catalog::{Function, Seam};

use super::subject::Subject;
use crate::sample::Random;

/// A point of a function's domain.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Numbers, in the order of the arguments.
    pub numbers: Vec<f64>,
    pub logits: Vec<f64>,
    /// The upstream gradient of a row, or the target distribution of a loss.
    pub other: Vec<f64>,
    /// From 0.
    pub class: usize,
    /// Entries, from 0.
    pub i: usize,
    pub j: usize,
    /// -1 or 1: a tiny step left or right of the point.
    pub side: i8,
    /// On a seam, or next to it.
    pub seam: Option<Seam>,
    /// To be looked at with any precision.
    pub thorough: bool,
}

impl Point {
    /// 1 at this entry, 0 elsewhere.
    pub fn one_hot(&self, at: usize) -> Vec<f64> {
        (0..self.logits.len())
            .map(|i| if i == at { 1.0 } else { 0.0 })
            .collect()
    }
}

/// Numbers that a reader would try first: what fails there is told there.
const SIMPLE: [f64; 8] = [1.0, -1.0, 2.5, -2.5, 0.5, -0.5, 0.0, 3.0];

/// Hard numbers: next to 0, far out, where an exponential overflows or its sum rounds to 1.
const HARD: [f64; 28] = [
    1e-300, -1e-300, 1e-100, -1e-100, 1e-20, -1e-20, 1e-8, -1e-8, 1e-3, -1e-3, 8.3, -8.3, 17.0,
    -17.0, 20.0, -20.0, 36.8, -36.8, 38.2, -38.2, 100.0, -100.0, 700.0, -700.0, 745.2, -745.2, 1e4,
    -1e4,
];

/// Numbers of the whole line: around 0, of every magnitude, in the tails.
fn line(random: &mut Random, n: usize) -> Vec<f64> {
    (0..n)
        .map(|i| match i % 20 {
            0..=6 => random.between(-8.0, 8.0),
            // Where zeros, extremes and bends are.
            7..=10 => random.between(-2.5, 2.5),
            11..=17 => {
                let size = 10_f64.powf(random.between(-290.0, 2.0));
                if i % 2 == 0 { size } else { -size }
            }
            18 => random.between(-38.0, 38.0),
            _ => random.between(0.0, 740.0),
        })
        .collect()
}

/// The points for a function, the simple ones first. At least 1,000, at least 64 of them thorough.
pub fn points(subject: &Subject) -> Vec<Point> {
    let mut random = Random::new(3);
    match subject.function {
        Function::Scalar(f) => {
            let mut all = on_the_line(&mut random, 1100, |x| vec![x]);
            mark_seams(&mut all, 0, |_| f.seams.to_vec());
            all.extend(f.seams.iter().flat_map(|seam| around(*seam, vec![seam.at])));
            all
        }
        Function::Curve(f) => {
            let tried = subject
                .fixed
                .map_or_else(|| f.parameter.tried.to_vec(), |fixed| vec![fixed]);
            let each = 1100 / tried.len() + 20;
            let default = subject.fixed.unwrap_or(f.parameter.default);
            let mut all: Vec<Point> = SIMPLE.iter().map(|x| plain(vec![*x, default])).collect();
            for parameter in tried {
                all.extend(on_the_line(&mut random, each, |x| vec![x, parameter]));
                all.extend(
                    (f.seams)(parameter)
                        .into_iter()
                        .flat_map(|seam| around(seam, vec![seam.at, parameter])),
                );
            }
            mark_seams(&mut all, 0, |numbers| (f.seams)(numbers[1]));
            all
        }
        Function::Gate(f) => {
            let mut all: Vec<Point> = SIMPLE
                .iter()
                .flat_map(|a| SIMPLE.map(|b| plain(vec![*a, b])))
                .collect();
            let mut others = Random::new(5);
            all.extend(on_the_line(&mut random, 1000, |b| {
                vec![others.between(-3.0, 3.0), b]
            }));
            mark_seams(&mut all, 1, |_| f.seams.to_vec());
            for seam in f.seams {
                for a in [1.0, -2.5] {
                    let scaled = Seam {
                        left: a * seam.left,
                        right: a * seam.right,
                        chosen: a * seam.chosen,
                        ..*seam
                    };
                    all.extend(around(scaled, vec![a, seam.at]));
                }
            }
            all
        }
        Function::Pair(f) => pairs(subject, f, &mut random),
        _ => rows(subject, &mut random),
    }
}

/// A point that happens to lie on a seam: the formula has no derivative there to compare with.
fn mark_seams(points: &mut [Point], argument: usize, seams: impl Fn(&[f64]) -> Vec<Seam>) {
    for point in points.iter_mut().filter(|point| point.seam.is_none()) {
        let on = |seam: &Seam| seam.at == point.numbers[argument];
        point.seam = seams(&point.numbers).into_iter().find(on);
    }
}

fn plain(numbers: Vec<f64>) -> Point {
    Point {
        numbers,
        ..Point::default()
    }
}

fn on_the_line(
    random: &mut Random,
    n: usize,
    mut numbers: impl FnMut(f64) -> Vec<f64>,
) -> Vec<Point> {
    let mut all: Vec<Point> = SIMPLE.iter().map(|x| plain(numbers(*x))).collect();
    let thorough = |x: f64, numbers: &mut dyn FnMut(f64) -> Vec<f64>| Point {
        thorough: true,
        ..plain(numbers(x))
    };
    for x in HARD.iter().chain(&SIMPLE) {
        all.push(thorough(*x, &mut numbers));
    }
    for _ in 0..32 {
        all.push(thorough(random.between(-12.0, 12.0), &mut numbers));
    }
    all.extend(line(random, n).into_iter().map(|x| plain(numbers(x))));
    all
}

/// A seam, and both sides of it.
fn around(seam: Seam, numbers: Vec<f64>) -> Vec<Point> {
    [0, -1, 1]
        .into_iter()
        .map(|side| Point {
            side,
            seam: Some(seam),
            thorough: true,
            ..plain(numbers.clone())
        })
        .collect()
}

/// A prediction and a target around the seams of each parameter.
fn pairs(subject: &Subject, f: &catalog::PairLoss, random: &mut Random) -> Vec<Point> {
    let default = subject.fixed.unwrap_or(f.parameter.default);
    let mut all: Vec<Point> = SIMPLE
        .iter()
        .rev()
        .map(|r| plain(vec![*r, 0.0, default]))
        .collect();
    all.insert(0, plain(vec![2.5, 0.0, default]));
    let tried = subject
        .fixed
        .map_or_else(|| f.parameter.tried.to_vec(), |fixed| vec![fixed]);
    // What fails is told at the default, or at the parameter next to it.
    let mut others = tried.clone();
    others.retain(|parameter| *parameter != default);
    others.sort_by(|a, b| {
        (a / default)
            .ln()
            .abs()
            .total_cmp(&(b / default).ln().abs())
    });
    for parameter in others {
        all.extend(SIMPLE.map(|r| plain(vec![r * parameter, 0.0, parameter])));
    }
    for &parameter in &tried {
        let seams = (f.seams)(parameter);
        let reach = seams.iter().fold(1.0_f64, |m, s| m.max(s.at.abs()));
        for i in 0..1100 / tried.len() {
            let residual = match i % 3 {
                0 => random.between(-2.0, 2.0) * parameter,
                1 => random.between(-3.0, 3.0) * reach,
                _ => {
                    10_f64.powf(random.between(-200.0, 150.0)) * if i % 2 == 0 { 1.0 } else { -1.0 }
                }
            };
            // Every second target is 0; at the others the residual is what subtraction leaves.
            let target = if i % 2 == 0 {
                0.0
            } else {
                random.between(-2.0, 2.0) * parameter
            };
            let point = plain(vec![target + residual, target, parameter]);
            all.push(Point {
                thorough: i % 12 == 0,
                ..point
            });
        }
        all.extend(
            seams
                .into_iter()
                .flat_map(|seam| around(seam, vec![seam.at, 0.0, parameter])),
        );
    }
    all
}

/// Rows of 1, 2, 5 and 50 logits with all that goes with them; few entries of the long ones.
fn rows(subject: &Subject, random: &mut Random) -> Vec<Point> {
    let tried = match (subject.function, subject.fixed) {
        (_, Some(fixed)) => vec![fixed],
        // What fails is told at the default, where it fails there.
        (Function::Row(f), None) => {
            let default = f.parameter.default;
            let others = f.parameter.tried.iter().copied().filter(|t| *t != default);
            std::iter::once(default).chain(others).collect()
        }
        _ => vec![],
    };
    let simple = [vec![2.0, 1.0, 0.1], vec![0.0, 1.0], vec![3.0, -1.0]];
    let hard = [
        vec![7.0],
        vec![-745.0],
        vec![0.0, 700.0],
        vec![-40.0, 0.0],
        vec![1e-20, 0.0],
        vec![1000.0, 1001.0, 1002.0],
        vec![0.0, -1000.0, 1000.0],
        vec![0.5, 0.5, 0.5, 0.5],
        vec![-38.0, 0.25, 38.0, 1.0, -1.0],
    ];
    let mut made: Vec<(Vec<f64>, bool)> = simple.iter().map(|row| (row.clone(), false)).collect();
    made.extend(hard.into_iter().chain(simple).map(|row| (row, true)));
    made.extend((0..12).map(|i| (random.row([2, 3, 5][i % 3]), true)));
    made.push((random.row(50), true));
    for (k, n) in [(1, 40), (2, 150), (5, 100), (50, 8)] {
        made.extend((0..n).map(|_| (random.row(k), false)));
    }
    let mut all = vec![];
    for (number, (logits, thorough)) in made.into_iter().enumerate() {
        let k = logits.len();
        let other = match subject.function {
            Function::Soft(_) => dyadic(random, k),
            _ => (0..k).map(|_| random.between(-2.0, 2.0)).collect(),
        };
        let numbers = match tried.len() {
            0 => vec![],
            n => vec![tried[number % n]],
        };
        // Pairs of entries: all of the short rows, some of the long ones.
        let step = if k > 5 { k / 2 } else { 1 };
        for i in (number % step..k).step_by(step) {
            let j = (i * 7 + number) % k;
            let class = (i + number / 2) % k;
            all.push(Point {
                numbers: numbers.clone(),
                logits: logits.clone(),
                other: other.clone(),
                class,
                i,
                j,
                thorough,
                ..Point::default()
            });
            // Half of the pairs are equal entries, where an indicator holds.
            if j != i {
                all.push(Point {
                    j: i,
                    class: i,
                    ..all[all.len() - 1].clone()
                });
            }
        }
    }
    all
}

/// Positive numbers that sum to 1 exactly: whole multiples of 2⁻³⁰.
fn dyadic(random: &mut Random, k: usize) -> Vec<f64> {
    let whole = 2_f64.powi(30);
    let mut parts: Vec<f64> = random
        .distribution(k)
        .iter()
        .map(|p| (p * whole).floor().max(1.0))
        .collect();
    let rest: f64 = whole - parts[1..].iter().sum::<f64>();
    parts[0] = rest;
    parts.iter().map(|p| p / whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_is_looked_at_often_enough() {
        for function in catalog::FUNCTIONS {
            let subject = Subject::plain(function.about().name).unwrap();
            let points = points(&subject);
            let name = function.about().name;
            assert!(points.len() >= 1000, "{name}: {}", points.len());
            let thorough = points.iter().filter(|p| p.thorough).count();
            assert!(thorough >= 64, "{name}: {thorough} thorough");
            if subject.of_a_row() {
                for k in [1, 2, 5, 50] {
                    assert!(
                        points.iter().any(|p| p.logits.len() == k),
                        "{name}: no row of {k}"
                    );
                }
            }
        }
    }

    #[test]
    fn target_distributions_sum_to_1() {
        let mut random = Random::new(1);
        for k in [1, 2, 5, 50] {
            let t = dyadic(&mut random, k);
            assert!(
                t.iter().sum::<f64>() == 1.0 && t.iter().all(|t| *t > 0.0),
                "{t:?}"
            );
        }
    }
}
