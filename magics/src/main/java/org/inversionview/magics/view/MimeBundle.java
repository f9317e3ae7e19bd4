package org.inversionview.magics.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One thing to show, in several forms of which the front end takes the best it knows. A form is made when it is asked for: a
 * line of text costs no picture.
 */
public final class MimeBundle {

    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String SVG = "image/svg+xml";
    public static final String PNG = "image/png";
    /** Every number of a result, for tools that read an executed notebook; see the schemas in the package's resources. */
    public static final String INVERSIONVIEW = "application/vnd.inversionview+json";

    private final Map<String, Object> forms; // a Supplier is asked for its form

    /**
     * Holds forms.
     *
     * @param forms by MIME type: a String for text and images (PNG in base64), a tree of plain Java values for JSON, or a
     *     {@link Supplier} of these
     */
    public MimeBundle(Map<String, ?> forms) {
        this.forms = new LinkedHashMap<>(forms);
    }

    /** Returns a bundle of the text/plain form alone. */
    public static MimeBundle of(Supplier<String> text) {
        return new MimeBundle(Map.of(TEXT, text));
    }

    /** Returns the same with one form more; its value is as in {@link #data}. */
    public MimeBundle with(String type, Supplier<?> form) {
        Map<String, Object> all = new LinkedHashMap<>(forms);
        all.put(type, form);
        return new MimeBundle(all);
    }

    /** Returns the same with the numbers of a value, under the name of its schema. */
    public MimeBundle withNumbers(String schema, Supplier<?> value) {
        return with(INVERSIONVIEW, () -> Json.tree(schema, value.get()));
    }

    /** Returns all forms by MIME type: a String for text and images (PNG in base64), a tree of plain Java values for JSON. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        forms.forEach((type, form) -> data.put(type, made(form)));
        return data;
    }

    private static Object made(Object form) {
        return form instanceof Supplier<?> supplier ? supplier.get() : form;
    }

    /** Returns the text/plain form, without making any other. */
    public String text() {
        return String.valueOf(made(forms.getOrDefault(TEXT, "")));
    }
}
