//! Opens a page whose parts arrive late, in an order that does not depend on the speed of the
//! machine: the page is laid out and painted before each part is released.

use std::time::Instant;

use serde_json::{Value, json};

use super::tab::{Browser, PATIENCE};

/// What is held back together. The page itself and its style sheets are never held back: a browser
/// paints nothing without them. What moves while the page itself arrives, `pieces.js` finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Fonts,
    /// Deferred scripts.
    Scripts,
    /// What scripts request: the module of the figures in view.
    Modules,
}

impl Part {
    pub fn name(self) -> &'static str {
        match self {
            Part::Fonts => "fonts",
            Part::Scripts => "scripts",
            Part::Modules => "modules",
        }
    }

    /// The resource types, in the terms of the debugging protocol.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Part::Fonts => &["Font"],
            Part::Scripts => &["Script"],
            Part::Modules => &["Fetch", "XHR", "Image"],
        }
    }
}

/// The orders in which parts are released: fonts first, and fonts last.
pub const FONTS_FIRST: [Part; 3] = [Part::Fonts, Part::Scripts, Part::Modules];
pub const FONTS_LAST: [Part; 3] = [Part::Scripts, Part::Modules, Part::Fonts];

/// A request that is held back until it is released.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The id by which it is released.
    id: String,
    /// The id under which its end is reported.
    pub request: String,
    url: String,
    kind: String,
}

impl Held {
    /// The request of an event `Fetch.requestPaused`.
    pub fn of(parameters: &Value) -> Held {
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        Held {
            id: text(&parameters["requestId"]),
            request: text(&parameters["networkId"]),
            url: text(&parameters["request"]["url"]),
            kind: text(&parameters["resourceType"]),
        }
    }
}

/// What moved when a part arrived.
#[derive(Clone, Debug)]
pub struct Moved {
    pub part: Part,
    /// The number of elements, the distance of the first in pixels, and how it begins.
    pub elements: u64,
    pub pixels: f64,
    pub first: String,
}

impl Browser {
    /// Opens a page without a cache and releases its parts one after the other; returns what moved
    /// with each.
    pub fn open_late(&mut self, url: &str, order: [Part; 3]) -> Result<Vec<Moved>, String> {
        self.witness.open(url);
        self.witness.loaded = false;
        self.call("Network.setCacheDisabled", json!({"cacheDisabled": true}))?;
        let held = order.iter().flat_map(|part| part.kinds());
        let held: Vec<Value> = held.map(|kind| json!({"resourceType": kind})).collect();
        self.call("Fetch.enable", json!({"patterns": held}))?;
        self.call("Page.navigate", json!({"url": url}))?;
        self.parse(url)?;
        self.places(url, "page", &[])?;
        let mut moved = vec![];
        for part in order {
            let moves = self.places(url, part.name(), part.kinds())?;
            if let Some(elements) = moves["elements"].as_u64().filter(|count| *count > 0) {
                moved.push(Moved {
                    part,
                    elements,
                    pixels: moves["pixels"].as_f64().unwrap_or(f64::NAN),
                    first: moves["first"].as_str().unwrap_or("").to_owned(),
                });
            }
        }
        self.call("Fetch.disable", json!({}))?;
        self.wait(url, |browser| browser.witness.is_quiet())?;
        self.witness.settle();
        Ok(moved)
    }

    /// Waits until the whole page is parsed: the parser blocks at scripts that are not deferred.
    fn parse(&mut self, url: &str) -> Result<(), String> {
        let state = format!(
            "location.href !== {} ? 'loading' : document.readyState",
            json!(url)
        );
        let last = "[...document.scripts].filter(s => !s.defer && !s.async).at(-1)?.src ?? ''";
        let start = Instant::now();
        while self.evaluate(&state)? == "loading" {
            let last = self.evaluate(last)?;
            self.let_through(url, |held| held.url == last)?;
            if start.elapsed() > PATIENCE {
                return Err(late(url));
            }
        }
        Ok(())
    }

    /// Releases some requests and waits until they are finished.
    fn let_through(&mut self, url: &str, which: impl Fn(&Held) -> bool) -> Result<(), String> {
        let (through, held) = std::mem::take(&mut self.witness.held)
            .into_iter()
            .partition(which);
        self.witness.held = held;
        let through: Vec<Held> = through;
        for one in &through {
            self.call("Fetch.continueRequest", json!({"requestId": one.id}))?;
        }
        self.wait(url, |browser| {
            (through.iter()).all(|one| !browser.witness.waits_for(&one.request))
        })
    }

    /// Releases a part and what it requests in turn; returns what moved when it was painted.
    fn places(&mut self, url: &str, part: &str, kinds: &[&str]) -> Result<Value, String> {
        let start = Instant::now();
        loop {
            self.let_through(url, |held| kinds.contains(&held.kind.as_str()))?;
            let moves = self.run(include_str!("late.js"), &[json!(part)])?;
            if !moves.is_null() {
                return Ok(moves);
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("its {part} do not arrive: {}", late(url)));
            }
        }
    }

    fn wait(&mut self, url: &str, is_done: impl Fn(&Browser) -> bool) -> Result<(), String> {
        let start = Instant::now();
        while !is_done(self) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            self.hear(left).map_err(|_| late(url))?;
        }
        Ok(())
    }
}

fn late(url: &str) -> String {
    format!("{url} does not load within {PATIENCE:?}; open it with `cargo xtask serve`")
}
