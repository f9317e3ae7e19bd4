package org.inversionview.magics.view;

/** A part of a page, from top to bottom: it says itself as text; the template {@code page} draws it by its kind. */
public sealed interface Block
        permits Block.Title, Block.Line, Block.Note, Block.Verbatim, TokenLine, Grid, Figure, Multiples {

    /** Returns what the template knows it by. */
    String kind();

    /** Returns it for a terminal; empty where it can only be drawn. */
    String text();

    /** What a page is about, in bold. */
    record Title(String text) implements Block {

        @Override
        public String kind() {
            return "title";
        }
    }

    /** A sentence or two. */
    record Line(String text) implements Block {

        @Override
        public String kind() {
            return "line";
        }
    }

    /** What explains the rest, small. */
    record Note(String text) implements Block {

        @Override
        public String kind() {
            return "note";
        }
    }

    /** Text whose line breaks stay as they are. */
    record Verbatim(String text) implements Block {

        @Override
        public String kind() {
            return "verbatim";
        }
    }
}
