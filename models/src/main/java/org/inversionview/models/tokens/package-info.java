/** Vocabularies: text to token ids and back. */
@NullMarked
package org.inversionview.models.tokens;

import org.jspecify.annotations.NullMarked;
