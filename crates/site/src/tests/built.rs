//! What a book that is in order becomes.

use super::*;
use std::collections::BTreeMap;
use std::process::Command;

const RICH: &str = r##"# A page

It costs $5 and $6.

`$x$`, $x_1 * y_1$ and $\sqrt 2 \lvert z \rvert$. "Quoted" -- dashed.

$$
\rho_\delta(r) = \begin{cases}
  \tfrac12 r^2 & \lvert r \rvert \le \delta \\
  \delta \left( \lvert r \rvert - \tfrac\delta2 \right) & \text{otherwise}
\end{cases}
$$ <!--= huber(r) -->

| a | b |
|---|--:|
| $\frac{a}{b}$ | <span class="value" tabindex="0" data-tip="&#124;x&#124;">1</span> |

<figure class="plot"><svg viewBox="0 0 2 1" role="img"><title>A line</title><path d="M0 0L2 1"/></svg><figcaption>It rises.</figcaption></figure>

<figure class="cell" id="cell-1" data-run="../run/a-1.txt"><figcaption><a href="#cell-1">cell 1</a></figcaption><pre class="code"><code>let&#32;a&#59;&#10;&#10;<span class="comment">&#47;&#47;</span></code></pre></figure>

> A quotation with $\sum_i x_i$ and $y$.

See [the other](../README.md#other) and [it](https://example.org/).

<details><summary>Answer</summary>

$x = 1$

</details>
"##;

fn rich(name: &str) -> Sample {
    Sample::new(
        name,
        &[
            ("README.md", "# Other\n\n[Rich](deep/rich.md#a-page)\n"),
            ("deep/rich.md", RICH),
        ],
    )
}

#[test]
fn a_page_is_built_with_its_mathematics() {
    let sample = rich("rich");
    let report = sample.build().unwrap();
    assert_eq!((report.pages, report.formulas), (2, 7));
    let page = sample.page("deep/rich.html");
    for expected in [
        "<p>It costs $5 and $6.</p>",
        "<p><code>$x$</code>, <span class=\"katex\">",
        "“Quoted” – dashed.",
        "<p><span class=\"katex-display\">",
        "<span class=\"together\"><span class=\"katex\">",
        "</span>.</span></p>",
        "data-tip=\"|x|\"",
        "<svg viewbox=\"0 0 2 1\" role=\"img\"><title>A line</title><path d=\"M0 0L2 1\" /></svg>",
        "<code>let a;\n\n<span class=\"comment\">//</span></code>",
        "<a href=\"../index.html#other\">",
        "<a href=\"../deep/rich.html\" aria-current=\"page\">Page deep/rich.md</a>",
    ] {
        assert!(page.contains(expected), "{expected} is not in\n{page}");
    }
    assert!(!page.contains("data-kept"), "a place was not filled");
    assert!(
        sample
            .page("index.html")
            .contains(" aria-current=\"page\">Page README.md</a>")
    );
}

#[test]
fn the_stock_mdbook_gives_the_same_pages() {
    /// What the stock mdBook does: it sends the book as JSON and reads it back.
    struct AsCommand;
    impl Preprocessor for AsCommand {
        fn name(&self) -> &str {
            "notebook"
        }
        fn run(&self, context: &PreprocessorContext, book: Book) -> anyhow::Result<Book> {
            let sent = serde_json::to_vec(&(context, book))?;
            let mut answer = Vec::new();
            preprocess(&AsWritten, &sent[..], &mut answer).expect("the book is in order");
            Ok(serde_json::from_slice(&answer)?)
        }
    }

    let sample = rich("routes");
    sample.build().unwrap();
    let mut stock = MDBook::load(&sample.0).unwrap();
    stock.with_preprocessor(AsCommand);
    stock.build().unwrap();

    let stock = sample.0.join("target/book");
    let page = |path: PathBuf| {
        let html = fs::read_to_string(path).unwrap();
        // What a page says of itself differs: the stock mdBook knows one description for all.
        let of_the_page = ["name=\"description\"", "property=\"og:", "fonts/KaTeX"];
        html.lines()
            .map(|line| line.strip_suffix("</head>").unwrap_or(line))
            .filter(|line| !line.is_empty() && !of_the_page.iter().any(|sign| line.contains(sign)))
            .collect::<Vec<_>>()
            .join("\n")
    };
    for name in ["index.html", "deep/rich.html"] {
        let ours = page(sample.0.join("site").join(name));
        assert_eq!(ours, page(stock.join(name)), "{name}");
    }
}

#[test]
fn two_processes_build_the_same_site() {
    const FOLDER: &str = "SITE_TEST_DESTINATION";
    if let Some(folder) = env::var_os(FOLDER) {
        let sample = rich("process");
        build(&sample.0, &AsWritten, Path::new(&folder)).unwrap();
        return;
    }
    let tree = |name: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = env::temp_dir().join(format!("site-{}-{name}", std::process::id()));
        let test = "tests::built::two_processes_build_the_same_site";
        let run = Command::new(env::current_exe().unwrap())
            .args(["--exact", test])
            .env(FOLDER, &folder)
            .output()
            .unwrap();
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stdout)
        );
        let files = files(&folder).unwrap();
        let tree = files.into_iter().map(|file| {
            let content = fs::read(folder.join(&file)).unwrap();
            (file, content)
        });
        let tree = tree.collect();
        fs::remove_dir_all(&folder).unwrap();
        tree
    };
    let (first, second) = (tree("first"), tree("second"));
    assert!(first.len() > 20, "{:?}", first.keys());
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    for (file, content) in &first {
        assert!(content == &second[file], "{} differs", file.display());
    }
}

