//! A catalogued function that a reader can move about in.

use catalog::Function;

use super::Figure;
use super::control::{Control, State};
use super::format::Format;
use super::shown::{Shown, Table};
use crate::catalogue::{Movable, parameter, plot_of};
use crate::cursor::Cursor;
use crate::mark::Mark;
use crate::numeral::significant;
use crate::plot::Plot;
use crate::role::Role;
use crate::{Axis, Curve};

/// The figure of a function.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    let [name] = words else {
        return Err("`curve` needs a function: `curve gelu`".to_owned());
    };
    let function =
        catalog::find(name).ok_or_else(|| format!("no function `{name}` in the catalogue"))?;
    Ok(Box::new(Curved { function }))
}

struct Curved {
    function: &'static Function,
}

impl Curved {
    fn parameter(&self) -> Option<Movable> {
        parameter(self.function)
    }

    fn rivals(&self) -> &'static [catalog::Rival] {
        self.function.picture().rivals
    }
}

impl Figure for Curved {
    fn caption(&self) -> String {
        self.function.picture().caption.to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let across = self.function.picture().across;
        let mut controls = vec![Control::place("x", across)];
        if let Some(p) = self.parameter() {
            controls.push(Control::span(p.name, p.name, p.span, p.default));
        }
        controls.push(Control::slider("zoom", "zoom", -3.0, 6.0, 1.0, 0.0));
        let slope = plot_of(self.function, self.parameter().map_or(0.0, |p| p.default))
            .curves
            .swap_remove(1);
        controls.push(Control::switch("derivative", &slope.label, true));
        for (i, rival) in self.rivals().iter().enumerate() {
            controls.push(Control::switch(&format!("rival{i}"), rival.label, true));
        }
        let less = (self.rivals().iter()).map(|rival| format!("less {}", rival.label));
        let shown: Vec<String> = std::iter::once("value".to_owned()).chain(less).collect();
        controls.push(Control::choice(
            "show",
            "show",
            shown.iter().map(String::as_str),
            0,
        ));
        controls.push(Control::choice(
            "format",
            "rounded to",
            Format::ALL.map(Format::name),
            0,
        ));
        controls
    }

    fn show(&self, state: &State) -> Shown {
        let parameter = self.parameter();
        let value = parameter.map_or(0.0, |p| state.number(p.name));
        let mut plot = plot_of(self.function, value);
        let whole = plot.curves.len();
        match state.choice("show") {
            0 => keep(&mut plot, state),
            less => differ(&mut plot, Role::Rival(less as u8 - 1)),
        }
        let format = Format::ALL[state.choice("format")];
        if format != Format::F64 {
            narrow(&mut plot, format);
        }
        let zoom = libm::exp2(state.number("zoom"));
        if zoom != 1.0 {
            plot.x = Axis::new(
                plot.x.label,
                plot.x.range.start() / zoom..=plot.x.range.end() / zoom,
            );
        }
        if zoom != 1.0 || state.choice("show") > 0 {
            plot.y = fitted(&plot);
        }
        if plot.curves.len() < whole || state.choice("show") > 0 {
            plot.marks.retain(|mark| lies_on(mark, &plot.curves));
        }
        if self.parameter().is_some_and(|p| p.default != value) {
            plot.description = format!("{}: its table has the values.", plot.curves[0].label);
        }
        let mut shown = Shown::default();
        shown
            .says
            .push(("zoom".to_owned(), format!("× {}", significant(zoom, 4))));
        if let Some(place) = state.place("x") {
            let x = snapped(&plot.x, place);
            shown.words = words(&plot, x);
            shown.says.push(("x".to_owned(), significant(x, 6)));
            plot.cursor = Some(cursor(&plot, x, self, value, state));
        } else {
            shown.says.push(("x".to_owned(), String::new()));
            let across = &plot.x.label;
            shown.words = format!("Point at the picture, or move “{across}”, to read values off.");
        }
        shown.table = table(&plot);
        shown.svg = plot.svg();
        shown
    }
}

/// Leaves out the curves that are switched off.
fn keep(plot: &mut Plot, state: &State) {
    plot.curves.retain(|curve| match curve.role {
        Role::Value => true,
        Role::Slope => state.is_on("derivative"),
        Role::Rival(i) => state.is_on(&format!("rival{i}")),
    });
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

/// Whether a mark lies on a curve that is shown, or on none in particular.
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
    let room = 0.05 * (high - low);
    let room = if room > 0.0 { room } else { 1.0 };
    Axis::new(plot.y.label.clone(), low - room..=high + room)
}

/// A round number near a share of the axis: the width in steps of a 500th or less.
pub(super) fn snapped(x: &Axis, place: f64) -> f64 {
    let (from, to) = (*x.range.start(), *x.range.end());
    let steps = libm::exp10(libm::floor(libm::log10(500.0 / (to - from))) + 1.0);
    let exact = from + place * (to - from);
    let round = libm::rint(exact * steps) / steps;
    // −0 would be read as a minus sign.
    round.clamp(from, to) + 0.0
}

/// What stands at a place, curve by curve.
fn words(plot: &Plot, x: f64) -> String {
    let across = &plot.x.label;
    let name = |curve: &Curve| format!("{}: {}", curve.label, significant((curve.f)(x), 6));
    let values: Vec<String> = plot.curves.iter().map(name).collect();
    format!("{across} = {} · {}", significant(x, 6), values.join("; "))
}

/// The cursor on the first curve; the tangent's slope is the function's own gradient.
fn cursor(plot: &Plot, x: f64, own: &Curved, parameter: f64, state: &State) -> Cursor {
    let value = (plot.curves[0].f)(x);
    let slope = if state.choice("show") > 0 {
        f64::NAN
    } else {
        let whole = plot_of(own.function, parameter);
        (whole.curves[1].f)(x)
    };
    Cursor { x, y: value, slope }
}

/// Rows at round places across the window.
fn table(plot: &Plot) -> Table {
    let mut table = Table::new(
        std::iter::once(plot.x.label.clone()).chain(plot.curves.iter().map(|c| c.label.clone())),
    );
    for i in 0..=16 {
        let x = snapped(&plot.x, f64::from(i) / 16.0);
        let mut row = vec![significant(x, 6)];
        row.extend(plot.curves.iter().map(|c| significant((c.f)(x), 6)));
        table.rows.push(row);
    }
    table
}
