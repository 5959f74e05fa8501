//! What figures show of a function of one number, and no more.
//!
//! The catalogue's own entry leads to claims, other names and sources. A sketch is made of it while
//! compiling, so that a module with sketches contains none of these.

use catalog::{CurveClaim, Extremum, Function, Limits, Picture, ScalarClaim, Seam, Span};

use crate::drawing::{Drawing, Movable, Number, drawn, kinks, letter, limit_marks, minimum};
use crate::numeral::{number, shortest};
use crate::{Line, Mark, Plot};

/// A function of one number; a gate is one of `b`.
#[derive(Clone, Copy)]
pub(crate) struct Sketch {
    pub name: &'static str,
    pub title: &'static str,
    pub picture: Picture,
    pub shape: Shape,
}

/// What differs between the shapes of the catalogue.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    Scalar {
        value: fn(f64) -> f64,
        grad: fn(f64) -> f64,
        limits: [Limits; 2],
        seams: &'static [Seam],
        marks: [Option<ScalarClaim>; MARKS],
    },
    Curve {
        value: fn(f64, f64) -> f64,
        grad: fn(f64, f64) -> f64,
        limits: [fn(f64) -> Limits; 2],
        seams: fn(f64) -> Vec<Seam>,
        minimum: Option<fn(f64) -> Option<Extremum>>,
        parameter: Movable,
    },
    Gate {
        value: fn(f64, f64) -> f64,
        grad_b: fn(f64, f64) -> f64,
        limits: [Limits; 2],
        seams: &'static [Seam],
    },
}

/// How many claims about a function are drawn at most.
const MARKS: usize = 4;

/// What a reader moves in the figure of a gate: the number that is gated.
const GATED: Movable = Movable {
    name: "a",
    default: 1.0,
    span: Span::Even(-6.0, 6.0),
};

impl Sketch {
    /// Of a function of one number; `None` for functions of other shapes.
    pub const fn of(function: Function) -> Option<Sketch> {
        let (about, picture, shape) = match function {
            Function::Scalar(f) => (
                f.about,
                f.picture,
                Shape::Scalar {
                    value: f.value,
                    grad: f.grad,
                    limits: [f.limits, f.grad_limits],
                    seams: f.seams,
                    marks: marks(f.claims),
                },
            ),
            Function::Curve(f) => (
                f.about,
                f.picture,
                Shape::Curve {
                    value: f.value,
                    grad: f.grad,
                    limits: [f.limits, f.grad_limits],
                    seams: f.seams,
                    minimum: lowest(f.claims),
                    parameter: Movable::of(&f.parameter),
                },
            ),
            Function::Gate(f) => (
                f.about,
                f.picture,
                Shape::Gate {
                    value: f.value,
                    grad_b: f.grad_b,
                    limits: [f.limits, f.grad_limits],
                    seams: f.seams,
                },
            ),
            Function::Map(_) | Function::Loss(_) => return None,
        };
        Some(Sketch {
            name: about.name,
            title: about.title,
            picture,
            shape,
        })
    }

    /// Without its caption and its rivals.
    pub const fn alone(mut self) -> Sketch {
        self.picture.caption = "";
        self.picture.rivals = &[];
        self
    }

    /// The value of its parameter at first; 0 if it has none.
    pub fn default(&self) -> f64 {
        self.movable().map_or(0.0, |p| p.default)
    }

    /// Value and slope for a value of its parameter.
    pub fn line(&self, parameter: f64) -> Line {
        let (value, slope): (Number, Number) = match self.shape {
            Shape::Scalar { value, grad, .. } => (Box::new(value), Box::new(grad)),
            Shape::Curve { value, grad, .. } => (
                Box::new(move |x| value(x, parameter)),
                Box::new(move |x| grad(x, parameter)),
            ),
            Shape::Gate { value, grad_b, .. } => (
                Box::new(move |b| value(parameter, b)),
                Box::new(move |b| grad_b(parameter, b)),
            ),
        };
        Line {
            name: self.title.to_owned(),
            value,
            slope,
            seams: self.seams(parameter).iter().map(|seam| seam.at).collect(),
        }
    }

    /// Its kinks and branch points, for a value of its parameter; those of a gate are of `g` itself.
    pub fn seams(&self, parameter: f64) -> Vec<Seam> {
        match self.shape {
            Shape::Scalar { seams, .. } | Shape::Gate { seams, .. } => seams.to_vec(),
            Shape::Curve { seams, .. } => seams(parameter),
        }
    }

    /// Limits of the value and of the slope, for a value of its parameter.
    pub fn limits(&self, parameter: f64) -> [Limits; 2] {
        match self.shape {
            Shape::Scalar { limits, .. } => limits,
            Shape::Curve { limits, .. } => limits.map(|of| of(parameter)),
            Shape::Gate { limits, .. } => limits.map(|limits| scaled(limits, parameter)),
        }
    }

