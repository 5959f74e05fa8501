//! Points and rectangles on the page, in units of the `viewBox`; `y` grows downwards.

/// A place on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The point at the fraction `t` of the way to `other`.
    pub fn towards(self, other: Self, t: f64) -> Self {
        Self::new(
            self.x + t * (other.x - self.x),
            self.y + t * (other.y - self.y),
        )
    }

    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Distance to the segment from `a` to `b`.
    pub fn distance_to_segment(self, a: Self, b: Self) -> f64 {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let squared = dx * dx + dy * dy;
        if squared == 0.0 {
            return self.distance(a);
        }
        let t = ((self.x - a.x) * dx + (self.y - a.y) * dy) / squared;
        self.distance(a.towards(b, t.clamp(0.0, 1.0)))
    }
}

/// A rectangle with its sides along the axes of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The rectangle with every side moved outwards by `by`.
    pub fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The point of the rectangle nearest to `p`.
    pub fn nearest(&self, p: Point) -> Point {
        Point::new(
            p.x.clamp(self.left, self.right),
            p.y.clamp(self.top, self.bottom),
        )
    }

    /// Area shared with `other`.
    pub fn overlap(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    /// The part of the segment from `a` to `b` inside the rectangle (Liang and Barsky 1984).
    pub fn clip(&self, a: Point, b: Point) -> Option<(Point, Point)> {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (from, to, low, high) in [
            (a.x, b.x, self.left, self.right),
            (a.y, b.y, self.top, self.bottom),
        ] {
            if from == to {
                if from < low || from > high {
                    return None;
                }
                continue;
            }
            let (s, t) = ((low - from) / (to - from), (high - from) / (to - from));
            enter = enter.max(s.min(t));
            leave = leave.min(s.max(t));
        }
        // An end that is not cut is returned to the bit, so that runs stay connected.
        (enter <= leave).then(|| {
            (
                if enter == 0.0 { a } else { a.towards(b, enter) },
                if leave == 1.0 { b } else { a.towards(b, leave) },
            )
        })
    }

    /// Length of the segment from `a` to `b` inside the rectangle.
    pub fn length_inside(&self, a: Point, b: Point) -> f64 {
        self.clip(a, b).map_or(0.0, |(p, q)| p.distance(q))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 10.0,
        bottom: 10.0,
    };

    #[test]
    fn a_segment_is_cut_at_the_sides() {
        let cut = SQUARE.clip(Point::new(-5.0, 5.0), Point::new(15.0, 5.0));
        assert_eq!(cut, Some((Point::new(0.0, 5.0), Point::new(10.0, 5.0))));
        assert_eq!(
            SQUARE.length_inside(Point::new(5.0, -5.0), Point::new(5.0, 5.0)),
            5.0
        );
    }

    #[test]
    fn a_segment_beside_the_corner_is_outside() {
        assert_eq!(
            SQUARE.clip(Point::new(-6.0, 5.0), Point::new(5.0, -6.0)),
            None
        );
    }

    #[test]
    fn distance_to_a_segment_ends_at_its_ends() {
        let (a, b) = (Point::new(0.0, 0.0), Point::new(4.0, 0.0));
        assert_eq!(Point::new(2.0, 3.0).distance_to_segment(a, b), 3.0);
        assert_eq!(Point::new(7.0, 4.0).distance_to_segment(a, b), 5.0);
        assert_eq!(Point::new(3.0, 4.0).distance_to_segment(a, a), 5.0);
    }

    #[test]
    fn rectangles_side_by_side_share_no_area() {
        let right = Rect {
            left: 10.0,
            right: 20.0,
            ..SQUARE
        };
        assert_eq!(SQUARE.overlap(&right), 0.0);
        assert_eq!(SQUARE.overlap(&right.grown(1.0)), 10.0);
    }
}
