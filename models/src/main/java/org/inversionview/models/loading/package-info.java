/** Models by name or folder: those that are shipped, those that a user trained, plain Hugging Face folders, and the hub's. */
@NullMarked
package org.inversionview.models.loading;

import org.jspecify.annotations.NullMarked;
