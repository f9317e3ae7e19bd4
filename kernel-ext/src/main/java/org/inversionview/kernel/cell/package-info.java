/** Evaluates one cell: magic lines become Java, JShell runs it in this JVM, failures are said in the cell's own lines. */
@NullMarked
package org.inversionview.kernel.cell;

import org.jspecify.annotations.NullMarked;
