package org.inversionview.magics.result;

import org.inversionview.magics.view.Block;
import org.inversionview.magics.view.Page;

/**
 * What {@code %cite} returns: how to cite the method, and this software.
 *
 * @param version of this software
 */
public record Citation(String version) implements Result {

    private static final String METHOD = """
            @inproceedings{huang2024inversionview,
              title     = {{InversionView}: A General-Purpose Method for Reading Information from Neural Activations},
              author    = {Huang, Xinting and Panwar, Madhur and Goyal, Navin and Hahn, Michael},
              booktitle = {Advances in Neural Information Processing Systems},
              volume    = {37},
              year      = {2024},
              url       = {https://arxiv.org/abs/2405.17653}
            }
            """;

    private static final String SOFTWARE = """
            @software{inversionview-java,
              title   = {{InversionView} for {Java} notebooks},
              author  = {{Contributors to InversionView for Java notebooks}},
              version = {%s},
              license = {Apache-2.0}
            }
            """;

    /** Returns both as BibTeX. */
    public String bibtex() {
        return METHOD + "\n" + SOFTWARE.formatted(version);
    }

    @Override
    public Page page() {
        return Page.titled("To cite the method, and this software").and(new Block.Verbatim(bibtex()));
    }

    @Override
    public String toString() {
        return page().text();
    }
}
