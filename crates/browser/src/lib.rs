//! Checks the built site in a real browser. Every page loads, writes nothing to the console, requests
//! nothing from another origin, fits every window, does not move while it loads, works with a
//! keyboard and a screen reader, and stays small. Live figures show what native code computes. The
//! search finds functions by all of their names and answers the questions of readers.

mod bits;
mod grouped;
mod late;
mod live;
mod questions;
mod search;
mod search_late;
mod tab;
mod visit;
mod witness;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use notebook::{Complaint, Page, run};
use serde_json::{Value, json};

use grouped::{Wrong, across_pages, messages};
use site::server::Server;
use tab::{Browser, Theme};
use visit::{Visit, Window, visit};

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The result of a check.
#[derive(Default)]
pub struct Found {
    /// The number of pages loaded, states of figures compared, queries asked, values compared.
    pub checks: usize,
    /// The version of the browser.
    pub remark: String,
    /// Why nothing was checked.
    pub skipped: Option<String>,
    /// For `verify.json`: for each page the bytes transferred and the layout shift.
    pub pages: Vec<Value>,
    /// What is wrong.
    pub complaints: Vec<Complaint>,
}

/// Checks every page of the site in the folder `site` of the project at `root`, or only some pages.
pub fn check(root: &Path, site: &str, only: Option<&[Page]>) -> Found {
    let installed = |name: &&'static str| Some((*name, version_of(name)?));
    let Some((program, version)) = NAMES.iter().find_map(installed) else {
        return Found {
            skipped: Some(format!("no {} on this machine", NAMES.join(", "))),
            ..Found::default()
        };
    };
    let mut found = Found {
        remark: version,
        ..Found::default()
    };
    if let Err(why) = check_pages(program, root, site, only, &mut found) {
        let complaint = Complaint::new("crates/browser/src/lib.rs", 1, why);
        found.complaints.push(complaint);
    }
    found
}

fn check_pages(
    program: &str,
    root: &Path,
    site: &str,
    only: Option<&[Page]>,
    found: &mut Found,
) -> Result<(), String> {
    let folder = &root.join(site);
    let files = notebook::files(folder)
        .map_err(|error| format!("{site}: {error}; run the step `book` first"))?;
    let html = |page: &Page| ::site::html_path(Path::new(page.name.trim_start_matches("book/")));
    let wanted: Option<Vec<PathBuf>> = only.map(|pages| pages.iter().map(html).collect());
    let is_wanted = |file: &PathBuf| wanted.as_ref().is_none_or(|wanted| wanted.contains(file));
    let is_page = |file: &PathBuf| file.extension().is_some_and(|e| e == "html");
    let pages: Vec<PathBuf> = (files.into_iter().filter(is_page).filter(is_wanted)).collect();
    if pages.is_empty() {
        return Err(format!("no page in {site}: run the step `book` first"));
    }
    let address = Server::plain(folder.to_owned())
        .start(0)
        .map_err(|error| error.to_string())?;
    let origin = format!("http://{address}/");
    // One browser per core, each with its share of the long pages.
    let size = |page: &PathBuf| std::fs::metadata(folder.join(page)).map_or(0, |m| m.len());
    let mut by_size = pages;
    by_size.sort_by_key(|page| std::cmp::Reverse(size(page)));
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let shares = shares(&by_size, count);
    let done = run::each(&shares, |share| visit(program, &origin, share));
    let mut wrong: BTreeMap<PathBuf, Vec<Wrong>> = BTreeMap::new();
    for share in done {
        let share = share?;
        found.checks += share.checks;
        found.pages.extend(share.pages);
        for (page, more) in share.wrong {
            wrong.entry(page).or_default().extend(more);
        }
    }
    let of_page = |(page, wrong): (&PathBuf, &Vec<Wrong>)| -> Vec<Complaint> {
        let place = Path::new(site).join(page);
        let messages = messages(wrong).into_iter();
        messages
            .map(|message| Complaint::new(&place, 1, message))
            .collect()
    };
    let complaints = wrong.iter().flat_map(of_page).collect();
    found.complaints = across_pages(complaints);
    found
        .pages
        .sort_by_key(|page| page["page"].as_str().map(str::to_owned));
    if only.is_none() {
        let mut browser = Browser::start(program)?;
        browser.window(1280, 900, Theme::Light)?;
        browser.open(&format!("{origin}index.html"))?;
        let (asked, wrong) = search::check(&mut browser, folder)?;
        found.checks += asked;
        found.complaints.extend(wrong);
        let (tried, wrong) = search_late::check(&mut browser, &origin)?;
        found.checks += tried;
        found.complaints.extend(wrong);
        browser.open(&format!("{origin}index.html"))?;
        found.checks += same_bits(&mut browser, folder, found)?;
    }
    Ok(())
}

