//! Attributes console messages and requests to pages. A message may arrive after the next page was
//! opened.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::late::Held;

/// What was observed of a page.
#[derive(Debug, Default, PartialEq)]
pub struct Seen {
    pub url: String,
    /// Lines on the console, errors among them.
    pub console: Vec<String>,
    /// Addresses that were requested.
    pub requests: Vec<String>,
    /// Bytes transferred until the page was idle.
    pub transferred: usize,
    /// The number of requests until then.
    pub first_requests: usize,
    settled: bool,
}

/// The pages that were opened, and which contexts and requests belong to which page.
#[derive(Default)]
pub struct Witness {
    /// In the order in which they were opened; the last is the current one.
    pub pages: Vec<Seen>,
    /// Whether a page was loaded since this was reset.
    pub loaded: bool,
    /// Requests that are held back.
    pub held: Vec<Held>,
    /// Requests of the current page that are not finished.
    unanswered: HashSet<String>,
    /// The page that an execution context was made for.
    contexts: HashMap<u64, usize>,
    /// The page that sent a request.
    requests: HashMap<String, usize>,
}

impl Witness {
    /// Makes this the current page: events that name no other page are attributed to it.
    pub fn open(&mut self, url: &str) {
        self.unanswered.clear();
        self.held.clear();
        self.pages.push(Seen {
            url: url.to_owned(),
            ..Seen::default()
        });
    }

    /// Marks the current page as idle: later requests are not part of its first load.
    pub fn settle(&mut self) {
        if let Some(page) = self.pages.last_mut() {
            page.settled = true;
            page.first_requests = page.requests.len();
        }
    }

    /// Whether a request is not finished.
    pub fn waits_for(&self, request: &str) -> bool {
        self.unanswered.contains(request)
    }

    /// Whether the current page is loaded and has no unfinished request.
    pub fn is_quiet(&self) -> bool {
        self.loaded && self.unanswered.is_empty()
    }

    /// Records an event of the browser.
    pub fn event(&mut self, event: &Value) {
        let parameters = &event["params"];
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        match event["method"].as_str() {
            Some("Page.loadEventFired") => self.loaded = true,
            Some("Fetch.requestPaused") => self.held.push(Held::of(parameters)),
            Some("Network.loadingFailed") => {
                let id = text(&parameters["requestId"]);
                self.unanswered.remove(&id);
                self.held.retain(|held| held.request != id);
            }
            Some("Runtime.executionContextCreated") => {
                if let (Some(id), Some(page)) = (parameters["context"]["id"].as_u64(), self.last())
                {
                    self.contexts.insert(id, page);
                }
            }
            Some("Network.requestWillBeSent") => {
                let document = text(&parameters["documentURL"]);
                let document = document.split('#').next().unwrap_or("");
                let owner = self.pages.iter().rposition(|page| page.url == document);
                let Some(page) = owner.or(self.last()) else {
                    return;
                };
                let url = text(&parameters["request"]["url"]);
                self.pages[page].requests.push(url.clone());
                // Data within the page is not transferred, and when the icon is requested depends
                // on the browser.
                if url.starts_with("data:") || parameters["type"] == "Other" {
                    return;
                }
                let id = text(&parameters["requestId"]);
                self.unanswered.insert(id.clone());
                self.requests.insert(id, page);
            }
            Some("Network.loadingFinished") => {
                self.unanswered.remove(&text(&parameters["requestId"]));
                let owner = self.requests.get(&text(&parameters["requestId"]));
                if let Some(page) = owner.and_then(|page| self.pages.get_mut(*page))
                    && !page.settled
                {
                    let bytes = parameters["encodedDataLength"].as_f64().unwrap_or(0.0);
                    page.transferred += bytes as usize;
                }
            }
            Some("Log.entryAdded") => {
                let entry = &parameters["entry"];
                let owner = self.requests.get(&text(&entry["networkRequestId"]));
                let line = format!("{} {}", text(&entry["text"]), text(&entry["url"]));
                self.say(owner.copied(), line);
            }
            Some("Runtime.exceptionThrown") => {
                let details = &parameters["exceptionDetails"];
                let owner = self.of_context(&details["executionContextId"]);
                let description = text(&details["exception"]["description"]);
                self.say(owner, format!("{} {description}", text(&details["text"])));
            }
            Some("Runtime.consoleAPICalled") => {
                let owner = self.of_context(&parameters["executionContextId"]);
                self.say(owner, parameters["args"].to_string());
            }
            _ => {}
        }
    }

    fn last(&self) -> Option<usize> {
        self.pages.len().checked_sub(1)
    }

    fn of_context(&self, id: &Value) -> Option<usize> {
        self.contexts.get(&id.as_u64()?).copied()
    }

    fn say(&mut self, owner: Option<usize>, line: String) {
        if let Some(page) = owner.or(self.last()) {
            self.pages[page].console.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn late_events_are_attributed_to_their_page() {
        let mut witness = Witness::default();
        let event = |method: &str, params: Value| json!({"method": method, "params": params});
        let context = |id: u64| {
            event(
                "Runtime.executionContextCreated",
                json!({"context": {"id": id}}),
            )
        };
        let request = |id: &str, document: &str, url: &str| {
            let params = json!({"requestId": id, "documentURL": document, "request": {"url": url}});
            event("Network.requestWillBeSent", params)
        };
        let says = |id: u64, word: &str| {
            event(
                "Runtime.consoleAPICalled",
                json!({"executionContextId": id, "args": [word]}),
            )
        };
        witness.open("http://x/a.html");
        witness.event(&context(1));
        witness.event(&request("1", "http://x/a.html", "http://x/a.html"));
        witness.open("http://x/b.html");
        witness.event(&says(1, "late"));
        witness.event(&request("2", "http://x/a.html#end", "https://elsewhere/"));
        witness.event(&event(
            "Log.entryAdded",
            json!({"entry": {"text": "refused", "url": "https://elsewhere/", "networkRequestId": "2"}}),
        ));
        witness.event(&event(
            "Runtime.exceptionThrown",
            json!({"exceptionDetails": {"executionContextId": 1, "text": "Uncaught", "exception": {"description": "Error"}}}),
        ));
        witness.event(&context(2));
        witness.event(&request("3", "http://x/b.html", "http://x/b.html"));
        witness.event(&says(2, "now"));
        witness.event(&event(
            "Log.entryAdded",
            json!({"entry": {"text": "of nobody", "url": ""}}),
        ));
        let [a, b] = &witness.pages[..] else {
            panic!("two pages were opened")
        };
        assert_eq!(a.requests, ["http://x/a.html", "https://elsewhere/"]);
        assert_eq!(
            a.console,
            ["[\"late\"]", "refused https://elsewhere/", "Uncaught Error"]
        );
        assert_eq!(b.requests, ["http://x/b.html"]);
        assert_eq!(b.console, ["[\"now\"]", "of nobody "]);
    }
}
