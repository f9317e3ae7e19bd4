/** What a notebook has said so far. */
@NullMarked
package org.inversionview.magics.session;

import org.jspecify.annotations.NullMarked;
