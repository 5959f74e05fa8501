//! Figures of catalogued functions: what is drawn of which fact.

use catalog::{
    Curve as Parametric, CurveClaim, Function, Gate, Limits, LineClaim, Loss, LossClaim, Parameter,
    Picture, RowMap, Scalar, ScalarClaim, Seam, Span,
};

use crate::numeral::{number, shortest};
use crate::{Axis, Bars, Curve, Group, Mark, Plot, Role};

/// The logits that rest while the first one moves: the second and third of the book's running
/// example (2, 1, 0.1).
const RESTING: [f64; 2] = [1.0, 0.1];

/// The figure of a function as SVG on one line.
#[must_use]
pub fn of(function: &Function) -> String {
    plot(function).svg()
}

/// The figure of a function, with its parameter at the default.
#[must_use]
pub fn plot(function: &Function) -> Plot {
    plot_of(function, parameter(function).map_or(0.0, |p| p.default))
}

/// What a reader can move in the figure of a function: its parameter, or the value of a gate.
pub(crate) struct Movable {
    pub name: &'static str,
    pub default: f64,
    pub span: Span,
}

pub(crate) fn parameter(function: &Function) -> Option<Movable> {
    let movable = |p: &Parameter| Movable {
        name: p.name,
        default: p.default,
        span: p.span,
    };
    match function {
        Function::Curve(f) => Some(movable(&f.parameter)),
        Function::Map(f) => Some(movable(&f.parameter)),
        Function::Loss(f) => f.parameters().next().map(movable),
        Function::Gate(_) => Some(Movable {
            name: "a",
            default: 1.0,
            span: Span::Even(-6.0, 6.0),
        }),
        Function::Scalar(_) => None,
    }
}

/// The figure with a value of the parameter, where there is one.
pub(crate) fn plot_of(function: &Function, parameter: f64) -> Plot {
    match function {
        Function::Scalar(f) => scalar(f),
        Function::Curve(f) => curve(f, parameter),
        Function::Gate(f) => gate(f, parameter),
        Function::Map(f) => map(f, parameter),
        Function::Loss(f) => loss(f, parameter),
    }
}

/// A row function at several temperatures, as bars, for the logits (2, 1, 0.1).
#[must_use]
pub fn bars(f: &RowMap, temperatures: &[f64]) -> String {
    let logits = [2.0, RESTING[0], RESTING[1]];
    let decimals = |x: f64| if x.fract() == 0.0 { 0 } else { 1 };
    let names: Vec<String> = logits
        .iter()
        .map(|z| format!("z = {}", number(*z, decimals(*z))))
        .collect();
    Bars {
        id: format!("figure-{}-bars", f.about.name),
        title: format!("{} of (2, 1, 0.1) at several temperatures", capitalised(f.about.title)),
        description: format!(
            "Groups of bars, one for each temperature {}; the lower the temperature, the more the largest logit takes.",
            temperatures.iter().map(|t| number(*t, decimals(*t))).collect::<Vec<_>>().join(", ")
        ),
        y: Axis::new("probability", 0.0..=1.0),
        names,
        decimals: 3,
        groups: (temperatures.iter())
            .map(|&t| Group { label: format!("T = {}", number(t, decimals(t))), values: (f.value)(&logits, t) })
            .collect(),
    }
    .svg()
}

