/**
 * Sweeps on Apache Spark: the work items of a plan as a Dataset, computed by executors with the engine's own
 * {@link org.inversionview.models.sweep.ItemRunner}, each item's rows a Parquet file that is there whole or not at all.
 *
 * <p>The driver plans ({@code SweepCommand}) and watches ({@code SparkSweep}, {@code TaskWatch}); a task ({@code ItemTask}) asks its
 * executor's worker ({@code ExecutorWorker}) and writes into a {@code HadoopFolder}.
 */
@NullMarked
package org.inversionview.spark;

import org.jspecify.annotations.NullMarked;
