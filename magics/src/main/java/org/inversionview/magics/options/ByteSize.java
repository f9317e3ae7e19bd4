package org.inversionview.magics.options;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.models.InvalidRequestException;

/** Sizes as people write them, such as 500MB or 1.5GB; KB is 1,024 bytes, and so on. */
final class ByteSize {

    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([KMGT]?B)?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KB", 10, "MB", 20, "GB", 30, "TB", 40);

    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 60);

    private ByteSize() {}

    /**
     * Returns the bytes.
     *
     * @param what it is the size of, for the message
     * @throws InvalidRequestException if it is no size
     */
    static long parse(String what, String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches() || (matcher.group(2) == null && !matcher.group(1).equals("0"))) {
            throw new InvalidRequestException(what, text, "a size such as 500MB or 4GB, or 0 for none");
        }
        String unit = Objects.requireNonNullElse(matcher.group(2), "B").toUpperCase(Locale.ROOT);
        int shift = Objects.requireNonNull(SHIFTS.get(unit));
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift));
        if (bytes.compareTo(MOST) > 0) {
            throw new InvalidRequestException(what, text, "no disk is that large: a size such as 500MB or 4GB");
        }
        return bytes.longValue();
    }
}
