/**
 * What everything needs that speaks HTTP with servers of others: answers within bounds, waits that an interrupt ends,
 * addresses and secrets from the environment that no message shows.
 */
@NullMarked
package org.inversionview.models.http;

import org.jspecify.annotations.NullMarked;
