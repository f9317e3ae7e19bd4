/** Every result as text, HTML, SVG and JSON; escaping happens in the templates. */
@NullMarked
package org.inversionview.magics.view;

import org.jspecify.annotations.NullMarked;
