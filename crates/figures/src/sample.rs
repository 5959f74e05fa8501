//! From a function to polylines on the page.
//!
//! A polyline stays within [`TOLERANCE`] of the curve, breaks where the curve does, and ends at
//! the box. Everything is measured on the page, so that a flat stretch costs two points.

use crate::axis::Scale;
use crate::geometry::{Point, Rect};
use crate::ordered::ordered;

/// Largest distance between the curve and its polyline: a quarter of a unit.
#[cfg(test)]
pub(crate) const TOLERANCE: f64 = 0.25;
/// Share of it spent on sampling ..
const FLAT: f64 = 0.02;
/// .. and on leaving points out; the rest covers rounding to hundredths.
const SPARE: f64 = 0.1;
/// Spacing of the first samples. A feature narrower than this may be missed.
const STEP: f64 = 2.0;
/// Samples are never closer than this.
const FINEST: f64 = 1e-4;
/// A step in `y` over less than [`FINEST`] that is drawn as a gap.
const JUMP: f64 = 0.5;

/// Draws `f` over the whole of `x` into the box of the two scales.
///
/// `seams` are kinks and branch points: the curve is never smoothed across one.
pub(crate) fn trace(
    f: &dyn Fn(f64) -> f64,
    seams: &[f64],
    x: &Scale,
    y: &Scale,
) -> Vec<Vec<Point>> {
    let within = |seam: &f64| x.from < *seam && *seam < x.to;
    let cuts = seams.iter().copied().filter(within);
    let mut cuts = ordered(cuts.chain([x.to]));
    cuts.dedup();

    let (top, bottom) = (y.at(y.to), y.at(y.from));
    let visible = Rect {
        left: x.at(x.from),
        top: top.min(bottom),
        right: x.at(x.to),
        bottom: top.max(bottom),
    };
    let place = |v: f64| {
        let p = Point::new(x.at(v), y.at(f(v)));
        p.y.is_finite().then_some(p)
    };

    let mut lines: Vec<Vec<Point>> = Vec::new();
    let mut from = x.from;
    for to in cuts {
        for run in sample(&place, from, to, x, &visible) {
            for line in clip(&run, &visible) {
                let line = thin(&line);
                match lines.last_mut() {
                    Some(last) if last[last.len() - 1].distance(line[0]) < 0.01 => {
                        last.extend(&line[1..]);
                    }
                    _ => lines.push(line),
                }
            }
        }
        from = to;
    }
    lines
}

/// Runs of connected samples from `from` to `to`.
fn sample(
    place: &dyn Fn(f64) -> Option<Point>,
    from: f64,
    to: f64,
    x: &Scale,
    visible: &Rect,
) -> Vec<Vec<Point>> {
    let steps = ((x.at(to) - x.at(from)) / STEP).ceil().max(4.0) as usize;
    let at = |i: usize| from + (to - from) * (i as f64 / steps as f64);
    let mut last = (from, place(from));
    let mut samples = vec![last.1];
    for i in 1..=steps {
        let next = if i == steps { to } else { at(i) };
        let next = (next, place(next));
        refine(place, x, visible, last, next, &mut samples);
        last = next;
    }
    samples
        .split(Option::is_none)
        .map(|run| run.iter().copied().flatten().collect())
        .filter(|run: &Vec<Point>| run.len() > 1)
        .collect()
}

type Sample = (f64, Option<Point>);

/// Appends the samples after `a`, up to and with `b`; `None` is a gap.
fn refine(
    place: &dyn Fn(f64) -> Option<Point>,
    x: &Scale,
    visible: &Rect,
    a: Sample,
    b: Sample,
    samples: &mut Vec<Option<Point>>,
) {
    let between = |t: f64| a.0 + t * (b.0 - a.0);
    let middle = (between(0.5), place(between(0.5)));
    // A second probe: the middle of a steep odd curve lies on its chord.
    let probe = place(between(0.3));
    let flat = match (a.1, probe, middle.1, b.1) {
        (None, None, None, None) => true,
        (Some(a), Some(p), Some(m), Some(b)) => {
            let all = [a, p, m, b];
            all.iter().all(|p| p.y < visible.top)
                || all.iter().all(|p| p.y > visible.bottom)
                || [(p, 0.3), (m, 0.5)].iter().all(|&(p, t)| {
                    // Where it is steep, the height must grow with x as on a line; at a jump,
                    // which is close to its chord too, it does not.
                    let steep = (b.y - a.y).abs();
                    p.distance_to_segment(a, b) <= FLAT
                        && (steep < JUMP || (p.y - a.towards(b, t).y).abs() < 0.2 * steep)
                })
        }
        _ => false,
    };
    if flat {
        samples.push(b.1);
    } else if x.at(b.0) - x.at(a.0) > FINEST {
        refine(place, x, visible, a, middle, samples);
        refine(place, x, visible, middle, b, samples);
    } else {
        let joined = matches!((a.1, b.1), (Some(a), Some(b)) if (a.y - b.y).abs() < JUMP);
        if !joined {
            samples.push(None);
        }
        samples.push(b.1);
    }
}

