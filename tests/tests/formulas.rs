//! What is reported of formulas that are wrong, and what is not.

use notebook::Page;
use verification::formulas;

/// What is reported of the formulas of a page that is not in the book.
fn reported(text: &str) -> Vec<String> {
    let page = Page::scan("book/page.md", text);
    assert_eq!(page.problems, [], "{text}");
    let all = formulas::check(&[page]);
    let problems = all.iter().flat_map(|f| &f.outcome.problems);
    problems
        .map(|p| format!("{}:{}: {}", p.file, p.line, p.message))
        .collect()
}

#[track_caller]
fn refused(text: &str, message: &str) {
    let reported = reported(text);
    assert!(
        reported.iter().any(|t| t.contains(message)),
        "expected `{message}`, found {reported:#?}"
    );
}

const SIGMOID: &str = r"$$\sigma(x) = \frac{1}{1 + e^{-x}}$$ <!--= sigmoid(x) -->";

#[test]
fn a_name_is_that_of_the_marks_function() {
    refused(
        r"$$\operatorname{GELU}(x) = \frac{1}{1 + e^{-x}}$$ <!--= sigmoid(x) -->",
        ":1: `\\operatorname{GELU}` on the left-hand side is gelu, the mark says sigmoid(x)",
    );
    refused(
        &format!("{SIGMOID}\n\n$$\\operatorname{{GELU}}(x) = x\\,\\sigma(x)$$ <!--= let gelu -->"),
        ":3: `\\operatorname{GELU}` is gelu of the library, which `let` would not compare it with",
    );
    refused(
        &format!(
            "{SIGMOID}\n\n$$\\operatorname{{sigmoid}}(x) = \\sigma(x)\\,\\sigma(-x)$$ <!--= sigmoid_grad(x) -->"
        ),
        ":3: `\\operatorname{sigmoid}` on the left-hand side is sigmoid, the mark says sigmoid_grad(x)",
    );
}

#[test]
fn one_value_of_a_parameter_does_not_stand_for_all() {
    refused(
        r"$$\operatorname{softmax}_T(z)_i = \frac{e^{z_i T}}{\sum_{j=1}^{K} e^{z_j T}}$$ <!--= softmax(logits, 1)[i] -->",
        ":1: the formula depends on `T`, and the mark looks at one value of it only",
    );
}

#[test]
fn a_symbol_does_not_hide_a_definition() {
    refused(
        "$$y = 3x$$ <!--= let gelu -->\n\n$r = \\hat y - y$<!--= let huber --> here",
        ":3: at column 2, `y` is defined above, and is a symbol of huber too",
    );
    for free in ["x", "e", r"\pi", r"\sigma(x) > 0"] {
        let identity =
            format!("$$\\sigma(x) = 1 - \\sigma(-x)$$ <!--= identity sigmoid with {free} -->");
        refused(
            &format!("{SIGMOID}\n\n{identity}"),
            "` has a meaning of its own",
        );
    }
}

#[test]
fn what_says_nothing_is_refused() {
    refused(
        &format!(
            "{SIGMOID}\n\n$$\\sigma(x) = \\frac{{1}}{{1 + e^{{-x}}}}$$ <!--= identity sigmoid -->"
        ),
        ":3: at column 15, this side is the first one once definitions are put in",
    );
    refused(
        &format!("{SIGMOID}\n\n$$\\sigma(x) = \\sigma( x )$$ <!--= sigmoid(x) -->"),
        ":3: at column 15, this side already stands on the other side of `=`",
    );
    assert_eq!(
        reported(&format!(
            "{SIGMOID}\n\n$$\\sigma(x) = 1 - \\sigma(-x)$$ <!--= identity sigmoid -->"
        )),
        [""; 0]
    );
}

#[test]
fn a_definition_of_the_notation_is_used_on_some_page() {
    let notation = r"$$\varphi(x) = \frac{e^{-x^2/2}}{\sqrt{2\pi}}$$ <!--= let gelu -->

$$\Phi(x) = \frac12\left(1 + \operatorname{erf}\frac{x}{\sqrt2}\right)$$ <!--= let gelu -->
";
    let gelu = r"$$\operatorname{GELU}(x) = x\,\Phi(x)$$ <!--= gelu(x) -->";
    let slope = r"$$\operatorname{GELU}'(x) = \Phi(x) + x\,\varphi(x)$$ <!--= gelu_grad(x) -->";
    let of = |others: &[&str], wanted: &str| -> Vec<String> {
        let mut pages = vec![Page::scan("book/notation.md", notation)];
        let named = others.iter().zip(["book/a.md", "book/b.md"]);
        pages.extend(named.map(|(text, name)| Page::scan(name, text)));
        let checked = formulas::check_on(&pages, |name| name.starts_with(wanted));
        let problems = checked.into_iter().flat_map(|f| f.outcome.problems);
        problems
            .map(|p| format!("{}:{}: {}", p.file, p.line, p.message))
            .collect()
    };
    let lost = "book/notation.md:1: `\\varphi` is defined and not used: nothing checks it";
    assert_eq!(of(&[gelu], "book/"), [lost]);
    assert_eq!(of(&[gelu], "book/notation.md"), [lost]);
    assert_eq!(of(&[gelu], "book/a.md"), [""; 0]);
    let both = format!("{gelu}\n\n{slope}");
    for pages in [[&both, gelu], [gelu, &both]] {
        assert_eq!(of(&pages, "book/"), [""; 0]);
        assert_eq!(of(&pages, "book/notation.md"), [""; 0]);
    }
}

