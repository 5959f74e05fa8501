//! Five values to hold one's own code against, each with its slope.

use catalog::{Function, Loss, Section};
use figures::Facts;
use notebook::escape;

use crate::numbers::short;

/// Where functions of the whole line are looked at.
const LINE: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];

/// The most letters of a name that fits the first column.
const WIDEST: usize = 12;

/// A table of five columns: the place, and what stands below it.
struct Five {
    across: String,
    places: [f64; 5],
    rows: Vec<(&'static str, [f64; 5])>,
}

/// The table, parameters at their defaults.
pub fn html(function: &'static Function) -> String {
    let five = of(function);
    let row = |name: &str, numbers: &[f64; 5], cell: &str| {
        let cells: String = (numbers.iter())
            .map(|x| match cell {
                "th" => format!("<th scope=\"col\">{}</th>", short(*x)),
                _ => format!("<td>{}</td>", short(*x)),
            })
            .collect();
        format!(
            "<tr><th scope=\"row\">{}</th>{cells}</tr>",
            escape::text(name)
        )
    };
    let body: String = (five.rows.iter())
        .map(|(name, numbers)| row(name, numbers, "td"))
        .collect();
    let mut notes: Vec<String> = (function.parameters().iter())
        .map(|p| format!("{} = {}", p.name, short(p.default)))
        .collect();
    // What is too long for the first column stands above it.
    let across = match five.across.chars().count() {
        0..=WIDEST => five.across.as_str(),
        _ => {
            notes.insert(0, format!("by {}", five.across));
            "at"
        }
    };
    let caption = match notes.is_empty() {
        true => String::new(),
        false => format!("<caption>{}</caption>", escape::text(&notes.join(", "))),
    };
    format!(
        "<div class=\"table-wrapper\"><table class=\"five\">{caption}<thead>{}</thead><tbody>{body}</tbody></table></div>",
        row(across, &five.places, "th")
    )
}

fn of(function: &'static Function) -> Five {
    match function {
        Function::Scalar(_) => along("x", &Facts::of(function, 0.0)),
        Function::Curve(f) => along("x", &Facts::of(function, f.parameter.default)),
        Function::Gate(_) => along("b, with a = 1", &Facts::of(function, 1.0)),
        Function::Map(f) => {
            let t = f.parameter.default;
            let own_slope = |i: usize| {
                let mut upstream = [0.0; 5];
                upstream[i] = 1.0;
                (f.vjp)(&LINE, t, &upstream)[i]
            };
            let value = (f.value)(&LINE, t);
            Five {
                across: "logits of a row".to_owned(),
                places: LINE,
                rows: vec![
                    ("value", std::array::from_fn(|i| value[i])),
                    ("own slope", std::array::from_fn(own_slope)),
                ],
            }
        }
        Function::Loss(f) => loss(f, &f.sections[0]),
    }
}

fn along(across: &str, facts: &Option<Facts>) -> Five {
    let at = |of: fn(&Facts) -> &dyn Fn(f64) -> f64| {
        LINE.map(|x| facts.as_ref().map_or(f64::NAN, |facts| of(facts)(x)))
    };
    Five {
        across: across.to_owned(),
        places: LINE,
        rows: vec![
            ("value", at(|facts| &facts.value)),
            ("slope", at(|facts| &facts.slope)),
        ],
    }
}

/// Along the section that is drawn.
fn loss(loss: &Loss, section: &Section) -> Five {
    let parameters = loss.defaults();
    let places = match section.ends {
        (low, high) if low.is_finite() && high.is_finite() => {
            [0.1, 0.25, 0.5, 0.75, 0.9].map(|share| low + share * (high - low))
        }
        (low, _) if low.is_finite() => [0.1, 0.5, 1.0, 2.0, 4.0].map(|x| low + x),
        (_, high) if high.is_finite() => [4.0, 2.0, 1.0, 0.5, 0.1].map(|x| high - x),
        _ => LINE,
    };
    Five {
        across: loss.picture.across.to_owned(),
        places,
        rows: vec![
            ("loss", places.map(|t| loss.along(section, &parameters, t))),
            ("slope", places.map(|t| loss.slope(section, &parameters, t))),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_slopes_are_those_of_the_library() {
        let of = |name: &str| html(catalog::find(name).expect("a function"));
        let gelu = of("gelu");
        assert!(
            gelu.contains("<th scope=\"row\">value</th><td>−0.0455</td><td>−0.1587</td><td>0</td><td>0.8413</td><td>1.9545</td>"),
            "{gelu}"
        );
        assert!(gelu.contains(
            "<td>−0.0852</td><td>−0.0833</td><td>0.5</td><td>1.0833</td><td>1.0852</td>"
        ));
        let elu = of("elu");
        assert!(elu.contains("<caption>alpha &#61; 1</caption>"), "{elu}");
        let softmax = of("softmax");
        assert!(
            softmax.contains(
                "<td>0.0117</td><td>0.0317</td><td>0.0861</td><td>0.2341</td><td>0.6364</td>"
            ),
            "{softmax}"
        );
        let huber = of("huber");
        assert!(
            huber.contains("<th scope=\"row\">loss</th><td>1.5</td><td>0.5</td><td>0</td>"),
            "{huber}"
        );
        assert!(!gelu.contains("NaN") && !softmax.contains("NaN") && !huber.contains("NaN"));
    }
}
