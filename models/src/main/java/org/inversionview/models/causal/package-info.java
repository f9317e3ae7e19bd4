/**
 * What an activation does: replaced by one of another run, of a mean or of a sample, how far does the output move? A
 * {@link org.inversionview.models.causal.PatchingExperiment} draws inputs with their contrast inputs and patches any set of
 * activations; {@link org.inversionview.models.causal.MeanAblation} and
 * {@link org.inversionview.models.causal.PreimageCheck} replace activations by their mean and by those of a preimage's
 * samples; {@link org.inversionview.models.causal.LogitAttribution} reads off what each component writes towards the
 * output. Every effect carries its uncertainty, and a replacement that changed nothing is said, not shown as zero.
 */
@NullMarked
package org.inversionview.models.causal;

import org.jspecify.annotations.NullMarked;
