//! A catalogued function that a reader can move about in.

use super::{
    Choice, Control, Entry, Figure, Format, Place, Settable, Shown, Slider, Spanned, State, Switch,
    list,
};
use crate::catalogue::drawing;
use crate::drawing::{Drawing, Movable};
use crate::layers::View;
use crate::numeral::significant;
use crate::{Axis, Cursor, Curve, Mark, Plot, Role};

/// The figure of a function.
pub(super) const ENTRY: Entry = Entry::of("curve", "FUNCTION", of, || {
    let names = catalog::FUNCTIONS.iter().map(|f| f.about().name);
    names.map(|name| format!("curve {name}")).collect()
});

fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    let [name] = words else {
        return Err("`curve` needs a function: `curve gelu`".to_owned());
    };
    let function =
        catalog::find(name).ok_or_else(|| format!("no function `{name}` in the catalogue"))?;
    Ok(Box::new(Curved {
        drawing: drawing(*function),
    }))
}

/// The figure of one function.
pub(super) struct Curved {
    pub drawing: Box<dyn Drawing>,
}

/// Its label is what the function calls its horizontal axis.
const X: Place = Place::new("x", "x");
const ZOOM: Slider = Slider::new("zoom", "zoom").over(-3.0, 6.0, 1.0).at(0.0);
/// Its label is what the figure calls the slope.
const DERIVATIVE: Switch = Switch::new("derivative", "slope", true);
/// Names of the controls that switch rivals off.
const RIVALS: [&str; 4] = ["rival0", "rival1", "rival2", "rival3"];
/// Straight steps of a curve in a narrow format: about one for each unit of the picture.
const ROUNDED: usize = 640;
const FORMAT: Choice<Format> = Choice::new("format", "rounded to", &Format::ALL);

impl Curved {
    fn movable(&self) -> Option<Movable> {
        self.drawing.movable()
    }

    fn parameter(&self) -> Option<Spanned<'static>> {
        self.movable().map(|p| Spanned {
            name: p.name,
            span: p.span,
            start: p.default,
        })
    }

    fn rivals(&self) -> Vec<Switch<'static>> {
        let rivals = self.drawing.picture().rivals;
        assert!(
            rivals.len() <= RIVALS.len(),
            "a figure has more rivals than names for their switches"
        );
        let switch = |(name, rival): (&'static str, &'static catalog::Rival)| {
            Switch::new(name, rival.label, true)
        };
        RIVALS.into_iter().zip(rivals).map(switch).collect()
    }

    /// The value, or its difference from one of the rivals; without rivals there is no choice.
    fn shown(&self) -> Vec<(String, Option<u8>)> {
        let rivals = (0..).zip(self.drawing.picture().rivals);
        let less = rivals.map(|(i, rival)| (format!("less {}", rival.label), Some(i)));
        std::iter::once(("value".to_owned(), None))
            .chain(less)
            .collect()
    }
}

/// The choice between the value and differences.
fn show(options: &[(String, Option<u8>)]) -> Choice<'_, (String, Option<u8>)> {
    Choice::new("show", "show", options)
}

impl Figure for Curved {
    fn caption(&self) -> String {
        self.drawing.picture().caption.to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let place = Place::new(X.name, self.drawing.picture().across);
        let slope = self
            .drawing
            .plot(self.movable().map_or(0.0, |p| p.default))
            .curves
            .swap_remove(1);
        let derivative = DERIVATIVE.labelled(&slope.label);
        let (parameter, rivals, shown) = (self.parameter(), self.rivals(), self.shown());
        let shown = show(&shown);
        let mut all: Vec<&dyn Settable> = vec![&place];
        all.extend(parameter.iter().map(|p| p as &dyn Settable));
        all.extend([&ZOOM as &dyn Settable, &derivative]);
        all.extend(rivals.iter().map(|rival| rival as &dyn Settable));
        if !rivals.is_empty() {
            all.push(&shown);
        }
        all.push(&FORMAT);
        list(&all)
    }

    fn show(&self, state: &State) -> Shown {
        let value = self.parameter().map_or(0.0, |p| state.get(p));
        let mut plot = self.drawing.plot(value);
        let whole = plot.curves.len();
        let names = plot
            .curves
            .iter()
            .map(|curve| (curve.role, curve.label.clone()));
        let names: Vec<_> = names.collect();
        let shown = self.shown();
        let less = match shown.len() {
            1 => None,
            _ => state.get(show(&shown)).1,
        };
        match less {
            None => self.keep(&mut plot, state),
            Some(rival) => differ(&mut plot, Role::Rival(rival)),
        }
        let format = *state.get(FORMAT);
        if format != Format::F64 {
            narrow(&mut plot, format);
        }
        let zoom = libm::scalbn(1.0, state.get(ZOOM) as i32);
        if zoom != 1.0 {
            plot.x = Axis::new(
                plot.x.label,
                plot.x.range.start() / zoom..=plot.x.range.end() / zoom,
            );
        }
        if zoom != 1.0 || less.is_some() {
            plot.y = fitted(&plot);
        }
        if plot.curves.len() < whole || less.is_some() {
            plot.marks.retain(|mark| lies_on(mark, &plot.curves));
        }
        if self.movable().is_some_and(|p| p.default != value) {
            plot.description = format!("{}: its table has the values.", plot.curves[0].label);
        }
        let place = state.get(X).map(|share| placed(&plot, share));
        let words = match place {
            Some(x) => words(&plot, x),
            None => {
                let across = &plot.x.label;
                format!("Point at the picture, or move “{across}”, to read values off.")
            }
        };
        // The tangent's slope is the function's own gradient; a difference has none.
        plot.cursor = place.map(|x| match less {
            Some(_) => Cursor::at(x),
            None => Cursor {
                x,
                slope: (self.drawing.plot(value).curves[1].f)(x),
            },
        });
        Shown::of(&view(plot, format).reserve(names), words)
            .says(&ZOOM, Some(format!("× {}", significant(zoom, 4))))
            .says(&X, place.map(|x| significant(x, 6)))
    }
}

