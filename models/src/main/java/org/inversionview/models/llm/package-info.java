/**
 * Language models that say in words what inputs share, if a user wants it: asked over HTTP, within bounds, with a key
 * that goes to its own host alone.
 */
@NullMarked
package org.inversionview.models.llm;

import org.jspecify.annotations.NullMarked;
