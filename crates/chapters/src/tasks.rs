//! From a task to the last layer and the loss, for those who come with a task and not with a name.
//! What a loss is called elsewhere is what was recorded of it.

use notebook::escape;

use crate::recorded;

/// A task, and what one takes for it unless something speaks against it.
struct Task {
    /// What is to be predicted.
    task: &'static str,
    /// What ends the network, as it stands in the code.
    last: &'static str,
    /// The loss, by its name in the catalogue.
    loss: &'static str,
    /// What has to be known of it here.
    how: &'static str,
    /// The page that treats it, if there is one.
    page: Option<&'static str>,
}

static TASKS: &[Task] = &[
    Task {
        task: "Yes or no",
        last: "one logit, no sigmoid",
        loss: "bce_with_logits",
        how: "the loss applies the sigmoid",
        page: Some("losses/classification/binary-cross-entropy"),
    },
    Task {
        task: "One of several classes",
        last: "a logit for each class, no softmax",
        loss: "cross_entropy",
        how: "the loss applies the softmax",
        page: Some("losses/classification/categorical-cross-entropy"),
    },
    Task {
        task: "Several labels at once",
        last: "a logit for each label, no softmax",
        loss: "bce_with_logits",
        how: "each label is a question of its own",
        page: Some("losses/classification/binary-cross-entropy"),
    },
    Task {
        task: "Many labels, few true",
        last: "a logit for each label, if the ranking is judged",
        loss: "asymmetric",
        how: "its scores are no probabilities",
        page: Some("losses/classification/asymmetric-loss"),
    },
    Task {
        task: "A rare class",
        last: "a logit for each class; move the threshold first",
        loss: "weighted_cross_entropy",
        how: "weights change what a probability means",
        page: Some("losses/classification/class-weights"),
    },
    Task {
        task: "Objects in a picture",
        last: "one logit for each place, no sigmoid",
        loss: "focal",
        how: "add up, and divide by the number of positives",
        page: Some("losses/classification/focal"),
    },
    Task {
        task: "A number",
        last: "one number, no activation",
        loss: "mse",
        how: "estimates the mean; Huber if there are outliers",
        page: Some("losses/regression/mse"),
    },
    Task {
        task: "Quantile (P90), interval",
        last: "one number for each level, no activation",
        loss: "pinball",
        how: "estimates a quantile; two levels make an interval",
        page: Some("losses/regression/quantile"),
    },
    Task {
        task: "A number with its uncertainty",
        last: "a mean, and softplus for the variance",
        loss: "gaussian_nll",
        how: "estimates mean and variance",
        page: Some("losses/regression/gaussian-nll"),
    },
    Task {
        task: "Embeddings, retrieval",
        last: "a vector, normalised to length 1",
        loss: "info_nce",
        how: "the other rows of the batch are the wrong answers",
        page: Some("losses/embedding/info-nce"),
    },
    Task {
        task: "Pictures with their texts",
        last: "a vector of each, normalised to length 1",
        loss: "clip_loss",
        how: "both directions; the temperature is learned",
        page: Some("losses/embedding/info-nce"),
    },
    Task {
        task: "Same or different, from pairs",
        last: "a vector",
        loss: "contrastive",
        how: "the threshold is half of the margin",
        page: Some("losses/embedding/contrastive"),
    },
    Task {
        task: "Embeddings of many classes",
        last: "a vector, normalised to length 1",
        loss: "triplet_squared",
        how: "semi-hard negatives, margin 0.2",
        page: Some("losses/embedding/triplet"),
    },
    Task {
        task: "The next token",
        last: "a logit for each token, no softmax",
        loss: "next_token_cross_entropy",
        how: "targets are shifted by one place, once",
        page: Some("losses/language-models/next-token"),
    },
    Task {
        task: "The answers of a teacher",
        last: "a logit for each class, no softmax",
        loss: "distillation",
        how: "both at one temperature; times its square",
        page: Some("losses/distribution/distillation"),
    },
    Task {
        task: "Preferences between answers",
        last: "log-probabilities of both answers",
        loss: "dpo",
        how: "sums over the tokens, beside those of a reference",
        page: Some("losses/alignment/dpo"),
    },
    Task {
        task: "Preferences that are nearly certain",
        last: "log-probabilities of both answers",
        loss: "ipo",
        how: "a finite target, as large as τ says",
        page: Some("losses/alignment/ipo"),
    },
    Task {
        task: "Preferences without a reference model",
        last: "log-probabilities of the tokens of both answers",
        loss: "simpo",
        how: "means over the tokens; nothing holds the model where it began",
        page: Some("losses/alignment/simpo"),
    },
    Task {
        task: "Answers that can be checked",
        last: "log-probabilities of tokens, of a group of answers",
        loss: "grpo",
        how: "rewards relative to the mean of the group",
        page: Some("losses/alignment/grpo"),
    },
    Task {
        task: "A score for any answer, from comparisons",
        last: "one number for each answer, no activation",
        loss: "bradley_terry",
        how: "only differences within a prompt mean something",
        page: Some("losses/alignment/reward-model"),
    },
    Task {
        task: "Thumbs up and down",
        last: "the log-probability of each whole answer",
        loss: "kto",
        how: "relative to a reference model; in batches",
        page: Some("losses/alignment/kto"),
    },
    Task {
        task: "Data made from noise",
        last: "the shape of the data, no activation",
        loss: "diffusion_mse",
        how: "for v; for the noise itself it is the squared error",
        page: Some("losses/distribution/diffusion-mse"),
    },
];

