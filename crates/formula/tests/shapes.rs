//! What is read of vectors, tables, indices and composite names, and what is refused, with its place.

use formula::{Env, Input, Length, Names, Seed, Sort, Value, certain_with_derivatives, chain, evaluate};
use proptest::prelude::*;

/// z, t of K entries; a, p, n of D; a table s of N rows and N columns, one x of N rows and K columns;
/// N labels y among K; tokens of L.
fn names() -> Names {
    let mut names = Names::default();
    let (k, n, d, l) = (Length('K'), Length('N'), Length('D'), Length('L'));
    for (latex, sort) in [
        ("z", Sort::Vector(k)),
        ("t", Sort::Vector(k)),
        ("a", Sort::Vector(d)),
        ("p", Sort::Vector(d)),
        ("n", Sort::Vector(d)),
        (r"\ell", Sort::Vector(l)),
        ("s", Sort::Table(n, n)),
        ("x", Sort::Table(n, k)),
        ("y", Sort::Indices(n, k)),
        ("m", Sort::Number),
        ("r", Sort::Number),
        (r"\epsilon", Sort::Number),
        (r"\sigma", Sort::Number),
        ("K", Sort::Count),
        ("N", Sort::Count),
        ("D", Sort::Count),
        ("i", Sort::Index),
        ("j", Sort::Index),
        ("k", Sort::Index),
    ] {
        names.symbol(latex, sort).unwrap();
    }
    let mut own = Names::default();
    own.symbol("x", Sort::Number).unwrap();
    let sigmoid = chain(r"\sigma(x) = \frac{1}{1 + e^{-x}}", &own).unwrap();
    names.define(sigmoid.defines.unwrap()).unwrap();
    for latex in [
        r"\operatorname{LSE}(z) = \ln\sum_k e^{z_k}",
        r"\operatorname{cost}(z, t) = -\sum_k t_k z_k",
        r"q_{ij} = e^{s_{ij}}",
    ] {
        let made = chain(latex, &names).unwrap_or_else(|e| panic!("{latex}: {e}"));
        names.define(made.defines.unwrap()).unwrap();
    }
    names
}

/// Whether the right-hand side is read, and else where and why not.
fn read(latex: &str) -> Result<(), String> {
    chain(&format!("0 = {latex}"), &names())
        .map(|_| ())
        .map_err(|e| format!("{}: {}", e.at.saturating_sub(4), e.message))
}

#[test]
fn ranges_are_what_is_indexed() {
    for latex in [
        r"\sum_i s_{ii}",
        r"\sum_{i,j} s_{ij}",
        r"\sum_i \sum_k x_{ik}",
        r"\sum_{i,k} x_{ik}",
        r"\sum_i x_{i y_i}",
        r"\sum_{i,j=1}^N s_{i,j}",
        r"\sum_{i=1}^N \sum_{j=1}^{i} s_{ij}",
        r"\sum_{i=1}^{N-1} s_{i,i+1}",
        r"\sum_{i=1}^2 a_i p_i",
        r"\max_k a_k - \max_{j \ne i} z_j",
        r"\sum_{k \ne i} s_{ik}",
        r"\sum_k \mathbf 1_{k = y_i}",
        r"\lVert a - \frac{p + 2n}{3} \rVert_2",
        r"\operatorname{LSE}(z - m) + \operatorname{LSE}(a)",
        r"\sum_i \operatorname{LSE}(x_i) - \operatorname{cost}(a, p)",
        r"q_{1,2} + q_{i,1}",
    ] {
        assert_eq!(read(latex), Ok(()), "{latex}");
    }
}

