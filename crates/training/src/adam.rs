//! Adam.

/// Its state: the running means of the gradient and of its squares.
#[derive(Clone, Debug)]
pub struct Adam {
    mean: Vec<f64>,
    square: Vec<f64>,
    steps: i32,
}

impl Adam {
    const KEPT: (f64, f64) = (0.9, 0.999);
    const SMALL: f64 = 1e-8;

    /// The state before the first step.
    #[must_use]
    pub fn new(weights: usize) -> Adam {
        Adam {
            mean: vec![0.0; weights],
            square: vec![0.0; weights],
            steps: 0,
        }
    }

    /// One step.
    pub fn step(&mut self, weights: &mut [f64], gradient: &[f64], rate: f64) {
        self.steps += 1;
        let (m, v) = Self::KEPT;
        let (m_missing, v_missing) = (1.0 - m.powi(self.steps), 1.0 - v.powi(self.steps));
        for i in 0..weights.len() {
            self.mean[i] = m * self.mean[i] + (1.0 - m) * gradient[i];
            self.square[i] = v * self.square[i] + (1.0 - v) * gradient[i] * gradient[i];
            let (mean, square) = (self.mean[i] / m_missing, self.square[i] / v_missing);
            weights[i] -= rate * mean / (square.sqrt() + Self::SMALL);
        }
    }
}
