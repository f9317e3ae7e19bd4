package org.inversionview.models.reading;

/** How much a share says that differs from the one that chance gives. */
final class Information {

    private Information() {}

    /**
     * Returns the Kullback–Leibler divergence of a share from its base, in bits: what one input of the ε-preimage says, in the
     * mean, against an input of the task. Of two statements that hold inside always, the rarer one says more. 0 where the share
     * is not above its base.
     *
     * @param share from 0 to 1
     * @param base from 0 to 1
     */
    static double bits(double share, double base) {
        return share > base ? term(share, base) + term(1 - share, 1 - base) : 0;
    }

    private static double term(double share, double base) {
        return share <= 0 ? 0 : share * Math.log(share / base) / Math.log(2);
    }
}