#[test]
fn a_site_that_knows_its_address_is_built() {
    const ADDRESS: &str = "https://example.org/book/";
    if env::var("SITE_URL").is_ok_and(|url| url == ADDRESS) {
        let sample = rich("address");
        sample.build().unwrap();
        let read = |name| fs::read_to_string(sample.0.join("site").join(name)).unwrap();
        let own = format!("rel=\"canonical\" href=\"{ADDRESS}deep/rich.html\"");
        assert!(read("deep/rich.html").contains(&own));
        assert!(read("404.html").contains("<base href=\"/book/\">"));
        assert!(read("sitemap.xml").contains(&format!("<loc>{ADDRESS}deep/rich.html</loc>")));
        return;
    }
    let run = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "tests::built::a_site_that_knows_its_address_is_built",
        ])
        .env("SITE_URL", ADDRESS)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn nothing_is_left_of_the_stock_theme() {
    let sample = rich("files");
    sample.write("book/deep/.rich.md.blessed", "half a page");
    sample.build().unwrap();
    let files = files(&sample.0.join("site")).unwrap();
    let names: BTreeSet<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .filter(|name| !name.starts_with("fonts/"))
        .map(|name| match name.split_once('-') {
            Some((stem, hashed)) if hashed.as_bytes().get(8) == Some(&b'.') => {
                format!("{stem}{}", &hashed[8..])
            }
            _ => name,
        })
        .collect();
    assert_eq!(
        Vec::from_iter(names),
        [
            ".nojekyll",
            "404.html",
            "deep/rich.html",
            "favicon.svg",
            "functions.json",
            "index.html",
            "print-about-this-book.html",
            "print.html",
            "run/a-1.txt",
            "search/names.json",
            "search/text/deep/rich.txt",
            "search/text/index.txt",
            "search/words.txt",
            "theme/cells.js",
            "theme/live.js",
            "theme/own.js",
            "theme/ranking.js",
            "theme/search.js",
            "theme/site.css",
            "theme/site.js",
            "theme/tables.js",
            "theme/theme.js",
            "theme/words.js",
        ]
    );
}

#[test]
fn the_search_index_has_the_text_and_neither_code_nor_formulas() {
    let sample = rich("index");
    let report = sample.build().unwrap();
    assert_eq!((report.index.pages, report.index.complaint()), (2, None));
    let words = sample.page("search/words.txt");
    assert!(words.contains("uotation"), "{words}");
    let text = sample.page("search/text/deep/rich.txt");
    assert!(
        text.starts_with("It costs $5 and $6. $x$, … and …. “Quoted” – dashed. …"),
        "{text}"
    );
    for noise in ["frac", "lvert", "otherwise", "A line", "−", "let", "cell"] {
        assert!(!words.contains(noise), "`{noise}` is in the index");
        assert!(!text.contains(noise), "`{noise}` is in the text");
    }
    // A letter of a formula is searched for.
    assert!(words.contains("0δ "), "{words}");
    let names = sample.page("search/names.json");
    assert!(
        names.contains("\"sections\":[[\"a-page\",\"A page\"]]"),
        "{names}"
    );
}

#[test]
fn the_theme_loads_nothing_from_elsewhere() {
    let theme = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../theme"));
    let mut addresses = BTreeSet::new();
    for file in files(theme).unwrap() {
        let Ok(text) = fs::read_to_string(theme.join(&file)) else {
            assert!(
                file.extension().is_some_and(|e| e == "woff2"),
                "{}",
                file.display()
            );
            continue;
        };
        if file.ends_with("LICENSE") {
            continue;
        }
        for scheme in ["http:", "https:", "ws:", "wss:"] {
            for (at, _) in text.match_indices(scheme) {
                let end = |c: char| c.is_whitespace() || "\"';)".contains(c);
                let address = text[at..].split(end).next().unwrap();
                addresses.insert(format!("{} {address}", file.display()));
            }
        }
    }
    // The first is the only one that the policy allows, the second is asked when Run is
    // pressed, the third is a name and not loaded.
    let expected = [
        "index.hbs https://play.rust-lang.org",
        "cells.js https://play.rust-lang.org/execute",
        "favicon.svg http://www.w3.org/2000/svg",
    ];
    assert_eq!(addresses, expected.map(str::to_owned).into());
}