#[test]
fn what_can_be_read_is_not_left_unchecked() {
    refused(
        &format!("{SIGMOID}\n\n$$\\sigma(x) = 2 - \\sigma(-x)$$ <!--= unchecked: well known -->"),
        ":3: `unchecked` is for what cannot be read, and this formula can",
    );
    refused(
        r"$$\operatorname{GELU}(x) = 2x$$ <!--= unchecked: well known -->",
        ":1: `unchecked` is for what cannot be read",
    );
    assert_eq!(
        reported(r"$$\int_0^1 x\,dx = 2$$ <!--= unchecked: no integrals -->"),
        [""; 0]
    );
}

#[test]
fn cases_neither_contradict_each_other_nor_leave_a_gap() {
    let huber = |conditions: [&str; 2]| {
        format!(
            "$r = \\hat y - y$<!--= let huber --> and\n\n$$\\operatorname{{Huber}}_\\delta(r) = \\begin{{cases}} \\frac12 r^2 & {} \\\\ \\delta|r| - \\frac12\\delta^2 & {} \\end{{cases}}$$ <!--= huber(prediction, target, delta) -->",
            conditions[0], conditions[1]
        )
    };
    assert_eq!(
        reported(&huber([r"|r| \le \delta", r"|r| > \delta"])),
        [""; 0]
    );
    refused(&huber([r"|r| < \delta", r"|r| > \delta"]), "no case holds");
    refused(
        &huber([r"|r| \le \delta", r"|r| \ge 0"]),
        "two cases hold and differ",
    );
}

#[test]
fn a_product_with_the_jacobian_is_the_derivative_of_the_value() {
    // The gradient is right, the value's formula is not: each is compared with the other.
    let page = r"$$\operatorname{softmax}_T(z)_i = \frac{e^{z_i/T}}{1 + \sum_{j=1}^{K} e^{z_j/T}}$$ <!--= softmax(logits, temperature)[i] -->

With $p_i = \frac{e^{z_i/T}}{\sum_{j=1}^{K} e^{z_j/T}}$<!--= let softmax -->,

$$\sum_{i=1}^{K} u_i\,\frac{\partial p_i}{\partial z_j} = \frac{p_j}{T}\Bigl(u_j - \sum_{i=1}^{K} u_i\,p_i\Bigr)$$ <!--= softmax_vjp(logits, temperature, upstream)[j] -->
";
    refused(
        page,
        ":5: this formula is not softmax_vjp(logits, temperature, upstream)[j]: at",
    );
    refused(page, "the derivative of the value's formula in line 1 is");
}

/// The slips of a tired author, and what is reported of each: where, at which numbers, which side.
#[test]
fn slips_are_reported_with_their_place_and_numbers() {
    let huber = |latex: &str| {
        format!(
            "$r = \\hat y - y$<!--= let huber --> and\n\n$$\n{latex}\n$$ <!--= huber(prediction, target, delta) -->"
        )
    };
    let cases = |first: &str, second: &str| {
        huber(&format!(
            r"\operatorname{{Huber}}_\delta(r) = \begin{{cases}} {first} & \text{{if }} |r| \le \delta \\ {second} & \text{{otherwise}} \end{{cases}}"
        ))
    };
    assert_eq!(
        reported(&cases(
            r"\frac12 r^2",
            r"\delta\left(|r| - \frac12\delta\right)"
        )),
        [""; 0]
    );
    let at = "page.md:4: this formula is not huber(prediction, target, delta): at prediction =";
    for (first, second, expected) in [
        (
            r"\frac12 r^2",
            r"\delta\left(r - \frac12\delta\right)",
            "-2.5, target = 0, delta = 1 the formula gives -3, the code 2",
        ),
        (
            r"\frac12 r^2",
            r"\delta\left(|r| + \frac12\delta\right)",
            "2.5, target = 0, delta = 1 the formula gives 3, the code 2",
        ),
        (
            r"\frac12 r^2",
            r"|r| - \frac12",
            "1.25, target = 0, delta = 0.5 the formula gives 0.75, the code 0.5",
        ),
        (
            r"r^2",
            r"\delta\left(|r| - \frac12\delta\right)",
            "-0.5, target = 0, delta = 1 the formula gives 0.25, the code 0.125",
        ),
        (
            r"\frac12 r",
            r"\delta\left(|r| - \frac12\delta\right)",
            "0, target = 0, delta = 1 the derivative of the formula is 0.5, huber_grad gives 0",
        ),
    ] {
        let reported = reported(&cases(first, second));
        let expected = format!("{at} {expected}");
        assert!(
            reported.iter().any(|t| t.contains(&expected)),
            "expected `{expected}`, found {reported:#?}"
        );
        // One wrong formula is reported once: its value, and perhaps its slope there.
        assert!(reported.len() <= 2, "{reported:#?}");
    }
    refused(
        &format!(
            "{SIGMOID}\n\n$$\n\\sigma'(x) = \\sigma(x)\\,\\sigma(-x)\n= \\sigma(x)\\,(1 + \\sigma(x))\n$$ <!--= sigmoid_grad(x) -->"
        ),
        ":5: this formula is not sigmoid_grad(x): at x = 1 its side at column 3 gives 1.2655",
    );
    refused(
        &format!("{SIGMOID}\n\n$$\n\\sigma'(x) = \\sgma(x)\n$$ <!--= sigmoid_grad(x) -->"),
        ":4: at column 14, `\\sgma` is not known: did you mean `\\sigma`?",
    );
    refused(
        &format!("{SIGMOID}\n\n$$\\sigma(x) = \\sigma(-x)$$ <!--= identity sigmoid -->"),
        "at x = 1 the first side gives 0.7310585786300049, that at column 15 gives 0.2689414213699951",
    );
}
