/** The toolkit for pictures: a page of blocks, its text and HTML, tokens, tables, figures, and the forms that a front end takes. */
@NullMarked
package org.inversionview.magics.view;

import org.jspecify.annotations.NullMarked;