#[test]
fn what_does_not_fit_is_refused_where_it_stands() {
    let cases = [
        // Ranges.
        (r"\sum_i m", "5: the range of `i` is not known, as it is no index behind it: write `\\sum_{i=1}^{..}`"),
        (r"2 + \sum_k a_k z_k", "9: `k` runs over `"),
        (r"\sum_{i=1}^N z_i", "6: `i` runs over `"),
        (r"\sum_{i=1}^{N-1} z_i", "6: `i` runs over `"),
        (r"\sum_{i=1}^2 a_i z_i", "6: `i` runs over `"),
        (r"\sum_{i,k} x_{ki} z_k", "8: `k` runs over `"),
        (r"a_i + z_i", "2: `i` runs over `"),
        (r"\sum_k [k = i] z_k - a_i", "12: `i` runs over `"),
        (r"\sum_t \ell_t", "5: `t` has a value of its own"),
        (r"\sum_l \ell_l", "5: `l` runs over `L` entries, and `L` is no symbol here: write `\\sum_{l=1}^{..}`"),
        (r"\sum_k a_{y_k}", "9: `y` runs over `"),
        (r"\sum_i a_{y_i}", "9: `y` runs over `D` entries and over `K`"),
        (r"\sum_{i,i} s_{ii}", "8: `i` stands twice below `\\sum`"),
        (r"\sum_{i,j \ne k} s_{ij}", "10: a condition of several indices"),
        (r"\sum_{i=1, i \ne k} s_{ik}", "20: `\\sum` needs both bounds or none"),
        (r"\sum_{j} s_{ij} + s_{jj}", "21: `j` is the index of a sum"),
        // Lengths of vectors.
        (r"\lVert a - z \rVert", "9: vectors of different lengths: the first has `D` entries, the second `K`"),
        (r"\lVert a - p + z \rVert", "13: vectors of different lengths"),
        (r"a^\top z", "2: vectors of different lengths"),
        (r"m + a \cdot z", "6: vectors of different lengths"),
        (r"\langle a, t \rangle", "0: vectors of different lengths"),
        (r"a^\top x_i", "2: vectors of different lengths"),
        (
            r"\operatorname{cost}(a, z)",
            "23: `t` of `\\operatorname{cost}` has `D` entries, as what stands before it, and not `K`",
        ),
        // What is no number, no vector, no table.
        (r"a - p", "0: a vector; a side is a number"),
        (r"s_i", "0: a vector; a side is a number"),
        (r"s", "0: a table; a side is a number"),
        (r"y", "0: a row of indices; a side is a number"),
        (r"\lVert s \rVert", "0: a whole table"),
        (r"\lVert y \rVert", "0: a whole row of indices"),
        (r"\lVert m \rVert", "0: a norm of a number"),
        (r"a p", "0: a product of two vectors can mean several things"),
        (r"a \times p", "2: a cross product: an inner product is written `a \\cdot b`"),
        (r"m^\top a", "2: `\\top` behind something that is no vector"),
        (r"a^\top m", "7: expected a vector behind `\\top`"),
        (r"a^\top", "6: expected a vector behind `\\top`, found the end"),
        (r"a^\top \cdot p", "7: expected a vector behind `\\top`, found `*`"),
        (r"a^T p", "2: `T` has no value here"),
        (r"a^2", "0: a vector where a number is expected"),
        (r"\langle a, m \rangle", "11: expected a vector: `\\langle a, b \\rangle`"),
        (r"\langle a \rangle", "10: expected `,`, found `\\rangle`"),
        (r"\langle a, p, n \rangle", "12: expected `\\rangle`, found `,`"),
        (r"\lVert a \rVert_3", "16: a norm is `_1`, `_2` or `_\\infty`"),
        (r"\sum_i s_i", "0: a vector where a number is expected"),
        (r"\operatorname{LSE}(s)", "20: `z` of `\\operatorname{LSE}` is a vector"),
        (r"\operatorname{LSE}(y)", "20: `z` of `\\operatorname{LSE}` is a vector"),
        // Two indices.
        (r"s_{12}", "2: one index or two?"),
        (r"s_12", "2: one index or two?"),
        (r"s_{2i}", "3: expected an index, or two with a comma"),
        (r"s_{ij+1}", "5: expected `}`, found `+`: between indices that are computed put a comma"),
        (r"s_{iji}", "7: a table has two indices"),
        (r"s_{i,j,i}", "9: a table has two indices"),
        (r"q_i", "2: `q` takes two indices"),
        (r"\frac{\partial m}{\partial s_i}", "29: expected the row and the column of `s`"),
        // Symbols beside functions.
        (r"\sigma(m)", "6: `\\sigma` is a symbol here and cannot be the function `\\sigma(..)` too"),
        (r"\sigma^2 + \sigma(m + 1)", "17: `\\sigma` is a symbol here"),
        (r"\sigma\left(m + 1\right)", "11: `\\sigma` is a symbol here"),
        // A conditional probability without a meaning.
        (r"\pi_\theta(y_w \mid x)", "0: `\\pi` with an index is not known here: expected one of"),
        (r"p_i(y \mid x)", "6: expected `)`, found `\\mid`"),
    ];
    let mut wrong = vec![];
    for (latex, expected) in cases {
        match read(latex) {
            Err(found) if found.starts_with(expected) => {}
            other => wrong.push(format!("{latex}: {other:?}, expected `{expected}`")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read(r"\sigma^2 + \sigma\,m").is_ok());
}

#[test]
fn lengths_that_are_not_the_same_have_no_value() {
    let tree = |latex: &str| chain(&format!("0 = {latex}"), &names()).unwrap().sides[1].tree.clone();
    let mut env = Env::new(());
    env.bind("a".into(), Value::Vector(vec![1.0, 2.0]));
    env.bind("p".into(), Value::Vector(vec![1.0, 2.0, 3.0]));
    env.bind("s".into(), Value::Table(vec![vec![1.0, 2.0], vec![3.0]]));
    env.bind("x".into(), Value::Table(vec![vec![1.0, 2.0]]));
    env.bind("y".into(), Value::Indices(vec![3]));
    for (latex, why) in [
        (r"\lVert a - p \rVert", "vectors of 2 and of 3 entries"),
        (r"a^\top p", "vectors of 2 and of 3 entries"),
        (r"s_{2,2}", "`s` has no entry 2"),
        (r"s_{3,1}", "`s` has no row 3"),
        (r"s_{0,1}", "`s` has no row 0"),
        (r"x_{1,y_1}", "`x` has no entry 3"),
        (r"z_{1}", "`z` has no value"),
    ] {
        let found = evaluate(&tree(latex), &env);
        assert!(format!("{found:?}").contains(why), "{latex}: {found:?}");
    }
}

#[test]
fn what_nothing_can_be_differentiated_by_is_said() {
    let tree = chain("0 = a_1", &names()).unwrap().sides[1].tree.clone();
    let inputs = [Input { name: "a".into(), value: Value::Vector(vec![1.0, 2.0]), side: 0 }];
    for seed in
        [Seed::Number("a".into()), Seed::Entry("a".into(), 2), Seed::Cell("a".into(), 0, 0), Seed::Entry("b".into(), 0)]
    {
        assert!(certain_with_derivatives(&tree, &inputs, std::slice::from_ref(&seed), false).is_err(), "{seed:?}");
    }
    assert!(certain_with_derivatives(&tree, &inputs, &[Seed::Entry("a".into(), 1)], false).is_ok());
}

#[test]
fn names_may_be_conditional_or_have_labels() {
    let defines = |latex: &str, names: &Names| chain(latex, names).unwrap_or_else(|e| panic!("{latex}: {e}")).defines;
    let mut names = Names::default();
    names.symbol(r"\ell_w", Sort::Number).unwrap();
    let whole = defines(r"\pi_{\text{ref}}(y_w \mid x) = e^{\ell_w}", &names).expect("no name yet");
    assert_eq!(whole.name, r"\pi_\operatorname{ref}(y_w\mid x)");
    names.define(whole).unwrap();
    assert!(defines(r"\pi_{\text{ref}}(y_w \mid x) = e^{\ell_w}", &names).is_none(), "it has a meaning now");
    assert!(chain(r"0 = \pi_{\text{ref}}(y_l \mid x)", &names).is_err(), "another one");
    // Where both are symbols it is a function of them.
    let mut names = Names::default();
    for symbol in ["x", "y"] {
        names.symbol(symbol, Sort::Number).unwrap();
    }
    names.define(defines(r"p(y \mid x) = \frac{y}{x}", &names).unwrap()).unwrap();
    assert!(chain(r"0 = p(2 \mid x + 1)", &names).is_ok());
    // The longest name is meant, be it a symbol or defined.
    let mut names = Names::default();
    names.symbol(r"\ell_w", Sort::Number).unwrap();
    let mut made = defines(r"r_w = 2 \ell_w", &names).unwrap();
    assert_eq!(made.name, "r_w");
    names.define(made.clone()).unwrap();
    names.symbol("r", Sort::Number).unwrap();
    let tree = chain(r"0 = r_w + r", &names).unwrap().sides[1].tree.clone();
    assert!(tree.mentions(r"\ell_w") && tree.mentions("r"));
    // An index that is a symbol is no label.
    names.symbol("w", Sort::Index).unwrap();
    made = defines(r"b_w = w", &names).unwrap();
    assert_eq!(made.name, "b");
}

#[test]
fn symbols_are_read_or_refused_without_a_panic() {
    let mut names = Names::default();
    for latex in [
        "",
        " ",
        "{",
        "}",
        "_",
        "^",
        "x_",
        r"\",
        r"\hat",
        r"\operatorname{",
        r"\text",
        "x(",
        "x()",
        r"\left(",
        "x'",
        "é",
        "x_{é}",
        r"\begin{cases}",
        "1",
        "+",
        "x y",
        r"\mid",
        r"\top",
    ] {
        assert!(names.symbol(latex, Sort::Number).is_err(), "{latex}");
        assert!(formula::usable(latex).is_err(), "{latex}");
        assert!(!names.has(latex));
    }
}

/// Pieces of formulas, of which any row is either read or refused.
const PIECES: [&str; 52] = [
    "z",
    "t",
    "a",
    "p",
    "s",
    "x",
    "y",
    "m",
    "i",
    "j",
    "k",
    "K",
    "N",
    "2",
    "12",
    "_",
    "^",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "+",
    "-",
    "=",
    ",",
    "/",
    r"\cdot ",
    r"\times ",
    r"\frac",
    r"\sum",
    r"\max",
    r"_{k \ne i}",
    r"_{i,j}",
    r"_{i y_i}",
    r"_{ij}",
    r"_{i=1}^N",
    r"\lVert ",
    r"\rVert ",
    r"\|",
    r"\top ",
    r"\langle ",
    r"\rangle ",
    r"\mid ",
    r"\pi",
    r"\sigma",
    r"\operatorname{LSE}",
    r"\operatorname{cost}",
    r"\partial ",
    r"\ne ",
    r"\ell_w",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn nothing_that_is_written_panics(pieces in proptest::collection::vec(0..PIECES.len(), 1..14), whole in any::<bool>()) {
        let text: String = pieces.iter().map(|at| PIECES[*at]).collect();
        let text = if whole { format!("m = {text}") } else { text };
        if let Ok(read) = chain(&text, &names()) {
            let env: Env<f64> = Env::new(());
            for side in read.sides {
                let _ = evaluate(&side.tree, &env);
            }
        }
        let _ = formula::usable(&text);
        let _ = formula::mutate::mutants(&text, &["a", "p", "z"], false);
    }
}
