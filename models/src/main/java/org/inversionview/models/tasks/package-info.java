/**
 * What a probed model was trained on: vocabulary, input distribution, parsing and completing an input, named positions.
 *
 * <p>A task of one's own implements {@code Task}, or is a {@code TextTask} or a {@code TextCorpus}. What a session knows by
 * name is its {@code TaskRegistry}, which is handed on as an argument; {@code Tasks} is how a cell reaches it.
 * So are {@code Features} the way to its {@code FeatureRegistry}: what it says of inputs beyond what their task does.
 */
@NullMarked
package org.inversionview.models.tasks;

import org.jspecify.annotations.NullMarked;
