package org.inversionview.kernel.assignment;

/** Points in words. */
final class Points {

    private Points() {}

    /** Returns a number without decimals that say nothing: {@code 2}, {@code 1.5}. */
    static String plain(double points) {
        return points == Math.rint(points) ? Long.toString(Math.round(points)) : Double.toString(points);
    }

    /** Returns {@code 1 of 2}, or what a person gives at most. */
    static String of(CellGrade cell) {
        return cell.points()
                .map(points -> "%s of %s".formatted(plain(points), plain(cell.max())))
                .orElse("up to " + plain(cell.max()));
    }

    /** Returns a sign for how a cell did. */
    static String sign(CellGrade cell) {
        if (cell.points().isEmpty()) {
            return "–";
        }
        return cell.isFull() ? "✓" : "✗";
    }
}
