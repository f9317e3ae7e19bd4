package org.inversionview.models.decoder;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A batch's rows in groups of one size, each of one site, so that one product multiplies all of them with their sites' weights.
 *
 * <p>A group is as large as a site has rows on average, and a site of more rows has several: so there are at most two groups
 * for each site in the batch, and at most three places for each row.
 *
 * @param sites [group] its site
 * @param size places in a group
 * @param rows [group · size + place] the row that stands there; row 0 where none does
 * @param places [row] where it stands among all places
 */
record RowsBySite(long[] sites, int size, long[] rows, long[] places) {

    /** Returns the rows in groups, of their sites in any order. */
    static RowsBySite of(int[] siteOfRow) {
        int[] ofSites = new int[1 + Arrays.stream(siteOfRow).max().orElse(0)];
        for (int site : siteOfRow) {
            ofSites[site]++;
        }
        int present = (int) Arrays.stream(ofSites).filter(rows -> rows > 0).count();
        int size = ceil(siteOfRow.length, present);
        long[] sites = IntStream.range(0, ofSites.length)
                .flatMap(site -> IntStream.range(0, ceil(ofSites[site], size)).map(group -> site))
                .asLongStream()
                .toArray();
        int[] next = new int[ofSites.length]; // [site], its next free place
        for (int site = 1; site < next.length; site++) {
            next[site] = next[site - 1] + size * ceil(ofSites[site - 1], size);
        }
        long[] rows = new long[sites.length * size];
        long[] places = new long[siteOfRow.length];
        for (int row = 0; row < places.length; row++) {
            int place = next[siteOfRow[row]]++;
            rows[place] = row;
            places[row] = place;
        }
        return new RowsBySite(sites, size, rows, places);
    }

    private static int ceil(int rows, int size) {
        return (rows + size - 1) / size;
    }
}
