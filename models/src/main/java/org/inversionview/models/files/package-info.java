/**
 * Files that came from anywhere: only regular ones are read, JSON strictly and within bounds, what is wrong said in plain words;
 * files written beside their place and renamed, or appended to line by line; locks that die with their process.
 */
@NullMarked
package org.inversionview.models.files;

import org.jspecify.annotations.NullMarked;
