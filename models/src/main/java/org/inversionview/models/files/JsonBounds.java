package org.inversionview.models.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/**
 * How large JSON from outside may be; what is larger is refused before it fills the memory or the stack.
 *
 * @param bytes of the whole
 * @param depth of lists and objects within each other
 * @param text most characters of a text
 * @param number most characters of a number
 * @param notNumbers whether NaN and Infinity may stand for numbers: Python writes them, though they are no JSON
 */
public record JsonBounds(int bytes, int depth, int text, int number, boolean notNumbers) {

    /** Of a file that sets up a model or a program. */
    public static final JsonBounds CONFIGURATION = new JsonBounds(StrictJson.MOST_BYTES, 50, 1_000_000, 100, false);

    private static final int LONGEST_NAME = 1_000;

    /** Returns what makes parsers that keep the bounds, but for the bytes, and refuse a field that stands there twice. */
    JsonFactory factory() {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxNumberLength(number)
                .maxStringLength(text)
                .maxNameLength(LONGEST_NAME)
                .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, notNumbers)
                .build();
    }
}
