/**
 * The way into a kernel, and the command line.
 *
 * <p>{@code cell} evaluates one cell in JShell and knows neither sockets nor files; {@code embedded} (a kernel that
 * Jupyter starts) and {@code runner} (a notebook from file to file) stand on it; {@code cli} starts both.
 * {@code classpath} gets libraries for its cells. {@code host} brings the magics into the kernels of others, IJava and
 * JJava. {@code assignment} runs the notebooks of a class in processes of their own. {@code bridge} is what stands between magics and kernels; {@code install} makes kernels known to Jupyter.
 */
@NullMarked
package org.inversionview.kernel;

import org.jspecify.annotations.NullMarked;
