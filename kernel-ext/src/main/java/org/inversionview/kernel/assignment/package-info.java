/**
 * Assignments that are released, checked and graded, with nbgrader's metadata.
 *
 * <p>An {@code Assignment} is what a teacher wrote; {@code Release} makes the students' notebook of it, {@code Submission} puts
 * a student's answers back into it. {@code Evaluation} runs that in a process of its own ({@code SubmissionProcess} here,
 * {@code SubmissionMain} there, {@code Isolation} around it), {@code GradedCells} makes points of what came, and {@code
 * GradeBook} keeps them. No code of a student's runs in the process that decides on points.
 */
@NullMarked
package org.inversionview.kernel.assignment;

import org.jspecify.annotations.NullMarked;
