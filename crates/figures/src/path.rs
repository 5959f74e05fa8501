//! Polylines as path data.

use crate::geometry::Point;
use crate::svg::Hundredths;

/// The lines as path data: an absolute start each, then steps between the rounded points.
pub(crate) fn path(lines: &[Vec<Point>]) -> String {
    let mut d = String::new();
    for line in lines {
        let round = |p: &Point| (Hundredths::of(p.x), Hundredths::of(p.y));
        let mut points: Vec<_> = line.iter().map(round).collect();
        points.dedup();
        if points.len() < 2 {
            continue;
        }
        d += &format!("M{} {}l", points[0].0, points[0].1);
        for pair in points.windows(2) {
            for (from, to) in [(pair[0].0, pair[1].0), (pair[0].1, pair[1].1)] {
                let step = Hundredths(to.0 - from.0);
                // A minus sign separates by itself.
                if !d.ends_with('l') && step.0 >= 0 {
                    d.push(' ');
                }
                d += &step.to_string();
            }
        }
    }
    d
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Absolute points of each line in path data of the form `M x y l dx dy ..`.
    pub fn points(d: &str) -> Vec<Vec<(f64, f64)>> {
        let lines = d.split('M').skip(1).map(|line| {
            let spaced = line.replace('l', " ").replace('-', " -");
            let numbers: Vec<f64> = spaced
                .split_whitespace()
                .map(|n| n.parse().unwrap())
                .collect();
            let mut at = (0.0, 0.0);
            numbers
                .chunks(2)
                .map(|pair| {
                    at = (at.0 + pair[0], at.1 + pair[1]);
                    at
                })
                .collect()
        });
        lines.collect()
    }

    #[test]
    fn a_line_too_short_to_see_is_left_out() {
        let p = Point::new(1.0, 2.0);
        assert_eq!(path(&[vec![p, Point::new(1.001, 2.0)]]), "");
    }

    #[test]
    fn steps_do_not_add_up_rounding_errors() {
        let zigzag: Vec<Point> = (0..200)
            .map(|i| {
                Point::new(
                    100.0 + f64::from(i) * 0.333_3,
                    50.0 + f64::from(i % 7) * 0.777_7,
                )
            })
            .collect();
        let lines = points(&path(std::slice::from_ref(&zigzag)));
        for (read, point) in lines[0].iter().zip(&zigzag) {
            assert!((read.0 - point.x).abs() <= 0.005_001);
            assert!((read.1 - point.y).abs() <= 0.005_001);
        }
    }
}
