//! Rows of 1, 2, 5 and 50 logits with all that goes with them; few entries of the long ones.

use catalog::{Args, RowMap, args};

use super::Point;
use crate::sample::Random;

/// Points of a map of rows.
pub fn map(f: &RowMap, fixed: Option<f64>, random: &mut Random) -> Vec<Point> {
    // What fails is reported at the default, where it fails there.
    let default = f.parameter.default;
    let others = f.parameter.tried.iter().copied().filter(|t| *t != default);
    let tried: Vec<f64> = match fixed {
        Some(fixed) => vec![fixed],
        None => std::iter::once(default).chain(others).collect(),
    };
    points(random, |number, logits, random| {
        let upstream: Vec<f64> = logits.iter().map(|_| random.between(-2.0, 2.0)).collect();
        args![logits, tried[number % tried.len()], upstream]
    })
}

/// Points for functions whose first argument is a row: the call of each, and pairs of entries.
pub fn points(
    random: &mut Random,
    mut call: impl FnMut(usize, &[f64], &mut Random) -> Args,
) -> Vec<Point> {
    let mut all = vec![];
    for (number, (logits, thorough)) in made(random).into_iter().enumerate() {
        let args = call(number, &logits, random);
        all.extend(entries(number, logits.len(), &args, thorough));
    }
    all
}

/// Rows, and whether each is to be evaluated at any precision.
pub fn made(random: &mut Random) -> Vec<(Vec<f64>, bool)> {
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
    made
}

/// A call at pairs of entries: all of the short rows, some of the long ones.
pub fn entries(number: usize, k: usize, args: &Args, thorough: bool) -> Vec<Point> {
    let mut all = vec![];
    let step = if k > 5 { k / 2 } else { 1 };
    for i in (number % step..k).step_by(step) {
        let j = (i * 7 + number) % k;
        let point = Point {
            args: args.clone(),
            i,
            j,
            thorough,
            ..Point::default()
        };
        // Half of the pairs are equal entries, where an indicator holds.
        let equal = (j != i).then(|| Point {
            j: i,
            ..point.clone()
        });
        all.push(point);
        all.extend(equal);
    }
    all
}
