//! The meaning of `<!--@ .. -->` on our pages.
//!
//! - `figure gelu`: the figure of a catalogued function;
//! - `bars softmax 0.5 1 2`: a row function at these temperatures;
//! - `property gelu minimum`: the sentence before it is a claim or a property that was checked;
//! - `recorded gelu PyTorch`: the table row before it names a call whose values are recorded;
//! - `totals`: the table of all checks.

use notebook::{Directive, Page};

use crate::evidence::{Evidence, grouped};
use crate::site::escape;

/// What stands in the page in place of the directive; an error says what was expected.
pub fn html(page: &Page, directive: &Directive, evidence: &Evidence) -> Result<String, String> {
    let words: Vec<&str> = directive.argument.split_whitespace().collect();
    match (directive.name.as_str(), &words[..]) {
        ("figure", [name]) => figure(name),
        ("bars", [name, temperatures @ ..]) => bars(name, temperatures),
        ("property", [function, name]) => property(evidence, function, name),
        ("recorded", [function, library]) => recorded(page, directive, evidence, function, library),
        ("totals", []) => Ok(evidence.totals()),
        (name, _) => Err(format!(
            "`{name} {}`: expected `figure FUNCTION`, `bars FUNCTION TEMPERATURE ..`, `property FUNCTION NAME`, `recorded FUNCTION LIBRARY` or `totals`",
            directive.argument
        )),
    }
}

fn figure(name: &str) -> Result<String, String> {
    let function = function(name)?;
    let picture = function.picture();
    Ok(format!(
        "\n<figure class=\"plot\">{}<figcaption>{}</figcaption></figure>\n",
        figures::of(function),
        escape::text(picture.caption)
    ))
}

fn bars(name: &str, temperatures: &[&str]) -> Result<String, String> {
    let catalog::Function::Row(f) = function(name)? else {
        return Err(format!("`bars` draws functions of a row, {name} is none"));
    };
    let parsed: Result<Vec<f64>, _> = temperatures
        .iter()
        .map(|t| {
            t.parse::<f64>()
                .map_err(|_| format!("`{t}` is not a temperature"))
        })
        .collect();
    let parsed = parsed?;
    if parsed.is_empty() || parsed.iter().any(|t| t.is_nan() || *t <= 0.0) {
        return Err("`bars` takes one or more positive temperatures".to_owned());
    }
    Ok(format!(
        "\n<figure class=\"plot\">{}</figure>\n",
        figures::bars(f, &parsed)
    ))
}

fn function(name: &str) -> Result<&'static catalog::Function, String> {
    catalog::find(name).ok_or_else(|| {
        let known: Vec<&str> = catalog::FUNCTIONS.iter().map(|f| f.about().name).collect();
        format!(
            "no function `{name}` in the catalogue: expected one of {}",
            known.join(", ")
        )
    })
}

fn property(evidence: &Evidence, function: &str, name: &str) -> Result<String, String> {
    let outcome = evidence.property(function, name).ok_or_else(|| {
        let known = evidence.property_names(function).join(", ");
        format!("no claim or property `{name}` of {function}: expected one of {known}")
    })?;
    if !outcome.problems.is_empty() {
        return Ok(mark("✗", &format!("{function}::{name} failed")));
    }
    let points = if outcome.points == 1 {
        "1 point".to_owned()
    } else {
        format!("{} points", grouped(outcome.points))
    };
    Ok(mark(
        "✓",
        &format!("tested as {function}::{name}, {points}"),
    ))
}

fn recorded(
    page: &Page,
    directive: &Directive,
    evidence: &Evidence,
    name: &str,
    library: &str,
) -> Result<String, String> {
    let function = function(name)?;
    let peer = function
        .about()
        .peers
        .iter()
        .find(|peer| peer.library == library);
    let peer = peer.ok_or_else(|| format!("the catalogue knows no {name} of {library}"))?;
    let golden = verification::golden::of(name)
        .map_err(|p| format!("{}:{}: {}", p.file, p.line, p.message))?;
    let block = golden
        .recorded
        .iter()
        .find(|block| block.library == library && block.call == peer.call);
    let block =
        block.ok_or_else(|| format!("{}: nothing is recorded of {}", golden.file, peer.call))?;
    let line = page.text.lines().nth(directive.line - 1).unwrap_or("");
    for (what, text) in [("version", block.version.as_str()), ("call", peer.call)] {
        if !line.replace("\\|", "|").contains(text) {
            return Err(format!(
                "the recorded {what} is `{text}`, which this row does not show"
            ));
        }
    }
    let outcome = evidence
        .outcome("peers", name, library)
        .ok_or_else(|| format!("{library} was not compared"))?;
    let tip = format!(
        "{} values recorded from {library} {}, at most {:.0e} away where inputs are of ordinary size",
        grouped(outcome.points),
        block.version,
        outcome.worst
    );
    Ok(mark(
        if outcome.problems.is_empty() {
            "✓"
        } else {
            "✗"
        },
        &tip,
    ))
}

fn mark(sign: &str, tip: &str) -> String {
    let tip = escape::attribute(tip);
    format!(
        "<span class=\"checked\" role=\"img\" tabindex=\"0\" aria-label=\"{tip}\" data-tip=\"{tip}\">{sign}</span>"
    )
}
