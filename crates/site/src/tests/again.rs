//! A second build of a book of which most pages need not be built again.

use super::*;

/// Pages as they are written; of all but one it is known what they are made of.
struct Known {
    memory: Memory,
    looked_at: &'static str,
    made_of: &'static str,
}

impl PageSource for Known {
    fn render(&self, page: &notebook::Page) -> Result<String, Vec<Complaint>> {
        Ok(page.text.clone())
    }

    fn memory(&self) -> Memory {
        self.memory.clone()
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        AsWritten.files()
    }

    fn made_of(&self, page: &Path) -> Option<String> {
        (page != Path::new(self.looked_at)).then(|| self.made_of.to_owned())
    }
}

const PAGES: [(&str, &str); 3] = [
    ("README.md", "# Front\n\nSee [b](b.md#more).\n"),
    ("a.md", "# A\n\nIt is $x$, see [b](b.md#more).\n"),
    ("b.md", "# B\n\n## More\n\nSee [a](a.md).\n"),
];

/// The files that print the book or search it are made of all pages.
fn pages_of(sample: &Sample) -> Vec<String> {
    let pages = ["index.html", "a.html", "b.html", "404.html"];
    pages.iter().map(|page| sample.page(page)).collect()
}

#[test]
fn a_page_that_was_finished_before_is_the_same_as_one_that_is_built() {
    let sample = Sample::new("again", &PAGES);
    let source = |looked_at| Known {
        memory: Memory::new(sample.0.join("memory"), &0),
        looked_at,
        made_of: "1",
    };
    let build = |source: &Known| build(&sample.0, source, &sample.0.join("site"));
    build(&source("a.md")).expect("the book is in order");
    let first = pages_of(&sample);
    // From the memory, but for the page that is looked at; then all but another.
    build(&source("a.md")).expect("the book is in order");
    assert_eq!(pages_of(&sample), first);
    build(&source("b.md")).expect("the book is in order");
    assert_eq!(pages_of(&sample), first);

    // An edit of the page that is looked at is seen, and so is a link to what it has no more.
    sample.write("book/b.md", "# B\n\n## Less\n\nSee [a](a.md).\n");
    let complaints = build(&source("b.md")).expect_err("two links are dead");
    let places: Vec<String> = complaints
        .iter()
        .map(|c| c.file.display().to_string())
        .collect();
    assert_eq!(places, ["book/README.md", "book/a.md"]);
    assert!(sample.page("b.html").contains("Less"));
}

#[test]
fn a_page_is_built_again_if_anything_that_it_is_made_of_is_another() {
    let sample = Sample::new("again-not", &PAGES);
    let build = |made_of| {
        let source = Known {
            memory: Memory::new(sample.0.join("memory"), &0),
            looked_at: "b.md",
            made_of,
        };
        build(&sample.0, &source, &sample.0.join("site")).expect("the book is in order");
        sample.page("a.html")
    };
    let first = build("1");
    // A finished page that nobody could have built shows where it comes from.
    let kept = sample.0.join("memory/pages");
    let mark = || {
        for file in files(&kept).expect("pages were kept") {
            let file = kept.join(file);
            let text = fs::read_to_string(&file).expect("a page");
            fs::write(&file, text.replace("<main", "<main data-kept")).expect("a page");
        }
    };
    mark();
    assert!(build("1").contains("<main data-kept"));
    assert_eq!(build("2"), first);
    for (file, text) in [
        ("book/a.md", "# A\n\nAnother text, see [b](b.md#more).\n"),
        ("theme/more.css", "p{top:0}"),
        (
            "book/SUMMARY.md",
            "# Summary\n\n- [Front](README.md)\n- [A](a.md)\n- [Second](b.md)\n",
        ),
    ] {
        build("1");
        mark();
        assert!(build("1").contains("<main data-kept"), "{file}");
        sample.write(file, text);
        assert!(!build("1").contains("<main data-kept"), "{file}");
    }
}
