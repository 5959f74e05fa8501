//! The search finds functions by all of their names, mistyped ones too, and answers the questions
//! of readers.

use std::collections::BTreeSet;
use std::path::Path;

use notebook::Complaint;
use serde_json::{Value, json};

use super::questions;
use super::tab::Browser;

/// A mistyped name is among the first so many results.
const FIRST: usize = 3;
/// Names of fewer letters are mistyped into each other: `ReLU`, `ReGLU`.
const LONG: usize = 6;

/// Asks the site in that folder: how many queries, and which found nothing useful.
pub fn check(browser: &mut Browser, site: &Path) -> Result<(usize, Vec<Complaint>), String> {
    let published = std::fs::read_to_string(site.join("functions.json"))
        .map_err(|error| format!("functions.json: {error}"))?;
    let published: Value =
        serde_json::from_str(&published).map_err(|error| format!("functions.json: {error}"))?;
    let queries = names(published["functions"].as_array().ok_or("no functions")?);
    let answers = ask(browser, queries.iter().map(|query| query.text.as_str()))?;
    let pairs = queries.iter().zip(&answers);
    let mut complaints: Vec<Complaint> =
        pairs.filter_map(|(q, found)| q.complaint(found)).collect();
    let (asked, more) = questions::check(browser)?;
    complaints.extend(more);
    // The results of the last question are still shown.
    for (rule, elements) in browser.axe(&[])? {
        let message = format!("axe-core reports {rule}, in the results of a search: {elements}");
        complaints.push(Complaint::new("theme/search.js", 1, message));
    }
    Ok((queries.len() + asked + 1, complaints))
}

/// The addresses that each query finds, best first.
pub fn ask<'a>(
    browser: &mut Browser,
    queries: impl Iterator<Item = &'a str>,
) -> Result<Vec<Vec<String>>, String> {
    let queries: Vec<&str> = queries.collect();
    let answer = browser.run(include_str!("seek.js"), &[json!(queries)])?;
    serde_json::from_value(answer).map_err(|error| format!("the search: {error}"))
}

/// A name of a function, typed by somebody who looks for it.
struct Query {
    text: String,
    function: String,
    /// The pages that are right; none if the function's chapter is not written yet.
    chapters: BTreeSet<String>,
    /// Among the first so many results.
    first: usize,
}

impl Query {
    fn complaint(&self, found: &[String]) -> Option<Complaint> {
        let mut first = found.iter().take(self.first);
        let is_right = |address: &String| {
            let page = address.split('#').next().unwrap_or("");
            self.chapters.contains(page)
        };
        // Of a function without a chapter other pages speak, or the search says what comes nearest.
        let is_found = match self.chapters.is_empty() {
            true => !found.is_empty(),
            false => first.any(is_right),
        };
        let shown = &found[..found.len().min(FIRST)];
        (!is_found).then(|| {
            let message = format!(
                "a search for `{}`, a name of `{}`, finds {shown:?}: expected {} among the first {}",
                self.text,
                self.function,
                match self.chapters.is_empty() {
                    true => "any result".to_owned(),
                    false => format!("{:?}", self.chapters),
                },
                self.first
            );
            Complaint::new("theme/ranking.js", 1, message)
        })
    }
}

