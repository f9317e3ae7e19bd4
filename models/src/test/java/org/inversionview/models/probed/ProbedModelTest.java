package org.inversionview.models.probed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.inversionview.models.hooks.ActivationSite.ofBlock;
import static org.inversionview.models.hooks.ActivationSite.ofModel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.Hooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbedModelTest {

    private final ProbedModel model = TinyModels.probed(1);
    private final NDManager scratch = model.manager().newSubManager();

    @AfterEach
    void release() {
        scratch.close();
        model.close();
    }

    private int[] input(String text) {
        return model.task().vocabulary().encode(text);
    }

    /** Every hook point of the two-block model, in the order of the computation. */
    static List<ActivationSite> allSites() {
        List<ActivationSite> sites = new ArrayList<>(List.of(ofModel(Kind.EMBED), ofModel(Kind.POS_EMBED)));
        for (int layer = 0; layer < 2; layer++) {
            sites.addAll(List.of(
                    ActivationSite.residPre(layer),
                    ofBlock(Kind.PATTERN, layer),
                    ofBlock(Kind.Z, layer),
                    ActivationSite.headResult(layer, 0),
                    ActivationSite.headResult(layer, 1),
                    ofBlock(Kind.ATTN_OUT, layer),
                    ActivationSite.residMid(layer),
                    ActivationSite.mlpOut(layer),
                    ActivationSite.residPost(layer)));
        }
        sites.addAll(List.of(ofModel(Kind.LN_FINAL), ofModel(Kind.LOGITS)));
        return sites;
    }

    private ActivationCache runAll(int[]... inputs) {
        ActivationCache cache = new ActivationCache(new HashSet<>(allSites()));
        model.run(model.batch(scratch, List.of(inputs)), Hooks.NONE, cache);
        return cache;
    }

    @Test
    void lists_the_sites_that_hold_a_vector_in_the_order_of_the_computation() {
        assertThat(model.sites().stream().map(ActivationSite::toString))
                .containsExactly(
                        "x0.pre", "a0.0", "a0.1", "x0.mid", "m0", "x0.post", "a1.0", "a1.1", "x1.mid", "m1", "x1.post");
    }

    @Test
    void every_hook_point_has_its_documented_shape() {
        ActivationCache cache = runAll(input("B615+861=1476E"), input("B101"), input("B"));
        Shape vectors = new Shape(3, 14, 8);
        for (ActivationSite site : allSites()) {
            Shape expected = switch (site.kind()) {
                case PATTERN -> new Shape(3, 2, 14, 14);
                case Z -> new Shape(3, 14, 2, 4);
                case LOGITS -> new Shape(3, 14, 15);
                default -> vectors;
            };
            assertThat(cache.get(site).getShape()).as(site.fullName()).isEqualTo(expected);
        }
        assertThat(Stream.of(Kind.values()))
                .containsExactlyInAnyOrderElementsOf(new HashSet<>(
                        allSites().stream().map(ActivationSite::kind).toList()));
    }

    @Test
    void every_activation_is_the_sum_that_its_name_promises() {
        ActivationCache cache = runAll(input("B615+861=1476E"));
        assertSum(cache, ActivationSite.residPre(0), ofModel(Kind.EMBED), ofModel(Kind.POS_EMBED));
        for (int layer = 0; layer < 2; layer++) {
            assertSum(
                    cache,
                    ActivationSite.residMid(layer),
                    ActivationSite.residPre(layer),
                    ofBlock(Kind.ATTN_OUT, layer));
            assertSum(
                    cache,
                    ActivationSite.residPost(layer),
                    ActivationSite.residMid(layer),
                    ActivationSite.mlpOut(layer));
            NDArray heads =
                    cache.get(ActivationSite.headResult(layer, 0)).add(cache.get(ActivationSite.headResult(layer, 1)));
            NDArray withBias =
                    heads.add(model.weights().blocks().get(layer).output().bias());
            assertThat(withBias.toFloatArray())
                    .containsExactly(cache.get(ofBlock(Kind.ATTN_OUT, layer)).toFloatArray(), within(1e-5f));
        }
        assertThat(cache.get(ActivationSite.residPost(0)).toFloatArray())
                .containsExactly(cache.get(ActivationSite.residPre(1)).toFloatArray());
    }

    private static void assertSum(ActivationCache cache, ActivationSite sum, ActivationSite a, ActivationSite b) {
        assertThat(cache.get(a).add(cache.get(b)).toFloatArray())
                .as(sum.toString())
                .containsExactly(cache.get(sum).toFloatArray(), within(1e-5f));
    }

    @Test
    void attention_looks_back_only_and_adds_up_to_one() {
        float[] pattern =
                runAll(input("B615+861=1476E")).get(ofBlock(Kind.PATTERN, 1)).toFloatArray();
        for (int row = 0; row < 2 * 14; row++) {
            float[] weights = Arrays.copyOfRange(pattern, row * 14, (row + 1) * 14);
            double sum = 0;
            for (int column = 0; column < 14; column++) {
                sum += weights[column];
                if (column > row % 14) {
                    assertThat(weights[column]).isZero();
                } else {
                    assertThat(weights[column]).isPositive();
                }
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void nothing_looks_ahead() {
        int[] first = input("B615+861=1476E");
        int[] second = input("B615+861=1999E"); // differs from position 10 on
        for (ActivationSite site : model.sites()) {
            float[][] one = model.activations(site, List.of(first))[0];
            float[][] other = model.activations(site, List.of(second))[0];
            for (int position = 0; position < 10; position++) {
                assertThat(other[position])
                        .as("%s at %s", site, position)
                        .containsExactly(one[position], within(1e-6f));
            }
            assertThat(other[10]).as("%s at 10", site).isNotEqualTo(one[10]);
        }
        float[][] one = model.logProbabilities(first);
        float[][] other = model.logProbabilities(second);
        for (int position = 0; position < 10; position++) {
            assertThat(other[position]).containsExactly(one[position], within(1e-5f));
        }
        assertThat(other[10]).isNotEqualTo(one[10]);
    }

    @Test
    void each_row_of_a_batch_gives_what_it_gives_alone() {
        List<int[]> inputs = List.of(input("B615+861=1476E"), input("B1"), input("B101+539=640E"), input("B"));
        for (ActivationSite site : model.sites()) {
            float[][][] together = model.activations(site, inputs);
            for (int row = 0; row < inputs.size(); row++) {
                float[][] alone = model.activations(site, List.of(inputs.get(row)))[0];
                assertThat(together[row]).hasNumberOfRows(inputs.get(row).length);
                for (int position = 0; position < alone.length; position++) { // other shapes, other orders of summation
                    assertThat(together[row][position])
                            .as("%s, row %s, position %s", site, row, position)
                            .containsExactly(alone[position], within(1e-5f));
                }
            }
        }
    }

    @Test
    void more_rows_than_run_at_once_keep_their_order() {
        List<int[]> inputs = new ArrayList<>();
        for (int i = 0; i < 1030; i++) {
            inputs.add(input(i % 2 == 0 ? "B%s".formatted(i) : "B1+%s=E".formatted(i)));
        }
        float[][][] all = model.activations(ActivationSite.residPre(0), inputs);
        for (int row : new int[] {0, 1, 1023, 1024, 1029}) {
            float[][] alone = model.activations(ActivationSite.residPre(0), List.of(inputs.get(row)))[0];
            assertThat(all[row]).isDeepEqualTo(alone);
        }
    }

    @ParameterizedTest
    @MethodSource("allSites")
    void stopping_early_gives_the_same_activation_and_really_stops(ActivationSite site) {
        int[] input = input("B615+861=1476E");
        NDArray whole = runAll(input).get(site);
        List<ActivationSite> called = new ArrayList<>();
        Hooks later = Hooks.NONE;
        for (ActivationSite after :
                allSites().subList(allSites().indexOf(site) + 1, allSites().size())) {
            later = later.with(after, activation -> {
                called.add(after);
                return activation;
            });
        }
        ActivationCache cache = new ActivationCache(Set.of(site));
        model.runUntilFull(model.batch(scratch, List.<int[]>of(input)), later, cache);
        assertThat(cache.get(site).toFloatArray()).containsExactly(whole.toFloatArray());
        assertThat(called).isEmpty();
    }

    @Test
    void several_sites_at_once_are_what_they_are_alone() {
        int[] input = input("B101+539=640E");
        model.activations(model.sites(), input)
                .forEach((site, found) -> assertThat(found)
                        .as(site.toString())
                        .isDeepEqualTo(model.activations(site, List.<int[]>of(input))[0]));
    }

    @Test
    void log_probabilities_are_those_of_the_logits() {
        int[] input = input("B101+539=640E");
        float[] logits = runAll(input).get(ofModel(Kind.LOGITS)).toFloatArray();
        float[][] found = model.logProbabilities(input);
        assertThat(found).hasDimensions(13, 15);
        for (int position = 0; position < found.length; position++) {
            double sum = 0;
            for (int token = 0; token < 15; token++) {
                sum += Math.exp(logits[position * 15 + token]);
            }
            for (int token = 0; token < 15; token++) {
                assertThat((double) found[position][token])
                        .isCloseTo(logits[position * 15 + token] - Math.log(sum), within(1e-5));
            }
        }
    }

    @Test
    void says_which_blocks_and_heads_there_are() {
        assertThatThrownBy(() -> model.require(ActivationSite.parse("a1.2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("head 2: block 1 of this model has heads 0 to 1");
        assertThatThrownBy(() -> model.activations(ActivationSite.parse("x2.pre"), List.<int[]>of(input("B"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("block 2: this model has blocks 0 to 1");
        Hooks hooks = Hooks.NONE.with(ActivationSite.mlpOut(7), activation -> activation);
        NDArray tokens = model.batch(scratch, List.<int[]>of(input("B")));
        assertThatThrownBy(() -> model.run(tokens, hooks, new ActivationCache(Set.of())))
                .hasMessage("block 7: this model has blocks 0 to 1");
    }

    @Test
    void rejects_a_site_without_one_vector_a_position() {
        for (ActivationSite site : List.of(ofBlock(Kind.PATTERN, 0), ofModel(Kind.LOGITS))) {
            String message = "site %s: it holds no vector of width 8 a position: it is the %s"
                    .formatted(site, site.kind().description());
            assertThatThrownBy(() -> model.activations(site, List.<int[]>of(input("B12"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> model.activations(List.of(site), input("B12")))
                    .hasMessage(message);
        }
    }

    @Test
    void rejects_an_input_that_is_too_long() {
        assertThatThrownBy(() -> model.logProbabilities(input("B615+861=14766E")))
                .hasMessage("input of 15 tokens: this model reads at most 14");
    }

    @Test
    void a_cache_says_what_it_holds() {
        ActivationCache cache = new ActivationCache(Set.of(ActivationSite.residPre(0)));
        model.runUntilFull(model.batch(scratch, List.<int[]>of(input("B"))), Hooks.NONE, cache);
        assertThatThrownBy(() -> cache.get(ActivationSite.mlpOut(1)))
                .hasMessage("site m1 is not in this cache: it holds [x0.pre]");
    }

    @Test
    void a_hundred_calls_leave_no_native_array() {
        int[] input = input("B101+539=640E");
        int before = model.nativeArrays();
        for (int i = 0; i < 100; i++) {
            model.logProbabilities(input);
            model.activations(model.sites(), input);
            model.activations(ActivationSite.headResult(1, 1), List.of(input, input("B12")));
        }
        assertThat(model.nativeArrays()).isEqualTo(before);
    }
}
