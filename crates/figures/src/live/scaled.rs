//! A function sharpened by a factor, `f(βx)/β`: softplus on its way to ReLU, tanh as a soft cap.

use catalog::Scalar;

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::cursor::Cursor;
use crate::geometry::Point;
use crate::handle;
use crate::mark::Mark;
use crate::numeral::significant;
use crate::palette::MARK;
use crate::plot::Plot;
use crate::role::Role;
use crate::svg::Num;
use crate::{Axis, Curve};

/// The figure of a function, with the least and the largest β.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    let [name, from, to] = words else {
        return Err(
            "`scaled` needs a function and two factors: `scaled softplus 0.2 20`".to_owned(),
        );
    };
    let shape = match *name {
        "softplus" => Shape::Ramp,
        "tanh" => Shape::Cap,
        _ => {
            return Err(format!(
                "`scaled` knows `softplus` and `tanh`, not `{name}`"
            ));
        }
    };
    let Some(catalog::Function::Scalar(function)) = catalog::find(name) else {
        return Err(format!(
            "no function `{name}` of one number in the catalogue"
        ));
    };
    let number = |text: &str| {
        text.parse()
            .ok()
            .filter(|x: &f64| *x > 0.0 && x.is_finite())
    };
    match (number(from), number(to)) {
        (Some(from), Some(to)) if from < to && (from..=to).contains(&shape.start()) => {
            Ok(Box::new(Scaled {
                function,
                shape,
                from,
                to,
            }))
        }
        _ => Err(format!(
            "`scaled {name}` needs two positive factors around {}, got {from} and {to}",
            shape.start()
        )),
    }
}

/// What a function is without its bend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// ReLU, which lies beneath.
    Ramp,
    /// The input, which is capped at 1/β.
    Cap,
}

impl Shape {
    /// β at first.
    fn start(self) -> f64 {
        match self {
            Shape::Ramp => 1.0,
            Shape::Cap => 1.0 / 30.0,
        }
    }
}

struct Scaled {
    function: &'static Scalar,
    shape: Shape,
    from: f64,
    to: f64,
}

impl Scaled {
    /// The caps that can be set: whole numbers.
    fn caps(&self) -> (f64, f64) {
        (libm::rint(1.0 / self.to), libm::rint(1.0 / self.from))
    }

    fn beta(&self, state: &State) -> f64 {
        match self.shape {
            Shape::Ramp => state.number("beta"),
            Shape::Cap => 1.0 / state.number("c"),
        }
    }

    /// The function as it is called, and where it would go without its bend.
    fn names(&self) -> (&'static str, &'static str) {
        match self.shape {
            Shape::Ramp => ("softplus(βx)/β", "ReLU"),
            Shape::Cap => ("c·tanh(x/c)", "x"),
        }
    }

    /// The end of the window.
    fn end(&self) -> f64 {
        match self.shape {
            Shape::Ramp => 4.0,
            Shape::Cap => 2.0 * self.caps().1,
        }
    }

    fn plain(&self) -> fn(f64) -> f64 {
        match self.shape {
            Shape::Ramp => |x| x.max(0.0),
            Shape::Cap => |x| x,
        }
    }

    /// How far it is from where it would go without its bend.
    fn gap(&self, beta: f64, x: f64) -> f64 {
        let f = self.function.value;
        match self.shape {
            // The same on both sides, and without a difference to cancel.
            Shape::Ramp => f(-beta * x.abs()) / beta,
            Shape::Cap => (x - f(beta * x) / beta).abs(),
        }
    }

    fn words(&self, beta: f64, place: Option<f64>) -> String {
        let f = self.function;
        if let Some(x) = place {
            let value = (f.value)(beta * x) / beta;
            return format!(
                "x = {}: value {}, slope {}; {} {}",
                significant(x, 4),
                significant(value, 6),
                significant((f.grad)(beta * x), 4),
                match self.shape {
                    Shape::Ramp => "above ReLU by",
                    Shape::Cap => "less than the input in size by",
                },
                significant(self.gap(beta, x), 4)
            );
        }
        let at = |x: f64| significant((f.value)(beta * x) / beta, 4);
        match self.shape {
            Shape::Ramp => format!(
                "β = {}: at 0 it is ln 2/β = {} above ReLU, at 1 it is {} above",
                significant(beta, 3),
                at(0.0),
                significant(self.gap(beta, 1.0), 4)
            ),
            Shape::Cap => format!(
                "c = {}: 1 becomes {}, 10 becomes {}, 100 becomes {}",
                significant(1.0 / beta, 3),
                at(1.0),
                at(10.0),
                at(100.0)
            ),
        }
    }

    fn curves(&self, beta: f64) -> Vec<Curve> {
        let (f, (name, plain)) = (self.function, self.names());
        let mut curves = vec![Curve {
            label: name.to_owned(),
            role: Role::Value,
            f: Box::new(move |x| (f.value)(beta * x) / beta),
            seams: vec![],
        }];
        // Beside a cap of tens a slope up to 1 would be a flat line.
        if self.shape == Shape::Ramp {
            curves.push(Curve {
                label: "slope".to_owned(),
                role: Role::Slope,
                f: Box::new(move |x| (f.grad)(beta * x)),
                seams: vec![],
            });
        }
        curves.push(Curve {
            label: plain.to_owned(),
            role: Role::Rival(0),
            f: Box::new(self.plain()),
            seams: vec![0.0],
        });
        curves
    }

