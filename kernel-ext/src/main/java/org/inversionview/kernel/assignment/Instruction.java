package org.inversionview.kernel.assignment;

/**
 * What a submission's process is to evaluate next.
 *
 * @param number by which failures name the cell
 * @param source Java and magic lines
 * @param millis after which it is interrupted
 */
record Instruction(int number, String source, long millis) {}
