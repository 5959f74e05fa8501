//! Operates the live figures of a page: every control, its keys, what can be dragged.

use std::path::Path;

use serde_json::json;

use super::grouped::Wrong;
use super::known::{Figure, Known};
use super::live;
use super::tab::Browser;

/// What came of the figures of a page.
#[derive(Default)]
pub struct Operated {
    /// States that were compared, those of earlier runs among them.
    pub checks: usize,
    pub remembered: usize,
    /// Figures that were operated, with the number of states compared.
    pub driven: Vec<(Figure, usize)>,
}

/// Operates so many figures of a page, but for those that were in order as they are now.
pub fn operate(
    browser: &mut Browser,
    page: &Path,
    figures: u64,
    known: &Known<'_>,
    wrong: &mut Vec<Wrong>,
) -> Result<Operated, String> {
    let mut made = Operated::default();
    for index in 0..figures {
        let key = key_of(browser, index)?;
        let figure = known.figure(page, &key);
        if let Some(checks) = figure.as_ref().and_then(|figure| known.driven(figure)) {
            made.checks += checks;
            made.remembered += checks;
            continue;
        }
        let checks = drive(browser, index, &key, wrong)?;
        made.checks += checks;
        made.driven.extend(figure.map(|figure| (figure, checks)));
    }
    Ok(made)
}

/// The element of a figure on the page, as an expression.
fn element(index: u64) -> String {
    format!("document.querySelectorAll('[data-live]')[{index}]")
}

/// The key of a figure on the page.
fn key_of(browser: &mut Browser, index: u64) -> Result<String, String> {
    let key = browser.evaluate(&format!("{}.dataset.live", element(index)))?;
    Ok(key.as_str().unwrap_or("").to_owned())
}

/// Operates every control of a figure, then one by keyboard; returns how many states were compared.
fn drive(
    browser: &mut Browser,
    index: u64,
    key: &str,
    wrong: &mut Vec<Wrong>,
) -> Result<usize, String> {
    let figure = element(index);
    let cases = live::cases(key)?;
    let failures = browser.run(include_str!("drive.js"), &[json!(index), json!(cases)])?;
    let cause = format!("the figure `{key}` does not show what native code computes");
    for failure in failures
        .as_array()
        .ok_or("the controls of the figure could not be operated")?
    {
        let part = |i: usize| failure[i].as_str().unwrap_or("");
        wrong.push(Wrong::new(&cause, part(0), part(1)));
    }
    // What is only typed into has no slider.
    let slider = format!("!!{figure}.querySelector('input[type=range]')");
    let has_slider = browser.evaluate(&slider)? == true;
    if has_slider {
        let drawn = format!(
            "{figure}.querySelector('.drawing, .values').innerHTML + {figure}.querySelector('.readout').innerHTML"
        );
        let before = browser.evaluate(&drawn)?;
        browser.press("ArrowRight")?;
        browser.evaluate(FRAME)?;
        if browser.evaluate(&drawn)? == before {
            let what = "its first slider, moved by an arrow key";
            wrong.push(Wrong::new(unmoved(key), "", what));
        }
    }
    let dragged = drag(browser, &figure, key, wrong)?;
    Ok(cases.len() + usize::from(has_slider) + dragged)
}

fn unmoved(key: &str) -> String {
    format!("the figure `{key}` does not move")
}

/// Drags each handle of a figure, or points at a figure that follows the pointer; returns how many
/// were tried.
fn drag(
    browser: &mut Browser,
    figure: &str,
    key: &str,
    wrong: &mut Vec<Wrong>,
) -> Result<usize, String> {
    let reset = format!("{figure}.querySelector('form').reset()");
    // Reset first, so that every handle is where it will be when it is dragged.
    browser.evaluate(&reset)?;
    browser.evaluate(FRAME)?;
    let grips = browser.run(include_str!("grips.js"), &[json!(key)])?;
    let grips = grips
        .as_array()
        .ok_or("the handles of the figure could not be read")?
        .clone();
    for grip in &grips {
        let name = grip["name"].as_str().unwrap_or("");
        let point = |what: &str| Some((grip[what]["x"].as_f64()?, grip[what]["y"].as_f64()?));
        let (from, to) = (
            point("from").ok_or("a handle without a position")?,
            point("to").ok_or("a handle without a position")?,
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

/// Waits for the next frame, in which the change is drawn.
const FRAME: &str = "new Promise((resolve) => requestAnimationFrame(() => resolve(0)))";
