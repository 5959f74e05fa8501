//! How far one distribution is from another.

use nnfn::losses as definition;

use super::by_definition::ByDefinition;
use super::forms::rows;
use super::run;

rows!(kl_divergence[p, q]() "Kullback-Leibler divergence of `q` from `p`: `Σᵢ pᵢ·ln(pᵢ/qᵢ)`, in nats,",
    "Takes probabilities, both of them, and does not normalise them. PyTorch's `kl_div` takes `ln q` first and `p` \
     second, and its mean is over all entries.";
    definition::kl_divergence(p, q);
    by p: definition::kl_divergence_grad(p, q), q: definition::kl_divergence_grad_q(p, q));

rows!(js_divergence[p, q]() "Jensen-Shannon divergence: `(KL(p‖m) + KL(q‖m))/2` with the average `m`, in nats,",
    "Takes probabilities and does not normalise them.";
    definition::js_divergence(p, q);
    by p: definition::js_divergence_grad(p, q), q: definition::js_divergence_grad_q(p, q));
