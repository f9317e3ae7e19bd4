package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Attention;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.result.Several;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.MimeBundle;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists where one value stands, on the shipped addition model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListsTest {

    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    @BeforeAll
    void load() {
        magics.run("model", "addition device=cpu");
        magics.run("query", "615+861=1476");
    }

    @AfterAll
    void close() {
        session.close();
    }

    private Several<?> several(String name, String arguments) {
        return (Several<?>) magics.run(name, arguments);
    }

    @Test
    void a_range_of_heads_gives_one_result_a_head_each_as_alone() {
        Several<?> all = several("inspect", "layer=1 head=0-3 pos=A1 n=32");
        assertThat(all.results())
                .extracting(result -> ((Preimage) result).data().site())
                .containsExactly("a1.0", "a1.1", "a1.2", "a1.3");
        assertThat(magics.run("last", "")).isSameAs(all);
        Preimage alone = (Preimage) magics.run("inspect", "layer=1 head=2 pos=A1 n=32");
        assertThat(((Preimage) all.get(2)).samples()).isEqualTo(alone.samples());
        assertThat(all.table().columnNames()).contains("site", "position", "share inside");
        assertThat(Jsoup.parse(String.valueOf(all.bundle().data().get(MimeBundle.HTML)))
                        .select(".multiples svg"))
                .hasSize(4);
    }

    @Test
    void patterns_and_lists_of_sites_and_positions_are_multiplied_the_last_fastest() {
        Several<?> all = several("distances", "site=a1.*,m1 pos=A1,A2 821+604");
        assertThat(all.size()).isEqualTo(5 * 2);
        assertThat(all.table().stringColumn("site").asList())
                .startsWith("a1.0", "a1.0", "a1.1")
                .endsWith("m1", "m1");
        assertThat(all.table().stringColumn("position").asList()).startsWith("A1", "A2", "A1");
        assertThat(several("attention", "layer=1 head=* pos=*").results())
                .hasSize(4 * 13)
                .allMatch(result -> result instanceof Attention);
    }

    @Test
    void the_type_of_what_a_variable_takes_is_known_from_the_line() {
        assertThat(magics.resultType("inspect", "layer=1 head=0-3 pos=A1")).isEqualTo(Several.class);
        assertThat(magics.resultType("inspect", "layer=1 head=3 pos=A1")).isEqualTo(Preimage.class);
        assertThat(magics.resultType("inspect", "layer=1 head=3 pos=-4")).isEqualTo(Preimage.class);
        assertThat(magics.resultType("verify", "patch=a1.*@A1,m1@=").getSimpleName())
                .isEqualTo("Verification");
    }

    @Test
    void what_cannot_be_asked_is_left_out_and_said() {
        Several<?> some = several("inspect", "layer=1 head=2-5 pos=A1 n=8");
        assertThat(some.size()).isEqualTo(2);
        assertThat(some.refused())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(
                        "layer=1 head=4 pos=A1 n=8: head=4: block 1 of this model has heads 0 to 3 (%sites lists all)");
        assertThat(some.toString()).contains("⚠ Left out: layer=1 head=5");
        assertThatThrownBy(() -> several("inspect", "layer=1 head=7,8 pos=A1"))
                .isInstanceOf(MagicException.class)
                .hasMessageContaining("head=8: block 1 of this model has heads 0 to 3");
    }

    @Test
    void a_list_that_means_nothing_is_one_line() {
        assertThatThrownBy(() -> several("inspect", "site=q* pos=A1"))
                .isInstanceOf(MagicException.class)
                .hasMessageStartingWith("site=q* matches nothing: there is x0.pre a0.0");
        assertThatThrownBy(() -> several("inspect", "layer=1 head=3-1 pos=A1"))
                .hasMessage("head=3-1: a range goes up, as 1-3 does");
        assertThatThrownBy(() -> several("inspect", "site=* pos=0-9 layer=0-9 head=0-9"))
                .hasMessageContaining("more than 1,000 in all");
    }

    @Test
    void an_interrupt_keeps_what_is_done() {
        int[] shown = {0};
        Several<?> part = (Several<?>) magics.run("distances", "site=* pos=A1 821+604", view -> {
            if (++shown[0] == 4) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(part.asked()).isEqualTo(15);
        assertThat(part.size()).isBetween(3, 5);
        assertThat(((Result) magics.run("last", "")).page().text()).contains("⚠ Interrupted: ");
    }
}