/// The parts of a run inside the box.
pub(crate) fn clip(run: &[Point], visible: &Rect) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for pair in run.windows(2) {
        let Some((a, b)) = visible.clip(pair[0], pair[1]) else {
            continue;
        };
        match parts.last_mut() {
            Some(part) if part[part.len() - 1] == a => part.push(b),
            _ => parts.push(vec![a, b]),
        }
    }
    parts
}

/// Leaves out points that lie within [`SPARE`] of the line without them (Douglas and Peucker 1973).
pub(crate) fn thin(line: &[Point]) -> Vec<Point> {
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut stretches = vec![(0, line.len() - 1)];
    while let Some((first, last)) = stretches.pop() {
        let farthest = (first + 1..last)
            .map(|i| (line[i].distance_to_segment(line[first], line[last]), i))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((distance, i)) = farthest
            && distance > SPARE
        {
            keep[i] = true;
            stretches.extend([(first, i), (i, last)]);
        }
    }
    let kept = line.iter().zip(keep);
    kept.filter_map(|(p, keep)| keep.then_some(*p)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::axis::Axis;

    fn scales(
        x: std::ops::RangeInclusive<f64>,
        y: std::ops::RangeInclusive<f64>,
    ) -> (Scale, Scale) {
        (
            Scale::new(&Axis::new("x", x), 40.0, 620.0),
            Scale::new(&Axis::new("y", y), 360.0, 50.0),
        )
    }

    fn distance(p: Point, lines: &[Vec<Point>]) -> f64 {
        lines
            .iter()
            .flat_map(|line| line.windows(2))
            .map(|pair| p.distance_to_segment(pair[0], pair[1]))
            .fold(f64::INFINITY, f64::min)
    }

    /// Compares the polyline with the function at 20,011 points, most of them between samples.
    #[track_caller]
    fn check_error(f: &dyn Fn(f64) -> f64, seams: &[f64]) {
        let (x, y) = scales(-4.0..=4.0, -1.2..=4.0);
        let lines = trace(f, seams, &x, &y);
        let mut seen = 0;
        for i in 0..=20_010 {
            let v = -4.0 + 8.0 * f64::from(i) / 20_010.0;
            if y.contains(f(v)) {
                let p = Point::new(x.at(v), y.at(f(v)));
                let error = distance(p, &lines);
                assert!(error <= TOLERANCE, "off by {error} at {v}");
                seen += 1;
            }
        }
        assert!(seen > 1000, "only {seen} points were in the box");
    }

    fn sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    #[test]
    fn the_polyline_is_within_a_quarter_of_a_unit() {
        check_error(&sigmoid, &[]);
        check_error(&|x| x * sigmoid(x), &[]);
        check_error(&|x| 0.5 * x * x, &[]);
        check_error(&f64::abs, &[0.0]);
        check_error(&f64::abs, &[]);
        check_error(&|x| x.max(0.0), &[0.0]);
        check_error(&|x| (7.0 * x).sin(), &[]);
        check_error(&|x| (1e4 * x).tanh(), &[]);
        check_error(&|x| x.abs().sqrt(), &[0.0]);
        check_error(&|x| 1.0 / x, &[]);
        check_error(&|x| -x.ln(), &[]);
        // Peaks five units wide.
        check_error(&|x| (7.0 * x).sin().powi(40), &[]);
        // Steep, and odd about the middle between two of the first samples.
        let middle = -4.0 + 8.0 * 100.5 / (580.0 / STEP);
        check_error(&|x| (1e4 * (x - middle)).tanh(), &[]);
    }

    #[test]
    fn the_check_sees_a_wrong_curve() {
        let (x, y) = scales(-4.0..=4.0, -1.2..=4.0);
        let lines = trace(&sigmoid, &[], &x, &y);
        let off = Point::new(x.at(1.0), y.at(sigmoid(1.0) + 0.005));
        assert!(distance(off, &lines) > TOLERANCE);
    }

    #[test]
    fn few_points_suffice() {
        let (x, y) = scales(-4.0..=4.0, -1.2..=4.0);
        let count = |f: &dyn Fn(f64) -> f64, seams: &[f64]| {
            let lines = trace(f, seams, &x, &y);
            lines.iter().map(Vec::len).sum::<usize>()
        };
        assert_eq!(count(&|x| 0.5 * x, &[]), 2);
        assert_eq!(count(&|x| x.max(0.0), &[0.0]), 3);
        assert!(count(&sigmoid, &[]) < 40);
    }

    #[test]
    fn a_kink_stays_sharp() {
        let (x, y) = scales(-4.0..=4.0, -1.2..=4.0);
        let lines = trace(&f64::abs, &[0.0], &x, &y);
        let kink = Point::new(x.at(0.0), y.at(0.0));
        assert!(lines[0].iter().any(|p| p.distance(kink) < 1e-6));
    }

    #[test]
    fn the_line_breaks_at_a_pole_of_either_sign() {
        let (x, y) = scales(-4.0..=4.0, -3.0..=3.0);
        assert_eq!(trace(&|x| 1.0 / x, &[], &x, &y).len(), 2);
        assert_eq!(trace(&|x| 1.0 / (x - 0.1), &[], &x, &y).len(), 2);
        assert_eq!(trace(&|x| 1.0 / (x * x), &[], &x, &y).len(), 2);
    }

    #[test]
    fn the_line_breaks_at_a_jump_with_and_without_a_seam() {
        let (x, y) = scales(-4.0..=4.0, -3.0..=3.0);
        for seams in [&[][..], &[0.0]] {
            for f in [f64::signum as fn(f64) -> f64, |x| {
                if x <= 0.0 { -1.0 } else { 1.0 }
            }] {
                let lines = trace(&f, seams, &x, &y);
                assert_eq!(lines.len(), 2, "seams {seams:?}");
                for line in &lines {
                    assert!(line.iter().all(|p| p.y == line[0].y));
                    let nearest = line.iter().map(|p| (p.x - x.at(0.0)).abs());
                    assert!(nearest.fold(f64::INFINITY, f64::min) < 0.01);
                }
            }
        }
    }

    #[test]
    fn the_line_breaks_where_there_is_no_value() {
        let (x, y) = scales(-4.0..=4.0, -3.0..=3.0);
        let lines = trace(&|x: f64| (x * x - 1.0).sqrt(), &[], &x, &y);
        assert_eq!(lines.len(), 2);
        assert!(trace(&|_| f64::NAN, &[], &x, &y).is_empty());
        assert!(trace(&|_| f64::INFINITY, &[], &x, &y).is_empty());
        assert!(trace(&|_| 1e308, &[], &x, &y).is_empty());
    }

    #[test]
    fn seams_outside_the_axis_change_nothing() {
        let (x, y) = scales(-4.0..=4.0, -3.0..=3.0);
        let plain = trace(&sigmoid, &[], &x, &y);
        let seams = [9.0, -4.0, 4.0, -9.0, f64::NAN, f64::INFINITY];
        assert_eq!(trace(&sigmoid, &seams, &x, &y), plain);
    }

    #[test]
    fn seams_may_come_in_any_order() {
        let (x, y) = scales(-4.0..=4.0, -3.0..=3.0);
        let hinge = |x: f64| x.clamp(-1.0, 1.0);
        let lines = trace(&hinge, &[1.0, -1.0, 1.0], &x, &y);
        assert_eq!(lines, trace(&hinge, &[-1.0, 1.0], &x, &y));
        assert_eq!(lines[0].len(), 4);
    }

    #[test]
    fn a_value_that_is_missing_at_a_seam_only_leaves_no_gap() {
        let (x, y) = scales(-4.0..=4.0, -3.0..=3.0);
        let hole = |x: f64| x * x / x;
        assert_eq!(trace(&hole, &[0.0], &x, &y).len(), 1);
    }

    #[test]
    fn nothing_leaves_the_box() {
        let (x, y) = scales(-4.0..=4.0, -1.0..=1.0);
        let lines = trace(&|x| x * x * x, &[], &x, &y);
        let points: Vec<Point> = lines.concat();
        assert!(points.iter().all(|p| (50.0..=360.0).contains(&p.y)));
        let highest = points.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
        assert_eq!(highest, 50.0, "the curve is drawn up to the edge");
        let crossing = points.iter().find(|p| p.y == 50.0).unwrap();
        assert!((crossing.x - x.at(1.0)).abs() < TOLERANCE);
    }
}