impl Task {
    fn link(&self, to_root: &str) -> Result<String, String> {
        let function = catalog::find(self.loss).ok_or_else(|| {
            format!(
                "the task `{}` has the loss `{}`, which the catalogue does not have",
                self.task, self.loss
            )
        })?;
        let title = escape::text(function.about().title);
        Ok(match self.page {
            Some(page) => format!("<a href=\"{to_root}{page}.html\">{title}</a>"),
            None => title,
        })
    }
}

/// The tasks with layer and loss, in a few words each.
pub fn list(to_root: &str) -> Result<String, String> {
    let items: Vec<String> = (TASKS.iter())
        .map(|task| {
            Ok(format!(
                "<li><strong>{}</strong> <span>{}</span> <span>{}</span></li>",
                escape::text(task.task),
                escape::text(task.last),
                task.link(to_root)?
            ))
        })
        .collect::<Result<_, String>>()?;
    Ok(format!("\n<ul class=\"tasks\">{}</ul>\n", items.concat()))
}

/// The same with the names of the loss in each library.
pub fn table(to_root: &str) -> Result<String, String> {
    let rows: Vec<String> = TASKS
        .iter()
        .map(|task| {
            let calls: Vec<String> = (recorded::first_calls(task.loss)?.iter())
                .map(|call| callee(&call.call))
                .map(|name| format!("<code>{}</code>", escape::text(name)))
                .collect();
            Ok(format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}<br>{}</td><td>{}</td></tr>",
                escape::text(task.task),
                escape::text(task.last),
                task.link(to_root)?,
                escape::text(task.how),
                calls.join("<br>")
            ))
        })
        .collect::<Result<_, String>>()?;
    Ok(format!(
        "\n<div class=\"table-wrapper\"><table class=\"tasks\"><thead><tr><th>Task</th><th>Last layer</th><th>Loss</th><th>Elsewhere</th></tr></thead><tbody>{}</tbody></table></div>\n",
        rows.concat()
    ))
}

/// What is called: the name before the first bracket, of the outermost call that has a module; of a trainer its
/// configuration, whatever stands around it.
fn callee(call: &str) -> &str {
    let configured = call.find("Config(").map(|at| &call[..at + "Config".len()]);
    if let Some(name) = configured {
        return name.rsplit(['(', '=', ' ']).next().unwrap_or(name);
    }
    let call = call.trim_start_matches('(');
    let name = call.split('(').next().unwrap_or(call);
    name.rsplit([' ', '-', '*']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_called_as_they_were_recorded() {
        let table = table("").expect("the table");
        for name in [
            "torch.nn.functional.binary_cross_entropy_with_logits",
            "optax.losses.softmax_cross_entropy_with_integer_labels",
            "keras.losses.SparseCategoricalCrossentropy",
            "torch.nn.functional.mse_loss",
        ] {
            assert!(table.contains(&escape::text(name)), "{name}: {table}");
        }
    }

    #[test]
    fn every_recorded_call_leaves_a_name_with_its_module() {
        for task in TASKS {
            let calls = recorded::first_calls(task.loss).expect("the record");
            for call in calls {
                let name = callee(&call.call);
                let parts = name.split('.');
                let named = parts.clone().count() > 1
                    && (parts.into_iter()).all(|part| part.starts_with(char::is_alphabetic));
                // A trainer of TRL goes by the name of its configuration.
                let configured = call.library == "TRL" && name.ends_with("Config");
                assert!(
                    named || configured,
                    "{}: `{}` of `{}`",
                    task.task,
                    name,
                    call.call
                );
            }
        }
    }

    #[test]
    fn questions_that_readers_bring_have_their_row() {
        let list = list("").expect("the list");
        for page in [
            "losses/classification/asymmetric-loss",
            "losses/classification/class-weights",
            "losses/classification/focal",
            "losses/regression/quantile",
            "losses/distribution/distillation",
            "losses/distribution/diffusion-mse",
        ] {
            assert!(
                list.contains(&format!("href=\"{page}.html\"")),
                "{page}: {list}"
            );
        }
    }
}
