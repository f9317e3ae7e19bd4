/**
 * The rows of a sweep in a folder, as Parquet, which any other program reads too: {@link
 * org.inversionview.magics.sweep.KeptSweep} runs it on threads, {@link org.inversionview.magics.sweep.SubmittedSweep} has Spark run it,
 * {@link org.inversionview.magics.sweep.SweepFolder} keeps the rows, {@link org.inversionview.magics.sweep.SweepDatabase} asks them.
 */
@NullMarked
package org.inversionview.magics.sweep;

import org.jspecify.annotations.NullMarked;
