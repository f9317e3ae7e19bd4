package org.inversionview.kernel.report;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.runner.PageCell;
import org.inversionview.models.files.RegularFile;

/** The pictures that stand in files beside a notebook, as data on the page. Others are not fetched. */
final class LocalPictures {

    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "svg", "image/svg+xml");
    private static final int MOST_BYTES = 10_000_000;

    private final Path notebook;

    LocalPictures(Path notebook) {
        this.notebook = notebook;
    }

    /**
     * Returns the address that stands on the page.
     *
     * @throws UserMistake if the picture is not there, or elsewhere than on this machine
     */
    String address(String destination) {
        if (destination.startsWith("data:")) {
            return destination;
        }
        String type = TYPES.get(
                destination.substring(destination.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (destination.matches("[a-z]+:.*") || type == null) {
            throw mistake(destination, "a page that stands alone holds pictures of files beside the notebook");
        }
        try {
            Path file = notebook.toAbsolutePath().resolveSibling(destination.replace("%20", " "));
            return PageCell.data(type, Base64.getEncoder().encodeToString(RegularFile.bytes(file, MOST_BYTES)));
        } catch (IOException | InvalidPathException e) {
            throw mistake(destination, String.valueOf(e.getMessage()));
        }
    }

    private UserMistake mistake(String destination, String why) {
        return new UserMistake(
                "picture %s of %s: %s (png, jpg, gif, webp or svg)".formatted(destination, notebook, why));
    }
}
