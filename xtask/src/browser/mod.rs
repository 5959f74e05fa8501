//! The built site in a real browser: every page loads, says nothing on the console, asks nobody
//! else for anything, and does not scroll sideways on a phone.

mod tab;
mod witness;

use std::path::{Path, PathBuf};

use crate::complaint::Complaint;
use crate::library::version_of;
use crate::report::SKIPPED;
use crate::server::Server;
use crate::site;
use tab::Browser;

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Loads every page of the site: how many, a remark, what is wrong.
pub fn check(folder: &Path) -> (usize, String, Vec<Complaint>) {
    let Some((program, version)) = NAMES
        .iter()
        .find_map(|name| Some((*name, version_of(name)?)))
    else {
        return (
            0,
            format!("{SKIPPED}no {} on this machine", NAMES.join(", ")),
            vec![],
        );
    };
    match check_pages(program, folder) {
        Ok((pages, complaints)) => (pages, version, complaints),
        Err(why) => (
            0,
            version,
            vec![Complaint::new("xtask/src/browser/mod.rs", 1, why)],
        ),
    }
}

fn check_pages(program: &str, folder: &Path) -> Result<(usize, Vec<Complaint>), String> {
    let files = site::files(folder)
        .map_err(|error| format!("{}: {error}; run the step `book` first", folder.display()))?;
    let pages: Vec<PathBuf> = files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|e| e == "html"))
        .collect();
    if pages.is_empty() {
        return Err(format!(
            "no page in {}: run the step `book` first",
            folder.display()
        ));
    }
    let address = Server::plain(folder.to_owned())
        .start(0)
        .map_err(|error| error.to_string())?;
    let origin = format!("http://{address}/");
    let mut browser = Browser::start(program)?;
    let mut complaints = vec![];
    for page in &pages {
        let form = browser.visit(&format!("{origin}{}", page.display()))?;
        let mut wrong = |message: String| complaints.push(complaint(page, message));
        if form.title.is_empty() {
            wrong("the page has no title".to_owned());
        }
        if form.overflow > 0.0 {
            wrong(format!(
                "the page is {} px wider than a window of 390 px",
                form.overflow
            ));
        }
    }
    // Only now is it known who did what: a message may come late.
    for (page, seen) in pages.iter().zip(&browser.witness.pages) {
        let said = seen.console.iter();
        complaints.extend(said.map(|line| complaint(page, format!("the console says: {line}"))));
        let own = |request: &&String| {
            let places = [origin.as_str(), "data:", "about:blank"];
            places.iter().any(|place| request.starts_with(place))
        };
        let foreign = seen.requests.iter().filter(|request| !own(request));
        complaints.extend(foreign.map(|r| complaint(page, format!("the page asks {r}"))));
    }
    Ok((pages.len(), complaints))
}

fn complaint(page: &Path, message: String) -> Complaint {
    Complaint::new(Path::new("target/book").join(page), 1, message)
}
