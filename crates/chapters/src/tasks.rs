//! The tasks of the catalogue on pages, for those who come with a task and not with a name.
//! What a loss is called elsewhere is what was recorded of it.

use catalog::tasks::{Start, TASKS, Task};
use notebook::escape;

use crate::recorded;

/// The loss, linked to its chapter.
fn loss(task: &Task, to_root: &str) -> String {
    let (page, title) = (task.loss.chapter, escape::text(task.loss.title));
    format!("<a href=\"{to_root}{page}.html\">{title}</a>")
}

/// The task, linked to its recipe if that is written.
fn name(task: &Task, to_root: &str) -> String {
    let name = escape::text(task.task);
    match task.recipe() {
        Some(recipe) => format!("<a href=\"{to_root}{}.html\">{name}</a>", recipe.page),
        None => name,
    }
}

/// The tasks with layer and loss, in a few words each.
pub fn list(to_root: &str) -> String {
    let item = |task: &&Task| {
        format!(
            "<li><strong>{}</strong> <span>{}</span> <span>{}</span></li>",
            name(task, to_root),
            escape::text(task.last),
            loss(task, to_root)
        )
    };
    let items: String = TASKS.iter().map(item).collect();
    format!("\n<ul class=\"tasks\">{items}</ul>\n")
}

/// The same with the names of the loss in each library.
pub fn table(to_root: &str) -> Result<String, String> {
    let row = |task: &&Task| {
        let calls: Vec<String> = (recorded::first_calls(task.loss.name)?.iter())
            .map(|call| callee(&call.call))
            .map(|name| format!("<code>{}</code>", escape::text(name)))
            .collect();
        Ok(format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}<br>{}</td><td>{}</td></tr>",
            name(task, to_root),
            escape::text(task.last),
            loss(task, to_root),
            escape::text(task.how),
            calls.join("<br>")
        ))
    };
    let rows: String = TASKS.iter().map(row).collect::<Result<_, String>>()?;
    Ok(format!(
        "\n<div class=\"table-wrapper\"><table class=\"tasks\"><thead><tr><th>Task</th><th>Last layer</th><th>Loss</th><th>Elsewhere</th></tr></thead><tbody>{rows}</tbody></table></div>\n"
    ))
}

/// From a task to all that a recipe needs: what the form of the recipes picks from.
pub fn decisions(to_root: &str) -> String {
    let row = |task: &&Task| {
        let cells = [
            format!("{}<br>{}", escape::text(task.last), loss(task, to_root)),
            escape::text(task.says),
            escape::text(task.judged),
            format!("{}<br>{}", start(&task.start), escape::text(task.check)),
        ];
        let cells: String = cells
            .iter()
            .map(|cell| format!("<td>{cell}</td>"))
            .collect();
        format!(
            "<tr><th scope=\"row\">{}</th>{cells}</tr>",
            name(task, to_root)
        )
    };
    let rows: String = TASKS.iter().map(row).collect();
    format!(
        "\n<div class=\"table-wrapper\"><table class=\"decisions\"><thead><tr><th>Task</th><th>Last layer and loss</th><th>The prediction is</th><th>Judged by</th><th>Loss before the first step; first check</th></tr></thead><tbody>{rows}</tbody></table></div>\n"
    )
}

/// The loss before the first step: in words, and its number.
fn start(start: &Start) -> String {
    let said = escape::text(start.says);
    let Some(value) = start.value else {
        return said;
    };
    let number = figures::significant(value(), 4);
    match start.given {
        "" => format!("{said}: {number}"),
        given => format!("{said}: {number} for {}", escape::text(given)),
    }
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
    use catalog::tasks::RECIPES;

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
            let calls = recorded::first_calls(task.loss.name).expect("the record");
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
    fn recipes_are_linked_as_soon_as_they_are_written() {
        let folder = crate::project::root().join("book");
        let is_written = |page: &str| folder.join(format!("{page}.md")).is_file();
        for task in TASKS {
            let Some(page) = task.recipe else { continue };
            assert_eq!(
                task.recipe().is_some(),
                is_written(page),
                "{page}: RECIPES in crates/catalog/src/tasks/mod.rs names the recipes that are written"
            );
        }
        for recipe in RECIPES {
            let used = TASKS.iter().any(|task| task.recipe == Some(recipe.page));
            assert!(used && is_written(recipe.page), "{}", recipe.page);
            let text = std::fs::read_to_string(folder.join(format!("{}.md", recipe.page)));
            let title = format!("# {}\n", recipe.title);
            assert!(text.is_ok_and(|text| text.starts_with(&title)), "{title}");
        }
    }

    #[test]
    fn starts_are_those_of_the_table_of_losses() {
        // A label that is absent, not as many yes as no.
        const OTHERS: [&str; 1] = ["asymmetric"];
        for task in TASKS {
            let Some(value) = task.start.value else {
                continue;
            };
            let Some(catalog::Function::Loss(loss)) = catalog::find(task.loss.name) else {
                panic!("{}: no loss", task.loss.name);
            };
            let start = crate::losses::start(loss).expect("it has a start");
            let same = (start - value()).abs() < 1e-5;
            let expected = !OTHERS.contains(&task.loss.name);
            assert_eq!(same, expected, "{}: {} and {start}", task.task, value());
        }
    }

    #[test]
    fn questions_that_readers_bring_have_their_row() {
        let list = list("");
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
