//! The WebAssembly modules of the live figures: one for each page that has some, or why there is none.

mod archive;
mod budget;
mod link;

use std::collections::BTreeSet;

use chapters::directives::figure_keys;
use chapters::own;
use chapters::render::{Module, Modules};
use figures::live::entry_points_of;
use notebook::{Complaint, Page};

use archive::{Archive, archive};
use link::EntryPoints;

/// The modules of these pages; `None` where this machine cannot build any.
pub fn for_site(pages: &[Page]) -> Result<Option<Modules>, Vec<Complaint>> {
    let broken = |why| vec![Complaint::new("crates/live/src/lib.rs", 1, why)];
    let archive = match archive() {
        Archive::Built(archive) => archive,
        Archive::Missing(_) => return Ok(None),
        Archive::Broken(why) => return Err(broken(why.clone())),
    };
    let each = pages.iter().flat_map(|page| {
        let figures = (page.name.clone(), entry_points(&figure_keys(page)));
        // What answers a reader's own numbers is loaded apart, when somebody asks.
        let own = (own::module_of(&page.name), entry_points(&own::keys(page)));
        [figures, own]
    });
    let named: Vec<(String, EntryPoints)> = each.filter(|(_, points)| !points.is_empty()).collect();
    let wanted: BTreeSet<EntryPoints> = named.iter().map(|(_, p)| p.clone()).collect();
    let linked = link::modules(archive, &wanted).map_err(broken)?;
    let module = |(of, points): (String, EntryPoints)| {
        let bytes = linked[&points].clone();
        let name = file_name(&bytes);
        (of, Module { name, bytes })
    };
    Ok(Some(named.into_iter().map(module).collect()))
}

/// The entry points that figures need. A wrong key is a complaint of its directive.
fn entry_points(keys: &[String]) -> EntryPoints {
    keys.iter()
        .filter_map(|key| entry_points_of(key).ok())
        .flatten()
        .collect()
}

/// What is wrong with the size of a module; `of` is what it is of.
pub fn over_budget(page: &Page, of: &str, module: &Module) -> Option<Complaint> {
    let keys = match of == page.name {
        true => figure_keys(page),
        false => own::keys(page),
    };
    budget::check(&page.name, &keys, module)
}

/// Has the archive built beside other work: even if nothing changed, cargo takes a while to say so.
pub fn build_ahead() {
    std::thread::spawn(archive);
}

/// What is missing from the site where this machine cannot build the modules.
pub fn missing() -> Option<String> {
    match archive() {
        Archive::Missing(why) => Some(format!("figures do not move: {why}")),
        Archive::Built(_) | Archive::Broken(_) => None,
    }
}

/// The name of a module on the site: another content, another name, so that nothing old is kept.
fn file_name(bytes: &[u8]) -> String {
    // FNV-1a: the same in every build.
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("live-{:08x}.wasm", hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_needs_the_entry_points_of_its_own_figures() {
        let text = "# A\n\n<!--@ figure gelu -->\n\n<!--@ live scaled tanh 0.02 1 -->\n\n<!--@ gallery -->\n";
        let page = Page::scan("book/a.md", text);
        let points = entry_points(&figure_keys(&page));
        let points: Vec<String> = points.into_iter().collect();
        assert_eq!(points, ["curve gelu", "scaled", "slope gelu", "value gelu"]);
    }
}
