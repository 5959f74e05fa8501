//! From the front page a reader who knows only the task gets to formula, code and mistakes by clicks.

use std::time::Instant;

use notebook::Complaint;
use serde_json::{Value, json};

use super::tab::{Browser, PATIENCE};

/// The most clicks to all of them.
const CLICKS: u64 = 3;
/// At least so many tasks stand on the front page.
const TASKS: usize = 10;

/// A way of a reader: what is clicked on the front page, and in what order on.
struct Way {
    task: String,
    /// Which link of the task.
    link: usize,
    page: String,
}

/// Goes every way; how many there are, and which do not lead there.
pub fn check(browser: &mut Browser, origin: &str) -> Result<(usize, Vec<Complaint>), String> {
    let front = format!("{origin}index.html");
    browser.open(&front)?;
    let ways = ways(browser)?;
    let mut complaints = vec![];
    let mut complain = |message: String| {
        complaints.push(Complaint::new(
            "crates/catalog/src/tasks/mod.rs",
            1,
            message,
        ));
    };
    let mut tasks: Vec<&String> = ways.iter().map(|way| &way.task).collect();
    tasks.dedup();
    if tasks.len() < TASKS {
        let found = tasks.len();
        complain(format!(
            "the front page has {found} tasks, expected {TASKS} at least"
        ));
    }
    for (i, way) in ways.iter().enumerate() {
        browser.open(&front)?;
        let row = ways[..=i].iter().filter(|w| w.link == 0).count() - 1;
        let click = format!(
            "document.querySelectorAll('ul.tasks > li')[{row}].querySelectorAll('a')[{}].click()",
            way.link
        );
        browser.evaluate(&click)?;
        arrive(browser, &way.page)?;
        let seen = browser.run(include_str!("clicks.js"), &[])?;
        let Way { task, page, .. } = way;
        for what in seen["missing"].as_array().into_iter().flatten() {
            let what = what.as_str().unwrap_or("");
            complain(format!("`{task}` leads to {page}, where {what}"));
        }
        // The click on the front page is one.
        let clicks = 1 + seen["clicks"].as_u64().unwrap_or(CLICKS);
        if clicks > CLICKS {
            complain(format!(
                "`{task}` needs {clicks} clicks to formula, code and mistakes, expected {CLICKS} at most"
            ));
        }
    }
    Ok((ways.len() + 1, complaints))
}

/// All links of all tasks on the front page.
fn ways(browser: &mut Browser) -> Result<Vec<Way>, String> {
    let all = "[...document.querySelectorAll('ul.tasks > li')].flatMap((item) => [...item.querySelectorAll('a')].map((a, i) => [item.querySelector('strong').textContent, i, a.href]))";
    let found = browser.evaluate(all)?;
    let way = |way: &Value| {
        Some(Way {
            task: way[0].as_str()?.to_owned(),
            link: way[1].as_u64()? as usize,
            page: way[2].as_str()?.to_owned(),
        })
    };
    let ways = found
        .as_array()
        .and_then(|all| all.iter().map(way).collect());
    ways.ok_or_else(|| "the tasks of the front page could not be read".to_owned())
}

/// Waits until the click has led to the page.
fn arrive(browser: &mut Browser, page: &str) -> Result<(), String> {
    let there = format!(
        "location.href.split('#')[0] === {}.split('#')[0] && document.readyState === 'complete'",
        json!(page)
    );
    let start = Instant::now();
    // Between two pages there is nothing to ask.
    while !browser.evaluate(&there).is_ok_and(|is| is == true) {
        if start.elapsed() > PATIENCE {
            return Err(format!("a click on a task does not lead to {page}"));
        }
    }
    Ok(())
}
