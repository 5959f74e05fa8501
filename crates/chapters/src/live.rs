//! A live figure in a page: the picture at rest, its controls as native inputs, room for what they
//! show. Without the module or without a script only the picture stands there.

use notebook::escape;
use std::fmt::Write;

use figures::live::{Control, Figure, Kind, Shape, Shown, Typing, at_rest, says_at_rest, written};

/// Whether a figure shows its controls at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controls {
    Open,
    OnRequest,
}

/// The HTML of a figure. `module` is the module's address as seen from the page, if there is one.
pub fn html(
    key: &str,
    figure: &dyn Figure,
    caption: &str,
    module: Option<&str>,
    shows: Controls,
) -> String {
    let shown = at_rest(figure);
    let caption = match caption {
        "" => String::new(),
        words => format!("<figcaption>{}</figcaption>", escape::text(words)),
    };
    if shown.svg.is_empty() {
        return form(key, figure, &shown, &caption, module);
    }
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
        "<p class=\"readout for-script\">{}</p><details class=\"more for-script\"{}><summary>Controls</summary><form class=\"controls\" autocomplete=\"off\" aria-label=\"Controls of the figure: {}\"><fieldset disabled>{}</fieldset></form>",
        escape::text(&shown.words),
        if shows == Controls::Open { " open" } else { "" },
        escape::attribute(&spoken(key)),
        inputs(&id, figure, &shown)
    );
    let _ = write!(
        out,
        "<details class=\"values\"><summary>Values as a table</summary><div class=\"table-wrapper\">{}</div></details></details></figure>",
        shown.table.html()
    );
    out + "\n"
}

/// What answers a reader who types numbers or chooses: the answer at rest and its table stand open.
fn form(
    key: &str,
    figure: &dyn Figure,
    shown: &Shown,
    caption: &str,
    module: Option<&str>,
) -> String {
    let words = escape::text(&shown.words);
    let table = shown.table.html();
    let asks = match module {
        Some(_) => format!(
            "<form class=\"controls for-script\" autocomplete=\"off\" aria-label=\"{}\"><fieldset disabled>{}</fieldset></form>",
            escape::attribute(&spoken(key)),
            inputs(&key.replace(' ', "-"), figure, shown)
        ),
        None => String::new(),
    };
    let live = module.map_or_else(String::new, |module| {
        let (key, module) = (escape::attribute(key), escape::attribute(module));
        format!(" data-live=\"{key}\" data-module=\"{module}\"")
    });
    format!(
        "\n<figure class=\"form live\"{live}>{asks}<p class=\"readout\" role=\"status\">{words}</p><div class=\"values\"><div class=\"table-wrapper\">{table}</div></div>{caption}</figure>\n"
    )
}

/// The controls with a button that sets them back.
fn inputs(id: &str, figure: &dyn Figure, shown: &Shown) -> String {
    let mut out = String::new();
    let controls = figure.controls();
    let is_switch = |control: &Control| matches!(control.kind, Kind::Switch(_));
    // Switches stand side by side.
    for group in controls.chunk_by(|a, b| is_switch(a) && is_switch(b)) {
        let inputs: String = (group.iter())
            .map(|control| input(id, control, &says_at_rest(figure, shown, control)))
            .collect();
        if group.iter().any(is_switch) {
            let _ = write!(out, "<div class=\"switches\">{inputs}</div>");
        } else {
            out += &inputs;
        }
    }
    out + "<button type=\"reset\">Start again</button>"
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
            "<p><label for=\"{id}\">{label}</label><input type=\"range\" id=\"{id}\" name=\"{name}\" min=\"{}\" max=\"{}\" step=\"{}\" value=\"{}\"{}{spoken}><output for=\"{id}\" aria-live=\"off\">{}</output></p>",
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
        Kind::Typed(typing) => typed(&id, &name, &label, typing),
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

/// A field for numbers; those of a table stand row by row.
fn typed(id: &str, name: &str, label: &str, typing: &Typing) -> String {
    let start = written(&typing.start);
    let (shape, is_long) = match typing.shape {
        Shape::Number => ("number", ""),
        Shape::Row => ("row", " long"),
        Shape::Table => ("table", " long"),
    };
    let attributes = format!(
        "id=\"{id}\" name=\"{name}\" data-numbers=\"{shape}\" spellcheck=\"false\" autocapitalize=\"off\""
    );
    let field = match typing.shape {
        Shape::Table => format!(
            "<textarea {attributes} rows=\"{}\">{}</textarea>",
            typing.start.len() + 1,
            start.replace("; ", "\n")
        ),
        _ => format!("<input type=\"text\" {attributes} value=\"{start}\">"),
    };
    format!("<p class=\"typed{is_long}\"><label for=\"{id}\">{label}</label>{field}</p>")
}