/// The figure, with rows of the table at round places across the window.
fn view(mut plot: Plot, format: Format) -> View {
    let rows = rows(&plot.x);
    let curves = std::mem::take(&mut plot.curves).into_iter();
    let lines = curves.map(|curve| match format {
        Format::F64 | Format::F32 => curve.line(),
        // The steps of a narrow format are joined: a gap at each of them would begin the dashes anew,
        // and a dashed line would look solid.
        Format::F16 | Format::Bf16 => curve.line().straight(ROUNDED),
    });
    let lines: Vec<_> = lines.collect();
    let (view, panel) = plot.layers();
    view.panel(panel.all(lines).rows(rows))
}

/// Round places across an axis.
pub(super) fn rows(x: &Axis) -> Vec<f64> {
    (0..=16).map(|i| snapped(x, f64::from(i) / 16.0)).collect()
}

impl Curved {
    /// Leaves out the curves that are switched off.
    fn keep(&self, plot: &mut Plot, state: &State) {
        let rivals: Vec<bool> = self
            .rivals()
            .into_iter()
            .map(|rival| state.get(rival))
            .collect();
        plot.curves.retain(|curve| match curve.role {
            Role::Value => true,
            Role::Slope => state.get(DERIVATIVE),
            Role::Rival(i) => rivals[usize::from(i)],
        });
    }
}

/// Shows value minus a rival, and nothing else.
fn differ(plot: &mut Plot, rival: Role) {
    let mut curves = std::mem::take(&mut plot.curves).into_iter();
    let value = curves.next();
    if let (Some(value), Some(rival)) = (value, curves.find(|curve| curve.role == rival)) {
        plot.curves = vec![Curve {
            label: format!("{} less {}", value.label, rival.label),
            role: Role::Value,
            f: Box::new(move |x| (value.f)(x) - (rival.f)(x)),
            seams: [value.seams, rival.seams].concat(),
        }];
    }
}

/// Rounds inputs and results, as if the library were called from a program with such numbers.
fn narrow(plot: &mut Plot, format: Format) {
    for curve in &mut plot.curves {
        let f = std::mem::replace(&mut curve.f, Box::new(|x| x));
        curve.f = Box::new(move |x| format.round(f(format.round(x))));
    }
}

/// Whether a mark lies on a curve that is shown; one that belongs to no single curve counts too.
pub(super) fn lies_on(mark: &Mark, curves: &[Curve]) -> bool {
    let (Mark::Extremum { x, y, .. } | Mark::Kink { x, y, .. }) = mark else {
        return curves.len() > 1;
    };
    let near = |curve: &Curve| {
        !matches!(curve.role, Role::Rival(_))
            && ((curve.f)(*x) - y).abs() <= 1e-9 * y.abs().max(1.0)
    };
    curves.iter().any(near)
}

/// A vertical axis that holds all that is finite in the window.
pub(super) fn fitted(plot: &Plot) -> Axis {
    let (from, to) = (*plot.x.range.start(), *plot.x.range.end());
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for i in 0..=400 {
        let x = from + (to - from) * f64::from(i) / 400.0;
        for y in plot.curves.iter().map(|curve| (curve.f)(x)) {
            if y.is_finite() {
                (low, high) = (low.min(y), high.max(y));
            }
        }
    }
    let room = if high > low { high - low } else { 20.0 };
    // The words at a minimum stand below it.
    Axis::new(plot.y.label.clone(), low - 0.12 * room..=high + 0.05 * room)
}

/// Round places in each unit of a window, at least 500 and less than 5,000 in all.
pub(super) fn per_unit(width: f64) -> f64 {
    catalog::exp10(libm::floor(libm::log10(500.0 / width)) + 1.0)
}

/// A kink of a curve that is shown, or a round number, near a share of the axis.
pub(super) fn placed(plot: &Plot, share: f64) -> f64 {
    let round = snapped(&plot.x, share);
    let half = 0.5 / per_unit(plot.x.range.end() - plot.x.range.start());
    let mut seams = plot.curves.iter().flat_map(|curve| &curve.seams);
    let near = |seam: &&f64| (*seam - round).abs() < half;
    seams.find(near).map_or(round, |seam| seam + 0.0)
}

/// A round number near a share of the axis.
pub(super) fn snapped(x: &Axis, place: f64) -> f64 {
    let (from, to) = (*x.range.start(), *x.range.end());
    let steps = per_unit(to - from);
    let exact = from + place * (to - from);
    let round = libm::rint(exact * steps) / steps;
    // −0 would be read as a minus sign.
    round.clamp(from, to) + 0.0
}

/// The value of each curve at a place, as text.
fn words(plot: &Plot, x: f64) -> String {
    let across = &plot.x.label;
    let name = |curve: &Curve| format!("{}: {}", curve.label, significant((curve.f)(x), 6));
    let values: Vec<String> = plot.curves.iter().map(name).collect();
    format!("{across} = {} · {}", significant(x, 6), values.join("; "))
}
