//! What a page concerns: the functions that it treats or names, and the pages that name those.

use catalog::Function;
use notebook::Page;

use crate::project::short_name;

/// The functions that pages treat or name in directives.
pub fn functions_of(pages: &[Page]) -> Vec<&'static Function> {
    let names = |page: &Page, function: &Function| {
        let about = function.about();
        let directives = page.directives.iter();
        let mut words = directives.flat_map(|d| d.argument.split_whitespace());
        about.chapter == short_name(page) || words.any(|word| word == about.name)
    };
    let treated = |function: &&Function| pages.iter().any(|page| names(page, function));
    (verification::functions().into_iter())
        .filter(treated)
        .collect()
}

/// Other pages whose cells, numbers, formulas or directives name a function of the chapters `pages`:
/// what they say can depend on it.
pub fn dependents(all: &[Page], pages: &[Page]) -> Vec<Page> {
    let chapters: Vec<&str> = pages.iter().map(short_name).collect();
    let own: Vec<&str> = (catalog::FUNCTIONS.iter().map(Function::about))
        .filter(|about| chapters.contains(&about.chapter))
        .map(|about| about.name)
        .collect();
    let is_other = |page: &&Page| !pages.iter().any(|own| own.name == page.name);
    (all.iter().filter(is_other))
        .filter(|page| names_one(page, &own))
        .cloned()
        .collect()
}

/// Does the page's code name one of these functions, or a derivative of one?
fn names_one(page: &Page, functions: &[&str]) -> bool {
    let is_named = |word: &str| {
        let rest = functions.iter().filter_map(|name| word.strip_prefix(name));
        rest.into_iter()
            .any(|rest| rest.is_empty() || rest.starts_with("_grad") || rest.starts_with("_vjp"))
    };
    let has = |code: &str| {
        code.split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(is_named)
    };
    page.cells.iter().any(|cell| has(&cell.code(page)))
        || page.values.iter().any(|value| has(&value.expression))
        || page
            .directives
            .iter()
            .any(|directive| has(&directive.argument))
        || (page
            .formulas
            .iter()
            .filter_map(|formula| formula.mark.as_ref()))
        .any(|mark| has(&mark.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependents_of(chapter: &str, others: &[&str]) -> Vec<usize> {
        let own = Page::scan(&format!("book/{chapter}.md"), "# A\n");
        let mut all = vec![own.clone()];
        let scanned =
            (others.iter().enumerate()).map(|(i, text)| Page::scan(&format!("book/{i}.md"), text));
        all.extend(scanned);
        let found = dependents(&all, std::slice::from_ref(&own));
        let number = |page: &Page| short_name(page).parse().expect("a number");
        found.iter().map(number).collect()
    }

    #[test]
    fn a_page_depends_on_the_functions_that_it_names() {
        let others = [
            "# It is 1.0<!--= nnfn::activations::relu(1.0) -->.\n",
            "# Slope\n\n```rust\nlet slope = relu_grad;\n```\n",
            "# <!--@ figure relu6 -->\n",
            "# It was 1.0<!--= peer_value(\"relu\", \"JAX\", \"float64\", 1.0) -->.\n",
            "$$ x $$ <!--= squared_relu_grad(x) -->\n",
            "# relu in prose, and `relu` in code\n",
            "# 0.1<!--= leaky_relu(1.0, 0.1) + reluctant(1.0) + gelu(1.0) -->\n",
        ];
        assert_eq!(dependents_of("activations/relu", &others), [0, 1, 2, 3, 4]);
        assert_eq!(dependents_of("activations/leaky-relu", &others), [6]);
        assert_eq!(dependents_of("notation", &others), [0; 0]);
    }

    #[test]
    fn a_page_is_no_dependent_of_itself() {
        let text = "# It is 1.0<!--= relu(1.0) -->.\n";
        let page = Page::scan("book/activations/relu.md", text);
        assert!(dependents(std::slice::from_ref(&page), std::slice::from_ref(&page)).is_empty());
    }
}
