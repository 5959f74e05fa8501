//! Formulas of the losses that are wrong by little, each in the place of the right one: none is taken for the function.

use notebook::Page;
use verification::formulas;

const SIGMOID: &str = r"$$\sigma(x) = \frac{1}{1 + e^{-x}}$$ <!--= let sigmoid -->";

/// What is found wrong with the last formula of a page: at its own line, and that it is not the function.
fn refused(text: &str) -> bool {
    let page = Page::scan("book/losses/page.md", text);
    assert_eq!(page.problems, [], "{text}");
    let line = text.lines().count();
    let all = formulas::check(&[page]);
    let problems = all.iter().flat_map(|f| &f.outcome.problems);
    let problems: Vec<_> = problems.collect();
    let other = problems
        .iter()
        .find(|p| p.line != line || !p.message.contains("this formula is not"));
    assert!(other.is_none(), "{text}: {other:?}");
    !problems.is_empty()
}

/// The function, and right-hand sides that are not it; the first one is.
#[track_caller]
fn only_the_first(left: &str, mark: &str, right: &[&str]) {
    below("", left, mark, right);
}

/// The same below the formula of the value, of whose derivative it is.
#[track_caller]
fn below(value: &str, left: &str, mark: &str, right: &[&str]) {
    let page = |side: &str| {
        let formula = format!("$${left} = {side}$$ <!--= {mark} -->");
        // What is defined has to be used.
        let uses = value.contains(r"\sigma") || side.contains(r"\sigma");
        let parts = [if uses { SIGMOID } else { "" }, value, &formula];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n\n")
    };
    assert!(!refused(&page(right[0])), "{} is refused", right[0]);
    let passed = right[1..].iter().filter(|side| !refused(&page(side)));
    let passed: Vec<&&str> = passed.collect();
    assert!(passed.is_empty(), "{mark}: {passed:#?}");
}

#[test]
fn errors_of_a_prediction() {
    only_the_first(
        r"\operatorname{SE}(\hat y, y)",
        "mse(prediction, target)",
        &[
            r"(\hat y - y)^2",
            r"|\hat y - y|",
            r"(\hat y + y)^2",
            r"(\hat y - y)^2 + 10^{-12}",
            r"\hat y^2 - y^2",
            r"\operatorname{sg}\left( (\hat y - y)^2 \right)",
            r"\left( \operatorname{sg}(\hat y) - y \right)^2",
            r"(\hat y - y) \operatorname{sg}(\hat y - y)",
            r"(\hat y - y)^3",
        ],
    );
    below(
        r"$$\operatorname{SE}(\hat y, y) = (\hat y - y)^2$$ <!--= mse(prediction, target) -->",
        r"\frac{\partial}{\partial \hat y} \operatorname{SE}(\hat y, y)",
        "mse_grad(prediction, target)",
        &[
            r"2 (\hat y - y)",
            r"\hat y - y",
            r"2 (y - \hat y)",
            r"2 \hat y - y",
            r"2 |\hat y - y|",
        ],
    );
    only_the_first(
        r"\operatorname{AE}(\hat y, y)",
        "mae(prediction, target)",
        &[
            r"|\hat y - y|",
            r"|\hat y| - |y|",
            r"\hat y - y",
            r"\sqrt{(\hat y - y)^2 + 10^{-6}}",
            r"\frac12 |\hat y - y|",
        ],
    );
    only_the_first(
        r"\operatorname{NLL}(\hat y, y, v)",
        "gaussian_nll(prediction, target, variance)",
        &[
            r"\frac12 \left( \ln v + \frac{(\hat y - y)^2}{v} \right)",
            r"\frac12 \left( \ln (2 \pi v) + \frac{(\hat y - y)^2}{v} \right)",
            r"\ln v + \frac{(\hat y - y)^2}{v}",
            r"\frac12 \left( \ln v + \frac{(\hat y - y)^2}{v^2} \right)",
            r"\ln v + \frac{(\hat y - y)^2}{2 v}",
            r"\frac12 \left( v + \frac{(\hat y - y)^2}{e^v} \right)",
            r"\frac12 \left( \ln v - \frac{(\hat y - y)^2}{v} \right)",
        ],
    );
    below(
        r"$$\operatorname{NLL}(\hat y, y, v) = \frac12 \left( \ln v + \frac{(\hat y - y)^2}{v} \right)$$ <!--= gaussian_nll(prediction, target, variance) -->",
        r"\frac{\partial}{\partial v} \operatorname{NLL}(\hat y, y, v)",
        "gaussian_nll_grad_variance(prediction, target, variance)",
        &[
            r"\frac12 \left( \frac1v - \frac{(\hat y - y)^2}{v^2} \right)",
            r"\frac12 \left( \frac1v + \frac{(\hat y - y)^2}{v^2} \right)",
            r"\frac12 \left( 1 - \frac{(\hat y - y)^2}{v} \right)",
            r"\frac12 \left( \frac1v - \frac{(\hat y - y)^2}{v} \right)",
            r"\frac{\hat y - y}{v}",
        ],
    );
}

