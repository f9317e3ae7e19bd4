package org.inversionview.models.tasks;

import java.util.Map;
import java.util.Optional;

/**
 * A country or territory and what is known of it.
 *
 * @param code of two letters, as ISO 3166 has it
 * @param name in English
 * @param attributes by relation; some lack some
 */
record FactSubject(String code, String name, Map<FactRelation, String> attributes) {

    FactSubject {
        attributes = Map.copyOf(attributes);
    }

    /** Returns what the relation says of it, if it is known. */
    Optional<String> attribute(FactRelation relation) {
        return Optional.ofNullable(attributes.get(relation));
    }
}
