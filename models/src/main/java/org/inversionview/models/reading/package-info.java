/**
 * From an ε-preimage to a statement one can defend: how consistent a feature of inputs is inside it, and whether that is more
 * than chance. What it reads are unsteered inputs, so that shares inside and outside mean something.
 */
@NullMarked
package org.inversionview.models.reading;

import org.jspecify.annotations.NullMarked;