    /// What it is called in the key, and what is marked beside limits and kinks.
    fn words(&self, parameter: f64) -> (String, Vec<Mark>) {
        let title = self.title;
        match self.shape {
            Shape::Scalar { marks, .. } => {
                let marks = marks.into_iter().flatten().filter_map(mark);
                (title.to_owned(), marks.collect())
            }
            Shape::Curve {
                minimum: lowest,
                parameter: Movable { name, .. },
                ..
            } => {
                let lowest = lowest.and_then(|of| of(parameter));
                let marks = lowest.map(|lowest| minimum(lowest.at, lowest.value));
                let label = format!("{title}, {} = {}", letter(name), shortest(parameter));
                (label, marks.into_iter().collect())
            }
            Shape::Gate { .. } => (format!("{title}, a = {}", shortest(parameter)), vec![]),
        }
    }
}

/// The limits of a multiple.
pub(crate) fn scaled(limits: Limits, by: f64) -> Limits {
    let scaled = |limit: f64| if by == 0.0 { 0.0 } else { by * limit };
    Limits {
        at_minus_infinity: scaled(limits.at_minus_infinity),
        at_infinity: scaled(limits.at_infinity),
    }
}

/// The claims that are drawn, in their order.
const fn marks(claims: &[catalog::Stated<ScalarClaim>]) -> [Option<ScalarClaim>; MARKS] {
    let mut marks = [None; MARKS];
    let (mut i, mut count) = (0, 0);
    while i < claims.len() {
        if let ScalarClaim::Minimum { .. }
        | ScalarClaim::SteepestRise { .. }
        | ScalarClaim::SteepestFall { .. } = claims[i].claim
        {
            assert!(
                count < MARKS,
                "more claims are drawn than a sketch has room for"
            );
            marks[count] = Some(claims[i].claim);
            count += 1;
        }
        i += 1;
    }
    marks
}

/// The claim on the lowest point, for a value of the parameter.
const fn lowest(claims: &[catalog::Stated<CurveClaim>]) -> Option<fn(f64) -> Option<Extremum>> {
    let mut i = 0;
    while i < claims.len() {
        if let CurveClaim::Minimum(of) = claims[i].claim {
            return Some(of);
        }
        i += 1;
    }
    None
}

/// How a claim is drawn.
fn mark(claim: ScalarClaim) -> Option<Mark> {
    let (x, y, label) = match claim {
        ScalarClaim::Minimum { at, value } => return Some(minimum(at, value)),
        ScalarClaim::SteepestRise { at, slope } => {
            (at, slope, format!("steepest: {}", shortest(slope)))
        }
        ScalarClaim::SteepestFall { at, slope } => {
            (at, slope, format!("falls at most {}", number(-slope, 3)))
        }
        _ => return None,
    };
    Some(Mark::Extremum { x, y, label })
}

impl Drawing for Sketch {
    fn picture(&self) -> Picture {
        self.picture
    }

    fn movable(&self) -> Option<Movable> {
        match self.shape {
            Shape::Scalar { .. } => None,
            Shape::Curve { parameter, .. } => Some(parameter),
            Shape::Gate { .. } => Some(GATED),
        }
    }

    fn plot(&self, parameter: f64) -> Plot {
        let (label, mut marks) = self.words(parameter);
        let Line {
            value,
            slope,
            seams,
            ..
        } = self.line(parameter);
        let [limits, _] = match self.shape {
            // 0 times an infinite limit is no limit.
            Shape::Gate { limits, .. } => limits.map(|limits| Limits {
                at_minus_infinity: parameter * limits.at_minus_infinity,
                at_infinity: parameter * limits.at_infinity,
            }),
            _ => self.limits(parameter),
        };
        marks.extend(limit_marks(limits));
        marks.extend(kinks(&seams, &value));
        let mut plot = drawn(
            (self.name, self.title),
            self.picture,
            (label, &seams),
            (value, slope),
            marks,
        );
        match self.shape {
            // Where the parameter is called slope, the derivative needs another name.
            Shape::Curve { parameter, .. } if parameter.name == "slope" => {
                plot.curves[1].label = "derivative".to_owned();
            }
            // The rivals are gates too, given for a value of 1.
            Shape::Gate { .. } => {
                for curve in plot.curves.iter_mut().skip(2) {
                    let gate = std::mem::replace(&mut curve.f, Box::new(|b| b));
                    curve.f = Box::new(move |b| parameter * gate(b));
                }
            }
            _ => {}
        }
        plot
    }
}
