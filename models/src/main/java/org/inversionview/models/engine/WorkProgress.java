package org.inversionview.models.engine;

/**
 * How far a piece of work is.
 *
 * @param share of all the work that is done, from 0 to 1
 * @param done items that are finished, of the part of the work that is being done
 * @param items in that part
 * @param seconds since the work began, by the runner's clock
 */
public record WorkProgress(double share, int done, int items, double seconds) {}
