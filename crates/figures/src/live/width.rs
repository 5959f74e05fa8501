//! How many parameters the feed-forward layer of a transformer has, with a gate and without one.

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::Axis;
use crate::geometry::Rect;
use crate::grouped;
use crate::numeral::significant;
use crate::palette::{MARK, PAPER, RIVAL, VALUE};
use crate::panel::{Panel, Ticks};
use crate::svg::{HEIGHT, Num, Svg, WIDTH};

/// The figure.
pub(super) fn of(words: &[&str]) -> Result<Box<dyn Figure>, String> {
    match words {
        [] => Ok(Box::new(Width)),
        _ => Err("`width` stands alone".to_owned()),
    }
}

struct Width;

/// A layer with weights only: matrices between the model's width and a hidden one.
struct Layer {
    name: &'static str,
    matrices: u64,
    hidden: u64,
}

impl Layer {
    fn parameters(&self, width: u64) -> u64 {
        self.matrices * width * self.hidden
    }
}

/// The usual layer, the gated ones, and the last as LLaMA has it.
fn layers(width: u64) -> [Layer; 4] {
    let narrow = 8 * width / 3;
    let layer = |name, matrices, hidden| Layer {
        name,
        matrices,
        hidden,
    };
    [
        layer("two matrices, 4D", 2, 4 * width),
        layer("gated, 4D", 3, 4 * width),
        layer("gated, 8D/3", 3, narrow),
        layer("gated, 8D/3 up to 256s", 3, narrow.div_ceil(256) * 256),
    ]
}

impl Figure for Width {
    fn caption(&self) -> String {
        "Parameters of a feed-forward layer in a model of width D, beside those of the usual one with two matrices. \
         A third matrix adds half, two thirds of the hidden width take it back, but for what is rounded up."
            .to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        vec![Control::slider(
            "width",
            "model width D",
            64.0,
            8192.0,
            64.0,
            4096.0,
        )]
    }

    fn show(&self, state: &State) -> Shown {
        let width = state.number("width") as u64;
        let layers = layers(width);
        let usual = layers[0].parameters(width);
        let share = |layer: &Layer| layer.parameters(width) as f64 / usual as f64;
        let mut table = Table::new(["layer", "hidden width", "parameters", "of the usual"]);
        for layer in &layers {
            table.rows.push(vec![
                layer.name.to_owned(),
                grouped(layer.hidden),
                grouped(layer.parameters(width)),
                significant(share(layer), 5),
            ]);
        }
        Shown {
            words: format!(
                "D = {}: hidden {} needs {} parameters, {} times the usual {}",
                grouped(width),
                grouped(layers[3].hidden),
                grouped(layers[3].parameters(width)),
                significant(share(&layers[3]), 4),
                grouped(usual)
            ),
            svg: draw(self, &layers, width),
            table,
            ..Shown::default()
        }
    }
}

fn draw(figure: &Width, layers: &[Layer; 4], width: u64) -> String {
    let mut svg = Svg::new(
        "live-width",
        &format!("Parameters of feed-forward layers at width {width}"),
        &figure.caption(),
    );
    let place = Rect {
        left: 0.0,
        top: 0.0,
        right: WIDTH,
        bottom: HEIGHT,
    };
    let panel = Panel::new(
        &mut svg,
        place,
        (
            &Axis::new("parameters, of the usual layer's", 0.0..=1.6),
            Ticks::Shown,
        ),
        (&Axis::new("", 0.0..=4.0), Ticks::None),
    );
    let (x, top, bottom) = (panel.x.at(1.0), panel.area.top, panel.area.bottom);
    let d = format!("M{} {}V{}", Num(x), Num(top), Num(bottom));
    svg.leaf(
        "path",
        &[
            ("stroke", &MARK),
            ("stroke-width", &"2"),
            ("stroke-dasharray", &"6 4"),
            ("d", &d),
        ],
    );
    let usual = layers[0].parameters(width) as f64;
    for (i, layer) in layers.iter().enumerate() {
        let parameters = layer.parameters(width);
        let row = panel.y.at(4.0 - i as f64);
        let words = format!("{}: hidden {}", layer.name, grouped(layer.hidden));
        let rim: crate::svg::Attributes<'_> = &[
            ("stroke", &PAPER),
            ("stroke-width", &"5"),
            ("paint-order", &"stroke"),
        ];
        let (x, y) = (Num(panel.area.left + 4.0), Num(row + 16.0));
        svg.words(
            "text",
            &[&[("x", &x as _), ("y", &y as _)], rim].concat(),
            &words,
        );
        let d = format!(
            "M{} {}H{}v38H{}z",
            Num(panel.area.left),
            Num(row + 32.0),
            Num(panel.x.at(parameters as f64 / usual)),
            Num(panel.area.left)
        );
        let (class, colour) = match layer.matrices {
            2 => ("figure-value", VALUE),
            _ => ("figure-rival", RIVAL),
        };
        svg.leaf("path", &[("class", &class), ("fill", &colour), ("d", &d)]);
        let (x, y) = (Num(panel.area.left + 10.0), Num(row + 51.0));
        let number: crate::svg::Attributes<'_> = &[("x", &x), ("y", &y), ("fill", &PAPER)];
        let ratio = significant(parameters as f64 / usual, 4);
        svg.words(
            "text",
            number,
            &format!("{} = {ratio} ×", grouped(parameters)),
        );
    }
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn parameters_are_those_of_known_layers() {
        // The smallest LLaMA: 4096 wide, hidden 11008.
        let [usual, wide, narrow, rounded] = layers(4096);
        assert_eq!(usual.parameters(4096), 8 * 4096 * 4096);
        assert_eq!(wide.parameters(4096), 12 * 4096 * 4096);
        assert_eq!((narrow.hidden, rounded.hidden), (10_922, 11_008));
        assert_eq!(
            at_rest(&Width).words,
            "D = 4,096: hidden 11,008 needs 135,266,304 parameters, 1.008 times the usual 134,217,728"
        );
        // The larger ones: 5120, 6656, 8192.
        let hidden = [5120, 6656, 8192].map(|width| layers(width)[3].hidden);
        assert_eq!(hidden, [13_824, 17_920, 22_016]);
    }

    #[test]
    fn rounding_up_stays_within_the_axis() {
        for width in (64..=8192).step_by(64) {
            let [usual, wide, narrow, rounded] = layers(width).map(|l| l.parameters(width));
            assert_eq!(2 * wide, 3 * usual);
            assert!(narrow <= usual && usual - narrow < 3 * width);
            assert!(narrow <= rounded && 10 * rounded <= 16 * usual, "{width}");
        }
    }
}
