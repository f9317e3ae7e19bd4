/** The magics: one class each, its options declared with picocli. */
@NullMarked
package org.inversionview.magics.command;

import org.jspecify.annotations.NullMarked;
