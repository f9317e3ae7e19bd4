package org.inversionview.models.probed;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** GPT-2 as its paper says it, number by number in double precision: what the engine is compared with. */
final class PlainGpt2 {

    private final Map<String, float[]> weights;
    private final int width;
    private final int heads;
    private final int layers;

    /** How scores are divided, beside what the shape says. */
    interface Divisor {
        double of(int layer, int headWidth);
    }

    private final Divisor divisor;
    private final DoubleUnaryOperator activation;

    /** Takes weights by Hugging Face's names without prefix; an absent bias is zero. */
    PlainGpt2(
            Map<String, float[]> weights,
            int width,
            int heads,
            int layers,
            Divisor divisor,
            DoubleUnaryOperator activation) {
        this.weights = weights;
        this.width = width;
        this.heads = heads;
        this.layers = layers;
        this.divisor = divisor;
        this.activation = activation;
    }

    private float[] weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    /** Returns the logits of each position, (T, V). */
    double[][] logits(int[] tokens) {
        double[][] x = new double[tokens.length][width];
        for (int t = 0; t < tokens.length; t++) {
            for (int i = 0; i < width; i++) {
                x[t][i] = weight("wte.weight")[tokens[t] * width + i] + weight("wpe.weight")[t * width + i];
            }
        }
        for (int layer = 0; layer < layers; layer++) {
            String block = "h." + layer + ".";
            add(
                    x,
                    linear(
                            attention(linear(norm(x, block + "ln_1"), block + "attn.c_attn"), layer),
                            block + "attn.c_proj"));
            double[][] up = linear(norm(x, block + "ln_2"), block + "mlp.c_fc");
            for (double[] row : up) {
                Arrays.setAll(row, i -> activation.applyAsDouble(row[i]));
            }
            add(x, linear(up, block + "mlp.c_proj"));
        }
        double[][] last = norm(x, "ln_f");
        float[] unembedding = weights.getOrDefault("lm_head.weight", weights.get("wte.weight"));
        double[][] logits = new double[tokens.length][Objects.requireNonNull(unembedding).length / width];
        for (int t = 0; t < logits.length; t++) {
            for (int v = 0; v < logits[t].length; v++) {
                for (int i = 0; i < width; i++) {
                    logits[t][v] += last[t][i] * unembedding[v * width + i];
                }
            }
        }
        return logits;
    }

    private static void add(double[][] x, double[][] y) {
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < x[t].length; i++) {
                x[t][i] += y[t][i];
            }
        }
    }

    private double[][] norm(double[][] x, String name) {
        float[] gain = weight(name + ".weight");
        float[] bias = weights.getOrDefault(name + ".bias", new float[width]);
        double[][] normed = new double[x.length][width];
        for (int t = 0; t < x.length; t++) {
            double mean = Arrays.stream(x[t]).average().orElse(0);
            double variance = Arrays.stream(x[t])
                    .map(a -> (a - mean) * (a - mean))
                    .average()
                    .orElse(0);
            for (int i = 0; i < width; i++) {
                normed[t][i] = (x[t][i] - mean) / Math.sqrt(variance + 1e-5) * gain[i] + bias[i];
            }
        }
        return normed;
    }

    private double[][] linear(double[][] x, String name) {
        float[] weight = weight(name + ".weight");
        int out = weight.length / x[0].length;
        float[] bias = weights.getOrDefault(name + ".bias", new float[out]);
        double[][] y = new double[x.length][out];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < out; o++) {
                y[t][o] = bias[o];
                for (int i = 0; i < x[t].length; i++) {
                    y[t][o] += x[t][i] * weight[i * out + o];
                }
            }
        }
        return y;
    }

    private double[][] attention(double[][] qkv, int layer) {
        int d = width / heads;
        double[][] z = new double[qkv.length][width];
        for (int head = 0; head < heads; head++) {
            for (int t = 0; t < qkv.length; t++) {
                double[] share = new double[t + 1];
                for (int s = 0; s <= t; s++) {
                    for (int i = head * d; i < (head + 1) * d; i++) {
                        share[s] += qkv[t][i] * qkv[s][width + i] / divisor.of(layer, d);
                    }
                }
                double sum = Arrays.stream(share).map(Math::exp).sum();
                for (int s = 0; s <= t; s++) {
                    for (int i = head * d; i < (head + 1) * d; i++) {
                        z[t][i] += Math.exp(share[s]) / sum * qkv[s][2 * width + i];
                    }
                }
            }
        }
        return z;
    }
}
