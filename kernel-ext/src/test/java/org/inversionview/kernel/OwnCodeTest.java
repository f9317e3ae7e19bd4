package org.inversionview.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OwnCodeTest {

    private static final String JAR = Path.of("others.jar").toAbsolutePath().toString();

    @Test
    void another_process_has_the_class_path_of_this_one() {
        String own = OwnCode.place().toString();
        assertThat(OwnCode.classPath(own + File.pathSeparator + "others.jar"))
                .isEqualTo(own + File.pathSeparator + JAR);
    }

    @Test
    void what_a_kernel_of_others_has_loaded_is_the_whole_class_path() {
        assertThat(OwnCode.classPath("others.jar")).isEqualTo(OwnCode.place().toString());
    }
}
