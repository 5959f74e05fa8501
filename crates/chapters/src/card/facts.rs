//! What else a card says of a function: how far it reaches, how steep it is, what it does to a normal
//! input, what a loss estimates, where it is at work.

use catalog::{Argument, Domain, Function, Loss, Numbers, Role, RowClaim};
use figures::{Facts, Search};
use notebook::escape;
use verification::measure::gaussian_mean_around;

use crate::extent;
use crate::losses;
use crate::numbers::{number, short};

type Fact = (&'static str, String);

/// The facts as a list; HTML in the values is ours.
pub fn html(function: &'static Function) -> Result<String, String> {
    let mut facts = match function {
        Function::Scalar(_) => of_a_number(function, 0.0),
        Function::Curve(f) => of_a_number(function, f.parameter.default),
        Function::Gate(_) => of_a_gate(function),
        Function::Map(f) => of_a_row(f),
        Function::Loss(f) => of_a_loss(f),
    };
    facts.push(("Used in", uses(function)?));
    let rows: String = (facts.iter())
        .map(|(name, value)| format!("<dt>{name}</dt><dd>{value}</dd>"))
        .collect();
    Ok(format!("<dl class=\"facts\">{rows}</dl>"))
}

fn reach(facts: &Facts) -> String {
    let range = extent::range(facts, false);
    match extent::lowest(facts) {
        Some((_, at)) => format!("{range}, lowest at {}", short(at)),
        None => range,
    }
}

fn slope(facts: &Facts) -> String {
    let (low, high) = (facts.flattest(Search::FINE), facts.steepest(Search::FINE));
    format!("{} to {}", short(low.value), short(high.value))
}

fn of_a_number(function: &'static Function, parameter: f64) -> Vec<Fact> {
    let Some(facts) = Facts::of(function, parameter) else {
        return vec![];
    };
    let seams: Vec<f64> = facts.seams.iter().map(|seam| seam.at).collect();
    let mean = gaussian_mean_around(&seams, |z| (facts.value)(z));
    let square = gaussian_mean_around(&seams, |z| (facts.value)(z).powi(2));
    vec![
        ("Range", reach(&facts)),
        ("Slope", slope(&facts)),
        (
            "Normal input",
            format!(
                "mean {}, mean square {}",
                number(mean, 4),
                number(square, 4)
            ),
        ),
        (
            "Gain",
            format!(
                "{} for an input of variance 1",
                number(square.sqrt().recip(), 3)
            ),
        ),
    ]
}

fn of_a_gate(function: &'static Function) -> Vec<Fact> {
    let Some(facts) = Facts::of(function, 1.0) else {
        return vec![];
    };
    let seams: Vec<f64> = facts.seams.iter().map(|seam| seam.at).collect();
    // The factor a is a normal number of its own: its mean is 0, its mean square 1.
    let square = gaussian_mean_around(&seams, |z| (facts.value)(z).powi(2));
    vec![
        ("Gate", format!("{} by b", reach(&facts))),
        ("Gate's slope", slope(&facts)),
        (
            "Normal inputs",
            format!("mean 0, mean square {}", number(square, 4)),
        ),
        (
            "Gain",
            format!(
                "{} for an input of variance 1",
                number(square.sqrt().recip(), 3)
            ),
        ),
    ]
}

fn of_a_row(map: &catalog::RowMap) -> Vec<Fact> {
    let claims = map.claims.iter().map(|stated| stated.claim);
    let said: Vec<Fact> = claims
        .filter_map(|claim| match claim {
            RowClaim::SumsToOne => Some(("Entries", "from 0 to 1, and sum to 1".to_owned())),
            RowClaim::ExpSumsToOne => Some((
                "Entries",
                "at most 0; their exponentials sum to 1".to_owned(),
            )),
            RowClaim::ShiftInvariant => Some((
                "Shift",
                "the same for all logits changes nothing".to_owned(),
            )),
            RowClaim::JacobianNorm(norm) => Some((
                "Slope",
                format!("Jacobian's norm at most {}/T", short(norm)),
            )),
            RowClaim::UniformWhenHot => Some(("T → ∞", "uniform".to_owned())),
            RowClaim::MaximisersWhenCold => {
                Some(("T → 0", "shared by the largest logits".to_owned()))
            }
            _ => None,
        })
        .collect();
    said
}

fn of_a_loss(loss: &'static Loss) -> Vec<Fact> {
    let section = &loss.sections[0];
    let parameters = loss.defaults();
    let also = parameters.clone();
    let facts = Facts {
        value: Box::new(move |t| loss.along(section, &parameters, t)),
        slope: Box::new(move |t| loss.slope(section, &also, t)),
        limits: (section.limits)(&loss.defaults()),
        slope_limits: (section.slope_limits)(&loss.defaults()),
        seams: (section.seams)(&loss.defaults()),
    };
    let inputs = loss
        .arguments
        .iter()
        .filter(|a| !matches!(a.role, Role::Parameter(_)));
    let takes: Vec<String> = inputs.map(domain).collect();
    let mut said = vec![("Takes", takes.join("; "))];
    // A section of the whole line is searched; another one has ends where the search would leave it.
    if section.ends == (f64::NEG_INFINITY, f64::INFINITY) {
        if let Some(range) = losses::range(loss) {
            said.push(("Range", with_the_lowest(range, &facts)));
        }
        said.push((
            "Slope",
            format!(
                "{} along {}",
                slope(&facts),
                escape::text(loss.picture.across)
            ),
        ));
    }
    if !loss.estimates.is_empty() {
        said.push(("Estimates", escape::text(loss.estimates)));
        let reduction = match losses::is_of_a_batch(loss) {
            true => "in the formula: one number for a batch",
            false => "none: one number for each example",
        };
        said.push(("Reduction", reduction.to_owned()));
    }
    said
}

/// The range of a loss, and the place of its lower end on the first line, if it is taken at a single one.
fn with_the_lowest(range: String, facts: &Facts) -> String {
    let single = extent::lowest(facts).filter(|(value, at)| {
        let rises = |beside: f64| (facts.value)(at + beside) > *value;
        let is_its_end = range[1..].starts_with(&format!("{},", short(*value)));
        is_its_end && rises(-0.01) && rises(0.01)
    });
    match single {
        Some((_, at)) => format!("{range}, lowest at {}", short(at)),
        None => range,
    }
}

/// An argument with what it may be.
fn domain(argument: &Argument) -> String {
    let numbers = |numbers: Numbers| match numbers {
        Numbers::Real => "any",
        Numbers::Direction => "any, no vector 0",
        Numbers::Positive => "above 0",
        Numbers::Unit => "from 0 to 1",
        Numbers::OpenUnit => "between 0 and 1",
        Numbers::Sign => "−1 or 1",
        Numbers::Binary => "0 or 1",
        Numbers::Logit => "any, −∞ excludes",
        Numbers::LogProbability => "at most 0",
    };
    let may_be = match argument.domain {
        Domain::Number(n) => numbers(n).to_owned(),
        Domain::Row(n, length) => format!("{} numbers, {}", length.0, numbers(n)),
        Domain::Simplex(length) => format!("{} probabilities", length.0),
        Domain::Table(Numbers::Binary, rows, length) => {
            format!("{} × {} times 0 or 1", rows.0, length.0)
        }
        Domain::Table(n, rows, length) => {
            format!("{} × {} numbers, {}", rows.0, length.0, numbers(n))
        }
        Domain::Class(length) => format!("an index below {}", length.0),
        Domain::Classes(length, below) => format!("{} indices below {}", length.0, below.0),
        Domain::Labels(length, _) => format!("{} labels", length.0),
        Domain::Mask(length) => format!("{} times 0 or 1", length.0),
    };
    format!("{}: {may_be}", argument.name)
}

fn uses(function: &Function) -> Result<String, String> {
    let about = function.about();
    if about.used_in.is_empty() {
        return Err(format!(
            "{} is at work nowhere: expected at least one `used(\"..\", \"https://..\")` in `used_in`, crates/catalog/src/{}",
            about.name, about.source
        ));
    }
    if let Some(other) = about
        .used_in
        .iter()
        .find(|u| !u.source.starts_with("https://"))
    {
        return Err(format!(
            "`{}`, where {} is used, has the source `{}`: expected an address, https://..",
            other.what, about.name, other.source
        ));
    }
    let links: Vec<String> = (about.used_in.iter())
        .map(|used| {
            format!(
                "<a href=\"{}\">{}</a>",
                escape::attribute(used.source),
                escape::text(used.what)
            )
        })
        .collect();
    Ok(links.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        let facts = match catalog::find(name).expect("a function") {
            f @ Function::Scalar(_) => of_a_number(f, 0.0),
            f @ Function::Gate(_) => of_a_gate(f),
            Function::Map(f) => of_a_row(f),
            Function::Loss(f) => of_a_loss(f),
            f @ Function::Curve(c) => of_a_number(f, c.parameter.default),
        };
        let said: Vec<String> = facts.iter().map(|(n, v)| format!("{n}: {v}")).collect();
        said.join(" | ")
    }

    #[test]
    fn facts_are_computed() {
        assert_eq!(
            of("gelu"),
            "Range: [−0.1700, ∞), lowest at −0.7518 | Slope: −0.1289 to 1.1289 | Normal input: mean 0.2821, mean square 0.4252 | Gain: 1.534 for an input of variance 1"
        );
        assert_eq!(
            of("huber"),
            "Takes: prediction: any; target: any | Range: [0, ∞), lowest at 0 | Slope: −1 to 1 along prediction − target | Estimates: the point where the residuals&#44; clipped to ±δ&#44; cancel | Reduction: none: one number for each example"
        );
        assert!(of("info_nce").ends_with("one number for a batch"));
        assert!(of("softmax").starts_with("Entries: from 0 to 1, and sum to 1"));
        assert!(of("reglu").contains("mean square 0.5000"));
    }
}
