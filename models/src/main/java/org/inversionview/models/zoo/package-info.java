/** Models by name or folder: those that are shipped, those that a user trained, and plain Hugging Face folders. */
@NullMarked
package org.inversionview.models.zoo;

import org.jspecify.annotations.NullMarked;
