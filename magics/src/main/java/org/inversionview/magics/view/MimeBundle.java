package org.inversionview.magics.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing to show, in several forms of which the front end takes the best it knows.
 *
 * @param data by MIME type: a String for text and images (PNG in base64), a tree of plain Java values for JSON
 */
public record MimeBundle(Map<String, Object> data) {

    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String SVG = "image/svg+xml";
    public static final String PNG = "image/png";

    /** Every number of a result, for tools that read an executed notebook; see the schema in the package's resources. */
    public static final String INVERSIONVIEW = "application/vnd.inversionview+json";

    public MimeBundle {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** Returns the text/plain form. */
    public String text() {
        return String.valueOf(data.getOrDefault(TEXT, ""));
    }
}
