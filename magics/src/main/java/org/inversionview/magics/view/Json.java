package org.inversionview.magics.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results as trees of plain values, for {@link MimeBundle#INVERSIONVIEW}, and back: snake_case names, six significant digits. */
public final class Json {

    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new Rounded())
                    .addSerializer(double.class, new Rounded())
                    .addDeserializer(Double.class, new NumberOrNone())
                    .addDeserializer(double.class, new NumberOrNone()))
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .disable(
                    DeserializationFeature
                            .FAIL_ON_UNKNOWN_PROPERTIES) // what a record says of itself beside its components
            .build();

    private Json() {}

    /** JSON knows neither NaN nor infinity: they become null. */
    private static final class Rounded extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(BigDecimal.valueOf(value).round(SIX_DIGITS).doubleValue());
            } else {
                out.writeNull();
            }
        }
    }

    /** Null stands for what is no number. */
    private static final class NumberOrNone extends JsonDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    /**
     * Returns the record that a tree was made of, as far as it tells.
     *
     * @throws IOException if it is no tree of such a record
     */
    public static <T> T record(JsonNode tree, Class<T> type) throws IOException {
        return MAPPER.treeToValue(tree, type);
    }

    /** Returns a value as it stands in a tree that a notebook shows. */
    public static JsonNode shown(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Returns a record's components as a tree, headed by the name of its schema. */
    public static Map<String, Object> tree(String schema, Object value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", schema);
        tree.putAll(MAPPER.convertValue(value, new TypeReference<Map<String, Object>>() {}));
        return tree;
    }
}
