//! Checks the built site in a real browser. Every page loads, writes nothing to the console, requests
//! nothing from another origin, fits every window, does not move while it loads, works with a
//! keyboard and a screen reader, and stays small. Live figures show what native code computes. The
//! search finds functions by all of their names and answers the questions of readers.

mod bits;
mod clicks;
mod grouped;
mod known;
mod late;
mod live;
mod operate;
mod questions;
mod ready;
mod search;
mod search_late;
mod tab;
mod visit;
mod witness;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use notebook::{Complaint, Memory, Page, memory, run};
use serde_json::{Value, json};

pub use ready::Ready;
pub use visit::Care;

use grouped::{Wrong, across_pages, messages};
use known::{Good, Known};
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
    /// Of the checks, those that were made in an earlier run, of the same files.
    pub remembered: usize,
    /// Why nothing was checked.
    pub skipped: Option<String>,
    /// For `verify.json`: for each page the bytes transferred and the layout shift.
    pub pages: Vec<Value>,
    /// What is wrong.
    pub complaints: Vec<Complaint>,
}

/// Checks every page of the site in the folder `site` of the project at `root`, or only some pages,
/// with more or less care.
///
/// It takes the browser that is ready, and starts more where one is too few.
pub fn check(
    root: &Path,
    site: &str,
    only: Option<(&[Page], Care)>,
    memory: &Memory,
    ready: &Ready,
) -> Found {
    let Some((program, version)) = installed() else {
        return Found {
            skipped: Some(format!("no {} on this machine", NAMES.join(", "))),
            ..Found::default()
        };
    };
    let mut found = Found {
        remark: version.clone(),
        ..Found::default()
    };
    let folder = root.join(site);
    let known = Known {
        memory,
        site: &folder,
        version: &version,
    };
    if let Err(why) = check_pages(program, ready, &known, site, only, &mut found) {
        let complaint = Complaint::new("crates/browser/src/lib.rs", 1, why);
        found.complaints.push(complaint);
    }
    found
}

fn check_pages(
    program: &str,
    ready: &Ready,
    known: &Known<'_>,
    site: &str,
    only: Option<(&[Page], Care)>,
    found: &mut Found,
) -> Result<(), String> {
    let folder = known.site;
    let files = notebook::files(folder)
        .map_err(|error| format!("{site}: {error}; run the step `book` first"))?;
    let html = |page: &Page| ::site::html_path(Path::new(page.name.trim_start_matches("book/")));
    let wanted: Option<Vec<PathBuf>> = only.map(|(pages, _)| pages.iter().map(html).collect());
    let care = only.map_or(Care::Thorough, |(_, care)| care);
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
    let mut fresh = vec![];
    for one in visits(&by_size, care) {
        match already(known, &one) {
            Some(all) => {
                for good in all {
                    found.checks += good.checks;
                    found.remembered += good.checks;
                    found
                        .pages
                        .extend((!good.page.is_null()).then_some(good.page));
                }
            }
            None => fresh.push(one),
        }
    }
    let shares = shares(fresh, count);
    let done = run::each(&shares, |share| {
        visit(ready.take(program)?, &origin, share, known)
    });
    let mut wrong: BTreeMap<PathBuf, Vec<Wrong>> = BTreeMap::new();
    for share in done {
        let share = share?;
        found.checks += share.checks;
        found.remembered += share.remembered;
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
        let asked = of_the_site(program, &origin, known, found)?;
        found.checks += asked;
    }
    Ok(())
}

