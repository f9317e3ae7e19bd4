package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.inversionview.magics.command.Magics;
import org.inversionview.magics.result.FeatureRates;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Head 2 of layer 1 holds, at the equals sign, the pair of the summands' first digits, in no order. */
class HeadHoldsThePairTest {

    private static final Session SESSION = new Session();
    private static final Magics MAGICS = new Magics(SESSION);

    @BeforeAll
    static void load() {
        MAGICS.run("model", "addition device=cpu"); // or the folder of a model of your own
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void over_many_queries_nearly_all_inputs_inside_share_the_pair() {
        FeatureRates rates = (FeatureRates)
                MAGICS.run("fcr", "site=a1.2 pos== match== feature=\"F1,S1 in either order\" queries=50 source=task");
        var consistency = rates.data().rows().get(0).rate();
        assertTrue(consistency.rate().value() >= 0.95, () -> "only " + consistency.rate());
        assertTrue(consistency.base() < 0.1, "and that is much more than other inputs do");
    }

    @Test
    void of_one_query_all_inputs_inside_share_the_pair() {
        Preimage preimage = (Preimage) MAGICS.run("inspect", "site=a1.2 pos== match== input=\"615+861=1476\" source=task");
        long others = preimage.inside().stream()
                .map(sample -> sample.text())
                .filter(text -> !text.matches("B[6].*\\+8.*|B[8].*\\+6.*"))
                .count();
        assertEquals(0, others);
        assertTrue(preimage.inside().size() > 100);
    }
}
