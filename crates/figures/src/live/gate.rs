//! A gated unit over the plane of its value and its gate.

use nnfn::activations::{
    bilinear, bilinear_grad_a, bilinear_grad_b, geglu, geglu_grad_a, geglu_grad_b, glu, glu_grad_a,
    glu_grad_b, reglu, reglu_grad_a, reglu_grad_b, swiglu, swiglu_grad_a, swiglu_grad_b,
};

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::Axis;
use crate::geometry::{Point, Rect};
use crate::handle;
use crate::numeral::significant;
use crate::palette::{Colour, MARK, PAPER, SLOPE, VALUE};
use crate::panel::{Panel, Ticks};
use crate::svg::{HEIGHT, Num, ROW, Svg, WIDTH};

/// The figure.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    match words {
        [] => Ok(Box::new(Gated)),
        _ => Err("`gate` stands alone".to_owned()),
    }
}

struct Gated;

type OfTwo = fn(f64, f64) -> f64;

/// A gated unit and its two slopes.
struct Unit {
    name: &'static str,
    label: &'static str,
    value: OfTwo,
    by_a: OfTwo,
    by_b: OfTwo,
    /// Largest size of a value on the map.
    most: f64,
    /// Sizes that have a line.
    levels: [f64; 2],
}

const UNITS: [Unit; 5] = [
    Unit {
        name: "GLU",
        label: "sigmoid: GLU",
        value: glu,
        by_a: glu_grad_a,
        by_b: glu_grad_b,
        most: REACH,
        levels: [1.0, 4.0],
    },
    Unit {
        name: "Bilinear",
        label: "none: bilinear",
        value: bilinear,
        by_a: bilinear_grad_a,
        by_b: bilinear_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
    Unit {
        name: "ReGLU",
        label: "ReLU: ReGLU",
        value: reglu,
        by_a: reglu_grad_a,
        by_b: reglu_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
    Unit {
        name: "GEGLU",
        label: "GELU: GEGLU",
        value: geglu,
        by_a: geglu_grad_a,
        by_b: geglu_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
    Unit {
        name: "SwiGLU",
        label: "SiLU: SwiGLU",
        value: swiglu,
        by_a: swiglu_grad_a,
        by_b: swiglu_grad_b,
        most: REACH * REACH,
        levels: [4.0, 16.0],
    },
];

/// The map goes this far in all directions.
const REACH: f64 = 6.0;
/// Cells along each side.
const CELLS: usize = 24;
/// Shades of a colour.
const SHADES: usize = 6;

/// Sign and shade of a cell; none where the value is near 0. The shade grows with the root of the size.
fn shade(value: f64, most: f64) -> Option<(bool, usize)> {
    let share = (value.abs() / most).sqrt() * SHADES as f64;
    let shade = libm::rint(share) as usize;
    (shade > 0).then(|| (value > 0.0, shade - 1))
}

/// Middle of a cell.
fn middle(i: usize) -> f64 {
    REACH * ((2 * i + 1) as f64 / CELLS as f64 - 1.0)
}

impl Figure for Gated {
    fn caption(&self) -> String {
        "A gated unit over the plane of its value a and its gate b: the stronger the colour, the larger the size; \
         full above 0, striped below. Towards the bottom the gate is shut."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        vec![
            Control::choice("unit", "function of the gate", UNITS.map(|u| u.label), 0),
            Control::slider("a", "a", -REACH, REACH, 0.1, 3.0),
            Control::slider("b", "b", -REACH, REACH, 0.1, 1.0),
        ]
    }

    fn show(&self, state: &State) -> Shown {
        let unit = &UNITS[state.choice("unit")];
        let (a, b) = (state.number("a"), state.number("b"));
        let number = |x: f64| significant(x + 0.0, 4);
        let mut table = Table::new(
            std::iter::once("b \\ a".to_owned())
                .chain((0..7).map(|i| number(2.0 * f64::from(i) - REACH))),
        );
        for i in (0..7).rev() {
            let b = 2.0 * f64::from(i) - REACH;
            let mut row = vec![number(b)];
            row.extend((0..7).map(|j| number((unit.value)(2.0 * f64::from(j) - REACH, b))));
            table.rows.push(row);
        }
        Shown {
            svg: draw(self, unit, a, b),
            words: format!(
                "{} at a = {}, b = {}: value {}; slope by a {}, by b {}",
                unit.name,
                number(a),
                number(b),
                number((unit.value)(a, b)),
                number((unit.by_a)(a, b)),
                number((unit.by_b)(a, b))
            ),
            table,
            ..Shown::default()
        }
    }
}

fn draw(figure: &Gated, unit: &Unit, a: f64, b: f64) -> String {
    let mut svg = Svg::new(
        "live-gate",
        &format!("{} over the plane of a and b", unit.name),
        &figure.caption(),
    );
    key(&mut svg, unit);
    let place = Rect {
        left: 0.0,
        top: ROW,
        right: WIDTH,
        bottom: HEIGHT,
    };
    let panel = Panel::new(
        &mut svg,
        place,
        (&Axis::new("value a", -REACH..=REACH), Ticks::Shown),
        (&Axis::new("gate b", -REACH..=REACH), Ticks::Shown),
    );
    for (colour, opacity, d) in cells(unit, &panel) {
        fill(&mut svg, colour, opacity, &d);
    }
    contours(&mut svg, unit, &panel);
    let at = panel.at(a, b);
    let d = format!(
        "M{} {}V{}M{} {}H{}",
        Num(at.x),
        Num(panel.area.top),
        Num(panel.area.bottom),
        Num(panel.area.left),
        Num(at.y),
        Num(panel.area.right)
    );
    svg.leaf(
        "path",
        &[
            ("class", &"figure-cursor"),
            ("stroke", &MARK),
            ("stroke-width", &"1.6"),
            ("d", &d),
        ],
    );
    svg.leaf(
        "circle",
        &[
            ("cx", &Num(at.x)),
            ("cy", &Num(at.y)),
            ("r", &"5"),
            ("fill", &MARK),
        ],
    );
    let ends = (panel.x.at(-REACH), panel.x.at(REACH));
    handle::knob(
        &mut svg,
        Point::new(at.x, panel.area.bottom),
        "a",
        'x',
        ends,
    );
    let ends = (panel.y.at(-REACH), panel.y.at(REACH));
    handle::knob(&mut svg, Point::new(panel.area.left, at.y), "b", 'y', ends);
    svg.finish()
}

fn fill(svg: &mut Svg, colour: Colour, opacity: f64, d: &str) {
    svg.leaf(
        "path",
        &[
            ("fill", &colour),
            ("fill-opacity", &format_args!("{opacity:.2}")),
            ("d", &d),
        ],
    );
}

fn opacity(shade: usize) -> f64 {
    0.12 + 0.12 * shade as f64
}

/// Colour, opacity and path of each shade that the map has.
fn cells(unit: &Unit, panel: &Panel) -> Vec<(Colour, f64, String)> {
    let mut paths = vec![String::new(); 2 * SHADES];
    let height = panel.area.height() / CELLS as f64;
    let edge = |i: usize| panel.x.at(REACH * (2.0 * i as f64 / CELLS as f64 - 1.0));
    for row in 0..CELLS {
        let b = middle(row);
        let shades: Vec<_> = (0..CELLS)
            .map(|i| shade((unit.value)(middle(i), b), unit.most))
            .collect();
        let mut from = 0;
        while from < CELLS {
            let run = shades[from..].iter().take_while(|s| **s == shades[from]);
            let to = from + run.count();
            if let Some((above, shade)) = shades[from] {
                // A cell below 0 is a stripe.
                let thick = if above { height } else { 0.5 * height };
                paths[2 * shade + usize::from(above)] += &format!(
                    "M{} {}H{}v{}H{}z",
                    Num(edge(from)),
                    Num(panel.y.at(b) - thick / 2.0),
                    Num(edge(to)),
                    Num(thick),
                    Num(edge(from))
                );
            }
            from = to;
        }
    }
    let paths = paths.into_iter().enumerate().filter(|(_, d)| !d.is_empty());
    paths
        .map(|(i, d)| {
            let colour = if i % 2 == 1 { VALUE } else { SLOPE };
            (colour, opacity(i / 2), d)
        })
        .collect()
}

/// Lines of equal value, with their values.
fn contours(svg: &mut Svg, unit: &Unit, panel: &Panel) {
    // A value is `a` times what it is at 1.
    let factor = |b: f64| (unit.value)(1.0, b);
    for level in unit.levels.iter().flat_map(|level| [*level, -level]) {
        let line: Vec<(f64, f64)> = (-120..=120)
            .map(|i| f64::from(i) * REACH / 120.0)
            .map(|b| (level / factor(b), b))
            .collect();
        panel.guide(svg, &line);
        let height = 4.5;
        let at = panel.at(level / factor(height), height);
        svg.words(
            "text",
            &[
                ("x", &Num(at.x)),
                ("y", &Num(at.y)),
                ("text-anchor", &"middle"),
                ("stroke", &PAPER),
                ("stroke-width", &"6"),
                ("paint-order", &"stroke"),
            ],
            &significant(level, 3),
        );
    }
}

/// What shades and stripes mean.
fn key(svg: &mut Svg, unit: &Unit) {
    let y = ROW / 2.0;
    let mut x = 3.0;
    for (above, colour, name) in [(true, VALUE, "above 0"), (false, SLOPE, "below 0")] {
        for shade in 0..SHADES {
            let rows: &[f64] = if above { &[0.0] } else { &[-6.0, 2.0] };
            let thick = if above { 16.0 } else { 5.0 };
            let d: String = rows
                .iter()
                .map(|row| {
                    let top = y + row - if above { 8.0 } else { 0.0 };
                    format!("M{} {}h12v{thick}h-12z", Num(x), Num(top))
                })
                .collect();
            fill(svg, colour, opacity(shade), &d);
            x += 12.0;
        }
        let text = match above {
            true => format!("{name}, to {}", significant(unit.most, 3)),
            false => format!("{name}, to {}", significant(-unit.most, 3)),
        };
        svg.words("text", &[("x", &Num(x + 8.0)), ("y", &Num(y))], &text);
        x += 240.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::answer;

    #[test]
    fn every_unit_is_a_value_times_a_function_of_its_gate() {
        for unit in &UNITS {
            for (a, b) in [(3.0, 1.0), (-2.0, -0.5), (5.75, 5.75), (0.0, -6.0)] {
                let expected = a * (unit.value)(1.0, b);
                assert!(
                    ((unit.value)(a, b) - expected).abs() < 1e-14,
                    "{}",
                    unit.label
                );
                assert!(((unit.by_a)(a, b) - (unit.value)(1.0, b)).abs() < 1e-14);
                let h = 1e-5;
                let by_b = ((unit.value)(a, b + h) - (unit.value)(a, b - h)) / (2.0 * h);
                assert!(((unit.by_b)(a, b) - by_b).abs() < 1e-8, "{}", unit.label);
                assert!((unit.value)(a, b).abs() <= unit.most);
            }
        }
    }

    #[test]
    fn the_words_say_value_and_both_slopes() {
        // σ(1) = 0.731 058 6, and σ(1)·σ(−1) = 0.196 611 9.
        let answer = answer("gate").unwrap();
        let words = "GLU at a = 3, b = 1: value 2.193; slope by a 0.7311, by b 0.5898";
        assert!(answer.contains(words), "{answer}");
    }

    #[test]
    fn shades_tell_signs_apart_and_grow_with_the_size() {
        assert_eq!(shade(0.0, 36.0), None);
        assert_eq!(shade(-0.2, 36.0), None);
        assert_eq!(shade(-0.3, 36.0), Some((false, 0)));
        assert_eq!(shade(9.1, 36.0), Some((true, 2)));
        assert_eq!(shade(-36.0, 36.0), Some((false, SHADES - 1)));
    }

    #[test]
    fn a_gate_of_relu_has_nothing_below_the_middle() {
        let svg = |unit: usize| answer(&format!("gate\nunit={unit}")).unwrap();
        for unit in 0..UNITS.len() {
            let svg = svg(unit);
            assert!(!svg.contains("NaN") && svg.len() < 20_000, "{}", svg.len());
        }
        assert!(svg(2).len() < svg(3).len());
    }
}
