//! Points of losses: calls of every kind, and along their sections.

use catalog::{Args, Domain, Loss, Seam, Section, Value};

use super::{Point, SIMPLE, around, plain, rows};
use crate::sample::{Random, call};

/// The points of a loss; a parameter may be fixed.
pub fn points(f: &Loss, fixed: Option<(usize, f64)>, random: &mut Random) -> Vec<Point> {
    let tried = tried(f, fixed);
    let mut all = first(f, &tried);
    let is_long = f.arguments.iter().any(|a| !a.domain.lengths().is_empty());
    if is_long {
        let tables = f
            .arguments
            .iter()
            .any(|a| matches!(a.domain, Domain::Table(..)));
        for (number, (logits, thorough)) in rows::made(random).into_iter().enumerate() {
            let logits = if tables {
                &logits[..logits.len().min(5)]
            } else {
                &logits[..]
            };
            let parameters = &tried[number % tried.len()];
            let mut args = call(f, parameters, Some(logits), random);
            for point in rows::entries(number, logits.len(), &args, thorough) {
                // Each entry is the right class in its turn.
                for (i, argument) in f.arguments.iter().enumerate() {
                    if matches!(argument.domain, Domain::Class(_)) {
                        let class = if point.i == point.j {
                            point.i
                        } else {
                            (point.i + number / 2) % logits.len()
                        };
                        args = args.with(i, Value::Index(class));
                    }
                }
                all.push(Point {
                    args: args.clone(),
                    ..point
                });
            }
        }
    } else {
        for (number, parameters) in tried.iter().cycle().take(1100).enumerate() {
            all.push(Point {
                thorough: number % 12 == 0,
                ..plain(call(f, parameters, None, random))
            });
        }
    }
    for parameters in &tried {
        for section in f.sections {
            along(f, section, parameters, 400 / tried.len(), random, &mut all);
        }
    }
    for section in f.sections {
        mark_seams(f, section, &mut all);
    }
    for point in &mut all {
        point.args = summing(f, &point.args);
    }
    all
}

/// Distributions that sum to 1 exactly, as formulas take for granted: whole multiples of 2⁻³⁰.
fn summing(f: &Loss, args: &Args) -> Args {
    let whole = 2_f64.powi(30);
    let exact = |row: &[f64]| {
        // None is 0: there a logarithm has no value, and the code's convention is no formula's matter.
        let mut parts: Vec<f64> = row.iter().map(|p| (p * whole).round().max(1.0)).collect();
        let excess = parts.iter().sum::<f64>() - whole;
        if let Some(largest) = parts.iter_mut().max_by(|a, b| a.total_cmp(b)) {
            *largest -= excess;
        }
        parts.iter().map(|p| p / whole).collect::<Vec<f64>>()
    };
    let is_distribution = |i: &usize| matches!(f.arguments[*i].domain, Domain::Simplex(_));
    let places = (0..f.arguments.len()).filter(is_distribution);
    places.fold(args.clone(), |args, i| {
        let row = exact(args.row(i));
        args.with(i, row.into())
    })
}

/// The values of the parameters: the default first, then those nearest to it, since what fails is to be
/// reported where a reader would try it.
fn tried(f: &Loss, fixed: Option<(usize, f64)>) -> Vec<Vec<f64>> {
    let defaults = f.defaults();
    let places: Vec<usize> = (f.arguments.iter().enumerate())
        .filter(|(_, argument)| argument.parameter().is_some())
        .map(|(i, _)| i)
        .collect();
    let hold = |mut values: Vec<f64>| {
        for (value, place) in values.iter_mut().zip(&places) {
            if let Some((_, fixed)) = fixed.filter(|(at, _)| at == place) {
                *value = fixed;
            }
        }
        values
    };
    let far = |values: &Vec<f64>| -> f64 {
        let pairs = values.iter().zip(&defaults);
        pairs.map(|(a, b)| (a / b).ln().abs()).sum()
    };
    let mut all: Vec<Vec<f64>> = f.tried().into_iter().map(hold).collect();
    all.sort_by(|a, b| far(a).total_cmp(&far(b)));
    all.dedup();
    all
}

/// What a reader would try first: simple places of each section.
fn first(f: &Loss, tried: &[Vec<f64>]) -> Vec<Point> {
    let mut all = vec![];
    for parameters in tried {
        for section in f.sections {
            let unit = (section.unit)(parameters);
            let (from, to) = section.ends;
            let places = [2.5].iter().chain(SIMPLE.iter().rev()).map(|t| t * unit);
            let inside = places.filter(|t| from < *t && *t < to);
            all.extend(inside.map(|t| plain((section.at)(parameters, t))));
        }
    }
    all
}

/// Places of a section: near, of every magnitude where it has no end, on its seams and beside them.
fn along(
    f: &Loss,
    section: &Section,
    parameters: &Vec<f64>,
    n: usize,
    random: &mut Random,
    all: &mut Vec<Point>,
) {
    let (from, to) = section.ends;
    let unit = (section.unit)(parameters);
    for i in 0..n.max(8) {
        let t = match i % 3 {
            0 => random.between(-2.0, 2.0) * unit,
            1 => random.between(-3.0, 3.0),
            _ => 10_f64.powf(random.between(-200.0, 4.0)) * if i % 2 == 0 { 1.0 } else { -1.0 },
        };
        let t = if from < t && t < to { t } else { -t };
        if from < t && t < to {
            all.push(Point {
                thorough: i % 12 == 0,
                ..plain((section.at)(parameters, t))
            });
        }
    }
    // A seam at a sum of parameters is hit exactly only where these have few digits.
    let short = |p: &f64| (p * 2_f64.powi(20)).round() / 2_f64.powi(20);
    let shortened: Vec<f64> = parameters.iter().map(short).collect();
    let valid = f
        .parameters()
        .zip(&shortened)
        .all(|(parameter, p)| (parameter.valid)(*p));
    let parameters = if valid { &shortened } else { parameters };
    for seam in (section.seams)(parameters) {
        let args = (section.at)(parameters, seam.at);
        match section.moves {
            // One side of a point is a step of one number: the seams of a row are checked in place.
            [only] if only.rate == 1.0 && matches!(args.0[only.argument], Value::Number(_)) => {
                all.extend(around(seam, args, only.argument));
            }
            _ => all.push(Point {
                seam: Some(seam),
                thorough: true,
                ..plain(args)
            }),
        }
    }
}

/// A point that happens to lie on a seam: the formula has no derivative there to compare with.
fn mark_seams(f: &Loss, section: &Section, points: &mut [Point]) {
    for point in points.iter_mut().filter(|point| point.seam.is_none()) {
        let parameters = f.parameters_of(&point.args);
        let same = |args: &Args| *args == point.args;
        let on = |seam: &Seam| same(&(section.at)(&parameters, seam.at));
        point.seam = (section.seams)(&parameters).into_iter().find(on);
    }
}