/// Every name of every function: its own, its calls in other libraries as they are written, and
/// long titles with a typing error of each kind.
fn names(functions: &[Value]) -> Vec<Query> {
    let mut queries: Vec<Query> = vec![];
    for function in functions {
        let of = |text: &str, first| Query {
            text: text.to_owned(),
            function: function["name"].as_str().unwrap_or("").to_owned(),
            chapters: function["chapter"]
                .as_str()
                .map(str::to_owned)
                .into_iter()
                .collect(),
            first,
        };
        let strings = |values: &Value| -> Vec<String> {
            let values = values.as_array().into_iter().flatten();
            values
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        let title = function["title"].as_str().unwrap_or("");
        let mut texts = vec![
            title.to_owned(),
            function["name"].as_str().unwrap_or("").to_owned(),
        ];
        texts.extend(strings(&function["aliases"]));
        let libraries = function["libraries"].as_array().into_iter().flatten();
        for call in libraries.filter_map(|library| library["call"].as_str()) {
            texts.extend(
                called(call)
                    .into_iter()
                    .filter(|path| !is_operation(path, functions)),
            );
        }
        let titles_with_errors = match title.chars().all(char::is_alphabetic) && title.len() >= LONG
        {
            true => mistyped(title),
            false => vec![],
        };
        queries.extend(texts.iter().map(|text| of(text, 1)));
        queries.extend(titles_with_errors.iter().map(|text| of(text, FIRST)));
    }
    shared(queries)
}

/// A call that several functions share leads to any of them, and so does one that has the name of
/// another function: `torch.distributions.kl_divergence`, of the KL term of a VAE.
fn shared(queries: Vec<Query>) -> Vec<Query> {
    let mut kept: Vec<Query> = vec![];
    for query in queries {
        match kept.iter_mut().find(|other| other.text == query.text) {
            Some(other) => other.chapters.extend(query.chapters),
            None => kept.push(query),
        }
    }
    let chapters = |query: &Query| {
        let (_, name) = query.text.rsplit_once('.')?;
        let named = kept.iter().find(|other| other.text == name)?;
        Some(named.chapters.clone())
    };
    let more: Vec<BTreeSet<String>> = kept
        .iter()
        .map(|query| chapters(query).unwrap_or_default())
        .collect();
    for (query, more) in kept.iter_mut().zip(more) {
        query.chapters.extend(more);
    }
    kept
}

/// What a reader would type of a recorded call: the path of the function, in full and as PyTorch's
/// users shorten it. None if it begins with something else, `a * b` or `(a - b)`, or calls a function
/// without a module: `sum`.
fn called(call: &str) -> Vec<String> {
    let Some((path, _)) = call.split_once('(') else {
        return vec![];
    };
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let is_named = path.contains('.') || path.starts_with(char::is_uppercase);
    if !is_named || !path.chars().all(is_path) {
        return vec![];
    }
    let short = path.strip_prefix("torch.nn.functional.");
    let short = short.map(|name| format!("F.{name}"));
    [path.to_owned()].into_iter().chain(short).collect()
}

/// Whether a path is that of an operation on arrays, `torch.exp`, and not of a function of ours:
/// `torch.tanh`.
fn is_operation(path: &str, functions: &[Value]) -> bool {
    let plain = |name: &str| name.replace('_', "");
    let Some(("torch" | "jax.numpy" | "keras.ops", name)) = path.rsplit_once('.') else {
        return false;
    };
    let names = functions
        .iter()
        .filter_map(|function| function["name"].as_str());
    !names.map(plain).any(|other| other == plain(name))
}

/// A word with a letter left out, one too many, a wrong one, and two swapped, in its middle.
fn mistyped(word: &str) -> Vec<String> {
    let at = word.len() / 2;
    let (before, after) = word.split_at(at);
    let mut swapped: Vec<char> = word.chars().collect();
    swapped.swap(at - 1, at);
    vec![
        format!("{before}{}", &after[1..]),
        format!("{before}q{after}"),
        format!("{before}q{}", &after[1..]),
        swapped.into_iter().collect(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_is_named_after_another_function_leads_there_too() {
        let functions = [
            json!({"name": "kl_divergence", "title": "KL", "chapter": "kl.html", "aliases": [], "libraries": []}),
            json!({"name": "vae_kl", "title": "VAE", "chapter": "vae.html", "aliases": [],
                "libraries": [{"call": "torch.distributions.kl_divergence(a, b)"}]}),
        ];
        let all = names(&functions);
        let of = |text: &str| {
            let query = all.iter().find(|query| query.text == text);
            let chapters = &query.expect("it is asked").chapters;
            chapters
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(of("torch.distributions.kl_divergence"), "kl.html vae.html");
        assert_eq!(of("kl_divergence"), "kl.html");
        assert_eq!(of("vae_kl"), "vae.html");
    }

    #[test]
    fn a_function_is_asked_for_by_all_of_its_names() {
        let functions = [
            json!({"name": "gelu", "title": "GELU", "aliases": ["Gaussian error linear unit"], "chapter": "a/gelu.html",
                   "libraries": [{"call": "torch.nn.functional.gelu(x)"}, {"call": "a * b(c)"}, {"call": "(a - b)(c)"}, {"call": "sum(a)"},
                                {"call": "torch.gelu(x)"}, {"call": "torch.exp(x)"}]}),
            json!({"name": "dpo", "title": "policy", "aliases": [], "chapter": null, "libraries": []}),
        ];
        let queries = names(&functions);
        let texts: Vec<&str> = queries.iter().map(|query| query.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "GELU",
                "gelu",
                "Gaussian error linear unit",
                "torch.nn.functional.gelu",
                "F.gelu",
                "torch.gelu",
                "policy",
                "dpo",
                "polcy",
                "polqicy",
                "polqcy",
                "poilcy"
            ]
        );
        let found = |addresses: &[&str]| {
            addresses
                .iter()
                .map(|a| (*a).to_owned())
                .collect::<Vec<_>>()
        };
        assert!(queries[0].complaint(&found(&["a/gelu.html#x"])).is_none());
        assert!(
            queries[0]
                .complaint(&found(&["b.html", "a/gelu.html"]))
                .is_some()
        );
        assert!(queries[6].complaint(&[]).is_some());
    }
}
