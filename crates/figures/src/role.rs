//! What a curve is in its figure, and the stroke that shows it, with or without colour.

use crate::palette::{Colour, RIVAL, RIVAL_2, SLOPE, VALUE};
use crate::svg::Svg;

/// What a curve is in its figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The function the figure is about: solid.
    Value,
    /// Its derivative: dashed.
    Slope,
    /// A function to compare it with: the first dotted, the second dash-dotted.
    /// From the third on the colours repeat, with other dashes.
    Rival(u8),
}

struct Stroke {
    class: &'static str,
    colour: Colour,
    width: &'static str,
    dashes: Option<&'static str>,
    cap: &'static str,
}

impl Role {
    fn stroke(self) -> Stroke {
        let (class, colour, width, dashes, cap) = match self {
            Self::Value => ("figure-value", VALUE, "3.2", None, "round"),
            Self::Slope => ("figure-slope", SLOPE, "2.6", Some("11 6"), "butt"),
            // Round dots wider than the value: they show on both sides where the two coincide.
            Self::Rival(0) => ("figure-rival", RIVAL, "5.6", Some("0 9.6"), "round"),
            Self::Rival(1) => ("figure-rival-2", RIVAL_2, "2.8", Some("14 5 3 5"), "butt"),
            Self::Rival(n) if n % 2 == 0 => ("figure-rival", RIVAL, "2.4", Some("5 4"), "butt"),
            Self::Rival(_) => (
                "figure-rival-2",
                RIVAL_2,
                "2.2",
                Some("14 4 3 4 3 4"),
                "butt",
            ),
        };
        Stroke {
            class,
            colour,
            width,
            dashes,
            cap,
        }
    }

    /// The largest [`Role::depth`].
    pub(crate) const FRONT: u8 = 2;

    /// Order of drawing: the function itself comes last, so nothing covers it.
    pub(crate) fn depth(self) -> u8 {
        match self {
            Self::Rival(_) => 0,
            Self::Slope => 1,
            Self::Value => Self::FRONT,
        }
    }

    /// Draws the path `d`.
    pub(crate) fn draw(self, svg: &mut Svg, d: &str) {
        let stroke = self.stroke();
        let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![
            ("class", &stroke.class),
            ("fill", &"none"),
            ("stroke", &stroke.colour),
            ("stroke-width", &stroke.width),
            ("stroke-linejoin", &"round"),
            ("stroke-linecap", &stroke.cap),
        ];
        if let Some(dashes) = &stroke.dashes {
            attributes.push(("stroke-dasharray", dashes));
        }
        attributes.push(("d", &d));
        svg.leaf("path", &attributes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_differ_without_colour() {
        let roles = [
            Role::Value,
            Role::Slope,
            Role::Rival(0),
            Role::Rival(1),
            Role::Rival(2),
            Role::Rival(3),
        ];
        for (i, a) in roles.iter().enumerate() {
            for b in &roles[..i] {
                assert_ne!(a.stroke().dashes, b.stroke().dashes, "{a:?} and {b:?}");
            }
        }
    }
}
