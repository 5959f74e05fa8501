//! Figures of catalogued functions.

use catalog::Function;

use crate::drawing::Drawing;
use crate::sketch::Sketch;
use crate::{Axis, Curve, Plot, Role};

/// The logits that rest while the first one moves: the second and third of the book's running
/// example (2, 1, 0.1).
pub(crate) const RESTING: [f64; 2] = [1.0, 0.1];

/// The figure of a function as SVG on one line.
#[must_use]
pub fn of(function: &Function) -> String {
    plot(function).svg()
}

/// The figure of a function, with its parameter at the default.
#[must_use]
pub fn plot(function: &Function) -> Plot {
    let drawing = drawing(*function);
    drawing.plot(drawing.movable().map_or(0.0, |p| p.default))
}

/// The drawing of a function of any shape.
pub(crate) fn drawing(function: Function) -> Box<dyn Drawing> {
    match function {
        Function::Map(f) => Box::new(f),
        Function::Loss(f) => Box::new(f),
        Function::Scalar(_) | Function::Curve(_) | Function::Gate(_) => {
            Box::new(Sketch::of(function).expect("a function of one number has a sketch"))
        }
    }
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