/// The version of a program, if it runs.
fn version_of(program: &str) -> Option<String> {
    let output = Command::new(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Divides the visits among the browsers: both windows of a page in one browser, or, with fewer
/// pages than browsers, each window in its own.
fn shares(pages: &[PathBuf], count: usize) -> Vec<Vec<Visit>> {
    let visit = |page: &PathBuf, window| Visit {
        page: page.clone(),
        window,
    };
    let both = |page: &PathBuf| [Window::Wide, Window::Narrow].map(|w| visit(page, w));
    let units: Vec<Vec<Visit>> = if pages.len() < count {
        pages.iter().flat_map(both).map(|one| vec![one]).collect()
    } else {
        pages.iter().map(|page| both(page).into()).collect()
    };
    let mut shares: Vec<Vec<Visit>> = vec![vec![]; count.min(units.len())];
    for (i, unit) in units.into_iter().enumerate() {
        let at = i % shares.len();
        shares[at].extend(unit);
    }
    shares
}

/// The values of the modules are those of this machine, bit for bit.
fn same_bits(browser: &mut Browser, folder: &Path, found: &mut Found) -> Result<usize, String> {
    let files = notebook::files(folder).map_err(|error| error.to_string())?;
    let is_module = |file: &&PathBuf| file.extension().is_some_and(|e| e == "wasm");
    let modules: Vec<String> = (files.iter().filter(is_module))
        .map(|file| file.display().to_string())
        .collect();
    if modules.is_empty() {
        let moves = |page: &Value| page["live_figures"].as_u64().is_some_and(|n| n > 0);
        if found.pages.iter().any(moves) {
            return Err("pages have live figures, but the site has no module".to_owned());
        }
        found.remark += "; no live figures, because there is no module";
        return Ok(0);
    }
    let (names, places) = (bits::names(), bits::places());
    let written: Vec<String> = places.iter().map(bits::written).collect();
    let asked = [json!(modules), json!(names), json!(written)];
    let answers = browser.run(include_str!("ask.js"), &asked)?;
    let answers = answers.as_array().ok_or("no answers")?;
    let complaint = |message: String| Complaint::new("crates/live/src/lib.rs", 1, message);
    let mut points = 0;
    for name in names {
        let ours = bits::own(name, &places)?;
        let mut of_it = answers.iter().filter(|a| a[1] == name).peekable();
        if of_it.peek().is_none() {
            let message =
                format!("no module of the site has `{name}`: expected the explorer's at least");
            found.complaints.push(complaint(message));
        }
        for answer in of_it {
            let theirs =
                bits::read(&answer[2]).ok_or(format!("{name}: the bits are unreadable"))?;
            points += 2 * theirs.len();
            if let Some(message) = bits::disagreement(name, &places, &ours, &theirs)? {
                let module = answer[0].as_str().unwrap_or("");
                found
                    .complaints
                    .push(complaint(format!("{module}: {message}")));
            }
        }
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(pages: &[&str], count: usize) -> Vec<Vec<(String, Window)>> {
        let pages: Vec<PathBuf> = pages.iter().map(PathBuf::from).collect();
        let names = |visit: &Visit| (visit.page.display().to_string(), visit.window);
        let shares = shares(&pages, count);
        shares
            .iter()
            .map(|share| share.iter().map(names).collect())
            .collect()
    }

    #[test]
    fn every_page_is_seen_in_both_windows_and_one_page_by_two_browsers() {
        let (a, b, c) = ("a".to_owned(), "b".to_owned(), "c".to_owned());
        let both = |page: &String| [Window::Wide, Window::Narrow].map(|w| (page.clone(), w));
        assert_eq!(
            shared(&["a", "b", "c"], 2),
            [[both(&a), both(&c)].concat(), both(&b).to_vec()]
        );
        assert_eq!(shared(&["a"], 2), both(&a).map(|one| vec![one]));
        assert_eq!(shared(&["a"], 1), [both(&a).to_vec()]);
        assert_eq!(shared(&["a"], 8), both(&a).map(|one| vec![one]));
    }
}
