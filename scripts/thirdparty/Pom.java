package thirdparty;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A POM in a repository, of which the parents are there as well. */
record Pom(Path repository, String group, String name, String version) {

  /** The names of licences in POMs, in lower case, and in SPDX. */
  private static final Map<String, String> SPDX =
      Map.of(
          "apache-2.0", "Apache-2.0",
          "apache license, version 2.0", "Apache-2.0",
          "the apache license, version 2.0", "Apache-2.0",
          "the apache software license, version 2.0", "Apache-2.0",
          "mit", "MIT",
          "mit license", "MIT");

  /** Returns its licences, else those of its parent, by their names in SPDX. */
  List<String> licences() throws Exception {
    Path file = directory().resolve(name + "-" + version + ".pom");
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is missing");
    }
    Element project =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    Optional<Element> licences = children(project, "licenses").stream().findFirst();
    if (licences.isPresent()) {
      return children(licences.get(), "license").stream()
          .map(licence -> spdx(text(licence, "name"), file))
          .toList();
    }
    Element parent =
        children(project, "parent").stream()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(file + " names no licence"));
    return new Pom(
            repository,
            text(parent, "groupId"),
            text(parent, "artifactId"),
            text(parent, "version"))
        .licences();
  }

  private Path directory() {
    return repository.resolve(group.replace('.', '/')).resolve(name).resolve(version);
  }

  private static String spdx(String licence, Path file) {
    return Optional.ofNullable(SPDX.get(licence.toLowerCase(Locale.ROOT)))
        .orElseThrow(
            () -> new IllegalStateException(file + " names an unknown licence: " + licence));
  }

  private static String text(Element element, String child) {
    return children(element, child).getFirst().getTextContent().strip();
  }

  private static List<Element> children(Element element, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        children.add(child);
      }
    }
    return children;
  }
}
