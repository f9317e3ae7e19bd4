/**
 * The same questions at many sites, positions and queries: what a figure of a paper needs.
 *
 * <p>A {@link org.inversionview.models.sweep.SweepPlan} becomes {@link org.inversionview.models.sweep.WorkItem}s that do not
 * depend on each other, each with a seed of its own; {@link org.inversionview.models.sweep.ItemRunner} turns one into {@link
 * org.inversionview.models.sweep.SweepRow}s, with what {@code inversion}, {@code reading} and {@code causal} measure; {@link
 * org.inversionview.models.sweep.Sweep} does so on threads, and puts the rows into a {@link
 * org.inversionview.models.sweep.SweepStore}. A plan has the same rows however many workers there are, in whichever order.
 */
@NullMarked
package org.inversionview.models.sweep;

import org.jspecify.annotations.NullMarked;
