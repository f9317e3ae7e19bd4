/**
 * The way into a kernel, and the command line.
 *
 * <p>{@code cell} evaluates one cell in JShell and knows neither sockets nor files; {@code embedded} (a kernel that
 * Jupyter starts) and {@code runner} (a notebook from file to file) stand on it; {@code cli} starts both.
 * {@code bridge} is what a kernel must offer.
 */
@NullMarked
package org.inversionview.kernel;

import org.jspecify.annotations.NullMarked;
