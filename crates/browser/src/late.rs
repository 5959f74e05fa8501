//! A page whose parts come late, in an order that no machine's speed changes: the page is laid out
//! and painted before the first of them is let through, and again before each of the next.

use std::time::Instant;

use serde_json::{Value, json};

use super::tab::{Browser, PATIENCE};

/// How many times slower the processor is while a page is read and painted part by part.
const SLOWER: u32 = 2;

/// What is held back together. The page itself and its style sheets are not: a browser paints
/// nothing before it has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Fonts,
    /// The scripts that the parser does not wait for.
    Scripts,
    /// What scripts ask for: the module of the figures in view.
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

    /// The kinds of requests, as the debugging protocol names them.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Part::Fonts => &["Font"],
            Part::Scripts => &["Script"],
            Part::Modules => &["Fetch", "XHR", "Image"],
        }
    }
}

/// The orders in which parts come: fonts before all others, and after all others.
pub const FONTS_FIRST: [Part; 3] = [Part::Fonts, Part::Scripts, Part::Modules];
pub const FONTS_LAST: [Part; 3] = [Part::Scripts, Part::Modules, Part::Fonts];

/// A request that the browser does not send before it is let through.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// How it is let through.
    id: String,
    /// By this name its end is reported.
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

/// What moved when a part came.
#[derive(Clone, Debug)]
pub struct Moved {
    pub part: Part,
    /// How many elements, how far the first in pixels, and how it begins.
    pub elements: u64,
    pub pixels: f64,
    pub first: String,
}

impl Browser {
    /// Opens a page without a cache, reads it on a slow processor, and lets its parts through one
    /// after the other; what moved with each.
    pub fn open_late(&mut self, url: &str, order: [Part; 3]) -> Result<Vec<Moved>, String> {
        self.witness.open(url);
        self.witness.loaded = false;
        self.call("Network.setCacheDisabled", json!({"cacheDisabled": true}))?;
        self.call("Emulation.setCPUThrottlingRate", json!({"rate": SLOWER}))?;
        let held = order.iter().flat_map(|part| part.kinds());
        let held: Vec<Value> = held.map(|kind| json!({"resourceType": kind})).collect();
        self.call("Fetch.enable", json!({"patterns": held}))?;
        self.call("Page.navigate", json!({"url": url}))?;
        self.parse(url)?;
        self.call("Emulation.setCPUThrottlingRate", json!({"rate": 1}))?;
        self.places(url, "page", &[])?;
        let mut moved = vec![];
        for part in order {
            let told = self.places(url, part.name(), part.kinds())?;
            if let Some(elements) = told["elements"].as_u64().filter(|count| *count > 0) {
                moved.push(Moved {
                    part,
                    elements,
                    pixels: told["pixels"].as_f64().unwrap_or(f64::NAN),
                    first: told["first"].as_str().unwrap_or("").to_owned(),
                });
            }
        }
        self.call("Fetch.disable", json!({}))?;
        self.wait(url, |browser| browser.witness.is_quiet())?;
        self.witness.settle();
        Ok(moved)
    }

    /// Until the whole page is read: the parser stands still at a script that is not deferred.
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

    /// Lets some requests through and waits until they are answered.
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

    /// Lets a part through, and what it may ask for in turn; what moved when it was painted.
    fn places(&mut self, url: &str, part: &str, kinds: &[&str]) -> Result<Value, String> {
        let start = Instant::now();
        loop {
            self.let_through(url, |held| kinds.contains(&held.kind.as_str()))?;
            let told = self.run(include_str!("late.js"), &[json!(part)])?;
            if !told.is_null() {
                return Ok(told);
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("its {part} do not come: {}", late(url)));
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
