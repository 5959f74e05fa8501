//! How large the module of a page may be.

use chapters::render::Module;
use site::server::gzip;

use notebook::Complaint;

/// Bytes for a page that has only figures of functions, compressed as a host does.
const FUNCTIONS: usize = 80_000;
/// For what answers a reader's own numbers.
const OWN: usize = 60_000;
/// For a page with a special figure.
const SPECIAL: usize = 100_000;

/// What is wrong with the size of a page's module; `keys` are those of its figures.
pub fn check(page: &str, keys: &[String], module: &Module) -> Option<Complaint> {
    let size = gzip(&module.bytes).map_or(usize::MAX, |bytes| bytes.len());
    let all_are = |kind: &str| keys.iter().all(|key| key.starts_with(kind));
    let (budget, kind) = match (all_are("own "), all_are("curve ")) {
        (true, _) => (OWN, "the reader's own numbers"),
        (_, true) => (FUNCTIONS, "a page with figures of functions only"),
        _ => (SPECIAL, "a page with a special figure"),
    };
    (size > budget).then(|| {
        let message = format!(
            "its module {} has {size} bytes compressed, expected {budget} at most for {kind}: \
             leave out of `crates/figures` what they do not show, or show fewer of {}",
            module.name,
            keys.join(", ")
        );
        Complaint::new(page, 1, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of bytes that cannot be compressed.
    fn module(length: usize) -> Module {
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        };
        Module {
            name: "live-1.wasm".to_owned(),
            bytes: (0..length).map(|_| next()).collect(),
        }
    }

    #[test]
    fn a_module_over_its_budget_is_reported_with_its_page_and_its_name() {
        let functions = ["curve gelu".to_owned(), "curve relu".to_owned()];
        let special = ["curve gelu".to_owned(), "gate".to_owned()];
        assert_eq!(check("book/a.md", &functions, &module(79_000)), None);
        assert_eq!(check("book/a.md", &special, &module(99_000)), None);
        for (keys, length, budget) in [(&functions, 81_000, "80000"), (&special, 101_000, "100000")]
        {
            let complaint = check("book/a.md", keys, &module(length)).expect("it is too large");
            let text = complaint.to_string();
            assert!(text.starts_with("book/a.md:1: "), "{text}");
            assert!(text.contains("live-1.wasm"), "{text}");
            assert!(
                text.contains(&format!("expected {budget} at most")),
                "{text}"
            );
        }
    }

    #[test]
    fn what_counts_is_the_compressed_size() {
        let zeros = Module {
            name: "live-0.wasm".to_owned(),
            bytes: vec![0; 1_000_000],
        };
        assert_eq!(check("book/a.md", &["curve gelu".to_owned()], &zeros), None);
    }
}
