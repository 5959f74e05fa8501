//! Measures the peak memory of this program and all programs that it started, and their processor
//! time. Both are read from `/proc`; elsewhere they are not measured.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Samples the processes twenty times a second until it is stopped.
pub struct Peak {
    stop: Arc<AtomicBool>,
    bytes: Arc<AtomicU64>,
}

impl Peak {
    /// Starts to sample.
    #[must_use]
    pub fn watch() -> Peak {
        let peak = Peak {
            stop: Arc::default(),
            bytes: Arc::default(),
        };
        let (stop, bytes) = (Arc::clone(&peak.stop), Arc::clone(&peak.bytes));
        std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                bytes.fetch_max(held(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        peak
    }

    /// The peak in bytes; `None` without `/proc`.
    pub fn end(self) -> Option<u64> {
        self.stop.store(true, Ordering::Relaxed);
        Some(self.bytes.load(Ordering::Relaxed)).filter(|bytes| *bytes > 0)
    }
}

/// Resident memory of this process and its descendants now.
fn held() -> u64 {
    const PAGE: u64 = 4096;
    let mut parents: BTreeMap<u32, u32> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        // pid (name) state parent ..: the name may hold anything, but no bracket follows it.
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok());
        parents.extend(parent.map(|parent: u32| (pid, parent)));
    }
    let mut ours = BTreeSet::from([std::process::id()]);
    loop {
        let more: Vec<u32> = parents
            .iter()
            .filter(|(pid, parent)| ours.contains(parent) && !ours.contains(pid))
            .map(|(pid, _)| *pid)
            .collect();
        if more.is_empty() {
            break;
        }
        ours.extend(more);
    }
    let resident = |pid: &u32| {
        let statm = fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
        statm.split(' ').nth(1)?.parse::<u64>().ok()
    };
    ours.iter().filter_map(resident).sum::<u64>() * PAGE
}

/// Processor time of all programs that this one started and that ended; 0 where there is no `/proc`.
#[must_use]
pub fn cpu_of_children() -> Duration {
    // Linux counts in hundredths of a second, whatever the kernel's own clock.
    const TICK: Duration = Duration::from_millis(10);
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = |at: usize| {
        stat.rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(at)?.parse::<u32>().ok())
    };
    // Behind the name: state is field 0, the children's user and system time are 13 and 14.
    TICK * (ticks(13).unwrap_or(0) + ticks(14).unwrap_or(0))
}
