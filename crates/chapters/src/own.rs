//! A reader's own numbers, on each function's page: typed or pasted, and answered by a module that is
//! loaded when the fold is opened.

use catalog::Function;
use notebook::{Page, escape};

use crate::live::{self, Controls};
use crate::project::short_name;

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

/// The forms, folded; each function has its own.
pub(crate) fn html(page: &Page, module: &str) -> String {
    let forms: Vec<String> = functions(page)
        .map(|function| {
            let key = key(function);
            let figure = figures::live::find(&key).expect("every function has a form");
            let form = live::html(&key, &*figure, "", Some(module), Controls::Open);
            let name = escape::text(function.about().name);
            format!("<p class=\"of\"><code>{name}</code></p>{}", form.trim())
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
