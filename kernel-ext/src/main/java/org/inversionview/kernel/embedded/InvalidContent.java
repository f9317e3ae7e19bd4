package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.JsonNode;

/** A request that cannot be met, because its content is not what the protocol says. */
final class InvalidContent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MOST_CHARS = 100;

    InvalidContent(String request, String field, String allowed, JsonNode content) {
        super("%s: %s is %s, and must be %s".formatted(request, field, shortly(content.path(field)), allowed));
    }

    private static String shortly(JsonNode value) {
        String text = value.isMissingNode() ? "missing" : value.toString();
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }
}
