package org.inversionview.magics.view;

import java.util.Optional;

/** How values that users make themselves are shown: Tablesaw tables, XChart charts, and our own results. */
public final class Views {

    private Views() {}

    /** Returns the forms of a value, or nothing if it is none of those. */
    public static Optional<MimeBundle> of(Object value) {
        return value instanceof View view ? Optional.of(view.bundle()) : Optional.empty();
    }
}
