//! Small books, built.

mod again;
mod built;
mod refused;

use super::*;
use std::env;

/// A book in a folder of its own, with the project's theme and settings.
struct Sample(PathBuf);

impl Sample {
    /// A book with these pages, in this order.
    fn new(name: &str, pages: &[(&str, &str)]) -> Self {
        let root = env::temp_dir().join(format!("site-{}-{name}", std::process::id()));
        let project = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        fs::create_dir_all(&root).unwrap();
        fs::copy(project.join("book.toml"), root.join("book.toml")).unwrap();
        copy(&project.join("theme"), &root.join("theme"));
        let sample = Self(root);
        let mut summary = "# Summary\n\n".to_owned();
        for (path, text) in pages {
            sample.write(&format!("book/{path}"), text);
            summary.push_str(&format!("- [Page {path}]({path})\n"));
        }
        sample.write("book/404.md", "# No page here\n");
        sample.write("book/SUMMARY.md", &summary);
        sample
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn build(&self) -> Result<Report, Vec<Complaint>> {
        build(&self.0, &AsWritten, &self.0.join("site"))
    }

    fn complaints(&self) -> Vec<String> {
        let complaints = self.build().expect_err("something is wrong with the book");
        complaints.iter().map(Complaint::to_string).collect()
    }

    fn page(&self, path: &str) -> String {
        fs::read_to_string(self.0.join("site").join(path)).unwrap()
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}

struct AsWritten;

impl PageSource for AsWritten {
    fn render(&self, page: &notebook::Page) -> Result<String, Vec<Complaint>> {
        Ok(page.text.clone())
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        vec![
            ("run/a-1.txt".into(), b"fn main() {}\n".to_vec()),
            ("functions.json".into(), b"{\"functions\":[]}\n".to_vec()),
        ]
    }
}
