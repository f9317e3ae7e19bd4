package org.inversionview.kernel.classpath;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.inversionview.magics.MagicException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The libraries that a pom.xml names, or a part of one: what code needs to run. Properties of the same text are known,
 * parents are not.
 *
 * @param coordinates {@code group:artifact:extension[:classifier]:version} each
 * @param repositories addresses by id, to look into
 */
record PomLibraries(List<String> coordinates, Map<String, String> repositories) {

    private static final Set<String> NOT_AT_RUN_TIME = Set.of("test", "provided", "system", "import");

    PomLibraries {
        coordinates = List.copyOf(coordinates);
    }

    /**
     * Returns a file's libraries.
     *
     * @throws MagicException if there is no such file, or it is no pom.xml
     */
    static PomLibraries in(String file) {
        try {
            if (!Files.isRegularFile(Path.of(file))) {
                throw new MagicException("no file %s (looked from %s): give the path of a pom.xml"
                        .formatted(file, Path.of("").toAbsolutePath()));
            }
            return of(Files.readString(Path.of(file)).replaceFirst("^\uFEFF", ""));
        } catch (IOException | InvalidPathException e) {
            throw new MagicException("cannot read %s: a pom.xml is text in UTF-8".formatted(file), e);
        }
    }

    /**
     * Returns the libraries of a pom.xml's text: all of it, or elements such as {@code dependency} and {@code repository}.
     *
     * @throws MagicException if it is no such text, or a dependency is not whole
     */
    static PomLibraries of(String xml) {
        Element root = parse("<part>" + xml.replaceFirst("^\\s*<\\?xml.*?\\?>", "") + "</part>");
        Map<String, String> properties = new LinkedHashMap<>();
        elements(root, "properties")
                .flatMap(each -> elements(each, "*"))
                .forEach(each -> properties.put("${" + each.getTagName() + "}", text(each)));
        List<String> coordinates = new ArrayList<>();
        elements(root, "dependency")
                .filter(each -> !NOT_AT_RUN_TIME.contains(child(each, "scope", "")))
                .filter(each ->
                        !each.getParentNode().getParentNode().getNodeName().equals("dependencyManagement"))
                .forEach(each -> coordinates.add(coordinates(each, properties)));
        Map<String, String> repositories = new LinkedHashMap<>();
        elements(root, "repository").forEach(each -> {
            String url = child(each, "url", "");
            repositories.put(child(each, "id", url), url);
        });
        return new PomLibraries(coordinates, repositories);
    }

    private static Element parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            // Or else it prints to the error stream.
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new MagicException("this is no part of a pom.xml: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK's parser has these features", e);
        }
    }

    private static String coordinates(Element dependency, Map<String, String> properties) {
        String group = resolved(child(dependency, "groupId", ""), properties);
        String artifact = resolved(child(dependency, "artifactId", ""), properties);
        String version = resolved(child(dependency, "version", ""), properties);
        if (group.isEmpty() || artifact.isEmpty() || version.isEmpty()) {
            throw new MagicException("a dependency needs groupId, artifactId and version, and this has '%s:%s:%s'"
                    .formatted(group, artifact, version));
        }
        String classifier = child(dependency, "classifier", "");
        return String.join(
                ":",
                group,
                artifact,
                child(dependency, "type", "jar") + (classifier.isEmpty() ? "" : ":" + classifier),
                version);
    }

    private static String resolved(String text, Map<String, String> properties) {
        String resolved = text;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            resolved = resolved.replace(property.getKey(), property.getValue());
        }
        return resolved;
    }

    private static String child(Element parent, String name, String otherwise) {
        return elements(parent, name)
                .filter(each -> each.getParentNode() == parent)
                .map(PomLibraries::text)
                .findFirst()
                .orElse(otherwise);
    }

    private static String text(Node node) {
        return node.getTextContent().strip();
    }

    private static Stream<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
