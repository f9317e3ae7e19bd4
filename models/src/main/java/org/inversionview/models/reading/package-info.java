/**
 * From an ε-preimage to a statement one can defend. What it reads are unsteered inputs, so that shares inside and outside mean
 * something.
 *
 * <p>{@link org.inversionview.models.reading.PreimageReader} says what the members of one preimage share, and what follows from
 * it; {@link org.inversionview.models.reading.ConsistencySurvey} how consistent features are over many queries, sites and
 * positions; {@link org.inversionview.models.reading.ActivationStudy} joins both with patching, to a verdict. {@link
 * org.inversionview.models.reading.ReadingInWords} writes what a language model is asked, where a user wants one, and
 * tests what it answers.
 */
@NullMarked
package org.inversionview.models.reading;

import org.jspecify.annotations.NullMarked;
