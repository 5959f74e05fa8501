use training::*;
fn main() {
    let t0 = std::time::Instant::now();
    for task in TASKS {
        for vary in [Vary::Activations, Vary::Losses] {
            let all = candidates(task, vary);
            let found = scores(&all);
            let usual = all.iter().position(|c| c.name(vary) == vary.usual(task)).unwrap();
            println!("== {task:?} {vary:?}");
            for (c, s) in all.iter().zip(&found) {
                let d = s.minus(&found[usual]);
                println!("{:35} {:5} {:8.4} {:7.4}  {:8.4} ± {:.4} {} {}", c.name(vary), s.rate, s.mean(), s.spread(), d.mean, d.reach, d.lower, d.is_clear());
            }
        }
        println!("{:?}", t0.elapsed());
    }
}
