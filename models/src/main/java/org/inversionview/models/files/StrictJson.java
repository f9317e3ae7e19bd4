package org.inversionview.models.files;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads JSON from outside into records or trees, and writes it. Strictly: no kind of value is taken for another, no field
 * stands twice or is one that the record does not know, nothing follows the end. Within {@link JsonBounds}. What is wrong is
 * said in words, with the field's name: {@code probed.config.width is "x": it must be a whole number}.
 *
 * <p>A record's fields are written in snake case; its constructor says what must be there, by
 * {@code requireNonNull(value, "field")}.
 */
public final class StrictJson {

    /** Bytes that a file may have. */
    public static final int MOST_BYTES = 10_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE) // a record is its components
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private StrictJson() {}

    /**
     * Returns what a file says.
     *
     * @param advice what to do about a file that is wrong: {@code fetch it again}
     * @throws IOException in one line, if it is no regular file, longer than {@link #MOST_BYTES}, or wrong
     */
    public static <T> T read(Path file, Class<T> type, String advice) throws IOException {
        return read(file, type, JsonBounds.CONFIGURATION, advice);
    }

    /** As above, within other bounds. */
    public static <T> T read(Path file, Class<T> type, JsonBounds bounds, String advice) throws IOException {
        return parse(RegularFile.bytes(file, bounds.bytes()), file.toString(), type, bounds, advice);
    }

    /** As above, of a stream; {@code name} says what it is. */
    public static <T> T read(InputStream in, String name, Class<T> type, String advice) throws IOException {
        return parse(RegularFile.bytes(in, name, MOST_BYTES), name, type, advice);
    }

    /** As above, of bytes, whose number is for the caller to bound. */
    public static <T> T parse(byte[] json, String name, Class<T> type, String advice) throws IOException {
        return parse(json, name, type, JsonBounds.CONFIGURATION, advice);
    }

    private static <T> T parse(byte[] json, String name, Class<T> type, JsonBounds bounds, String advice)
            throws IOException {
        try (JsonParser parser = bounds.factory().setCodec(MAPPER).createParser(json)) {
            return parse(parser, name, type, advice);
        }
    }

    /** As above, of a part of what was read before. */
    public static <T> T parse(JsonNode json, String name, Class<T> type, String advice) throws IOException {
        try (JsonParser parser = MAPPER.treeAsTokens(json)) {
            return parse(parser, name, type, advice);
        }
    }

    private static <T> T parse(JsonParser parser, String name, Class<T> type, String advice) throws IOException {
        String problem;
        Exception cause = null;
        try {
            T value = MAPPER.readValue(parser, type);
            if (value != null && parser.nextToken() == null) {
                return value;
            }
            problem = value == null ? " is null" : " goes on after its end";
        } catch (JacksonException e) {
            problem = JsonFault.inWords(e, parser);
            cause = e;
        } catch (CharConversionException e) {
            problem = JsonFault.NO_TEXT;
            cause = e;
        }
        throw new IOException("%s%s; %s".formatted(name, problem, advice), cause);
    }

    /** Returns a value as JSON, indented, with a line's end. */
    public static String write(Object value) throws IOException {
        return MAPPER.writeValueAsString(value) + "\n";
    }

    /** Returns a value as JSON, without white space. */
    public static String compact(Object value) throws IOException {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }
}
