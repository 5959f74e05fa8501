//! The colours of all figures, as CSS variables.
//!
//! A figure names a colour only as `var(--figure-value,#0b57d0)`: the page sets the variables,
//! the light value stands in where it does not. Suggested values:
//!
//! ```css
//! :root { --figure-paper: #ffffff; --figure-text: #33373d; --figure-grid: #e4e7eb;
//!   --figure-axis: #7a828c; --figure-value: #0b57d0; --figure-slope: #b3470a;
//!   --figure-rival: #00796b; --figure-rival-2: #8430b5; --figure-mark: #1a1c20; }
//! :root[data-theme="dark"] { --figure-paper: #16181d; --figure-text: #d9dde3;
//!   --figure-grid: #2b2f37; --figure-axis: #868e99; --figure-value: #8ab4f8;
//!   --figure-slope: #f7a668; --figure-rival: #62cdb9; --figure-rival-2: #d4a5f5;
//!   --figure-mark: #f2f4f7; }
//! ```
//!
//! Text is laid out for a font of 20 units, which a phone shows at 10.6 px (340 px wide).
//! On a wide page it may be smaller; everything stays centred and inside:
//!
//! ```css
//! @media (min-width: 40rem) { svg.figure { font-size: 15px } }
//! ```

use std::fmt;

/// A colour that the page decides, with the values suggested for a light and a dark page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Name of the CSS variable, with its two dashes.
    pub variable: &'static str,
    /// Suggested on white; also what shows where the variable is not set.
    pub light: &'static str,
    /// Suggested on `#16181d`.
    pub dark: &'static str,
}

/// Prints the CSS value: `var(--figure-value,#0b57d0)`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "var({},{})", self.variable, self.light)
    }
}

const fn colour(variable: &'static str, light: &'static str, dark: &'static str) -> Colour {
    Colour {
        variable,
        light,
        dark,
    }
}

/// What lies behind the figure; a rim of it keeps words readable on lines.
pub const PAPER: Colour = colour("--figure-paper", "#ffffff", "#16181d");
/// Words and numbers.
pub const TEXT: Colour = colour("--figure-text", "#33373d", "#d9dde3");
/// Lines at the ticks.
pub const GRID: Colour = colour("--figure-grid", "#e4e7eb", "#2b2f37");
/// Lines through zero, and guides.
pub const AXIS: Colour = colour("--figure-axis", "#7a828c", "#868e99");
/// The function itself.
pub const VALUE: Colour = colour("--figure-value", "#0b57d0", "#8ab4f8");
/// Its derivative.
pub const SLOPE: Colour = colour("--figure-slope", "#b3470a", "#f7a668");
/// The first function it is compared with.
pub const RIVAL: Colour = colour("--figure-rival", "#00796b", "#62cdb9");
/// The second one.
pub const RIVAL_2: Colour = colour("--figure-rival-2", "#8430b5", "#d4a5f5");
/// Dots at extrema and kinks.
pub const MARK: Colour = colour("--figure-mark", "#1a1c20", "#f2f4f7");

/// All of them.
pub const COLOURS: [Colour; 9] = [PAPER, TEXT, GRID, AXIS, VALUE, SLOPE, RIVAL, RIVAL_2, MARK];

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.2.
    fn luminance(hex: &str) -> f64 {
        let channel = |i: usize| {
            let c = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// 4.5 is level AA for text (WCAG 1.4.3), 3 for graphical objects (1.4.11).
    #[test]
    fn every_colour_stands_out_from_the_paper() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        for (colour, least) in [
            (TEXT, 7.0),
            (AXIS, 3.0),
            (VALUE, 4.5),
            (SLOPE, 4.5),
            (RIVAL, 4.5),
            (RIVAL_2, 4.5),
            (MARK, 7.0),
        ] {
            let light = contrast(colour.light, PAPER.light);
            let dark = contrast(colour.dark, PAPER.dark);
            assert!(light >= least, "{colour}: {light:.2} on light");
            assert!(dark >= least, "{colour}: {dark:.2} on dark");
        }
    }

    #[test]
    fn the_grid_is_fainter_than_the_axis() {
        assert!(contrast(GRID.light, PAPER.light) < 1.5);
        assert!(contrast(GRID.dark, PAPER.dark) < 1.5);
    }

    #[test]
    fn the_suggested_style_sheet_has_these_colours() {
        let docs = include_str!("palette.rs");
        for colour in COLOURS {
            for hex in [colour.light, colour.dark] {
                let line = format!("{}: {hex};", colour.variable);
                assert!(docs.contains(&line), "the module's docs lack `{line}`");
            }
        }
    }
}
