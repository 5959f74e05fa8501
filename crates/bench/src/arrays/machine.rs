//! The machine: the core that everything runs on, and what is said of it.

use std::fs;
use std::process::{Command, Stdio};

/// What a recorded run says of the machine.
pub struct Machine {
    pub date: String,
    pub processor: String,
    pub rustc: String,
}

/// The last of the cores that this program may use: the first has the most interrupts.
pub fn core() -> Result<usize, String> {
    let pinned = Command::new("taskset")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if !pinned.is_ok_and(|status| status.success()) {
        return Err(
            "there is no `taskset`, which pins every library to the same core: expected the package util-linux"
                .to_owned(),
        );
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    last_core(&status).ok_or("/proc/self/status has no line Cpus_allowed_list".to_owned())
}

fn last_core(status: &str) -> Option<usize> {
    let list = field(status, "Cpus_allowed_list")?;
    list.rsplit([',', '-']).next()?.trim().parse().ok()
}

pub fn describe() -> Result<Machine, String> {
    let rustc = said("rustc", &["--version"])?;
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    Ok(Machine {
        date: said("date", &["-u", "+%F"])?,
        processor: processor(&cpuinfo),
        rustc: rustc.split(' ').nth(1).unwrap_or(&rustc).to_owned(),
    })
}

/// The processor's name, and the widest vectors that it has.
fn processor(cpuinfo: &str) -> String {
    let name = field(cpuinfo, "model name").unwrap_or("an unnamed processor");
    let flags = field(cpuinfo, "flags").unwrap_or("");
    let known = [("avx512f", "AVX-512"), ("avx2", "AVX2")];
    let has = |flag: &str| flags.split(' ').any(|own| own == flag);
    match known.iter().find(|(flag, _)| has(flag)) {
        Some((_, vectors)) => format!("{name} with {vectors}"),
        None => name.to_owned(),
    }
}

/// The value of a line `name : value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    let mut named = lines.filter(|(key, _)| key.trim() == name);
    named.next().map(|(_, value)| value.trim())
}

fn said(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("{program}: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_core_of_a_list_is_taken() {
        for (list, core) in [("0-1", 1), ("3", 3), ("0-2,5", 5), ("0,4-7", 7)] {
            let status = format!("Name:\tx\nCpus_allowed:\tff\nCpus_allowed_list:\t{list}\n");
            assert_eq!(last_core(&status), Some(core), "{list}");
        }
        assert_eq!(last_core("Name:\tx\n"), None);
    }

    #[test]
    fn a_processor_is_known_by_name_and_vectors() {
        let of = |flags: &str| processor(&format!("model name\t: X 1\nflags\t\t: fpu {flags}\n"));
        assert_eq!(of("avx avx2 avx512f"), "X 1 with AVX-512");
        assert_eq!(of("avx avx2"), "X 1 with AVX2");
        assert_eq!(of("avx"), "X 1");
    }
}
