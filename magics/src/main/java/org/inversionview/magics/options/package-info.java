/** Options that a magic and a command of the terminal share: declared once, with names, defaults and help for both. */
@NullMarked
package org.inversionview.magics.options;

import org.jspecify.annotations.NullMarked;
