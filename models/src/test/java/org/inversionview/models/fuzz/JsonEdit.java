package org.inversionview.models.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change to a value of a JSON text.
 *
 * @param place which value, modulo their number
 * @param choice of what is put there
 */
record JsonEdit(Kind kind, int place, int choice) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Values that somebody may have put there, right in some places and wrong in most. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "2",
            "-1",
            "1.0",
            "0.1",
            "1e300",
            "1e400",
            "-1e-400",
            "NaN",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "4294967296",
            "1" + "0".repeat(400),
            "\"\"",
            "\"x\"",
            "\"1\"",
            "\"NaN\"",
            "\"null\"",
            "\"/\"",
            "\"/dev/zero\"",
            "\"../../../etc/passwd\"",
            "\"p\"",
            "\"a\\u0000b\"",
            "\"a\\nb\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"model.safetensors\"",
            "[]",
            "{}",
            "[[]]",
            "[1,2]",
            "[0,8]",
            "{\"a\":1}",
            "[".repeat(200) + "]".repeat(200));

    enum Kind {
        REPLACE,
        REMOVE,
        RENAME,
        TWICE,
        COPY,
        WRAP
    }

    /** A value's place in what holds it. */
    private record Slot(JsonNode holder, String name, int index) {

        JsonNode value() {
            return holder.isObject() ? holder.get(name) : holder.get(index);
        }

        void set(JsonNode value) {
            if (holder instanceof ObjectNode object) {
                object.set(name, value);
            } else if (holder instanceof ArrayNode list) {
                list.set(index, value);
            }
        }

        void remove() {
            if (holder instanceof ObjectNode object) {
                object.remove(name);
            } else if (holder instanceof ArrayNode list) {
                list.remove(index);
            }
        }
    }

    /** Returns the text with the edits; as it is where it is no JSON. */
    static String applied(String json, List<JsonEdit> edits) {
        String text = json;
        for (JsonEdit edit : edits) {
            text = edit.of(text);
        }
        return text;
    }

    private String of(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            List<Slot> slots = new ArrayList<>();
            collect(root, slots);
            if (slots.isEmpty()) {
                return json;
            }
            change(slots.get(Math.floorMod(place, slots.size())), slots);
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    private static void collect(JsonNode node, List<Slot> slots) {
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> slots.add(new Slot(node, name, -1)));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            slots.add(new Slot(node, "", i));
        }
        node.forEach(child -> collect(child, slots));
    }

    private void change(Slot slot, List<Slot> slots) throws JsonProcessingException {
        JsonNode other = slots.get(Math.floorMod(choice, slots.size())).value().deepCopy();
        switch (kind) {
            case REPLACE -> slot.set(raw(VALUES.get(Math.floorMod(choice, VALUES.size()))));
            case REMOVE -> slot.remove();
            case RENAME ->
                named(slot).ifPresent(object -> {
                    object.set(slot.name() + (choice % 2 == 0 ? "x" : " "), slot.value());
                    slot.remove();
                });
            case TWICE ->
                slot.set(raw(MAPPER.writeValueAsString(slot.value())
                        + named(slot)
                                .map(object -> ",\"" + slot.name() + "\":1")
                                .orElse(",1")));
            case COPY -> slot.set(other);
            case WRAP -> slot.set(JsonNodeFactory.instance.arrayNode().add(slot.value()));
        }
    }

    private static Optional<ObjectNode> named(Slot slot) {
        return slot.holder() instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static JsonNode raw(String json) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(json));
    }
}
