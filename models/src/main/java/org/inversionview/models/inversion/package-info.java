/** The method itself: from a query activation to its ε-preimage. */
@NullMarked
package org.inversionview.models.inversion;

import org.jspecify.annotations.NullMarked;
