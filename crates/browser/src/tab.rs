//! A Chromium with one tab, driven over its debugging pipe: JSON messages that end with a zero byte,
//! on two named pipes. No driver program and no further crate is needed.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::witness::Witness;

pub const PATIENCE: Duration = Duration::from_secs(30);
/// A page is idle when nothing happens for this long after it loaded.
const QUIET: Duration = Duration::from_millis(150);

/// A browser with one tab.
pub struct Browser {
    child: Child,
    commands: File,
    messages: Receiver<Value>,
    session: String,
    next: u64,
    profile: PathBuf,
    /// Console messages and requests of all pages.
    pub witness: Witness,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to close, it ends its helper processes too, which still write to the profile.
        self.session.clear();
        let _ = self.call("Browser.close", json!({}));
        let start = Instant::now();
        while self.child.try_wait().is_ok_and(|status| status.is_none())
            && start.elapsed() < Duration::from_secs(5)
        {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

impl Browser {
    /// Starts Chromium with an empty profile.
    pub fn start(program: &str) -> Result<Browser, String> {
        let said = |error: std::io::Error| error.to_string();
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("browser-{}-{number}", std::process::id()));
        fs::create_dir_all(&profile).map_err(said)?;
        let (input, output) = (profile.join("in"), profile.join("out"));
        let pipes = Command::new("mkfifo")
            .args([&input, &output])
            .status()
            .map_err(said)?;
        if !pipes.success() {
            return Err("mkfifo failed".to_owned());
        }
        // Chromium reads descriptor 3 and writes descriptor 4; a shell can give it both.
        let script = "exec \"$0\" \"$@\" 3<\"$PIPE_IN\" 4>\"$PIPE_OUT\"";
        let mut child = Command::new("sh")
            .args([
                "-c",
                script,
                program,
                "--headless",
                "--remote-debugging-pipe",
                "--no-sandbox",
                "--disable-gpu",
            ])
            .args([
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args([
                "--disable-sync",
                "--disable-extensions",
                "--hide-scrollbars",
            ])
            .arg(format!(
                "--user-data-dir={}",
                profile.join("profile").display()
            ))
            .env("PIPE_IN", &input)
            .env("PIPE_OUT", &output)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(said)?;
        let opened = File::options()
            .write(true)
            .open(&input)
            .and_then(|commands| Ok((commands, File::open(&output)?)));
        let (commands, reader) = match opened {
            Ok(both) => both,
            Err(error) => {
                let _ = child.kill();
                return Err(error.to_string());
            }
        };
        let (send, messages) = channel();
        std::thread::spawn(move || {
            for bytes in BufReader::new(reader).split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let mut browser = Browser {
            child,
            commands,
            messages,
            session: String::new(),
            next: 0,
            profile,
            witness: Witness::default(),
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}))?;
        let attached = browser.call(
            "Target.attachToTarget",
            json!({"targetId": target["targetId"], "flatten": true}),
        )?;
        browser.session = attached["sessionId"].as_str().unwrap_or("").to_owned();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}))?;
        }
        Ok(browser)
    }

    /// Sends a command and waits for its answer; events that come before it are kept.
    pub fn call(&mut self, method: &str, parameters: Value) -> Result<Value, String> {
        self.next += 1;
        let id = self.next;
        let mut message = json!({"id": id, "method": method, "params": parameters});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.commands
            .write_all(format!("{message}\0").as_bytes())
            .map_err(|error| format!("{method}: {error}"))?;
        let start = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let answer = self
                .messages
                .recv_timeout(left)
                .map_err(|_| format!("{method}: the browser did not answer within {PATIENCE:?}: a script of the page may not end"))?;
            if answer["id"] == id {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {error}")),
                    None => Ok(answer["result"].clone()),
                };
            }
            self.witness.event(&answer);
        }
    }

    /// Waits for one event and records it.
    pub fn hear(&mut self, patience: Duration) -> Result<(), RecvTimeoutError> {
        let event = self.messages.recv_timeout(patience)?;
        self.witness.event(&event);
        Ok(())
    }

    /// Opens a page and waits until it is idle.
    pub fn open(&mut self, url: &str) -> Result<(), String> {
        self.witness.open(url);
        self.go(url)?;
        self.witness.settle();
        Ok(())
    }

    /// Leaves the page, so that what it does when it is left is not attributed to the next.
    pub fn leave(&mut self) -> Result<(), String> {
        self.go("about:blank")
    }

    /// Loads an address and waits until the page is idle.
    pub fn go(&mut self, url: &str) -> Result<(), String> {
        self.witness.loaded = false;
        self.call("Page.navigate", json!({"url": url}))?;
        let start = Instant::now();
        loop {
            match self.messages.recv_timeout(QUIET) {
                Ok(event) => self.witness.event(&event),
                Err(RecvTimeoutError::Timeout) if self.witness.loaded => return Ok(()),
                Err(RecvTimeoutError::Timeout) if start.elapsed() < PATIENCE => {}
                Err(_) => {
                    return Err(format!(
                        "{url} does not load within {PATIENCE:?}; open it with `cargo xtask serve`"
                    ));
                }
            }
        }
    }

    /// Sets the size of the window and the preferred colour scheme.
    pub fn window(&mut self, width: u32, height: u32, theme: Theme) -> Result<(), String> {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", metrics)?;
        let scheme = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}))
            .map(|_| ())
    }

    /// Evaluates an expression and awaits its value.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value, String> {
        let answer = self.call(
            "Runtime.evaluate",
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true}),
        )?;
        match answer.get("exceptionDetails") {
            Some(details) => {
                let what = &details["exception"]["description"];
                Err(format!(
                    "{}: {what}",
                    expression.chars().take(80).collect::<String>()
                ))
            }
            None => Ok(answer["result"]["value"].clone()),
        }
    }

    /// Calls the function that a script consists of.
    pub fn run(&mut self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
        // Comments stand before the function.
        let function: String = (script.lines())
            .filter(|line| !line.starts_with("//"))
            .flat_map(|line| [line, "\n"])
            .collect();
        self.evaluate(&format!("({})({})", function.trim(), arguments.join(",")))
    }

    /// Moves the mouse, its button `pressed` or not, or presses or releases it there.
    pub fn mouse(&mut self, kind: &str, (x, y): (f64, f64), pressed: bool) -> Result<(), String> {
        let button = if kind == "mouseMoved" && !pressed {
            "none"
        } else {
            "left"
        };
        let event = json!({"type": kind, "x": x, "y": y, "button": button,
            "buttons": u8::from(pressed), "clickCount": u8::from(kind != "mouseMoved")});
        self.call("Input.dispatchMouseEvent", event).map(|_| ())
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str) -> Result<(), String> {
        for kind in ["keyDown", "keyUp"] {
            let code = if key == "ArrowRight" { 39 } else { 0 };
            let event =
                json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code});
            self.call("Input.dispatchKeyEvent", event)?;
        }
        Ok(())
    }

    /// The violations that axe-core finds on the page, some of its rules left out: the rule with its
    /// impact and description; the number of elements and the first of them.
    pub fn axe(&mut self, left_out: &[&str]) -> Result<Vec<(String, String)>, String> {
        let there = self.evaluate("typeof axe")?;
        if there != "object" {
            self.evaluate(concat!(include_str!("../assets/axe.min.js"), ";0"))?;
        }
        let off = |rule: &&str| ((*rule).to_owned(), json!({"enabled": false}));
        let rules: serde_json::Map<String, Value> = left_out.iter().map(off).collect();
        let options = json!({"resultTypes": ["violations"], "rules": rules});
        let found = self.evaluate(&format!(
            "axe.run(document, {options}).then(({{violations}}) => \
             violations.map(({{id, impact, help, nodes}}) => \
             [`${{id}} (${{impact}}): ${{help}}`, `${{nodes.length}} of ${{nodes[0].html.slice(0, 160)}}`]))"
        ))?;
        let found = found.as_array().ok_or("axe did not answer")?;
        Ok(found
            .iter()
            .filter_map(|v| Some((v[0].as_str()?.to_owned(), v[1].as_str()?.to_owned())))
            .collect())
    }
}

/// The colour scheme that the reader's system prefers.
#[derive(Clone, Copy)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}
