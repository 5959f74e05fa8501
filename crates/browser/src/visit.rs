//! Opens pages one after the other in a browser and collects what is wrong with each, in a wide and
//! in a narrow window.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::grouped::Wrong;
use super::known::{Figure, Good, Known, file_of};
use super::late::{FONTS_FIRST, FONTS_LAST, Part};
use super::operate::operate;
use super::tab::{Browser, Theme};

/// What a first load of a page may transfer: text, style, scripts, fonts, the module of a figure
/// that is in view; compressed as any host does.
const BUDGET: usize = 300_000;
/// How many screens of 900 px a page may have at 1280 px, with all folds closed.
const SCREENS: f64 = 8.0;
/// The height of a screen.
const SCREEN: u32 = 900;
/// A sum of layout shifts that nobody notices: a hundredth of what counts as good.
const SHIFT: f64 = 0.001;

/// The window in which a page is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// 1280 px, light; controls of figures are operated here.
    Wide,
    /// 390 and 360 px, dark.
    Narrow,
    /// As wide, then as narrow, without loading the page again: for an author who waits. What
    /// costs most is left out, see [`Care::Brief`].
    Turned,
}

/// How much is asked of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// Everything, in two windows that load it.
    Thorough,
    /// In one window that becomes narrow, and no more of axe-core than [`SLOW_RULES`] leave. Not how
    /// the page loads in a narrow window, how it is read in pieces, what it says when it is left.
    Brief,
}

/// The rules of axe-core that ask what is painted over what, for which they take most of its time. What
/// they find is the style sheet's fault, or a figure's, not that of a page's words.
const SLOW_RULES: &[&str] = &["color-contrast", "link-in-text-block", "target-size"];

impl Care {
    /// The windows in which a page is opened.
    pub fn windows(self) -> &'static [Window] {
        match self {
            Care::Thorough => &[Window::Wide, Window::Narrow],
            Care::Brief => &[Window::Turned],
        }
    }
}

/// A page to be checked in a window.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its place on the site.
    pub page: PathBuf,
    pub window: Window,
}

/// The result of some visits.
#[derive(Default)]
pub struct Seen {
    /// The number of pages loaded and of states of figures compared.
    pub checks: usize,
    /// Of these, states that were compared in an earlier run, of the same figure.
    pub remembered: usize,
    /// For `verify.json`: each page with what it transferred and how far it moved.
    pub pages: Vec<Value>,
    /// What is wrong with each page.
    pub wrong: Vec<(PathBuf, Vec<Wrong>)>,
}

/// Makes some visits, one after the other, in a browser of their own.
///
/// Those that find nothing wrong are kept for later runs, also where a later one cannot be made.
pub fn visit(
    mut browser: Browser,
    origin: &str,
    visits: &[Visit],
    known: &Known<'_>,
) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let mut made: Vec<Made> = vec![];
    let mut broken = None;
    for (i, one) in visits.iter().enumerate() {
        // What a page does when it is left must not be attributed to the next.
        let is_left = match visits.get(i + 1) {
            Some(next) => next.page != one.page,
            None => one.window != Window::Turned,
        };
        match make(&mut browser, origin, one, is_left, known) {
            Ok(of_one) => made.push(of_one),
            Err(why) => {
                broken = Some((&one.page, why));
                break;
            }
        }
    }
    // What is known of a page is known of both windows: one that was not left yet may say more.
    if let Some((page, _)) = broken {
        let whole = visits[..made.len()]
            .iter()
            .take_while(|one| one.page != *page);
        made.truncate(whole.count());
    }
    let visits = &visits[..made.len()];
    let mut counts = vec![];
    let mut driven = vec![];
    for (visit, made) in visits.iter().zip(made) {
        seen.checks += made.checks;
        seen.remembered += made.remembered;
        seen.pages.extend(made.page);
        counts.push(made.checks);
        driven.push(made.driven);
        seen.wrong.push((visit.page.clone(), made.wrong));
    }
    // Messages may arrive late, so they are attributed to pages only now.
    let mut entries = seen.pages.iter_mut();
    for (visit, heard) in visits.iter().zip(&browser.witness.pages) {
        let mut late: Vec<Wrong> = (heard.console.iter())
            .map(|line| Wrong::new(format!("console message: {line}"), "", ""))
            .collect();
        let own = |request: &&String| {
            let places = [origin, "data:", "about:blank"];
            places.iter().any(|place| request.starts_with(place))
        };
        let foreign = heard.requests.iter().filter(|request| !own(request));
        late.extend(foreign.map(|request| {
            let cause =
                "the page requests a file from another origin: serve it from the site itself";
            Wrong::new(cause, "", request)
        }));
        if visit.window != Window::Narrow {
            if let Some(entry) = entries.next() {
                entry["transferred"] = json!(heard.transferred);
                entry["requests"] = json!(heard.first_requests);
            }
            if heard.transferred > BUDGET && !site::is_print(&visit.page) {
                let cause = format!(
                    "the first load transfers {} bytes, expected {BUDGET} at most: show fewer or simpler figures",
                    heard.transferred
                );
                late.push(Wrong::new(cause, "", ""));
            }
        }
        seen.wrong.push((visit.page.clone(), late));
    }
    // What is asked late may have been put down to the other window of the same page.
    let asked = |url: &str| {
        let pages = browser.witness.pages.iter().filter(|page| page.url == url);
        let requests = pages.flat_map(|page| &page.requests);
        requests
            .filter_map(|address| file_of(address, origin))
            .collect::<Vec<_>>()
    };
    let mut entries = seen.pages.iter();
    let numbers = counts.into_iter().zip(driven);
    for ((visit, heard), (checks, figures)) in
        visits.iter().zip(&browser.witness.pages).zip(numbers)
    {
        let page = match visit.window {
            Window::Wide | Window::Turned => entries.next().cloned().unwrap_or_default(),
            Window::Narrow => Value::Null,
        };
        let mut wrong = seen.wrong.iter().filter(|(page, _)| *page == visit.page);
        if wrong.all(|(_, wrong)| wrong.is_empty()) {
            known.keep(visit, &asked(&heard.url), &Good { checks, page });
            for (figure, checks) in figures {
                known.keep_driven(&figure, checks);
            }
        }
    }
    match broken {
        Some((_, why)) => Err(why),
        None => Ok(seen),
    }
}

