package org.inversionview.kernel.cell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.Array;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Views;

/** The forms in which a cell shows a value. Calls the value's own code. */
final class ShownValue {

    /** A longer text is cut: front ends become slow with it. */
    private static final int MOST_CHARS = 100_000;

    private static final int DEEPEST = 100;

    /** Writes no deeper than a message, or a notebook that is to be read again, may be with all that stands around it. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(400).build())
            .build());

    private ShownValue() {}

    /** Returns the forms of a value: those that are made already, our views, pictures, and text for anything else. */
    static MimeBundle of(Object value) {
        if (value instanceof MimeBundle bundle) {
            return writable(bundle);
        }
        if (value instanceof RenderedImage image) {
            return picture(image);
        }
        return Views.of(value)
                .map(ShownValue::writable)
                .orElseGet(() -> new MimeBundle(Map.of(MimeBundle.TEXT, text(value))));
    }

    /** Returns the forms as they go to a front end: texts, and JSON. */
    private static MimeBundle writable(MimeBundle bundle) {
        Map<String, Object> forms = new LinkedHashMap<>();
        bundle.data().forEach((type, form) -> forms.put(type, form instanceof String ? form : json(type, form)));
        return new MimeBundle(forms);
    }

    private static JsonNode json(String type, Object form) {
        try {
            JSON.writeValue(Writer.nullWriter(), form); // a tree is made of whatever is too deep to be sent
            return JSON.valueToTree(form);
        } catch (IOException | IllegalArgumentException | StackOverflowError e) {
            throw new MagicException(
                    "the form %s cannot be shown: a %s is no text, and cannot be written as JSON"
                            .formatted(type, form.getClass().getSimpleName()),
                    e);
        }
    }

    /**
     * Returns some forms of a value: those that it has, and its text under the names of others.
     *
     * @param types MIME types; those of pictures must be forms that the value has
     */
    static MimeBundle of(Object value, List<String> types) {
        MimeBundle all = of(value);
        Map<String, Object> forms = new LinkedHashMap<>();
        for (String type : types) {
            if (!all.data().containsKey(type) && type.matches("(?i)(image|audio|video)/(?!svg).*")) {
                throw new MagicException("no form %s of this %s: it has %s"
                        .formatted(
                                type,
                                value.getClass().getSimpleName(),
                                String.join(", ", all.data().keySet())));
            }
            forms.put(type, all.data().getOrDefault(type, String.valueOf(value)));
        }
        forms.putIfAbsent(MimeBundle.TEXT, all.text());
        return new MimeBundle(forms);
    }

    private static MimeBundle picture(RenderedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = "%s × %s picture".formatted(image.getWidth(), image.getHeight());
        return new MimeBundle(Map.of(
                MimeBundle.TEXT, text, MimeBundle.PNG, Base64.getEncoder().encodeToString(png.toByteArray())));
    }

    private static String text(Object value) {
        StringBuilder text = new StringBuilder();
        if (value.getClass().isArray()) {
            append(text, value, 0);
        } else {
            text.append(value);
        }
        return text.length() <= MOST_CHARS ? text.toString() : cut(text);
    }

    private static String cut(StringBuilder text) {
        return String.format(Locale.ROOT, "%s… (cut after %,d characters)", text.substring(0, MOST_CHARS), MOST_CHARS);
    }

    private static void append(StringBuilder text, Object array, int depth) {
        int length = Array.getLength(array);
        text.append('[');
        for (int i = 0; i < length && text.length() <= MOST_CHARS; i++) {
            Object element = Array.get(array, i);
            text.append(i > 0 ? ", " : "");
            if (element != null && element.getClass().isArray() && depth < DEEPEST) {
                append(text, element, depth + 1);
            } else {
                text.append(element);
            }
        }
        text.append(']');
    }
}
