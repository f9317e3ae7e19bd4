/** One GPT-2 style transformer, shared by the probed model and the decoder. */
@NullMarked
package org.inversionview.models.transformer;

import org.jspecify.annotations.NullMarked;