/// One visit that came to its end, before what was said late is added to it.
#[derive(Default)]
struct Made {
    checks: usize,
    remembered: usize,
    /// For `verify.json`.
    page: Option<Value>,
    /// Figures that were operated, with the number of states compared.
    driven: Vec<(Figure, usize)>,
    wrong: Vec<Wrong>,
}

/// Makes one visit, and leaves the page if it is to be left.
fn make(
    browser: &mut Browser,
    origin: &str,
    Visit { page, window }: &Visit,
    is_left: bool,
    known: &Known<'_>,
) -> Result<Made, String> {
    let url = format!("{origin}{}", page.display());
    let mut made = Made::default();
    match window {
        Window::Wide | Window::Turned => {
            browser.window(1280, SCREEN, Theme::Light)?;
            open(browser, &url, FONTS_FIRST, WIDE_LIGHT, &mut made.wrong)?;
            let wide = look(browser, WIDE_LIGHT, &mut made.wrong)?;
            shifts(&wide, WIDE_LIGHT, &mut made.wrong);
            let left_out = match window {
                Window::Turned => SLOW_RULES,
                _ => &[],
            };
            axe(browser, page, left_out, WIDE_LIGHT, &mut made.wrong)?;
            if *window == Window::Wide {
                made.checks += in_pieces(browser, page, WIDE_LIGHT, &mut made.wrong)?;
            }
            made.wrong.extend(too_long(page, &wide["screens"]));
            let figures = wide["figures"].as_u64().unwrap_or(0);
            let operated = operate(browser, page, figures, known, &mut made.wrong)?;
            made.checks += operated.checks;
            made.remembered = operated.remembered;
            made.driven = operated.driven;
            made.checks += 1;
            made.page = Some(json!({
                "page": page.display().to_string(),
                "layout_shift": wide["shift"],
                "screens": wide["screens"],
                "live_figures": wide["figures"],
            }));
        }
        Window::Narrow => {
            browser.window(390, 844, Theme::Dark)?;
            open(browser, &url, FONTS_LAST, NARROW_DARK, &mut made.wrong)?;
            let narrow = look(browser, NARROW_DARK, &mut made.wrong)?;
            shifts(&narrow, NARROW_DARK, &mut made.wrong);
            axe(browser, page, &[], NARROW_DARK, &mut made.wrong)?;
            made.checks += in_pieces(browser, page, NARROW_DARK, &mut made.wrong)?;
        }
    }
    if *window == Window::Turned {
        browser.window(390, 844, Theme::Dark)?;
        look(browser, NARROW_DARK, &mut made.wrong)?;
    }
    if *window != Window::Wide {
        browser.window(360, 740, Theme::Dark)?;
        overflow(browser, 360, &mut made.wrong)?;
    }
    if is_left {
        browser.leave()?;
    }
    Ok(made)
}

