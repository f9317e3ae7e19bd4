/**
 * Options that a magic and a command of the terminal share, declared once, with names, defaults and help for both; and what
 * the values of options may be, for completing them.
 */
@NullMarked
package org.inversionview.magics.options;

import org.jspecify.annotations.NullMarked;
