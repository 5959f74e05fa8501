//! The built site in a real browser: every page loads, says nothing on the console, asks nobody
//! else for anything, fits every window, does not move while it loads, can be used by keyboard and
//! by a screen reader, is small; its live figures show what this machine's own code computes; its
//! search finds functions by all of their names.

mod grouped;
mod live;
mod search;
mod tab;
mod witness;

use std::path::{Path, PathBuf};

use notebook::{Page, run};
use serde_json::{Value, json};

use crate::complaint::Complaint;
use crate::library::version_of;
use crate::project::root;
use crate::report::SKIPPED;
use crate::server::Server;
use crate::site;
use grouped::{Wrong, across_pages, messages};
use tab::{Browser, Theme};

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// What a first load of a page may transfer: text, style, scripts, fonts, the module of a figure
/// that is in view; compressed as any host does.
const BUDGET: usize = 300_000;
/// The sum of layout shifts that nobody sees: a hundredth of what counts as good.
const SHIFT: f64 = 0.001;

/// What was found, besides what is wrong.
#[derive(Default)]
pub struct Found {
    /// Pages loaded, figures driven, queries asked, requests answered.
    pub checks: usize,
    /// The browser, or why the step was skipped.
    pub remark: String,
    /// For `verify.json`: each page with what it transferred and how far it moved.
    pub pages: Vec<Value>,
    /// What is wrong.
    pub complaints: Vec<Complaint>,
}

/// Looks at every page of the site in that folder of the project, or at some.
pub fn check(site: &str, only: Option<&[Page]>) -> Found {
    let installed = |name: &&'static str| Some((*name, version_of(name)?));
    let Some((program, version)) = NAMES.iter().find_map(installed) else {
        return Found {
            remark: format!("{SKIPPED}no {} on this machine", NAMES.join(", ")),
            ..Found::default()
        };
    };
    let mut found = Found {
        remark: version,
        ..Found::default()
    };
    if let Err(why) = check_pages(program, site, only, &mut found) {
        let complaint = Complaint::new("xtask/src/browser/mod.rs", 1, why);
        found.complaints.push(complaint);
    }
    found
}

fn check_pages(
    program: &str,
    site: &str,
    only: Option<&[Page]>,
    found: &mut Found,
) -> Result<(), String> {
    let folder = &root().join(site);
    let files = site::files(folder)
        .map_err(|error| format!("{site}: {error}; run the step `book` first"))?;
    let html = |page: &Page| site::html_path(Path::new(page.name.trim_start_matches("book/")));
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
    // A browser for each core, and each gets its share of the long pages.
    let size = |page: &PathBuf| std::fs::metadata(folder.join(page)).map_or(0, |m| m.len());
    let mut by_size = pages.clone();
    by_size.sort_by_key(|page| std::cmp::Reverse(size(page)));
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let mut shares: Vec<Vec<PathBuf>> = vec![vec![]; count.min(pages.len())];
    for (i, page) in by_size.into_iter().enumerate() {
        let at = i % shares.len();
        shares[at].push(page);
    }
    let done = run::each(&shares, |share| visit(program, &origin, share));
    for share in done {
        let share = share?;
        found.checks += share.checks;
        found
            .complaints
            .extend(share.complaints.into_iter().map(|c| Complaint {
                file: Path::new(site).join(c.file),
                ..c
            }));
        found.pages.extend(share.pages);
    }
    found.complaints.sort();
    found.complaints = across_pages(std::mem::take(&mut found.complaints));
    found
        .pages
        .sort_by_key(|page| page["page"].as_str().map(str::to_owned));
    if only.is_none() {
        let mut browser = Browser::start(program)?;
        browser.window(1280, 900, Theme::Light)?;
        browser.open(&format!("{origin}index.html"))?;
        let (asked, wrong) = search::check(&mut browser)?;
        found.checks += asked;
        found.complaints.extend(wrong);
        found.checks += same_bits(&mut browser, folder, found)?;
    }
    Ok(())
}

