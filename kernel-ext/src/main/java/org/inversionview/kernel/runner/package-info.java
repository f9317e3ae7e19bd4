/** Executes a notebook from file to file, without sockets, and writes it as a page. */
@NullMarked
package org.inversionview.kernel.runner;

import org.jspecify.annotations.NullMarked;
