package org.inversionview.models.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WildcardsTest {

    @Test
    void a_star_stands_for_any_characters() {
        assertThat(Wildcards.match("a1.*", "a1.3")).isTrue();
        assertThat(Wildcards.match("a*", "m0")).isFalse();
        assertThat(Wildcards.match("*", "")).isTrue();
        assertThat(Wildcards.match("", "a")).isFalse();
        assertThat(Wildcards.match("a.3", "a13")).isFalse();
    }

    @Test
    void means_what_the_regular_expression_does() {
        SplittableRandom random = new SplittableRandom(0);
        int matching = 0;
        for (int i = 0; i < 20_000; i++) {
            String pattern = drawn(random, "ab*");
            String name = drawn(random, "ab");
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), name);
            assertThat(Wildcards.match(pattern, name)).as(pattern + " " + name).isEqualTo(expected);
            matching += expected ? 1 : 0;
        }
        assertThat(matching).isBetween(1_000, 19_000);
    }

    private static String drawn(SplittableRandom random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void many_stars_take_no_time_and_no_stack() {
        assertThat(Wildcards.match("*a".repeat(20_000), "a".repeat(19_999))).isFalse();
        assertThat(Wildcards.match("*a".repeat(20_000), "a".repeat(20_000))).isTrue();
    }
}
