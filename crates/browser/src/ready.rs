//! A browser that is started before it is needed, while other steps run.

use std::sync::Mutex;
use std::thread::JoinHandle;

use super::tab::Browser;

/// A browser that starts or has started; if nobody takes it, it is closed at the end.
#[derive(Default)]
pub struct Ready(Mutex<Option<JoinHandle<Result<Browser, String>>>>);

impl Ready {
    /// Starts a browser, where there is one on this machine.
    #[must_use]
    pub fn start() -> Ready {
        let start = std::thread::spawn(|| {
            let (program, _) = super::installed().ok_or("there is no browser")?;
            Browser::start(program)
        });
        Ready(Mutex::new(Some(start)))
    }

    /// The browser that is ready, or a new one.
    pub(crate) fn take(&self, program: &str) -> Result<Browser, String> {
        let waiting = self.0.lock().ok().and_then(|mut one| one.take());
        match waiting.map(JoinHandle::join) {
            Some(Ok(browser)) => browser,
            Some(Err(_)) | None => Browser::start(program),
        }
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        let waiting = self.0.get_mut().ok().and_then(Option::take);
        drop(waiting.map(JoinHandle::join));
    }
}
