//! A reader's own numbers, on each function's page: typed or pasted, and answered by a module that is
//! loaded when the fold is opened.

use catalog::Function;
use notebook::{Formula, Page, escape};
use verification::golden;

use crate::card;
use crate::live::{self, Controls};
use crate::project::{short_name, to_root};
use crate::put_in::marked;

/// What a page's module for own numbers is kept under.
pub fn module_of(page: &str) -> String {
    format!("own numbers of {page}")
}

/// The functions of which the page is the chapter.
fn functions(page: &Page) -> impl Iterator<Item = &'static Function> {
    let has_card = page.directives.iter().any(|d| d.name == "card");
    let chapter = short_name(page);
    let all = catalog::FUNCTIONS.iter().filter(move |_| has_card);
    all.filter(move |f| f.about().chapter == chapter)
}

/// The keys of the forms.
pub fn keys(page: &Page) -> Vec<String> {
    functions(page).map(key).collect()
}

fn key(function: &'static Function) -> String {
    format!("own {}", function.about().name)
}

/// The page's formula of the value, and what it is defined by, with the numbers put in.
fn put_in(page: &Page, function: &'static Function) -> String {
    let name = function.about().name;
    let (arguments, rest) = (function.arguments(), figures::live::own_at_rest(function));
    let is_definition = |formula: &&Formula| {
        let mark = formula.mark.as_ref().map(|mark| mark.text.trim());
        mark.and_then(|text| text.strip_prefix("let "))
            .map(str::trim)
            == Some(name)
    };
    let value = card::formulas::first(page, name);
    let all = page.formulas.iter().filter(is_definition).chain(value);
    let marked = all.filter_map(|formula| {
        let latex = page.text[formula.latex.clone()].trim();
        marked(latex, &arguments, &rest)
    });
    let lines: Vec<String> = marked.map(|latex| format!("$$\n{latex}\n$$\n\n")).collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("<div class=\"put-in\">\n\n{}</div>\n", lines.concat()),
    }
}

/// Where a script lists what other libraries were recorded to return at the point that is nearest.
fn nearby(page: &Page, name: &str) -> String {
    let libraries: Vec<&str> = golden::peers(name)
        .iter()
        .map(|peer| peer.library)
        .collect();
    if libraries.is_empty() {
        return String::new();
    }
    let mut named = libraries;
    named.dedup();
    format!(
        "<details class=\"nearby\" data-recorded=\"{}vectors/{name}.json\"><summary>What {} returned nearby</summary><div class=\"table-wrapper\"></div></details>",
        to_root(page),
        escape::text(&named.join(", "))
    )
}

/// A card with the forms at its end.
pub(crate) fn beside(card: String, forms: &str) -> String {
    match card.rsplit_once("</section>") {
        Some((card, rest)) => format!("{card}{forms}</section>{rest}"),
        None => card,
    }
}

/// The forms, folded; each function has its own.
pub(crate) fn html(page: &Page, module: &str) -> String {
    let forms: Vec<String> = functions(page)
        .map(|function| {
            let key = key(function);
            let figure = figures::live::find(&key).expect("every function has a form");
            let form = live::html(&key, &*figure, "", Some(module), Controls::Open);
            let name = function.about().name;
            format!(
                "<div class=\"one\"><p class=\"of\"><code>{}</code></p>{}\n{}{}</div>",
                escape::text(name),
                form.trim(),
                put_in(page, function),
                nearby(page, name)
            )
        })
        .collect();
    match forms.is_empty() {
        true => String::new(),
        false => format!(
            "\n<details class=\"own for-script\"><summary>Your own numbers</summary>{}</details>\n",
            forms.concat()
        ),
    }
}