/// Several functions of one number on one pair of axes, without their slopes: the first drawn solid.
#[must_use]
pub fn together(functions: &[&'static Function]) -> String {
    let lines: Vec<crate::Line> = functions.iter().filter_map(|f| crate::line(f)).collect();
    let names: Vec<String> = lines.iter().map(|line| line.name.clone()).collect();
    let ids: Vec<&str> = functions.iter().map(|f| f.about().name).collect();
    let role = |i: usize| match i {
        0 => Role::Value,
        i => Role::Rival(i as u8 - 1),
    };
    Plot {
        id: format!("together-{}", ids.join("-")),
        title: format!("{} on the same axes", names.join(", ")),
        description: "All rise to the right; on the left they differ in how much of a negative input they let through.".to_owned(),
        x: Axis::new("x", -4.0..=4.0),
        y: Axis::new("", -1.5..=4.0),
        curves: (lines.into_iter().enumerate())
            .map(|(i, line)| Curve { label: line.name, role: role(i), f: line.value, seams: line.seams })
            .collect(),
        marks: vec![],
        cursor: None,
    }
    .svg()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    // Titles begin with a letter of ASCII; tables of all others would be a tenth of a module.
    chars.next().map_or_else(String::new, |first| {
        std::iter::once(first.to_ascii_uppercase()).chain(chars).collect()
    })
}

fn drawn(
    about: &catalog::About,
    picture: &'static Picture,
    label: String,
    seams: &[f64],
    value: impl Fn(f64) -> f64 + 'static,
    slope: impl Fn(f64) -> f64 + 'static,
    marks: Vec<Mark>,
) -> Plot {
    let mut curves = vec![
        Curve {
            label,
            role: Role::Value,
            f: Box::new(value),
            seams: seams.to_vec(),
        },
        Curve {
            label: "slope".to_owned(),
            role: Role::Slope,
            f: Box::new(slope),
            seams: seams.to_vec(),
        },
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
        id: format!("figure-{}", about.name),
        title: format!(
            "{}, its slope, and {}",
            capitalised(about.title),
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

fn scalar(f: &'static Scalar) -> Plot {
    let mut marks = vec![];
    for stated in f.claims {
        match stated.claim {
            ScalarClaim::Minimum { at, value } => marks.push(minimum(at, value)),
            ScalarClaim::SteepestRise { at, slope } => {
                marks.push(Mark::Extremum {
                    x: at,
                    y: slope,
                    label: format!("steepest: {}", shortest(slope)),
                });
            }
            ScalarClaim::SteepestFall { at, slope } => {
                marks.push(Mark::Extremum {
                    x: at,
                    y: slope,
                    label: format!("falls at most {}", number(-slope, 3)),
                });
            }
            _ => {}
        }
    }
    marks.extend(limits(&f.limits));
    marks.extend(kinks(f.seams, f.value));
    let seams: Vec<f64> = f.seams.iter().map(|seam| seam.at).collect();
    drawn(
        &f.about,
        &f.picture,
        f.about.title.to_owned(),
        &seams,
        f.value,
        f.grad,
        marks,
    )
}

fn minimum(at: f64, value: f64) -> Mark {
    Mark::Extremum {
        x: at,
        y: value,
        label: format!("minimum {} at {}", number(value, 3), number(at, 3)),
    }
}

/// A line for each finite limit but 0, which is the axis.
fn limits(limits: &Limits) -> impl Iterator<Item = Mark> + use<> {
    [limits.at_minus_infinity, limits.at_infinity]
        .into_iter()
        .filter(|limit| limit.is_finite() && *limit != 0.0)
        .map(|limit| Mark::Across {
            y: limit,
            label: format!("limit {}", shortest(limit)),
        })
}

fn kinks(seams: &[Seam], value: impl Fn(f64) -> f64) -> Vec<Mark> {
    let kink = |seam: &Seam| Mark::Kink {
        x: seam.at,
        y: value(seam.at),
        label: String::new(),
    };
    seams.iter().map(kink).collect()
}

fn curve(f: &'static Parametric, parameter: f64) -> Plot {
    let mut marks: Vec<Mark> = (f.claims.iter())
        .filter_map(|stated| match stated.claim {
            CurveClaim::Minimum(of) => of(parameter).map(|lowest| minimum(lowest.at, lowest.value)),
            _ => None,
        })
        .collect();
    let seams = (f.seams)(parameter);
    marks.extend(limits(&(f.limits)(parameter)));
    marks.extend(kinks(&seams, |x| (f.value)(x, parameter)));
    let at: Vec<f64> = seams.iter().map(|seam| seam.at).collect();
    let label = format!(
        "{}, {} = {}",
        f.about.title,
        f.parameter.name,
        shortest(parameter)
    );
    let mut plot = drawn(
        &f.about,
        &f.picture,
        label,
        &at,
        move |x| (f.value)(x, parameter),
        move |x| (f.grad)(x, parameter),
        marks,
    );
    // Where the parameter is called slope, the derivative needs another name.
    if f.parameter.name == "slope" {
        plot.curves[1].label = "derivative".to_owned();
    }
    plot
}

fn gate(f: &'static Gate, a: f64) -> Plot {
    let scaled = Limits {
        at_minus_infinity: a * f.limits.at_minus_infinity,
        at_infinity: a * f.limits.at_infinity,
    };
    let mut marks: Vec<Mark> = limits(&scaled).collect();
    marks.extend(kinks(f.seams, |b| (f.value)(a, b)));
    let at: Vec<f64> = f.seams.iter().map(|seam| seam.at).collect();
    let mut plot = drawn(
        &f.about,
        &f.picture,
        format!("{}, a = {}", f.about.title, shortest(a)),
        &at,
        move |b| (f.value)(a, b),
        move |b| (f.grad_b)(a, b),
        marks,
    );
    // The rivals are gates too, drawn for a value of 1.
    for curve in plot.curves.iter_mut().skip(2) {
        let gate = std::mem::replace(&mut curve.f, Box::new(|b| b));
        curve.f = Box::new(move |b| a * gate(b));
    }
    plot
}

/// A loss along its first section; where it has several parameters, the first moves.
fn loss(f: &'static Loss, parameter: f64) -> Plot {
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
            let words = if bounded {
                format!("slope {} from here on", shortest(seam.chosen))
            } else {
                String::new()
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
    let label = match (section.label, f.parameters().next()) {
        ("", Some(p)) => format!("{}, {} = {}", f.about.title, p.name, shortest(parameter)),
        ("", None) => f.about.title.to_owned(),
        (label, _) => label.to_owned(),
    };
    let (one, other) = (parameters.clone(), parameters);
    drawn(
        &f.about,
        &f.picture,
        label,
        &at,
        move |t| f.along(section, &one, t),
        move |t| f.slope(section, &other, t),
        marks,
    )
}

fn map(f: &'static RowMap, t: f64) -> Plot {
    let with_first = |first: f64| [first, RESTING[0], RESTING[1]];
    let value = move |x: f64| (f.value)(&with_first(x), t)[0];
    let slope = move |x: f64| (f.vjp)(&with_first(x), t, &[1.0, 0.0, 0.0])[0];
    drawn(
        &f.about,
        &f.picture,
        format!("{}, first entry", f.about.title),
        &[],
        value,
        slope,
        vec![],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_a_figure_of_modest_size() {
        for function in catalog::FUNCTIONS {
            let svg = of(function);
            assert!(
                svg.starts_with("<svg") && !svg.contains('\n'),
                "{}",
                function.about().name
            );
            assert!(
                svg.len() < 8_000,
                "{}: {} bytes",
                function.about().name,
                svg.len()
            );
            assert_eq!(svg, of(function), "the same each time");
        }
    }

    #[test]
    fn the_minimum_is_marked_where_the_catalogue_says() {
        let gelu = catalog::find("gelu").map(of).unwrap_or_default();
        assert!(gelu.contains("minimum −0.170 at −0.752"), "{gelu}");
    }
}