#[test]
fn distributions() {
    only_the_first(
        r"\operatorname{BCE}_w(x, y)",
        "bce_with_logits(logit, target, pos_weight)",
        &[
            r"-w\, y \ln \sigma(x) - (1 - y) \ln \sigma(-x)",
            r"-w\, y \ln \sigma(x) - (1 - y) \ln \sigma(x)",
            r"-y \ln \sigma(x) - (1 - y) \ln \sigma(-x)",
            r"-w\, y \ln \sigma(x) - w\, (1 - y) \ln \sigma(-x)",
            r"-w\, y \ln x - (1 - y) \ln (1 - x)",
            r"-w\, (1 - y) \ln \sigma(x) - y \ln \sigma(-x)",
        ],
    );
    only_the_first(
        r"\operatorname{KL}(p, q)",
        "kl_divergence(p, q)",
        &[
            r"\sum_{i=1}^{K} p_i \ln \frac{p_i}{q_i}",
            r"\sum_{i=1}^{K} q_i \ln \frac{q_i}{p_i}",
            r"\sum_{i=1}^{K} p_i \ln \frac{q_i}{p_i}",
            r"-\sum_{i=1}^{K} p_i \ln q_i",
            r"\frac1K \sum_{i=1}^{K} p_i \ln \frac{p_i}{q_i}",
            r"\sum_{i=1}^{K} \ln \frac{p_i}{q_i}",
            r"\sum_{i=1}^{K} \left( p_i \ln \frac{p_i}{q_i} - p_i + q_i \right)",
        ],
    );
    below(
        r"$$\operatorname{KL}(p, q) = \sum_{i=1}^{K} p_i \ln \frac{p_i}{q_i}$$ <!--= kl_divergence(p, q) -->",
        r"\frac{\partial}{\partial p_j} \operatorname{KL}(p, q)",
        "kl_divergence_grad(p, q)[j]",
        &[
            r"\ln \frac{p_j}{q_j} + 1",
            r"\ln \frac{p_j}{q_j}",
            r"\ln \frac{q_j}{p_j} + 1",
            r"\frac{p_j}{q_j}",
        ],
    );
}

