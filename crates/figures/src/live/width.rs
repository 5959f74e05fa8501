//! How many parameters the feed-forward layer of a transformer has, with a gate and without one.

use super::{Control, Count, Entry, Figure, Shown, State, list};
use crate::layers::{Panel, Strip, Strips, Style, View, stroke};
use crate::numeral::{grouped, significant};
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("width", || Box::new(Width));

struct Width;

const WIDTH: Count = Count::new("width", "model width D")
    .over(64, 8192)
    .by(64)
    .at(4096);

/// A layer with weights only: matrices between the model's width and a hidden one.
struct Layer {
    name: &'static str,
    matrices: usize,
    hidden: usize,
}

impl Layer {
    fn parameters(&self, width: usize) -> usize {
        self.matrices * width * self.hidden
    }
}

/// The usual layer, the gated ones, and the last as LLaMA has it.
fn layers(width: usize) -> [Layer; 4] {
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
        list(&[&WIDTH])
    }

    fn show(&self, state: &State) -> Shown {
        let width = state.get(WIDTH);
        let layers = layers(width);
        let usual = layers[0].parameters(width);
        let share = |layer: &Layer| layer.parameters(width) as f64 / usual as f64;
        let words = format!(
            "D = {}: hidden {} needs {} parameters, {} times the usual {}",
            grouped(width),
            grouped(layers[3].hidden),
            grouped(layers[3].parameters(width)),
            significant(share(&layers[3]), 4),
            grouped(usual)
        );
        let strip = |layer: &Layer| Strip {
            name: layer.name,
            more: grouped(layer.hidden),
            amount: grouped(layer.parameters(width)),
            value: share(layer),
            role: if layer.matrices == 2 {
                Role::Value
            } else {
                Role::Rival(0)
            },
        };
        let count = layers.len() as f64;
        let across = Axis::new("parameters, of the usual layer's", 0.0..=1.6);
        let panel = Panel::new(across, Axis::bare(0.0..=count))
            .with(stroke(Style::Strong, [(1.0, 0.0), (1.0, count)]))
            .with(Strips {
                head: ["layer", "hidden", "parameters", "of the usual"],
                strips: layers.iter().map(strip).collect(),
            });
        let title = format!("Parameters of feed-forward layers at width {width}");
        let view = View::new("live-width", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
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
