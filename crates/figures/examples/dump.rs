use figures::live::*;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    std::fs::create_dir_all(&dir).unwrap();
    for key in keys() {
        let figure = find(&key).unwrap();
        let mut asks = vec![String::new()];
        for control in figure.controls() {
            for value in control.extremes() {
                asks.push(format!("{}={value}", control.name));
            }
            if let Some(r) = control.range() {
                let v = r.min + ((r.max - r.min) * 0.31 / r.step).round() * r.step;
                asks.push(format!("{}={v}", control.name));
            }
        }
        if key == "collapse" {
            for x in ["relu=1", "relu=1\nx=300", "relu=1\nw1=0"] {
                asks.push(x.into());
            }
        }
        for ask in asks {
            let answer = answer(&format!("{key}\n{ask}")).unwrap();
            let parts: Vec<&str> = answer.split(PART).collect();
            let name = format!(
                "{dir}/{}__{}",
                key.replace(' ', "-"),
                ask.replace('\n', "+")
            );
            std::fs::write(format!("{name}.svg"), parts[0]).unwrap();
            std::fs::write(
                format!("{name}.txt"),
                format!(
                    "{}\n--\n{}\n--\n{}\n",
                    parts[1],
                    parts[2],
                    parts[3].replace("<tr>", "\n<tr>")
                ),
            )
            .unwrap();
        }
    }
}
