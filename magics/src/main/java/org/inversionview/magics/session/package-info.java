/** What a notebook has said so far, and where that is logged. */
@NullMarked
package org.inversionview.magics.session;

import org.jspecify.annotations.NullMarked;
