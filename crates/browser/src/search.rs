//! A reader who knows a function by another name finds its chapter.

use notebook::Complaint;
use std::path::Path;

use serde_json::{Value, json};

use super::tab::Browser;

/// Among the first so many results.
const FIRST: usize = 3;

/// Asks the site in that folder for every name of every function: how many queries, and which found nothing useful.
pub fn check(browser: &mut Browser, site: &Path) -> Result<(usize, Vec<Complaint>), String> {
    let mut complaints = vec![];
    let mut asked = 0;
    // A function whose chapter is not written yet must not be found: its link would lead nowhere.
    for function in catalog::FUNCTIONS {
        let about = function.about();
        let chapter = format!("{}.html", about.chapter);
        let is_written = site.join(&chapter).exists();
        for name in about.aliases.iter().chain([&about.title]) {
            asked += 1;
            let found = browser.run(include_str!("seek.js"), &[json!(name)])?;
            let found: Vec<&str> = found
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let is_there = |address: &&str| address.split('#').next().unwrap_or("") == chapter;
            if !is_written && found.iter().any(is_there) {
                let message =
                    format!("a search for `{name}` leads to {chapter}, which is not there");
                complaints.push(Complaint::new("theme/search.js", 1, message));
            } else if is_written && !found.iter().take(FIRST).any(is_there) {
                let message = format!(
                    "a search for `{name}` finds {:?}: expected {chapter} among the first {FIRST}",
                    &found[..found.len().min(FIRST)]
                );
                let folder = about.source.split('/').next().unwrap_or("");
                let place = format!("crates/catalog/src/{folder}/{}.rs", about.name);
                complaints.push(Complaint::new(place, 1, message));
            }
        }
    }
    Ok((asked, complaints))
}
