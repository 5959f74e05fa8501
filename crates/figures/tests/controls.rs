//! What holds of every control of every figure.

use figures::live::{self, Control, PART};

/// Picture without its name and description, and words; where there is no picture, the table is what is shown.
fn shown(request: &str) -> (String, String) {
    let answer = live::answer(request).unwrap_or_else(|why| panic!("{request}: {why}"));
    let parts: Vec<&str> = answer.split(PART).collect();
    let picture = match parts[0] {
        "" => parts[3],
        svg => svg.split_once("</desc>").unwrap().1,
    };
    (picture.to_owned(), parts[1].to_owned())
}

/// Values across what can be set, the ends among them.
fn values(control: &Control) -> Vec<String> {
    let Some(range) = control.range() else {
        return control.extremes();
    };
    let steps = ((range.max - range.min) / range.step).round() as u32;
    let count = steps.min(12);
    let at = |i: u32| (range.min + f64::from(steps * i / count) * range.step).min(range.max);
    (0..=count).map(|i| at(i).to_string()).collect()
}

/// Settings of the other controls under which one may matter: at rest, then every option of a menu.
fn contexts(controls: &[Control], but: &Control) -> Vec<String> {
    let menus = controls
        .iter()
        .filter(|c| c.range().is_none() && c.name != but.name);
    let options = menus.flat_map(|menu| {
        let options = menu.extremes().into_iter();
        options.map(|option| format!("\n{}={option}", menu.name))
    });
    std::iter::once(String::new()).chain(options).collect()
}

#[test]
fn every_control_changes_the_picture_or_the_words() {
    for key in live::keys() {
        let controls = live::find(&key).unwrap().controls();
        for control in &controls {
            let matters = |context: String| {
                let rest = shown(&format!("{key}{context}"));
                let set =
                    |value: &String| shown(&format!("{key}{context}\n{}={value}", control.name));
                values(control).iter().any(|value| set(value) != rest)
            };
            assert!(
                contexts(&controls, control).into_iter().any(matters),
                "{key}: the control `{}` changes nothing",
                control.name
            );
        }
    }
}

/// Figures whose subject is a number that is none or not finite, and what they say of it.
const SUBJECT: [(&str, &str); 5] = [
    ("overflow", "NaN"),
    ("overflow", "∞"),
    ("scale", "∞"),
    ("softmax", "NaN"),
    ("two-distributions", "∞"),
];

/// Words that are no finite number.
fn endless(words: &str) -> Vec<&'static str> {
    let tokens = words.split(|c: char| !c.is_alphanumeric() && c != '∞');
    let is_said = |word: &str| tokens.clone().any(|token| token == word);
    ["NaN", "inf", "∞"]
        .into_iter()
        .filter(|word| is_said(word))
        .collect()
}

#[test]
fn no_figure_says_nan_or_infinity_unless_it_is_about_them() {
    let mut seen = vec![];
    for key in live::keys() {
        let controls = live::find(&key).unwrap().controls();
        let ends = controls.iter().flat_map(|control| {
            let ends = control.extremes().into_iter();
            ends.map(|value| (&control.name, format!("{}={value}", control.name)))
        });
        let ends: Vec<(&String, String)> = ends.collect();
        // Every end, and every two of different controls.
        let pairs = ends.iter().enumerate().flat_map(|(i, (name, one))| {
            let others = ends[..i].iter().filter(move |(other, _)| other != name);
            others.map(move |(_, other)| format!("{one}\n{other}"))
        });
        let single = ends.iter().map(|(_, one)| one.clone());
        // Curves are many, and rounding to a narrow format takes some beyond it.
        let is_curve = key.starts_with("curve ");
        let all: Vec<String> = match is_curve {
            true => single.filter(|set| !set.starts_with("format=")).collect(),
            false => single.chain(pairs).collect(),
        };
        for set in all {
            let answer = live::answer(&format!("{key}\n{set}")).unwrap();
            let parts: Vec<&str> = answer.split(PART).collect();
            // Only columns write what is none into the picture itself.
            let is_drawn = parts[0].contains("NaN") && key != "softmax";
            assert!(!is_drawn, "{key}, {set:?}: NaN in the picture");
            for word in endless(&format!("{} {}", parts[1], parts[2])) {
                let is_subject = SUBJECT.contains(&(key.as_str(), word));
                assert!(is_subject, "{key}, {set:?}: {}", parts[1]);
                seen.push((key.clone(), word));
            }
        }
    }
    for (key, word) in SUBJECT {
        assert!(
            seen.contains(&(key.to_owned(), word)),
            "{key} never says {word}: strike it out"
        );
    }
}

#[test]
fn a_key_with_more_words_is_refused() {
    for key in live::keys() {
        let message = live::answer(&format!("{key} nonsense")).unwrap_err();
        assert!(!message.is_empty(), "{key}");
    }
    let message = live::answer("outlier nonsense").unwrap_err();
    assert_eq!(message, "`outlier` stands alone, without `nonsense`");
}

/// Where the first box of a picture begins: the upper end of its first upright line.
fn top(svg: &str) -> Option<&str> {
    let (_, grid) = svg.split_once("class=\"figure-grid\"")?;
    let upright = grid.split('M').find(|line| line.contains('V'))?;
    upright.split_once('V')?.0.split(' ').nth(1)
}

#[test]
fn no_control_but_a_menu_moves_the_plot_up_or_down() {
    let mut seen = 0;
    for key in live::keys() {
        let at = |set: &str| shown(&format!("{key}{set}")).0;
        let rest = at("");
        let Some(expected) = top(&rest) else {
            continue;
        };
        for control in live::find(&key).unwrap().controls() {
            if let live::Kind::Choice(..) = control.kind {
                continue;
            }
            for value in values(&control) {
                let set = format!("\n{}={value}", control.name);
                assert_eq!(top(&at(&set)), Some(expected), "{key}{set}");
                seen += 1;
            }
        }
    }
    assert!(seen > 1000, "{seen} settings");
}

#[test]
fn a_dashed_line_in_a_narrow_format_is_not_broken_at_each_of_its_steps() {
    for format in [2, 3] {
        let (picture, _) = shown(&format!("curve gelu\nformat={format}"));
        let dashed = picture
            .split("<path")
            .filter(|path| path.contains("stroke-dasharray") && path.contains('l'));
        let runs: Vec<usize> = dashed.map(|path| path.matches('M').count()).collect();
        // Samples in the key, the slope, and ReLU.
        assert_eq!(runs, [1; 4], "format {format}");
    }
}

#[test]
fn the_slope_of_a_loss_is_named_on_the_side_where_it_stays() {
    let (picture, _) = shown("curve huber\ndelta=2");
    let label = |words: &str| picture.contains(&format!("{words}</text>"));
    assert!(label("left of here") && label("from here on"), "{picture}");
    let words: Vec<&str> = picture.split("slope −").skip(1).collect();
    assert!(words.iter().all(|rest| rest.contains("left of here")));
}
