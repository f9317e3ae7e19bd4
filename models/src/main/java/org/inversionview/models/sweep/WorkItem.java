package org.inversionview.models.sweep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * A piece of a sweep that needs no other: one measure at one site, at all positions, of some queries.
 *
 * @param site short name of the activation site
 * @param from index of its first query
 * @param to index after its last
 */
public record WorkItem(Measure measure, String site, int from, int to) {

    /** Returns a name that no other item of the plan has, fit for a file: {@code inspect-a1.2-00025}. */
    public String name() {
        return String.format(Locale.ROOT, "%s-%s-%05d", measure, site, from);
    }

    /** Returns how many queries it has. */
    public int queries() {
        return to - from;
    }

    /**
     * Returns the seed of what is random about one query at one position: of the plan's seed and what is asked, not of when or
     * with which others.
     *
     * @param query its index in the plan
     */
    long seed(long ofPlan, int query, String position) {
        String identity = "%s %s %s %s %s".formatted(ofPlan, measure, site, query, position);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
