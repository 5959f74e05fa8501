//! The search while parts of its index are missing, and its keys.

use notebook::Complaint;
use serde_json::json;

use super::tab::Browser;

/// What is asked: a name, so that it is found without the text.
const QUERY: &str = "gelu";

/// A state of the search: which files do not come, and what the reader sees then.
struct State {
    missing: &'static [&'static str],
    /// What the status line says.
    says: &'static str,
    /// Whether the page of the query is found all the same.
    finds: bool,
    /// Whether an excerpt of it is shown.
    excerpt: bool,
}

const STATES: &[State] = &[
    State {
        missing: &["*/search/names.json"],
        says: "could not be loaded",
        finds: false,
        excerpt: false,
    },
    State {
        missing: &["*/search/words.txt"],
        says: "in titles and names; the text of the book could not be loaded",
        finds: true,
        excerpt: true,
    },
    State {
        missing: &["*/search/text/*"],
        says: "found",
        finds: true,
        excerpt: false,
    },
];

/// Opens the search by its keys, in each state: how many states, and what is wrong.
pub fn check(browser: &mut Browser, origin: &str) -> Result<(usize, Vec<Complaint>), String> {
    let mut complaints = vec![];
    let mut wrong =
        |message: String| complaints.push(Complaint::new("theme/search.js", 1, message));
    for (state, key) in STATES.iter().zip([("/", 0), ("k", 2), ("k", 4)]) {
        browser.call("Network.setBlockedURLs", json!({"urls": state.missing}))?;
        browser.go(&format!("{origin}index.html"))?;
        let (name, modifiers) = key;
        for kind in ["keyDown", "keyUp"] {
            let event = json!({"type": kind, "key": name, "modifiers": modifiers});
            browser.call("Input.dispatchKeyEvent", event)?;
        }
        if browser.evaluate("document.activeElement.id")? != "query" {
            wrong(format!(
                "the key {name:?} with modifiers {modifiers} does not open the search"
            ));
            continue;
        }
        let said = browser.run(
            include_str!("seek_late.js"),
            &[json!(QUERY), json!(state.excerpt)],
        )?;
        let status = said["status"].as_str().unwrap_or("");
        let first = said["first"].as_str().unwrap_or("");
        if !status.contains(state.says) || first.contains(QUERY) != state.finds {
            wrong(format!(
                "without {}: the search says {status:?} and finds {first:?} first",
                state.missing.join(", ")
            ));
        }
        if said["excerpt"] != state.excerpt {
            wrong(format!(
                "without {}: whether an excerpt is shown is {}",
                state.missing.join(", "),
                said["excerpt"]
            ));
        }
    }
    browser.call("Network.setBlockedURLs", json!({"urls": []}))?;
    Ok((STATES.len(), complaints))
}
