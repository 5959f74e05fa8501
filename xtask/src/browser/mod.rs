//! The built site in a real browser: every page loads, says nothing on the console, asks nobody
//! else for anything, and does not scroll sideways on a phone.

mod tab;

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
        let url = format!("{origin}{}", page.display());
        let seen = browser.visit(&url)?;
        let file = Path::new("target/book").join(page);
        let mut wrong = |message: String| complaints.push(Complaint::new(&file, 1, message));
        for line in seen.console {
            wrong(format!("the console says: {line}"));
        }
        for request in seen
            .requests
            .iter()
            .filter(|r| !r.starts_with(&origin) && !r.starts_with("data:"))
        {
            wrong(format!("the page asks {request}"));
        }
        if seen.title.is_empty() {
            wrong("the page has no title".to_owned());
        }
        if seen.overflow > 0.0 {
            wrong(format!(
                "the page is {} px wider than a window of 390 px",
                seen.overflow
            ));
        }
    }
    Ok((pages.len(), complaints))
}
