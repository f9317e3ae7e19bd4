package org.inversionview.models.inversion;

/** Sums over the coordinates of two vectors, four at a time, so that no addition waits for the one before. */
final class FloatSums {

    private FloatSums() {}

    /** Returns Σ (a − z)², of z and as many numbers of a from an index on. */
    static double squaredDifferences(float[] a, int from, float[] z) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < z.length; i += 4) {
            float d0 = a[from + i] - z[i];
            float d1 = a[from + i + 1] - z[i + 1];
            float d2 = a[from + i + 2] - z[i + 2];
            float d3 = a[from + i + 3] - z[i + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; i < z.length; i++) {
            float d = a[from + i] - z[i];
            s0 += d * d;
        }
        return (double) s0 + s1 + s2 + s3;
    }

    /** Returns Σ a · z. */
    static double products(float[] a, int from, float[] z) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < z.length; i += 2) {
            even += (double) a[from + i] * z[i];
            odd += (double) a[from + i + 1] * z[i + 1];
        }
        return i < z.length ? even + odd + (double) a[from + i] * z[i] : even + odd;
    }

    /** Returns Σ a², of so many numbers. */
    static double squares(float[] a, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) a[i] * a[i];
        }
        return sum;
    }
}
