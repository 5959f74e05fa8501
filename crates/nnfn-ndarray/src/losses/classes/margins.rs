//! Hinge losses of several classes.

use nnfn::losses as definition;

use super::by_definition::ByDefinition;
use super::forms::labelled;
use super::{plan, run};
use crate::domain::NOT_NEGATIVE;

labelled!(crammer_singer(margin: NOT_NEGATIVE) "Crammer-Singer loss: `max(0, m + maxⱼ sⱼ - s_y)` over the classes `j` other than `y`,",
"At a kink the gradient is 0; of several best wrong classes the first has it.";
|classes, _scratch| ByDefinition::new(
    |i, [z]| definition::crammer_singer(z, classes[i], margin),
    |i, [z]| [definition::crammer_singer_grad(z, classes[i], margin)],
));

labelled!(weston_watkins(margin: NOT_NEGATIVE) "Weston-Watkins loss: `Σⱼ max(0, m + sⱼ - s_y)` over the classes `j` other than `y`,",
"PyTorch's `multi_margin_loss` is this divided by the number of classes.";
|classes, _scratch| ByDefinition::new(
    |i, [z]| definition::weston_watkins(z, classes[i], margin),
    |i, [z]| [definition::weston_watkins_grad(z, classes[i], margin)],
));
