//! The metadata of a page for search engines and for previews of shared links.

use std::path::Path;

/// The address of the published site, if the variable `SITE_URL` gives it, with a slash at its end.
pub fn site_url() -> Option<String> {
    let url = std::env::var("SITE_URL").ok()?;
    let url = url.trim_end_matches('/');
    url.starts_with("http").then(|| format!("{url}/"))
}

/// The path of the site at its host: what `/` is for one that has a host of its own.
pub fn base_path() -> String {
    let url = site_url().unwrap_or_default();
    let path = url.splitn(4, '/').nth(3).unwrap_or("");
    format!("/{path}")
}

/// The page with its own description, a picture, and its address.
pub fn describe(html: &str, page: &Path, picture: Option<&Path>, site: Option<&str>) -> String {
    let Some((head, body)) = html.split_once("</head>") else {
        return html.to_owned();
    };
    let title = between(head, "<title>", "</title>").unwrap_or_default();
    // A chapter's own name comes before that of the book.
    let name = title.split(" - ").next().unwrap_or(title);
    let mut head = head.to_owned();
    const MARK: &str = "<meta name=\"description\" content=\"";
    if let (Some(words), Some(old)) = (first_words(body), between(&head, MARK, "\"")) {
        head = head.replacen(
            &format!("{MARK}{old}\""),
            &format!("{MARK}{}\"", quoted(&words)),
            1,
        );
    }
    let description = between(&head, MARK, "\"").unwrap_or_default().to_owned();
    let up = "../".repeat(page.components().count() - 1);
    let address = |path: &Path| match site {
        Some(site) => format!("{site}{}", path.display()),
        None => format!("{up}{}", path.display()),
    };
    let mut metas = format!(
        "<meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"{name}\">\n<meta property=\"og:description\" content=\"{description}\">\n"
    );
    if let Some(picture) = picture {
        metas += &format!(
            "<meta property=\"og:image\" content=\"{}\">\n<meta property=\"og:image:alt\" content=\"The curve of {name}\">\n<meta name=\"twitter:card\" content=\"summary_large_image\">\n",
            address(picture)
        );
    }
    if site.is_some() {
        let own = address(page);
        let own = own.strip_suffix("index.html").unwrap_or(&own);
        metas += &format!(
            "<meta property=\"og:url\" content=\"{own}\">\n<link rel=\"canonical\" href=\"{own}\">\n"
        );
    }
    format!("{head}{metas}</head>{body}")
}

/// The text of the first paragraph that holds no formula, cut at the end of a word.
fn first_words(body: &str) -> Option<String> {
    let (_, main) = body.split_once("<main")?;
    let paragraph = (main.split("<p>").skip(1))
        .filter_map(|rest| rest.split("</p>").next())
        .find(|text| !text.contains("katex") && !text.contains("data-tip"))?;
    let mut text = String::new();
    let mut inside = false;
    for c in paragraph.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(if c.is_whitespace() { ' ' } else { c }),
            _ => {}
        }
    }
    // Text of the page is escaped already; it is decoded here and escaped again for the attribute.
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, c);
    }
    let text = text.trim();
    const LONGEST: usize = 200;
    if text.chars().count() <= LONGEST {
        return Some(text.to_owned());
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    Some(format!("{} …", &cut[..end]))
}

/// Escapes text for a quoted attribute. Unlike a page's text, a head is not read as Markdown.
pub fn quoted(text: &str) -> String {
    let mut text = text.replace('&', "&amp;");
    for (c, entity) in [("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")] {
        text = text.replace(c, entity);
    }
    text
}

pub fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found)
}

/// `sitemap.xml` for these pages.
pub fn sitemap(site: &str, pages: &[&Path]) -> String {
    let entry = |page: &&Path| {
        let path = page.display().to_string();
        let path = path.strip_suffix("index.html").unwrap_or(&path).to_owned();
        format!(
            "<url><loc>{}</loc></url>\n",
            quoted(&format!("{site}{path}"))
        )
    };
    let entries: String = pages.iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><title>GELU - Book</title><meta name=\"description\" content=\"all\"></head><body><main id=\"main\"><p>It <em>gates</em> &lt;x&gt;\nby <a href=\"#\">itself</a>.</p></main>";

    #[test]
    fn a_page_is_described_by_its_first_sentence() {
        let page = describe(PAGE, Path::new("activations/gelu.html"), None, None);
        assert!(
            page.contains("<meta name=\"description\" content=\"It gates &lt;x&gt; by itself.\">"),
            "{page}"
        );
        assert!(page.contains("<meta property=\"og:title\" content=\"GELU\">"));
        assert!(!page.contains("canonical"));
        let picture = Path::new("pictures/gelu.png");
        let page = describe(
            PAGE,
            Path::new("activations/gelu.html"),
            Some(picture),
            Some("https://a.b/c/"),
        );
        assert!(page.contains("og:image\" content=\"https://a.b/c/pictures/gelu.png\""));
        assert!(page.contains("rel=\"canonical\" href=\"https://a.b/c/activations/gelu.html\""));
        let page = describe(
            PAGE,
            Path::new("activations/gelu.html"),
            Some(picture),
            None,
        );
        assert!(page.contains("og:image\" content=\"../pictures/gelu.png\""));
    }

    #[test]
    fn a_long_sentence_is_cut_at_a_word() {
        let long = PAGE.replace("It <em>", &format!("{}It <em>", "word ".repeat(60)));
        let words = first_words(&long).unwrap();
        assert!(
            words.ends_with("word …") && words.chars().count() < 205,
            "{words}"
        );
    }

    #[test]
    fn a_sitemap_lists_addresses() {
        let map = sitemap(
            "https://a.b/",
            &[Path::new("index.html"), Path::new("x/y.html")],
        );
        assert!(map.contains("<loc>https://a.b/</loc>"));
        assert!(map.contains("<loc>https://a.b/x/y.html</loc>"));
    }
}
