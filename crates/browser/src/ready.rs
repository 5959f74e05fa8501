//! Browsers that are started before they are needed, while other steps run.

use std::sync::Mutex;
use std::thread::JoinHandle;

use super::tab::Browser;

/// Browsers that start or have started; those that nobody takes are closed at the end.
#[derive(Default)]
pub struct Ready(Mutex<Vec<JoinHandle<Result<Browser, String>>>>);

impl Ready {
    /// Starts a browser for each core, where there is one on this machine.
    #[must_use]
    pub fn start() -> Ready {
        let Some((program, _)) = super::installed() else {
            return Ready::default();
        };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let start = |_| std::thread::spawn(move || Browser::start(program));
        Ready(Mutex::new((0..cores).map(start).collect()))
    }

    /// A browser that is ready, or a new one.
    pub(crate) fn take(&self, program: &str) -> Result<Browser, String> {
        let waiting = self.0.lock().ok().and_then(|mut all| all.pop());
        match waiting.map(JoinHandle::join) {
            Some(Ok(browser)) => browser,
            Some(Err(_)) | None => Browser::start(program),
        }
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        let waiting = self.0.get_mut().map(std::mem::take).unwrap_or_default();
        for browser in waiting {
            drop(browser.join());
        }
    }
}
