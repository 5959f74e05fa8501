//! What the figure of a function of any shape is made of.

use catalog::{Limits, LineClaim, Loss, LossClaim, Parameter, Picture, RowMap, Span};

use crate::catalogue::RESTING;
use crate::numeral::{number, shortest};
use crate::{Axis, Curve, Mark, Plot, Role};

/// A function as its figure sees it.
///
/// A trait, not a `match` on shapes, so that a module contains the drawing code of its own shapes only.
pub(crate) trait Drawing {
    /// How it is drawn.
    fn picture(&self) -> Picture;

    /// What a reader can move.
    fn movable(&self) -> Option<Movable>;

    /// The figure with a value of what can be moved, where there is something: value and slope are
    /// the first two curves.
    fn plot(&self, parameter: f64) -> Plot;
}

/// What a reader can move in the figure of a function: its parameter, or the value of a gate.
#[derive(Clone, Copy)]
pub(crate) struct Movable {
    pub name: &'static str,
    pub default: f64,
    pub span: Span,
}

impl Movable {
    pub const fn of(parameter: &Parameter) -> Movable {
        Movable {
            name: parameter.name,
            default: parameter.default,
            span: parameter.span,
        }
    }
}

/// A function of one number, as a plot takes it.
pub(crate) type Number = Box<dyn Fn(f64) -> f64>;

/// The figure of a function with this name and title: its value under a label with seams, its slope,
/// and its rivals.
pub(crate) fn drawn(
    (name, title): (&str, &str),
    picture: Picture,
    (label, seams): (String, &[f64]),
    (value, slope): (Number, Number),
    marks: Vec<Mark>,
) -> Plot {
    let own = |label: String, role, f| Curve {
        label,
        role,
        f,
        seams: seams.to_vec(),
    };
    let mut curves = vec![
        own(label, Role::Value, value),
        own("slope".to_owned(), Role::Slope, slope),
    ];
    for (i, rival) in (0..).zip(picture.rivals) {
        curves.push(Curve {
            label: rival.label.to_owned(),
            role: Role::Rival(i),
            f: Box::new(rival.curve),
            seams: vec![0.0],
        });
    }
    let rivals: Vec<&str> = picture.rivals.iter().map(|rival| rival.label).collect();
    Plot {
        id: format!("figure-{name}"),
        title: format!(
            "{}, its slope, and {}",
            capitalised(title),
            rivals.join(", ")
        ),
        description: picture.caption.to_owned(),
        x: Axis::new(picture.across, picture.x.0..=picture.x.1),
        y: Axis::new("", picture.y.0..=picture.y.1),
        curves,
        marks,
        cursor: None,
    }
}

/// The text with a capital first letter. Titles begin with an ASCII letter; tables for all others would
/// be a tenth of a module.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        let first = first.to_ascii_uppercase();
        std::iter::once(first).chain(chars).collect()
    })
}

/// The letter that formulas write for a parameter, where it is Greek: a key has little room.
pub(crate) fn letter(name: &'static str) -> &'static str {
    match name {
        "alpha" => "α",
        "beta" => "β",
        "delta" => "δ",
        name => name,
    }
}

/// A number with three decimals, but 0 as it is.
fn figure(x: f64) -> String {
    number(x, if x == 0.0 { 0 } else { 3 })
}

/// The mark at a lowest point.
pub(crate) fn minimum(at: f64, value: f64) -> Mark {
    Mark::Extremum {
        x: at,
        y: value,
        label: format!("minimum {} at {}", figure(value), figure(at)),
    }
}

/// A line for each finite limit but 0, which is the axis.
pub(crate) fn limit_marks(limits: Limits) -> impl Iterator<Item = Mark> {
    [limits.at_minus_infinity, limits.at_infinity]
        .into_iter()
        .filter(|limit| limit.is_finite() && *limit != 0.0)
        .map(|limit| Mark::Across {
            y: limit,
            label: format!("limit {}", shortest(limit)),
        })
}

/// A mark on the value at each seam.
pub(crate) fn kinks(seams: &[f64], value: &dyn Fn(f64) -> f64) -> Vec<Mark> {
    let kink = |x: &f64| Mark::Kink {
        x: *x,
        y: value(*x),
        label: String::new(),
    };
    seams.iter().map(kink).collect()
}

/// A loss along its first section; where it has several parameters, the first moves.
impl Drawing for &'static Loss {
    fn picture(&self) -> Picture {
        self.picture
    }

    fn movable(&self) -> Option<Movable> {
        self.parameters().next().map(Movable::of)
    }

    fn plot(&self, parameter: f64) -> Plot {
        let f: &'static Loss = self;
        let section = &f.sections[0];
        let mut parameters = f.defaults();
        if let Some(first) = parameters.first_mut() {
            *first = parameter;
        }
        let seams = (section.seams)(&parameters);
        let bounded = (f.claims.iter()).any(|stated| {
            matches!(stated.claim, LossClaim::Along(name, LineClaim::Lipschitz(_)) if name == section.name)
        });
        let marks = (seams.iter())
            .flat_map(|seam| {
                let on_value = Mark::Kink {
                    x: seam.at,
                    y: f.along(section, &parameters, seam.at),
                    label: String::new(),
                };
                // The slope stays on one side of a corner, or on none.
                let stays = |side: f64| {
                    let at = |far: f64| f.slope(section, &parameters, seam.at + side * far);
                    bounded && [1.0, 8.0].map(at) == [seam.chosen; 2]
                };
                let slope = shortest(seam.chosen);
                let words = match (stays(-1.0), stays(1.0)) {
                    (_, true) => format!("slope {slope} from here on"),
                    (true, _) => format!("slope {slope} left of here"),
                    _ => String::new(),
                };
                // Where the slope jumps, the kink says so.
                let on_slope = (seam.left == seam.right).then_some(Mark::Kink {
                    x: seam.at,
                    y: seam.chosen,
                    label: words,
                });
                std::iter::once(on_value).chain(on_slope)
            })
            .collect();
        let at: Vec<f64> = seams.iter().map(|seam| seam.at).collect();
        let title = f.about.title;
        let label = match (section.label, f.parameters().next()) {
            ("", Some(p)) => format!("{title}, {} = {}", letter(p.name), shortest(parameter)),
            ("", None) => title.to_owned(),
            (label, _) => label.to_owned(),
        };
        let (one, other) = (parameters.clone(), parameters);
        drawn(
            (f.about.name, title),
            f.picture,
            (label, &at),
            (
                Box::new(move |t| f.along(section, &one, t)),
                Box::new(move |t| f.slope(section, &other, t)),
            ),
            marks,
        )
    }
}

/// The first entry of a map of rows, as a function of the first logit.
impl Drawing for &'static RowMap {
    fn picture(&self) -> Picture {
        self.picture
    }

    fn movable(&self) -> Option<Movable> {
        Some(Movable::of(&self.parameter))
    }

    fn plot(&self, t: f64) -> Plot {
        let f: &'static RowMap = self;
        let with_first = |first: f64| [first, RESTING[0], RESTING[1]];
        let value = move |x: f64| (f.value)(&with_first(x), t)[0];
        let slope = move |x: f64| (f.vjp)(&with_first(x), t, &[1.0, 0.0, 0.0])[0];
        let title = f.about.title;
        drawn(
            (f.about.name, title),
            f.picture,
            (format!("{title}, first entry"), &[]),
            (Box::new(value), Box::new(slope)),
            vec![],
        )
    }
}
