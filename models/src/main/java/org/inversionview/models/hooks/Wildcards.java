package org.inversionview.models.hooks;

/** Names by a pattern in which {@code *} stands for any characters; takes time in proportion to both lengths at most. */
public final class Wildcards {

    private static final char ANY = '*';

    private Wildcards() {}

    /** Tells whether the pattern means the name. */
    public static boolean match(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1; // the last one passed, and where in the name what it stands for ends
        int end = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == ANY) {
                star = p++;
                end = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++end;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == ANY);
    }
}
