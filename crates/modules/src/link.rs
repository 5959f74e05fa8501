//! A module for each page, linked of one archive: the linker drops what its entry points do not reach.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::{Command, Stdio};

use notebook::run;

use super::archive::{Built, target};

/// What every module exports beside its entry points.
const PROTOCOL: [&str; 3] = ["room", "set", "said"];

/// How every module is linked. The stack stands in front, so that an overflow traps and does not
/// overwrite data.
const FLAGS: [&str; 7] = [
    "--no-entry",
    "--gc-sections",
    "--strip-all",
    "-O2",
    "--stack-first",
    "-z",
    "stack-size=1048576",
];

/// Names of entry points, in order.
pub type EntryPoints = BTreeSet<String>;

/// The modules with these entry points; those that were linked before are not linked again.
pub fn modules(
    archive: &Built,
    wanted: &BTreeSet<EntryPoints>,
) -> Result<BTreeMap<EntryPoints, Vec<u8>>, String> {
    let folder = target().join("live/modules");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut hasher = DefaultHasher::new();
    (&archive.bytes, &archive.linker, PROTOCOL, FLAGS).hash(&mut hasher);
    let of_archive = hasher.finish();
    let named = |points: &EntryPoints| {
        let mut hasher = DefaultHasher::new();
        (of_archive, points).hash(&mut hasher);
        format!("{:016x}.wasm", hasher.finish())
    };
    let all: Vec<(&EntryPoints, String)> = wanted.iter().map(|p| (p, named(p))).collect();
    let linked = run::each(&all, |(points, name)| {
        module(archive, points, &folder.join(name))
    });
    // What no page needs any more only takes room.
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        if !all
            .iter()
            .any(|(_, name)| OsStr::new(name) == entry.file_name())
        {
            let _ = fs::remove_file(entry.path());
        }
    }
    let pairs = all.into_iter().zip(linked);
    pairs
        .map(|((points, _), module)| Ok((points.clone(), module?)))
        .collect()
}

/// The module with these entry points, from its file if it was linked before.
fn module(archive: &Built, points: &EntryPoints, path: &Path) -> Result<Vec<u8>, String> {
    if let Ok(bytes) = fs::read(path) {
        return Ok(bytes);
    }
    // Renamed when it is whole: another run may look for it.
    let part = path.with_extension(format!("{}.part", std::process::id()));
    let mut command = Command::new(&archive.linker);
    if archive.linker.ends_with("rust-lld") {
        command.args(["-flavor", "wasm"]);
    }
    command
        .args(FLAGS)
        .args(PROTOCOL.map(|name| format!("--export={name}")))
        .args(points.iter().map(|name| format!("--export={name}")))
        .arg(&archive.path)
        .arg("-o")
        .arg(&part);
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("{}: {error}", archive.linker.display()))?;
    if !output.status.success() {
        return Err(format!(
            "a module is not linked:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let bytes = fs::read(&part).and_then(|bytes| fs::rename(&part, path).map(|()| bytes));
    bytes.map_err(|error| format!("{}: {error}", path.display()))
}