    fn marks(&self, beta: f64) -> Vec<Mark> {
        match self.shape {
            Shape::Ramp => {
                let y = (self.function.value)(0.0) / beta;
                vec![Mark::Extremum {
                    x: 0.0,
                    y,
                    label: format!("ln 2/β = {}", significant(y, 3)),
                }]
            }
            Shape::Cap => [-1.0, 1.0]
                .map(|sign| Mark::Across {
                    y: sign / beta,
                    label: format!("cap {}", significant(sign / beta, 3)),
                })
                .to_vec(),
        }
    }
}

impl Figure for Scaled {
    fn caption(&self) -> String {
        match self.shape {
            Shape::Ramp => {
                "Softplus with a sharpness β, its slope, and ReLU beneath it. The gap is largest at 0, and the \
                 smaller the larger β is."
            }
            Shape::Cap => {
                "Tanh as a soft cap: what is small passes unchanged, what is large comes out below c. \
                 Dotted: the input itself."
            }
        }
        .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let start = self.shape.start();
        let factor = match self.shape {
            Shape::Ramp => Control::powers("beta", "β", self.from, self.to, start),
            Shape::Cap => {
                let (least, most) = self.caps();
                Control::slider("c", "cap c", least, most, 1.0, libm::rint(1.0 / start))
            }
        };
        vec![Control::place("x", "x"), factor]
    }

    fn show(&self, state: &State) -> Shown {
        let (beta, end) = (self.beta(state), self.end());
        let place = state.place("x").map(|share| {
            let step = end / 200.0;
            libm::rint((2.0 * share - 1.0) * end / step) * step + 0.0
        });
        let f = self.function;
        let (name, plain) = self.names();
        let plot = Plot {
            id: format!("live-scaled-{}", f.about.name),
            title: format!("{name} beside {plain}"),
            description: self.caption(),
            x: Axis::new("x", -end..=end),
            y: match self.shape {
                Shape::Ramp => Axis::new("", -0.5..=end),
                Shape::Cap => Axis::new("", -0.6 * end..=0.6 * end),
            },
            curves: self.curves(beta),
            marks: self.marks(beta),
            cursor: place.map(|x| Cursor {
                x,
                y: (f.value)(beta * x) / beta,
                slope: (f.grad)(beta * x),
            }),
        };
        let mut shown = Shown {
            words: self.words(beta, place),
            says: vec![(
                "x".to_owned(),
                place.map_or(String::new(), |x| significant(x, 4)),
            )],
            table: Table::new(["x", name, "slope", plain]),
            ..Shown::default()
        };
        for i in 0..=16 {
            let x = end * (f64::from(i) / 8.0 - 1.0);
            let row = [
                x,
                (f.value)(beta * x) / beta,
                (f.grad)(beta * x),
                self.plain()(x),
            ];
            shown
                .table
                .rows
                .push(row.map(|x| significant(x, 6)).to_vec());
        }
        shown.svg = plot.svg_under(|svg, x, y| match self.shape {
            Shape::Ramp => {
                let top = ((f.value)(0.0) / beta).min(end);
                let d = format!("M{} {}V{}", Num(x.at(0.0)), Num(y.at(0.0)), Num(y.at(top)));
                let attributes: crate::svg::Attributes<'_> =
                    &[("stroke", &MARK), ("stroke-width", &"4"), ("d", &d)];
                svg.leaf("path", attributes);
            }
            Shape::Cap => {
                let (least, most) = self.caps();
                let at = Point::new(x.at(0.9 * end), y.at(1.0 / beta));
                handle::knob(svg, at, "c", 'y', (y.at(least), y.at(most)));
            }
        });
        shown
    }
}

#[cfg(test)]
mod tests {
    use crate::live::{answer, at_rest, find};

    #[test]
    fn the_gap_at_zero_is_ln_2_over_beta() {
        for (beta, said) in [(0.2, "3.466"), (1.0, "0.6931"), (10.0, "0.06931")] {
            let step = libm::rint(100.0 * libm::log10(beta));
            let answer = answer(&format!("scaled softplus 0.2 20\nbeta={step}")).unwrap();
            let words = format!("at 0 it is ln 2/β = {said} above ReLU");
            assert!(answer.contains(&words), "{answer}");
        }
    }

    #[test]
    fn a_cap_is_never_passed() {
        let figure = find("scaled tanh 0.02 1").unwrap();
        // 30·tanh(1/30), 30·tanh(1/3), 30·tanh(10/3); mpmath.
        assert_eq!(
            at_rest(&*figure).words,
            "c = 30: 1 becomes 0.9996, 10 becomes 9.645, 100 becomes 29.92"
        );
        let answer = answer("scaled tanh 0.02 1\nc=1\nx=1000").unwrap();
        assert!(answer.contains("x = 100: value 1, slope 5.5"), "{answer}");
    }

    #[test]
    fn keys_that_make_no_sense_are_refused() {
        for key in [
            "scaled",
            "scaled softplus",
            "scaled relu 0.2 20",
            "scaled softplus 20 0.2",
            "scaled softplus 2 20",
            "scaled tanh 0 1",
            "scaled tanh x 1",
        ] {
            assert!(find(key).is_err(), "{key}");
        }
    }
}
