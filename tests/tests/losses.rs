//! Formulas of losses of every signature, on pages that are not in the book: tables, norms, two lengths, log-probabilities
//! as ratios. Right ones pass with all of their derivatives; wrong ones in their place are refused.

use notebook::Page;
use verification::formulas;

/// What is found wrong with the formulas of a page.
fn found(text: &str) -> Vec<String> {
    let page = Page::scan("book/losses/page.md", text);
    assert_eq!(page.problems, [], "{text}");
    let all = formulas::check(&[page]);
    assert!(!all.is_empty(), "no formula in {text}");
    for formula in &all {
        let definition = formula.how == formulas::How::Definition;
        assert!(
            definition || formula.outcome.points >= 1000 || !formula.outcome.problems.is_empty(),
            "{}: {} points",
            formula.mark,
            formula.outcome.points
        );
    }
    let problems = all.iter().flat_map(|f| &f.outcome.problems);
    problems
        .map(|p| format!("{}:{}: {}", p.file, p.line, p.message))
        .collect()
}

/// A page whose formulas are right; of their mutants none passes but those that mean the same.
#[track_caller]
fn right(text: &str, same: &[&str]) {
    assert_eq!(found(text), [""; 0]);
    let page = Page::scan("book/losses/page.md", text);
    let score = formulas::mutants::score(&[page]);
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let of_this_page = |p: &&verification::Problem| p.file == "book/losses/page.md";
    let survivors: Vec<String> = (score.survivors.iter().filter(of_this_page))
        .map(|p| p.message.clone())
        .filter(|message| {
            !same
                .iter()
                .any(|s| squeezed(message).ends_with(&squeezed(s)))
        })
        .collect();
    assert_eq!(survivors, [""; 0]);
    assert!(score.refused >= 5, "{} mutants are refused", score.refused);
}

#[track_caller]
fn wrong(text: &str, words: &str) {
    let problems = found(text);
    assert!(problems.iter().any(|p| p.contains(words)), "{problems:?}");
}

const SIGMOID: &str = r"$$\sigma(x) = \frac{1}{1 + e^{-x}}$$ <!--= let sigmoid -->";

#[test]
fn errors_of_a_prediction() {
    right(
        r"$$\operatorname{SE}(\hat y, y) = (\hat y - y)^2$$ <!--= mse(prediction, target) -->

$$\frac{\partial}{\partial \hat y} \operatorname{SE}(\hat y, y) = 2 (\hat y - y)$$ <!--= mse_grad(prediction, target) -->

$$\operatorname{AE}(\hat y, y) = |\hat y - y|$$ <!--= mae(prediction, target) -->",
        &[
            r"= (- \hat y - y)^2",
            r"(y - \hat y)^2",
            r"|y - \hat y|",
            r"= \left( - (\hat y - y) \right)^2",
            r"= |- \hat y - y|",
        ],
    );
    wrong(
        r"$$\operatorname{SE}(\hat y, y) = \frac12 (\hat y - y)^2$$ <!--= mse(prediction, target) -->",
        "this formula is not mse(prediction, target): at prediction = 2.5, target = 0 the formula gives 3.125, the code 6.25",
    );
}

/// Half of the gradient by each factor: without the stop-gradients, or with them elsewhere, it is another.
#[test]
fn a_stop_gradient() {
    right(
        r"$$\operatorname{SE}(\hat y, y) = 2 (\hat y - y) \operatorname{sg}(\hat y - y) - \operatorname{sg}\left( (\hat y - y)^2 \right)$$ <!--= mse(prediction, target) -->",
        &[],
    );
    right(
        r"$$r = \operatorname{sg}(\hat y - y)$$ <!--= let mse -->

$$\operatorname{SE}(\hat y, y) = 2 (\hat y - y) r - r^2$$ <!--= mse(prediction, target) -->

$$\frac{\partial}{\partial \hat y} \operatorname{SE}(\hat y, y) = 2r$$ <!--= mse_grad(prediction, target) -->",
        &[],
    );
    wrong(
        r"$$\operatorname{SE}(\hat y, y) = (\hat y - y) \operatorname{sg}(\hat y - y)$$ <!--= mse(prediction, target) -->",
        "the derivative of the formula is 2.5, mse_grad gives 5",
    );
}

#[test]
fn binary_cross_entropy() {
    right(
        &format!(
            r"{SIGMOID}

$$\operatorname{{BCE}}_w(x, y) = -\left( w\, y \ln \sigma(x) + (1 - y) \ln \sigma(-x) \right)$$ <!--= bce_with_logits(logit, target, pos_weight) -->

$$\frac{{\partial}}{{\partial x}} \operatorname{{BCE}}_w(x, y) = (1 - y)\, \sigma(x) - w\, y\, \sigma(-x)$$ <!--= bce_with_logits_grad(logit, target, pos_weight) -->"
        ),
        &[],
    );
    wrong(
        &format!(
            r"{SIGMOID}

$$\operatorname{{BCE}}_w(x, y) = -\left( y \ln \sigma(x) + w\,(1 - y) \ln \sigma(-x) \right)$$ <!--= bce_with_logits(logit, target, pos_weight) -->"
        ),
        "this formula is not bce_with_logits(logit, target, pos_weight)",
    );
}