const WIDE_LIGHT: &str = "1280 px, light";
const NARROW_DARK: &str = "390 px, dark";

/// Opens a page whose parts arrive late: nothing may move when they do, in the window or below it.
fn open(
    browser: &mut Browser,
    url: &str,
    order: [Part; 3],
    where_: &str,
    wrong: &mut Vec<Wrong>,
) -> Result<(), String> {
    for moved in browser.open_late(url, order)? {
        let what = format!(
            "with its {}, {} elements; the first by {:.0} px: {}",
            moved.part.name(),
            moved.elements,
            moved.pixels,
            moved.first
        );
        wrong.push(Wrong::new(MOVES, where_, what));
    }
    Ok(())
}

/// Lets a page arrive in pieces: nothing may move when the next one does. Returns their number.
fn in_pieces(
    browser: &mut Browser,
    page: &Path,
    where_: &str,
    wrong: &mut Vec<Wrong>,
) -> Result<usize, String> {
    let is_print = site::is_print(page);
    let seen = browser.run(include_str!("pieces.js"), &[json!(is_print)])?;
    for moved in seen["moves"].as_array().into_iter().flatten() {
        let what = format!(
            "by {:.0} px: {} when the page is read up to {}",
            moved["pixels"].as_f64().unwrap_or(f64::NAN),
            moved["first"].as_str().unwrap_or(""),
            moved["piece"].as_str().unwrap_or("")
        );
        wrong.push(Wrong::new(IN_PIECES, where_, what));
    }
    // The list of the parts has no table.
    let least = if is_print { 1 } else { 2 };
    let pieces = seen["pieces"].as_u64().filter(|pieces| *pieces >= least);
    let pieces = pieces.ok_or_else(|| format!("{} could not be read in pieces", page.display()))?;
    usize::try_from(pieces).map_err(|error| error.to_string())
}

const IN_PIECES: &str = "a part of the page moves while what follows it is read: in theme/site.css, hide what is sized by all of its content until it is whole";
const MOVES: &str = "the page moves while it loads: reserve the height of what loads late";

/// Checks a page as it stands, in the current window.
fn look(browser: &mut Browser, where_: &str, wrong: &mut Vec<Wrong>) -> Result<Value, String> {
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
    for element in seen["unreachable"].as_array().into_iter().flatten() {
        let cause = "an element cannot be reached by keyboard, or has no label (use a `button`, a link, a `label`)";
        wrong.push(Wrong::new(cause, where_, element.as_str().unwrap_or("")));
    }
    Ok(seen)
}

/// What moved since the page was opened, in the window that it was opened in.
fn shifts(seen: &Value, where_: &str, wrong: &mut Vec<Wrong>) {
    if let Some(shift) = seen["shift"].as_f64().filter(|shift| *shift > SHIFT) {
        let what = format!("by {shift:.4}: {}", seen["shifted"]);
        wrong.push(Wrong::new(MOVES, where_, what));
    }
}

/// What axe-core finds in the current window.
fn axe(
    browser: &mut Browser,
    page: &Path,
    left_out: &[&str],
    where_: &str,
    wrong: &mut Vec<Wrong>,
) -> Result<(), String> {
    // A part on one page is its chapters, and axe-core takes minutes for all of them at once.
    if site::is_print(page) {
        return Ok(());
    }
    for (rule, elements) in browser.axe(left_out)? {
        wrong.push(Wrong::new(
            format!("axe-core reports {rule}"),
            where_,
            elements,
        ));
    }
    Ok(())
}

/// Reference is looked up, not read through; the book on one page is all of it.
fn too_long(page: &Path, screens: &Value) -> Option<Wrong> {
    let is_free = page.starts_with("reference") || site::is_print(page);
    let screens = screens.as_f64().unwrap_or(f64::INFINITY);
    (!is_free && screens > SCREENS).then(|| {
        let cause = format!(
            "the page is {screens:.1} screens long, expected {SCREENS} at most: link what stands on another page, move reference into the sections that are folded"
        );
        Wrong::new(cause, "", "")
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_more_than_eight_screens_is_refused() {
        let long = |page: &str, screens: Value| too_long(Path::new(page), &screens).is_some();
        assert!(long("activations/gelu.html", json!(8.01)));
        assert!(long("activations/gelu.html", Value::Null));
        assert!(!long("activations/gelu.html", json!(8.0)));
        assert!(!long("reference/activations.html", json!(20.0)));
        assert!(!long("print-activations.html", json!(200.0)));
    }
}