/// Looks at some pages, one after the other, in a browser of its own.
fn visit(program: &str, origin: &str, pages: &[PathBuf]) -> Result<Found, String> {
    let mut found = Found::default();
    let mut browser = Browser::start(program)?;
    for page in pages {
        let url = format!("{origin}{}", page.display());
        let mut wrong: Vec<Wrong> = vec![];
        browser.window(1280, 900, Theme::Light)?;
        browser.open(&url)?;
        let wide = look(&mut browser, page, "1280 px, light", &mut wrong)?;
        for index in 0..wide["figures"].as_u64().unwrap_or(0) {
            found.checks += drive(&mut browser, index, &mut wrong)?;
        }
        browser.window(390, 844, Theme::Dark)?;
        browser.go(&url)?;
        look(&mut browser, page, "390 px, dark", &mut wrong)?;
        browser.window(360, 740, Theme::Dark)?;
        overflow(&mut browser, 360, &mut wrong)?;
        browser.leave()?;
        found.checks += 1;
        let complaints = messages(&wrong).into_iter().map(|w| complaint(page, w));
        found.complaints.extend(complaints);
        let told = json!({
            "page": page.display().to_string(),
            "layout_shift": wide["shift"],
            "live_figures": wide["figures"],
            // For the record: a time is no test.
            "largest_paint_ms": wide["largestPaint"],
        });
        found.pages.push(told);
    }
    // Only now is it known who did what: a message may come late.
    for (i, (page, seen)) in pages.iter().zip(&browser.witness.pages).enumerate() {
        let mut late: Vec<Wrong> = (seen.console.iter())
            .map(|line| Wrong::new(format!("the console says: {line}"), "", ""))
            .collect();
        let own = |request: &&String| {
            let places = [origin, "data:", "about:blank"];
            places.iter().any(|place| request.starts_with(place))
        };
        let foreign = seen.requests.iter().filter(|request| !own(request));
        late.extend(foreign.map(|request| {
            let cause = "the page asks another origin: serve the file from the site itself";
            Wrong::new(cause, "", request)
        }));
        let complaints = messages(&late).into_iter().map(|w| complaint(page, w));
        found.complaints.extend(complaints);
        found.pages[i]["transferred"] = json!(seen.transferred);
        found.pages[i]["requests"] = json!(seen.first_requests);
        if seen.transferred > BUDGET && page.as_os_str() != site::PRINT {
            let message = format!(
                "the first load transfers {} bytes, expected {BUDGET} at most: show fewer or simpler figures",
                seen.transferred
            );
            found.complaints.push(complaint(page, message));
        }
    }
    Ok(found)
}

/// What can be seen of a page at once, in the window as it is.
fn look(
    browser: &mut Browser,
    page: &Path,
    where_: &str,
    wrong: &mut Vec<Wrong>,
) -> Result<Value, String> {
    let seen = browser.run(include_str!("look.js"), &[])?;
    for name in ["title", "description"] {
        if seen[name].as_str().unwrap_or("").is_empty() {
            let remedy = "a page begins with `# Title` and a sentence";
            wrong.push(Wrong::new(
                format!("the page has no {name}: {remedy}"),
                "",
                "",
            ));
        }
    }
    if let Some(pixels) = seen["overflow"].as_f64().filter(|pixels| *pixels > 0.0) {
        let what = format!("by {pixels} px");
        wrong.push(Wrong::new(WIDE, where_, what));
    }
    if let Some(shift) = seen["shift"].as_f64().filter(|shift| *shift > SHIFT) {
        let what = format!("by {shift:.4}: {}", seen["shifted"]);
        wrong.push(Wrong::new(
            "the page moves while it loads: what comes late needs its height from the start",
            where_,
            what,
        ));
    }
    for element in seen["unreachable"].as_array().into_iter().flatten() {
        let cause =
            "no key reaches, or no label names, an element (use a `button`, a link, a `label`)";
        wrong.push(Wrong::new(cause, where_, element.as_str().unwrap_or("")));
    }
    // The book on one page is its chapters, and axe-core takes minutes for all of them at once.
    if page.as_os_str() != site::PRINT {
        for (rule, elements) in browser.axe()? {
            wrong.push(Wrong::new(format!("axe says {rule}"), where_, elements));
        }
    }
    Ok(seen)
}

const WIDE: &str = "the page is wider than its window: shorten a formula or a table";

fn overflow(browser: &mut Browser, width: u32, wrong: &mut Vec<Wrong>) -> Result<(), String> {
    let over = browser.evaluate("document.documentElement.scrollWidth - innerWidth")?;
    if over.as_f64().is_none_or(|pixels| pixels > 0.0) {
        wrong.push(Wrong::new(
            WIDE,
            format!("{width} px"),
            format!("by {over} px"),
        ));
    }
    Ok(())
}

