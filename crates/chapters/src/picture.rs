//! The picture of a page for those who share its address: its title and its curve, as PNG.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use figures::Role;
use notebook::{Complaint, Memory, Page};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, StrokeDash,
    Transform,
};
use ttf_parser::{Face, OutlineBuilder};

use crate::project::short_name;

const WIDTH: f32 = 1200.0;
const HEIGHT: f32 = 630.0;
const MARGIN: f32 = 64.0;
/// From where on the right half is the curve's.
const MIDDLE: f32 = 560.0;
const BOLD: &[u8] = include_bytes!("../assets/KaTeX_Main-Bold.ttf");
const REGULAR: &[u8] = include_bytes!("../assets/KaTeX_Main-Regular.ttf");
const INK: &str = "#1a1c20";
const QUIET: &str = "#59606a";

/// Where the picture of a page stands on the site.
pub fn place(page: &str) -> PathBuf {
    PathBuf::from("pictures").join(format!("{page}.png"))
}

/// The pictures of all pages, by their place.
pub fn all(pages: &[Page], memory: &Memory) -> Result<Vec<(PathBuf, Vec<u8>)>, Vec<Complaint>> {
    let of = |page: &Page| {
        let name = short_name(page);
        let png = known_or_drawn(memory, title(page), name)
            .map_err(|why| vec![Complaint::new(&page.name, 1, format!("its picture: {why}"))])?;
        Ok((place(name), png))
    };
    notebook::run::each(pages, of).into_iter().collect()
}

/// `serve` asks again and again for the same ones, and so does every build.
fn known_or_drawn(memory: &Memory, title: &str, page: &str) -> Result<Vec<u8>, String> {
    static KNOWN: Mutex<BTreeMap<(String, String), Vec<u8>>> = Mutex::new(BTreeMap::new());
    let key = (title.to_owned(), page.to_owned());
    let known = || KNOWN.lock().unwrap_or_else(|broken| broken.into_inner());
    if let Some(png) = known().get(&key) {
        return Ok(png.clone());
    }
    const KIND: &str = "pictures";
    let png = match memory.recall_bytes(KIND, &key) {
        Some(png) => png,
        None => {
            let png = draw(title, page)?;
            memory.keep(KIND, &key, &png);
            png
        }
    };
    known().insert(key, png.clone());
    Ok(png)
}

/// The text of the first heading.
fn title(page: &Page) -> &str {
    let first = page.text.lines().find_map(|line| line.strip_prefix("# "));
    first.unwrap_or(&page.name).trim()
}

fn draw(title: &str, page: &str) -> Result<Vec<u8>, String> {
    let face = |bytes| Face::parse(bytes, 0).map_err(|error| error.to_string());
    let (bold, regular) = (face(BOLD)?, face(REGULAR)?);
    let mut map = Pixmap::new(WIDTH as u32, HEIGHT as u32).ok_or("no room")?;
    map.fill(Color::WHITE);
    curves(&mut map, page);
    if let Some(band) = Rect::from_xywh(0.0, 0.0, 16.0, HEIGHT) {
        map.fill_rect(band, &paint("#1b6b35"), Transform::identity(), None);
    }
    let room = MIDDLE - 2.0 * MARGIN + 60.0;
    let mut y = 210.0;
    for line in broken(&bold, title, 84.0, room) {
        write(&mut map, &bold, &line, MARGIN, y, 84.0, INK);
        y += 94.0;
    }
    for (line, size, y) in [
        ("Activations & Losses, Verified", 34.0, HEIGHT - 104.0),
        (
            "formula, Rust, gradient, limits: all of it executed",
            27.0,
            HEIGHT - 60.0,
        ),
    ] {
        let ink = if size > 30.0 { INK } else { QUIET };
        write(&mut map, &regular, line, MARGIN, y, size, ink);
    }
    map.encode_png().map_err(|error| error.to_string())
}

/// The curves of the chapter's first function; of GELU where a page treats none.
fn curves(map: &mut Pixmap, page: &str) {
    let own = catalog::FUNCTIONS
        .iter()
        .find(|f| f.about().chapter == page);
    let Some(function) = own.or(catalog::find("gelu")) else {
        return;
    };
    let (width, height) = (WIDTH - MIDDLE - MARGIN, HEIGHT - 2.0 * MARGIN - 60.0);
    for (role, runs) in figures::plot(function).lines(width.into(), height.into()) {
        let (colour, dash) = match role {
            Role::Value => (figures::palette::VALUE.light, None),
            Role::Slope => (
                figures::palette::SLOPE.light,
                StrokeDash::new(vec![22.0, 14.0], 0.0),
            ),
            Role::Rival(_) => continue,
        };
        let mut path = PathBuilder::new();
        for run in runs {
            for (i, (x, y)) in run.into_iter().enumerate() {
                let (x, y) = (MIDDLE + x as f32, MARGIN + y as f32);
                if i == 0 {
                    path.move_to(x, y)
                } else {
                    path.line_to(x, y)
                }
            }
        }
        let stroke = Stroke {
            width: if role == Role::Value { 9.0 } else { 6.0 },
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            dash,
            ..Stroke::default()
        };
        if let Some(path) = path.finish() {
            map.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
        }
    }
}

/// A title in lines that fit.
fn broken(face: &Face, text: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(face, &format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn width(face: &Face, text: &str, size: f32) -> f32 {
    let scale = size / f32::from(face.units_per_em());
    let advance = |c| {
        face.glyph_index(c)
            .and_then(|glyph| face.glyph_hor_advance(glyph))
    };
    text.chars()
        .filter_map(advance)
        .map(|a| f32::from(a) * scale)
        .sum()
}

/// Text from a point on its base line; characters that the font lacks are left out.
fn write(map: &mut Pixmap, face: &Face, text: &str, x: f32, y: f32, size: f32, colour: &str) {
    let scale = size / f32::from(face.units_per_em());
    let mut outline = Outline {
        path: PathBuilder::new(),
        x,
        y,
        scale,
    };
    for glyph in text.chars().filter_map(|c| face.glyph_index(c)) {
        face.outline_glyph(glyph, &mut outline);
        outline.x += f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * scale;
    }
    if let Some(path) = outline.path.finish() {
        map.fill_path(
            &path,
            &paint(colour),
            FillRule::Winding,
            Transform::identity(),
            None,
        );
    }
}

struct Outline {
    path: PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// A colour of the form `#0b57d0`.
fn paint(hex: &str) -> Paint<'static> {
    let channel = |i: usize| u8::from_str_radix(hex.get(i..i + 2).unwrap_or("00"), 16).unwrap_or(0);
    let mut paint = Paint::default();
    paint.set_color_rgba8(channel(1), channel(3), channel(5), 255);
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_a_png_of_the_size_that_is_shared() {
        let png = draw("Swish / SiLU", "activations/swish").unwrap();
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(png[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
        assert!((5_000..120_000).contains(&png.len()), "{} bytes", png.len());
        assert_eq!(png, draw("Swish / SiLU", "activations/swish").unwrap());
        assert_ne!(png, draw("ReLU", "activations/relu").unwrap());
    }

    #[test]
    fn a_long_title_takes_more_lines() {
        let face = Face::parse(BOLD, 0).unwrap();
        assert_eq!(broken(&face, "GELU", 84.0, 400.0), ["GELU"]);
        assert_eq!(
            broken(&face, "How every claim is verified", 84.0, 480.0).len(),
            3
        );
    }
}
