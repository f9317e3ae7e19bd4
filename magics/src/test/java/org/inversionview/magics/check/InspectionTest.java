package org.inversionview.magics.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Sample;
import org.junit.jupiter.api.Test;

/** That only a preimage which was really measured passes for one. */
class InspectionTest {

    private static final Inspection ASKED = new Inspection("addition", "615+861=", "a1.2", "A1");

    private static Preimage preimage(String line) {
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            magics.run("model", "addition");
            return (Preimage) magics.run("inspect", line);
        }
    }

    private static Preimage with(EpsilonPreimage data, List<Sample> samples, String site) {
        return new Preimage(new EpsilonPreimage(
                data.provenance(),
                data.query(),
                data.queryTokens(),
                data.position(),
                data.positionName(),
                site,
                data.siteFullName(),
                data.queryNorm(),
                data.settings(),
                data.groups(),
                data.distinct(),
                data.distinctInside(),
                data.histogram(),
                samples,
                data.shown(),
                data.seconds(),
                data.distances()));
    }

    @Test
    void what_was_asked_passes_and_what_was_not_does_not() {
        assertThatCode(() -> ASKED.check(preimage("site=a1.2 pos=A1 n=64 input=615+861=")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ASKED.check(preimage("site=a1.1 pos=A1 n=64 input=615+861=")))
                .hasMessageStartingWith(
                        "the preimage of a1.2 at A1 of 615+861=: expected \"a1.2\", got \"a1.1\". Look at");
        assertThatThrownBy(() -> ASKED.check(preimage("site=a1.2 pos=A2 n=64 input=615+861=")))
                .hasMessageContaining("expected \"A1\", got \"A2\"");
        assertThatThrownBy(() -> ASKED.check(preimage("site=a1.2 pos=A1 n=64 input=100+200=")))
                .hasMessageContaining("expected \"B615+861=1476E\", got \"B100+200=300E\"");
        assertThatThrownBy(() -> ASKED.check(null)).hasMessageContaining("expected a Preimage, got null");
    }

    @Test
    void a_result_under_another_name_does_not_pass() {
        EpsilonPreimage other = preimage("site=a1.1 pos=A1 n=64 input=615+861=").data();

        assertThatThrownBy(() -> ASKED.check(with(other, other.samples(), "a1.2")))
                .isInstanceOf(CheckFailure.class)
                .hasMessageContaining("measured again: expected ");
    }

    @Test
    void one_without_samples_does_not_pass() {
        EpsilonPreimage data = preimage("site=a1.2 pos=A1 n=64 input=615+861=").data();

        assertThatThrownBy(() -> ASKED.check(with(data, List.of(), "a1.2"))).isInstanceOf(CheckFailure.class);
    }
}