/// Moves every control of a figure, then one by the keyboard: how many states were compared.
fn drive(browser: &mut Browser, index: u64, wrong: &mut Vec<Wrong>) -> Result<usize, String> {
    let figure = format!("document.querySelectorAll('[data-live]')[{index}]");
    let key = browser.evaluate(&format!("{figure}.dataset.live"))?;
    let key = key.as_str().unwrap_or("").to_owned();
    let cases = live::cases(&key)?;
    let told = browser.run(include_str!("drive.js"), &[json!(index), json!(cases)])?;
    let cause = format!("the figure `{key}` is not what is computed here");
    for failure in told.as_array().ok_or("the figure was not driven")? {
        let part = |i: usize| failure[i].as_str().unwrap_or("");
        wrong.push(Wrong::new(&cause, part(0), part(1)));
    }
    let drawn = format!("{figure}.querySelector('.drawing').innerHTML");
    let before = browser.evaluate(&drawn)?;
    browser.press("ArrowRight")?;
    browser.evaluate(FRAME)?;
    if browser.evaluate(&drawn)? == before {
        let what = "its first slider, moved by an arrow key";
        wrong.push(Wrong::new(unmoved(&key), "", what));
    }
    let dragged = drag(browser, &figure, &key, wrong)?;
    Ok(cases.len() + 1 + dragged)
}

fn unmoved(key: &str) -> String {
    format!("the figure `{key}` does not move")
}

/// Drags each handle of a figure that is in the window, or points at a figure that has a place to
/// look at: how many were tried.
fn drag(
    browser: &mut Browser,
    figure: &str,
    key: &str,
    wrong: &mut Vec<Wrong>,
) -> Result<usize, String> {
    let reset = format!("{figure}.querySelector('form').reset()");
    // At rest, where every grip will be again when it is taken.
    browser.evaluate(&reset)?;
    browser.evaluate(FRAME)?;
    let grips = browser.run(include_str!("grips.js"), &[json!(key)])?;
    let grips = grips.as_array().ok_or("the figure has no grips")?.clone();
    for grip in &grips {
        let name = grip["name"].as_str().unwrap_or("");
        let point = |what: &str| Some((grip[what]["x"].as_f64()?, grip[what]["y"].as_f64()?));
        let (from, to) = (
            point("from").ok_or("no place")?,
            point("to").ok_or("no place")?,
        );
        browser.evaluate(&reset)?;
        browser.evaluate(FRAME)?;
        let held = grip["held"] == true;
        let value = format!(
            "{figure}.querySelector('form').elements[{}].value",
            json!(name)
        );
        browser.mouse("mouseMoved", from, false)?;
        if held {
            browser.mouse("mousePressed", from, true)?;
        }
        let before = browser.evaluate(&value)?;
        browser.mouse("mouseMoved", to, held)?;
        if held {
            browser.mouse("mouseReleased", to, false)?;
        }
        browser.evaluate(FRAME)?;
        if browser.evaluate(&value)? == before {
            let how = if held { "dragged" } else { "pointed at" };
            wrong.push(Wrong::new(unmoved(key), name, format!("when it is {how}")));
        }
    }
    browser.evaluate(&reset)?;
    Ok(grips.len())
}

/// Waits until what was asked is drawn.
const FRAME: &str = "new Promise((resolve) => requestAnimationFrame(() => resolve(0)))";

/// The module's values are those of this machine, bit for bit.
fn same_bits(browser: &mut Browser, folder: &Path, found: &mut Found) -> Result<usize, String> {
    let files = site::files(folder).map_err(|error| error.to_string())?;
    let module = files
        .iter()
        .find(|f| f.extension().is_some_and(|e| e == "wasm"));
    let Some(module) = module else {
        let moves = |page: &Value| page["live_figures"].as_u64().is_some_and(|n| n > 0);
        if found.pages.iter().any(moves) {
            return Err("pages have live figures, the site has no module".to_owned());
        }
        found.remark += "; no live figures, there is no module";
        return Ok(0);
    };
    let requests = live::bit_requests();
    let address = json!(module.display().to_string());
    let answers = browser.run(include_str!("ask.js"), &[address, json!(requests)])?;
    for (request, answer) in requests.iter().zip(answers.as_array().ok_or("no answers")?) {
        let own = figures::live::answer(request)?;
        let theirs = answer.as_str().unwrap_or("");
        if let Some(message) = live::disagreement(request, &own, theirs)? {
            found
                .complaints
                .push(Complaint::new("crates/live/src/lib.rs", 1, message));
        }
    }
    let points = requests
        .iter()
        .map(|r| r.lines().count() - 1)
        .sum::<usize>();
    Ok(2 * points)
}

/// A page by its place on the site.
fn complaint(page: &Path, message: String) -> Complaint {
    Complaint::new(page, 1, message)
}
