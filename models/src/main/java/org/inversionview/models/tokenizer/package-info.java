/** How the folder of a model that others trained says that texts are cut into tokens. */
@NullMarked
package org.inversionview.models.tokenizer;

import org.jspecify.annotations.NullMarked;
