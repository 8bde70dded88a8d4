package io.rubik.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Holds for a class whose source file lies below a directory. */
final class SourceRoot extends DescribedPredicate<JavaClass> {

  private final Path root;

  SourceRoot(String root) {
    super("have their source in " + root);
    this.root = Path.of(root);
  }

  @Override
  public boolean test(JavaClass type) {
    Path directory = root.resolve(type.getPackageName().replace('.', '/'));
    Optional<String> file = type.getSource().flatMap(Source::getFileName);
    return file.isPresent() && Files.exists(directory.resolve(file.get()));
  }
}
