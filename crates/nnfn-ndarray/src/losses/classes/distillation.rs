//! Knowledge distillation.

use nnfn::losses as definition;

use super::forms::rows;
use super::run;
use crate::Float;
use crate::domain::POSITIVE;
use crate::engine::For;
use crate::isa::Isa;
use crate::rows::{OfLane, Out, Row, Scratch, Sum, Temperature, WIDTH, chunks_of, widened};

rows!(distillation[student, teacher](temperature: POSITIVE)
    "The soft part of knowledge distillation: `T²·KL(softmax(t/T) ‖ softmax(s/T))`, in nats,",
    "Takes the logits of both; the teacher's are data.";
    kernel |axis| Distillation {
        temperature: Temperature::new(temperature),
        student: Scratch::along(student, axis)?,
        teacher: Scratch::along(teacher, axis)?,
    };
    by student);

#[derive(Clone)]
struct Distillation {
    temperature: Temperature,
    student: Scratch,
    teacher: Scratch,
}

/// From this part of its terms downwards the divergence has cancelled too much for an `f32`.
const CANCELLED: f64 = 1.0 / 256.0;

impl<A: Float> OfLane<A, 2, 1> for Distillation {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        factor: f64,
        [student, teacher]: [&[A]; 2],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let t = self.temperature.given;
        let divergence = self.divergence::<I, A>(student, teacher);
        let Some((divergence, inverse, other)) = divergence else {
            let (student, teacher) = (widened(student), widened(teacher));
            if out.wanted() {
                let grad = definition::distillation_grad(&student, &teacher, t);
                out.put_all(grad.iter().map(|g| factor * g));
            }
            return definition::distillation(&student, &teacher, t);
        };
        if out.wanted() {
            let (own, others) = (&self.student.0, &self.teacher.0);
            let (inverse, other) = (t * inverse, t * other);
            out.put_chunks(student.len(), |i, place| {
                for k in 0..WIDTH {
                    place[k] = (own[i][k] * inverse - others[i][k] * other) * factor;
                }
            });
        }
        t * (t * divergence)
    }
}

impl Distillation {
    /// KL and the inverse totals of the student's weights and of the teacher's, unless the definition must be asked:
    /// for an `f64` result, where the rows are nearly equal, and where not all logits are finite.
    #[inline(always)]
    fn divergence<I: Isa, A: Float>(
        &mut self,
        student: &[A],
        teacher: &[A],
    ) -> Option<(f64, f64, f64)> {
        if !A::SHORT {
            return None;
        }
        let own = Row::new::<I, A>(student, self.temperature, Some(&mut self.student))?;
        let row = Row::new::<I, A>(teacher, self.temperature, Some(&mut self.teacher))?;
        let (terms, sizes) = self.differences::<I, A>((student, &own), (teacher, &row));
        let lead = own.log_sum() - row.log_sum();
        let mean = terms / row.total();
        let divergence = mean + lead;
        let size = sizes / row.total() + own.log_sum() + row.log_sum();
        // NaN is not above either.
        (divergence > CANCELLED * size && divergence.is_finite())
            .then(|| (divergence, 1.0 / own.total(), 1.0 / row.total()))
    }

    /// `Σ w·(gap of the teacher - gap of the student)` with the teacher's weights, and the same of sizes.
    #[inline(always)]
    fn differences<I: Isa, A: Float>(
        &self,
        (student, own): (&[A], &Row),
        (teacher, row): (&[A], &Row),
    ) -> (f64, f64) {
        let (students, student_rest) = chunks_of(student, A::nearest(own.peak));
        let (teachers, teacher_rest) = chunks_of(teacher, A::nearest(row.peak));
        let (mut sum, mut sizes) = (Sum::new(), Sum::new());
        let (mut terms, mut of_size) = ([0.0; WIDTH], [0.0; WIDTH]);
        let pairs = students.iter().chain([&student_rest]);
        let pairs = pairs.zip(teachers.iter().chain([&teacher_rest]));
        for ((student, teacher), weights) in pairs.zip(&self.teacher.0) {
            for k in 0..WIDTH {
                let (gap, _) = own.gap::<For<I, A>>(student[k].into());
                let (other, _) = row.gap::<For<I, A>>(teacher[k].into());
                terms[k] = weights[k] * (other - gap);
                of_size[k] = terms[k].abs();
            }
            sum.add::<For<I, A>>(&terms);
            sizes.add::<For<I, A>>(&of_size);
        }
        (sum.value::<For<I, A>>(), sizes.value::<For<I, A>>())
    }
}
