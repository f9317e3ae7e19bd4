/**
 * The method itself: from a query activation to its ε-preimage, and how good a decoder is at it.
 *
 * <p>A source finds inputs and measures them: any {@link org.inversionview.models.decoder.Decoder} proposes them, or they are a
 * pool that serves every query, drawn from the task or all that it has, or windows of a text, whose activations
 * {@link org.inversionview.models.inversion.TaskInputs} computes once and keeps; and a search goes on from the nearest that any of
 * these found. What follows is the same for each.
 *
 * <p>A pool is compared with the query activation vector by vector, without an index: a result counts every member and shows how
 * many inputs lie how far, which the nearest few of an index would not tell.
 *
 * <p>Such a pool also tells what a decoder misses: {@link org.inversionview.models.inversion.DecoderCoverage} asks the decoder about
 * members of a preimage that were found without it.
 *
 * <p>A decoder learns from {@link org.inversionview.models.inversion.WeightedExamples}: computed when they are needed, or many from
 * one run and kept up to a bound, at the positions that {@link org.inversionview.models.inversion.BosAttention} lets count.
 */
@NullMarked
package org.inversionview.models.inversion;

import org.jspecify.annotations.NullMarked;
