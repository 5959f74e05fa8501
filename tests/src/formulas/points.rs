//! Where a formula is compared with the code: random points of the whole domain, and the hard ones.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use catalog::{Args, Argument, Function, Length, Seam, Value, args};

use super::subject::Subject;
use crate::sample::Random;

mod loss;
mod rows;

/// A point of a function's domain.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// The arguments, an upstream gradient among them.
    pub args: Args,
    /// Entries, from 0.
    pub i: usize,
    pub j: usize,
    /// Which argument is a tiny step to one side.
    pub moves: usize,
    /// -1 or 1: a tiny step left or right of the point.
    pub side: i8,
    /// On a seam, or next to it.
    pub seam: Option<Seam>,
    /// To be evaluated at any precision.
    pub thorough: bool,
}

impl Point {
    /// The entry that an index names.
    pub fn index(&self, letter: char) -> usize {
        if letter == 'i' { self.i } else { self.j }
    }

    /// How many entries there are of a length.
    pub fn length(&self, arguments: &[Argument], length: Length) -> usize {
        let of = |(argument, value): (&Argument, &Value)| {
            let at = argument
                .domain
                .lengths()
                .iter()
                .position(|l| *l == length)?;
            match (value, at) {
                (Value::Row(row), _) => Some(row.len()),
                (Value::Table(table), 0) => Some(table.len()),
                (Value::Table(table), _) => Some(table.first().map_or(0, Vec::len)),
                (Value::Indices(all), 0) => Some(all.len()),
                _ => None,
            }
        };
        arguments.iter().zip(&self.args.0).find_map(of).unwrap_or(0)
    }
}

/// Numbers that a reader would try first: what fails there is reported there.
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
pub fn points(subject: &Subject) -> Arc<[Point]> {
    points_from(subject, 3)
}

/// What the points depend on: the function, which lives as long as the program, the number in place
/// of a parameter, and the seed.
type Key = (usize, Option<(usize, u64)>, u64);

/// The same with other random ones.
pub fn points_from(subject: &Subject, seed: u64) -> Arc<[Point]> {
    // Dozens of wrong formulas stand in the place of each right one, and all are looked at here.
    static MADE: Mutex<BTreeMap<Key, Arc<[Point]>>> = Mutex::new(BTreeMap::new());
    let known = || MADE.lock().unwrap_or_else(|broken| broken.into_inner());
    let fixed = subject.fixed.map(|(at, value)| (at, value.to_bits()));
    let key = (std::ptr::from_ref(subject.function).addr(), fixed, seed);
    if let Some(points) = known().get(&key) {
        return Arc::clone(points);
    }
    let points: Arc<[Point]> = made(subject, seed).into();
    known().insert(key, Arc::clone(&points));
    points
}

fn made(subject: &Subject, seed: u64) -> Vec<Point> {
    let mut random = Random::new(seed);
    let fixed = subject.fixed.map(|(_, value)| value);
    match subject.function {
        Function::Scalar(f) => {
            let mut all = on_the_line(&mut random, 1100, |x| args![x]);
            mark_seams(&mut all, 0, |_| f.seams.to_vec());
            all.extend(
                f.seams
                    .iter()
                    .flat_map(|seam| around(*seam, args![seam.at], 0)),
            );
            all
        }
        Function::Curve(f) => {
            let tried = fixed.map_or_else(|| f.parameter.tried.to_vec(), |fixed| vec![fixed]);
            let each = 1100 / tried.len() + 20;
            let default = fixed.unwrap_or(f.parameter.default);
            let mut all: Vec<Point> = SIMPLE.iter().map(|x| plain(args![*x, default])).collect();
            for parameter in tried {
                all.extend(on_the_line(&mut random, each, |x| args![x, parameter]));
                let seams = (f.seams)(parameter).into_iter();
                all.extend(seams.flat_map(|seam| around(seam, args![seam.at, parameter], 0)));
            }
            mark_seams(&mut all, 0, |args| (f.seams)(args.number(1)));
            all
        }
        Function::Gate(f) => {
            let mut all: Vec<Point> = SIMPLE
                .iter()
                .flat_map(|a| SIMPLE.map(|b| plain(args![*a, b])))
                .collect();
            let mut others = Random::new(5);
            all.extend(on_the_line(&mut random, 1000, |b| {
                args![others.between(-3.0, 3.0), b]
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
                    all.extend(around(scaled, args![a, seam.at], 1));
                }
            }
            all
        }
        Function::Map(f) => rows::map(f, fixed, &mut random),
        Function::Loss(f) => loss::points(f, subject.fixed, &mut random),
    }
}

/// A point that happens to lie on a seam: the formula has no derivative there to compare with.
fn mark_seams(points: &mut [Point], argument: usize, seams: impl Fn(&Args) -> Vec<Seam>) {
    for point in points.iter_mut().filter(|point| point.seam.is_none()) {
        let on = |seam: &Seam| seam.at == point.args.number(argument);
        point.seam = seams(&point.args).into_iter().find(on);
    }
}

fn plain(args: Args) -> Point {
    Point {
        args,
        ..Point::default()
    }
}

fn on_the_line(random: &mut Random, n: usize, mut args: impl FnMut(f64) -> Args) -> Vec<Point> {
    let mut all: Vec<Point> = SIMPLE.iter().map(|x| plain(args(*x))).collect();
    let mut thorough = |x: f64| Point {
        thorough: true,
        ..plain(args(x))
    };
    for x in HARD.iter().chain(&SIMPLE) {
        all.push(thorough(*x));
    }
    for _ in 0..32 {
        all.push(thorough(random.between(-12.0, 12.0)));
    }
    all.extend(line(random, n).into_iter().map(|x| plain(args(x))));
    all
}

/// A seam, and both sides of it.
fn around(seam: Seam, args: Args, moves: usize) -> Vec<Point> {
    [0, -1, 1]
        .into_iter()
        .map(|side| Point {
            side,
            moves,
            seam: Some(seam),
            thorough: true,
            ..plain(args.clone())
        })
        .collect()
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
            let arguments = function.arguments();
            for length in super::super::subject::lengths(&arguments) {
                let tables = arguments
                    .iter()
                    .any(|a| matches!(a.domain, catalog::Domain::Table(..)));
                let longest = if tables { 5 } else { 50 };
                let labels =
                    (arguments.iter()).any(|a| matches!(a.domain, catalog::Domain::Labels(..)));
                if labels && length == catalog::Length('K') {
                    continue; // classes, of which no row is
                }
                let next = tables
                    && (arguments.iter()).any(|a| matches!(a.domain, catalog::Domain::Classes(..)));
                // One alone has no partner, and no next token.
                let shortest = if labels || next { 2 } else { 1 };
                for k in [shortest, 2, 5, longest] {
                    assert!(
                        points.iter().any(|p| p.length(&arguments, length) == k),
                        "{name}: no row of {k}"
                    );
                }
            }
        }
    }
}
