//! Hierarchical softmax.

use nnfn::losses as definition;

use super::by_definition::ByDefinition;
use super::forms::rows;
use super::run;
use crate::domain::BIT;

rows!(hierarchical_softmax[scores, code]()
    "Hierarchical softmax: `Σₙ softplus((1 - 2bₙ)·uₙ)`, the loss of one leaf of a binary tree, in nats,",
    "`scores` are those of the inner nodes on the path to the leaf, and `code`, of 0 and 1, says which way is taken at \
     each. Shorter paths are filled up with scores of `-∞` and a code of 0, which cost nothing.";
    definition::hierarchical_softmax(scores, code);
    by scores: definition::hierarchical_softmax_grad(scores, code);
    check |weights, axis| run::check_entries(&BIT, "code", code, axis, weights));
