/** Models of the Hugging Face hub: found in the caches that are there, or fetched and verified. */
@NullMarked
package org.inversionview.models.hub;

import org.jspecify.annotations.NullMarked;