#[test]
fn gaussian_likelihood() {
    right(
        r"$$\operatorname{NLL}(\hat y, y, v) = \frac12 \left( \ln v + \frac{(\hat y - y)^2}{v} \right)$$ <!--= gaussian_nll(prediction, target, variance) -->

$$\frac{\partial}{\partial \hat y} \operatorname{NLL}(\hat y, y, v) = \frac{\hat y - y}{v}$$ <!--= gaussian_nll_grad(prediction, target, variance) -->

$$\frac{\partial}{\partial v} \operatorname{NLL}(\hat y, y, v) = \frac12 \left( \frac1v - \frac{(\hat y - y)^2}{v^2} \right)$$ <!--= gaussian_nll_grad_variance(prediction, target, variance) -->",
        &[],
    );
}

#[test]
fn divergence_of_distributions() {
    right(
        r"$$\operatorname{KL}(p, q) = \sum_{i=1}^{K} p_i \ln \frac{p_i}{q_i}$$ <!--= kl_divergence(p, q) -->

$$\frac{\partial}{\partial p_j} \operatorname{KL}(p, q) = \ln \frac{p_j}{q_j} + 1$$ <!--= kl_divergence_grad(p, q)[j] -->

$$\frac{\partial}{\partial q_j} \operatorname{KL}(p, q) = -\frac{p_j}{q_j}$$ <!--= kl_divergence_grad_q(p, q)[j] -->",
        &[],
    );
}

#[test]
fn distances_of_three_vectors() {
    right(
        r"$$\operatorname{Triplet}_m(a, p, n) = \max\left( 0, \lVert a - p \rVert_2 - \lVert a - n \rVert_2 + m \right)$$ <!--= triplet(anchor, positive, negative, margin) -->",
        &[],
    );
    wrong(
        r"$$\operatorname{Triplet}_m(a, p, n) = \max\left( 0, \lVert a - p \rVert_2^2 - \lVert a - n \rVert_2^2 + m \right)$$ <!--= triplet(anchor, positive, negative, margin) -->",
        "this formula is not triplet(anchor, positive, negative, margin)",
    );
}

#[test]
fn a_table_of_similarities() {
    right(
        r"$$\operatorname{InfoNCE}_\tau(s) = -\frac{1}{N} \sum_{i=1}^{N} \ln \frac{e^{s_{ii} / \tau}}{\sum_{k=1}^{N} e^{s_{ik} / \tau}}$$ <!--= info_nce(similarities, temperature) -->

$$\frac{\partial \operatorname{InfoNCE}_\tau(s)}{\partial s_{ij}} = \frac{1}{N \tau} \left( \frac{e^{s_{ij} / \tau}}{\sum_{k=1}^{N} e^{s_{ik} / \tau}} - [i = j] \right)$$ <!--= info_nce_grad(similarities, temperature)[i][j] -->",
        &[],
    );
    wrong(
        r"$$\operatorname{InfoNCE}_\tau(s) = -\frac{1}{N} \sum_{i=1}^{N} \ln \frac{e^{s_{ii} / \tau}}{\sum_{k \ne i} e^{s_{ik} / \tau}}$$ <!--= info_nce(similarities, temperature) -->",
        "this formula is not info_nce(similarities, temperature)",
    );
}

#[test]
fn a_clipped_ratio() {
    right(
        r"$$\operatorname{clip}_\epsilon(r) = \min\left( \max(r, 1 - \epsilon), 1 + \epsilon \right)$$ <!--= let ppo_clip -->

$$\operatorname{PPO}_\epsilon(r, A) = -\min\left( r\, A, \operatorname{clip}_\epsilon(r)\, A \right)$$ <!--= ppo_clip(ratio, advantage, epsilon) -->",
        &[],
    );
}

#[test]
fn log_probabilities_as_ratios() {
    right(
        &format!(
            r"{SIGMOID}

$$\pi_\theta(y_w \mid x) = e^{{\ell_w}}$$ <!--= let dpo -->

$$\pi_\theta(y_l \mid x) = e^{{\ell_l}}$$ <!--= let dpo -->

$$\pi_{{\text{{ref}}}}(y_w \mid x) = e^{{\rho_w}}$$ <!--= let dpo -->

$$\pi_{{\text{{ref}}}}(y_l \mid x) = e^{{\rho_l}}$$ <!--= let dpo -->

$$\operatorname{{DPO}} = -\ln \sigma\left( \beta \ln \frac{{\pi_\theta(y_w \mid x)}}{{\pi_{{\text{{ref}}}}(y_w \mid x)}} - \beta \ln \frac{{\pi_\theta(y_l \mid x)}}{{\pi_{{\text{{ref}}}}(y_l \mid x)}} \right)$$ <!--= dpo(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta) -->"
        ),
        &[],
    );
}

/// A standard deviation may be called σ although the book's σ(x) is the sigmoid; one formula cannot have both.
#[test]
fn a_letter_that_is_a_function_elsewhere() {
    let page = |formula: &str| {
        format!(
            "{SIGMOID}\n\n$$\\sigma(-x) = 1 - \\sigma(x)$$ <!--= identity sigmoid -->\n\n{formula}"
        )
    };
    let right = r"$$\frac12 \ln \sigma^2 + \frac{\hat y - y}{\sigma} = \ln \sigma - \frac{y - \hat y}{\sigma}$$ <!--= identity gaussian_nll with \sigma > 0 -->";
    assert_eq!(found(&page(right)), [""; 0]);
    wrong(
        &page(r"$$\ln \sigma = \sigma(v)$$ <!--= identity gaussian_nll with \sigma > 0 -->"),
        r"`\sigma`",
    );
}
