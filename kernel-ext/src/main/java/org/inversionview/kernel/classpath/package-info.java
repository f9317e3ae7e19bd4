/** Libraries for cells: jars from folders and from Maven repositories. */
@NullMarked
package org.inversionview.kernel.classpath;

import org.jspecify.annotations.NullMarked;