/// What is asked of the site as a whole: its search, and the bits of its module; how many checks.
fn of_the_site(
    program: &str,
    origin: &str,
    known: &Known<'_>,
    found: &mut Found,
) -> Result<usize, String> {
    const KIND: &str = "whole-sites";
    let folder = known.site;
    let contents = |file: PathBuf| {
        let bytes = std::fs::read(folder.join(&file));
        bytes.map(|bytes| (file, memory::digest(&bytes)))
    };
    let files = notebook::files(folder).map_err(|error| error.to_string())?;
    let files: Result<Vec<_>, _> = files.into_iter().map(contents).collect();
    let key = (files.map_err(|error| error.to_string())?, known.version);
    let kept = known.memory.recall(KIND, &key);
    if let Some(checks) = kept.and_then(|text| text.parse().ok()) {
        found.remembered += checks;
        return Ok(checks);
    }
    let before = found.complaints.len();
    let mut browser = Browser::start(program)?;
    browser.window(1280, 900, Theme::Light)?;
    browser.open(&format!("{origin}index.html"))?;
    let (asked, wrong) = search::check(&mut browser, folder)?;
    found.complaints.extend(wrong);
    let (tried, wrong) = search_late::check(&mut browser, origin)?;
    found.complaints.extend(wrong);
    let (gone, wrong) = clicks::check(&mut browser, origin)?;
    found.complaints.extend(wrong);
    browser.open(&format!("{origin}index.html"))?;
    let asked = asked + tried + gone;
    let checks = asked + same_bits(&mut browser, folder, found)?;
    if found.complaints.len() == before && checks > asked {
        known.memory.keep(KIND, &key, checks.to_string());
    }
    Ok(checks)
}

/// The first browser on this machine, and its version.
fn installed() -> Option<(&'static str, String)> {
    // To say its version it takes a while.
    static INSTALLED: OnceLock<Option<(&'static str, String)>> = OnceLock::new();
    let version = |name: &&'static str| Some((*name, version_of(name)?));
    let found = INSTALLED.get_or_init(|| NAMES.iter().find_map(version));
    found.clone()
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

/// What earlier visits found that asked as much as this one, or more.
fn already(known: &Known<'_>, visit: &Visit) -> Option<Vec<Good>> {
    let of_window = |window: Window| {
        known.recall(&Visit {
            window,
            ..visit.clone()
        })
    };
    let own = of_window(visit.window).map(|good| vec![good]);
    own.or_else(|| {
        (visit.window == Window::Turned)
            .then(|| Care::Thorough.windows().iter().map(|w| of_window(*w)))?
            .collect()
    })
}

/// Each page in its windows.
fn visits(pages: &[PathBuf], care: Care) -> Vec<Visit> {
    let of_page = |page: &PathBuf| {
        let visit = |window: &Window| Visit {
            page: page.clone(),
            window: *window,
        };
        care.windows().iter().map(visit).collect::<Vec<Visit>>()
    };
    pages.iter().flat_map(of_page).collect()
}

/// The visits for each browser, both of a page for the same one; with fewer pages than browsers, each
/// for itself.
fn shares(visits: Vec<Visit>, count: usize) -> Vec<Vec<Visit>> {
    let mut units: Vec<Vec<Visit>> = vec![];
    for visit in visits {
        match units.last_mut().filter(|unit| unit[0].page == visit.page) {
            Some(unit) => unit.push(visit),
            None => units.push(vec![visit]),
        }
    }
    if units.len() < count {
        units = units.into_iter().flatten().map(|one| vec![one]).collect();
    }
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
        let shares = shares(visits(&pages, Care::Thorough), count);
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

    #[test]
    fn a_brief_visit_is_spared_by_thorough_ones_and_spares_none() {
        let folder = std::env::temp_dir().join(format!("brief-visits-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("site")).expect("a folder");
        std::fs::write(folder.join("site/a.html"), "page").expect("a file");
        let memory = Memory::new(folder.join("memory"), &0);
        let known = Known {
            memory: &memory,
            site: &folder.join("site"),
            version: "1",
        };
        let [brief] = &visits(&["a.html".into()], Care::Brief)[..] else {
            panic!("one visit");
        };
        let keep = |visit: &Visit, checks| {
            let page = Value::Null;
            known.keep(visit, &["a.html".into()], &Good { checks, page });
        };
        let found = |visit: &Visit| {
            let checks = |all: Vec<Good>| all.iter().map(|good| good.checks).collect::<Vec<_>>();
            already(&known, visit).map(checks)
        };
        let [wide, narrow] = &visits(&["a.html".into()], Care::Thorough)[..] else {
            panic!("two visits");
        };
        assert_eq!(found(brief), None);
        keep(wide, 1);
        assert_eq!(found(brief), None);
        keep(narrow, 2);
        assert_eq!(found(brief), Some(vec![1, 2]));
        std::fs::remove_dir_all(folder.join("memory")).expect("the folder");
        keep(brief, 4);
        assert_eq!(found(brief), Some(vec![4]));
        assert_eq!([found(wide), found(narrow)], [None, None]);
        std::fs::remove_dir_all(folder).expect("the folder");
    }
}
