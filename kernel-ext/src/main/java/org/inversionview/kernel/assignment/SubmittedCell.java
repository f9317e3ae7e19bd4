package org.inversionview.kernel.assignment;

/**
 * A cell of what is graded.
 *
 * @param cell as it is run and shown
 * @param trusted whether its text is the assignment's, not the student's
 * @param remark what the student did to it, in words; may be empty
 */
record SubmittedCell(AssignmentCell cell, boolean trusted, String remark) {}
