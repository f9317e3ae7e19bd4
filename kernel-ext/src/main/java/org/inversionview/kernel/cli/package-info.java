/** The command line: one class a subcommand. */
@NullMarked
package org.inversionview.kernel.cli;

import org.jspecify.annotations.NullMarked;
