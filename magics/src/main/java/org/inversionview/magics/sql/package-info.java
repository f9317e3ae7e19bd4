/** Tables that a person asks in SQL: DuckDB in memory, which is filled once and then reaches nothing else. */
@NullMarked
package org.inversionview.magics.sql;

import org.jspecify.annotations.NullMarked;
