package org.inversionview.models.files;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inversionview.models.OneLine;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file of JSON, in words. */
final class JsonFault {

    /** Said of bytes that are no characters. */
    static final String NO_TEXT = " is no text in UTF-8";

    private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'");

    private JsonFault() {}

    /** Returns what the library found, to follow the file's name: {@code : field …} or {@code  is …}. The parser stands where it was found. */
    static String inWords(JacksonException fault, JsonParser parser) {
        if (fault instanceof StreamConstraintsException) {
            return " is nested too deep, or holds a text or number too long to be meant";
        }
        if (!(fault instanceof JsonMappingException mapping)) {
            return syntax(fault);
        }
        if (mapping.getCause() instanceof JacksonException inner && !(inner instanceof InputCoercionException)) {
            return inWords(inner, parser);
        }
        String field = mapping.getPath().stream().map(JsonFault::step).collect(Collectors.joining("."));
        if (mapping instanceof UnrecognizedPropertyException) {
            return ": there is no field %s".formatted(field);
        }
        if (mapping instanceof ValueInstantiationException) {
            return constructor(field, mapping.getCause());
        }
        if (mapping.getCause() instanceof InputCoercionException) {
            return ": %s is a number out of all range".formatted(field);
        }
        return mismatch(field, mapping, parser);
    }

    private static String syntax(JacksonException fault) {
        String said = String.valueOf(fault.getOriginalMessage());
        if (said.startsWith("Invalid UTF-8")) {
            return NO_TEXT;
        }
        Matcher twice = TWICE.matcher(said);
        if (twice.find()) {
            return ": field %s stands there twice".formatted(OneLine.brief(twice.group(1)));
        }
        JsonLocation at = fault.getLocation();
        return at == null
                ? " is not JSON"
                : String.format(Locale.ROOT, " is not JSON (line %s, column %s)", at.getLineNr(), at.getColumnNr());
    }

    private static String step(JsonMappingException.Reference step) {
        String name = step.getFieldName();
        return name == null ? Integer.toString(step.getIndex()) : OneLine.brief(name);
    }

    /** What a record's constructor did not take: null for a field, or a value out of its range. */
    private static String constructor(String field, @Nullable Throwable cause) {
        String said = cause == null ? null : cause.getMessage();
        if (cause instanceof NullPointerException) {
            String missing = said == null || said.contains(" ") ? "a part" : said;
            return ": %s%s is missing".formatted(field.isEmpty() ? "" : field + ".", missing);
        }
        return ": %s%s".formatted(field.isEmpty() ? "" : field + ": ", said);
    }

    private static String mismatch(String field, JsonMappingException fault, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return " is empty";
        }
        Class<?> wanted = fault instanceof MismatchedInputException input ? input.getTargetType() : null;
        boolean inList = !fault.getPath().isEmpty()
                && fault.getPath().get(fault.getPath().size() - 1).getFieldName() == null;
        wanted = inList && wanted != null && wanted.isArray() ? wanted.getComponentType() : wanted;
        if (token == JsonToken.END_OBJECT || token == JsonToken.VALUE_NULL) {
            return ": %s is missing: it must be %s".formatted(field, kind(wanted));
        }
        String value = value(token, parser);
        return field.isEmpty()
                ? " is %s: it must be %s".formatted(value, kind(wanted))
                : ": %s is %s: it must be %s".formatted(field, value, kind(wanted));
    }

    private static String value(JsonToken token, JsonParser parser) {
        try {
            return switch (token) {
                case START_OBJECT, FIELD_NAME -> "an object";
                case START_ARRAY, END_ARRAY -> "a list";
                case VALUE_STRING -> "\"" + OneLine.brief(parser.getText()) + "\"";
                default -> OneLine.brief(parser.getText());
            };
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private static String kind(@Nullable Class<?> wanted) {
        if (wanted == null) {
            return "something else";
        }
        if (wanted == int.class || wanted == Integer.class || wanted == long.class || wanted == Long.class) {
            return "a whole number";
        }
        if (wanted.isPrimitive() && wanted != boolean.class || Number.class.isAssignableFrom(wanted)) {
            return "a number";
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return "true or false";
        }
        if (CharSequence.class.isAssignableFrom(wanted)) {
            return "a text";
        }
        boolean list = wanted.isArray() || Collection.class.isAssignableFrom(wanted);
        return list ? "a list" : "an object";
    }
}
