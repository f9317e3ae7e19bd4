package org.inversionview.magics.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results as trees of plain values, for {@link MimeBundle#INVERSIONVIEW}: snake_case names, six significant digits. */
final class Json {

    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new Rounded())
                    .addSerializer(double.class, new Rounded()))
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

    /** Returns a record's components as a tree, headed by the name of its schema. */
    static Map<String, Object> tree(String schema, Object value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", schema);
        tree.putAll(MAPPER.convertValue(value, new TypeReference<Map<String, Object>>() {}));
        return tree;
    }
}