#[test]
fn embeddings() {
    only_the_first(
        r"\operatorname{Triplet}_m(a, p, n)",
        "triplet(anchor, positive, negative, margin)",
        &[
            r"\max\left( 0, \lVert a - p \rVert_2 - \lVert a - n \rVert_2 + m \right)",
            r"\max\left( 0, \lVert a - p \rVert_2 - \lVert a - n \rVert_2 - m \right)",
            r"\max\left( 0, \lVert a - n \rVert_2 - \lVert a - p \rVert_2 + m \right)",
            r"\max\left( 0, \lVert a - p \rVert_1 - \lVert a - n \rVert_1 + m \right)",
            r"\max\left( 0, \lVert a - p \rVert_2 - \lVert p - n \rVert_2 + m \right)",
            r"\lVert a - p \rVert_2 - \lVert a - n \rVert_2 + m",
            r"\max\left( m, \lVert a - p \rVert_2 - \lVert a - n \rVert_2 \right)",
        ],
    );
    only_the_first(
        r"\operatorname{InfoNCE}_\tau(s)",
        "info_nce(similarities, temperature)",
        &[
            r"-\frac{1}{N} \sum_{i=1}^{N} \ln \frac{e^{s_{ii} / \tau}}{\sum_{k=1}^{N} e^{s_{ik} / \tau}}",
            r"-\frac{1}{N} \sum_{i=1}^{N} \ln \frac{e^{s_{ii} / \tau}}{\sum_{k=1}^{N} e^{s_{ki} / \tau}}",
            r"-\sum_{i=1}^{N} \ln \frac{e^{s_{ii} / \tau}}{\sum_{k=1}^{N} e^{s_{ik} / \tau}}",
            r"-\frac{1}{N} \sum_{i=1}^{N} \ln \frac{e^{s_{ii}}}{\sum_{k=1}^{N} e^{s_{ik}}}",
            r"-\frac{1}{N} \sum_{i=1}^{N} \ln \frac{e^{\tau s_{ii}}}{\sum_{k=1}^{N} e^{\tau s_{ik}}}",
            r"-\frac{1}{N} \ln \frac{\sum_{i=1}^{N} e^{s_{ii} / \tau}}{\sum_{i=1}^{N} \sum_{k=1}^{N} e^{s_{ik} / \tau}}",
        ],
    );
}

#[test]
fn alignment() {
    only_the_first(
        r"\operatorname{PPO}_\epsilon(r, A)",
        "ppo_clip(ratio, advantage, epsilon)",
        &[
            r"-\min\left( r\, A, \min\left( \max(r, 1 - \epsilon), 1 + \epsilon \right) A \right)",
            r"-\max\left( r\, A, \min\left( \max(r, 1 - \epsilon), 1 + \epsilon \right) A \right)",
            r"-\min\left( \max(r, 1 - \epsilon), 1 + \epsilon \right) A",
            r"\min\left( r\, A, \min\left( \max(r, 1 - \epsilon), 1 + \epsilon \right) A \right)",
            r"-\min\left( r\, A, \min\left( r, 1 + \epsilon \right) A \right)",
            r"-\min\left( r\, A, \min\left( \max(r, 1 - \epsilon), 1 + 2 \epsilon \right) A \right)",
            r"-\min\left( r\, A, \min\left( \max(r, \frac{1}{1 + \epsilon}), 1 + \epsilon \right) A \right)",
        ],
    );
    only_the_first(
        r"\operatorname{DPO}",
        "dpo(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta)",
        &[
            r"-\ln \sigma\left( \beta (\ell_w - \rho_w) - \beta (\ell_l - \rho_l) \right)",
            r"-\ln \sigma\left( \beta (\ell_l - \rho_l) - \beta (\ell_w - \rho_w) \right)",
            r"-\ln \sigma\left( \beta (\ell_w - \rho_l) - \beta (\ell_l - \rho_w) \right)",
            r"-\ln \sigma\left( \beta (\ell_w - \ell_l) \right)",
            r"-\beta \ln \sigma\left( (\ell_w - \rho_w) - (\ell_l - \rho_l) \right)",
            r"-\ln \sigma\left( \beta (\ell_w - \rho_w) + \beta (\ell_l - \rho_l) \right)",
            r"\ln \left( 1 + e^{\beta (\ell_w - \rho_w) - \beta (\ell_l - \rho_l)} \right)",
        ],
    );
    below(
        r"$$\operatorname{DPO} = -\ln \sigma\left( \beta (\ell_w - \rho_w) - \beta (\ell_l - \rho_l) \right)$$ <!--= dpo(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta) -->",
        r"\frac{\partial}{\partial \ell_w} \operatorname{DPO}",
        "dpo_grad(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta)",
        &[
            r"-\beta\, \sigma\left( -\beta (\ell_w - \rho_w - \ell_l + \rho_l) \right)",
            r"\beta\, \sigma\left( -\beta (\ell_w - \rho_w - \ell_l + \rho_l) \right)",
            r"-\sigma\left( -\beta (\ell_w - \rho_w - \ell_l + \rho_l) \right)",
            r"-\beta\, \sigma\left( \beta (\ell_w - \rho_w - \ell_l + \rho_l) \right)",
            r"-\beta\, \sigma\left( -\beta (\ell_w - \ell_l) \right)",
        ],
    );
}
