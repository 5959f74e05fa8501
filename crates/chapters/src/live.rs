//! A live figure in a page: the picture at rest, its controls as native inputs, room for what they
//! show. Without the module or without a script only the picture stands there.

use notebook::escape;
use std::fmt::Write;

use figures::live::{Control, Figure, Kind, at_rest, says_at_rest};

/// Whether a figure shows its controls at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controls {
    Open,
    OnRequest,
}

/// The HTML of a figure. `module` is the module's address as seen from the page, if there is one.
pub fn html(key: &str, figure: &dyn Figure, caption: &str, module: Option<&str>, shows: Controls) -> String {
    let shown = at_rest(figure);
    let caption = match caption {
        "" => String::new(),
        words => format!("<figcaption>{}</figcaption>", escape::text(words)),
    };
    let Some(module) = module else {
        return format!("\n<figure class=\"plot\">{}{caption}</figure>\n", shown.svg);
    };
    // What a caption says is true of the picture at rest; a parameter may make it false.
    let is_parameter = |control: &Control| {
        matches!(control.kind, Kind::Slider { .. } | Kind::Powers { .. }) && control.name != "zoom"
    };
    let caption = match figure.controls().iter().any(is_parameter) {
        true => caption.replacen("<figcaption>", "<figcaption>At first: ", 1),
        false => caption,
    };
    let id = key.replace(' ', "-");
    let mut out = format!(
        "\n<figure class=\"plot live\" data-live=\"{}\" data-module=\"{}\"><div class=\"drawing\">{}</div>{caption}",
        escape::attribute(key),
        escape::attribute(module),
        shown.svg
    );
    let _ = write!(
        out,
        "<p class=\"readout for-script\">{}</p><details class=\"more for-script\"{}><summary>Controls</summary><form class=\"controls\" autocomplete=\"off\" aria-label=\"Controls of the figure: {}\"><fieldset disabled>",
        escape::text(&shown.words),
        if shows == Controls::Open { " open" } else { "" },
        escape::attribute(&spoken(key))
    );
    let controls = figure.controls();
    let is_switch = |control: &Control| matches!(control.kind, Kind::Switch(_));
    // Switches stand side by side.
    for group in controls.chunk_by(|a, b| is_switch(a) && is_switch(b)) {
        let inputs: String = (group.iter())
            .map(|control| input(&id, control, &says_at_rest(figure, &shown, control)))
            .collect();
        if group.iter().any(is_switch) {
            let _ = write!(out, "<div class=\"switches\">{inputs}</div>");
        } else {
            out += &inputs;
        }
    }
    out += "<button type=\"reset\">Start again</button></fieldset></form>";
    let _ = write!(
        out,
        "<details class=\"values\"><summary>Values as a table</summary><div class=\"table-wrapper\">{}</div></details></details></figure>",
        shown.table.html()
    );
    out + "\n"
}

/// What a figure is called when it is read aloud.
fn spoken(key: &str) -> String {
    let name = key.strip_prefix("curve ").and_then(catalog::find);
    name.map_or_else(|| key.replace('_', " "), |f| f.about().title.to_owned())
}

/// One control with its label and what it says of its value.
fn input(figure: &str, control: &Control, says: &str) -> String {
    let id = format!("{figure}-{}", control.name);
    let (name, label) = (
        escape::attribute(&control.name),
        escape::text(&control.label),
    );
    if let Some(range) = control.range() {
        let spoken = match says {
            "" => String::new(),
            says => format!(" aria-valuetext=\"{}\"", escape::attribute(says)),
        };
        return format!(
            "<p><label for=\"{id}\">{label}</label><input type=\"range\" id=\"{id}\" name=\"{name}\" min=\"{}\" max=\"{}\" step=\"{}\" value=\"{}\"{}{spoken}><output for=\"{id}\">{}</output></p>",
            range.min,
            range.max,
            range.step,
            range.value,
            if control.kind == Kind::Place {
                " data-place"
            } else {
                ""
            },
            escape::text(says)
        );
    }
    match &control.kind {
        Kind::Choice(options, start) => {
            let options: String = (options.iter().enumerate())
                .map(|(i, text)| {
                    let chosen = if i == *start { " selected" } else { "" };
                    format!(
                        "<option value=\"{i}\"{chosen}>{}</option>",
                        escape::text(text)
                    )
                })
                .collect();
            format!(
                "<p><label for=\"{id}\">{label}</label><select id=\"{id}\" name=\"{name}\">{options}</select></p>"
            )
        }
        kind => format!(
            "<p class=\"switch\"><input type=\"checkbox\" id=\"{id}\" name=\"{name}\"{}><label for=\"{id}\">{label}</label></p>",
            if *kind == Kind::Switch(true) {
                " checked"
            } else {
                ""
            }
        ),
    }
}
