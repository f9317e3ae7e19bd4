/**
 * What magics return, one record a file, all of one pattern: the numbers as the record's components, {@code table()} as a
 * Tablesaw table, {@code chart()} as an XChart chart, {@code page()} as it shows itself, and {@code schema()} as the name of
 * its JSON form. A result is plain values: it can be kept, compared and shown again after the model is gone.
 */
@NullMarked
package org.inversionview.magics.result;

import org.jspecify.annotations.NullMarked;
