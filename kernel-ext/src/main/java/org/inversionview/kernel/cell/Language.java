package org.inversionview.kernel.cell;

/** The language of the cells, as the messaging protocol and a notebook's metadata say it. */
public final class Language {

    public static final String NAME = "java";

    /** Of this JVM, such as {@code 17}. */
    public static final String VERSION = System.getProperty("java.specification.version");

    public static final String MIME_TYPE = "text/x-java";
    public static final String FILE_EXTENSION = ".jshell";

    private Language() {}
}
