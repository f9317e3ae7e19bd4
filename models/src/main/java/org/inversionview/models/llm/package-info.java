/**
 * Language models that say in words what inputs share, if a user wants it: asked over HTTP, within bounds, with a key
 * that goes to its own host alone.
 *
 * <p>Of the protocol four small records are needed. Client libraries bring transports of their own, whose failures
 * repeat what the server says, which may be the key, and whose answers have no bound.
 */
@NullMarked
package org.inversionview.models.llm;

import org.jspecify.annotations.NullMarked;
