/** What a probed model was trained on: vocabulary, input distribution, parsing and completing an input, named positions. */
@NullMarked
package org.inversionview.models.tasks;

import org.jspecify.annotations.NullMarked;
