package io.rubik.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.rubik.feature.rulebreaker.ImportsAnotherFeature;
import io.rubik.feature.rulebreaker.ImportsKubernetesClient;
import io.rubik.feature.rulebreaker.StartsThread;
import io.rubik.feature.sample.Shares;
import io.rubik.logging.LogLines;
import java.io.File;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final ArchRule PACKAGES = classes().should(new PackageTable());

  private static final ArchRule KUBERNETES_CLIENT_IN_KUBE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.rubik.kube", "io.rubik.kube.http", "io.rubik.kube.credentials")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.kubernetes..", "okhttp3..", "okio..");

  private static final ArchRule JSON_AT_THE_EDGES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.rubik.kube.json",
              "io.rubik.kube.credentials",
              "io.rubik.config",
              "io.rubik.control")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.gson..");

  private static final ArchRule NO_JAVA_IO_FILE =
      noClasses().should().dependOnClassesThat().areAssignableTo(File.class);

  private static final ArchRule FEATURES_START_NO_THREADS =
      noClasses()
          .that()
          .resideInAPackage("io.rubik.feature..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class);

  private static final ArchRule EXIT_IN_MAIN =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.rubik")
          .should()
          .callMethod(System.class, "exit", int.class);

  private static final SourceRoot MAIN = new SourceRoot("src/main/java");
  private static final SourceRoot TOOLS = new SourceRoot("src/tools/java");
  private static final SourceRoot TESTS = new SourceRoot("src/test/java");

  private static final List<ArchRule> RULES =
      List.of(
          PACKAGES,
          KUBERNETES_CLIENT_IN_KUBE,
          JSON_AT_THE_EDGES,
          NO_JAVA_IO_FILE,
          FEATURES_START_NO_THREADS,
          EXIT_IN_MAIN);

  @Test
  void rubikKeepsTheRules() {
    JavaClasses rubik =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.rubik");

    assertTrue(rubik.size() > 50, "the classes of rubik are found");
    RULES.forEach(rule -> rule.check(rubik));
  }

  @Test
  void testToolsDependOnNoTest() {
    JavaClasses all = new ClassFileImporter().importPackages("io.rubik");

    assertTrue(all.that(TOOLS).size() > 50, "the test tools are found");
    assertTrue(all.that(TESTS).size() > 50, "the tests are found");
    independent(TOOLS, TESTS).check(all);
    independent(MAIN, TOOLS).check(all);
  }

  @Test
  void dependencyOnAnotherSourceRootIsFound() {
    assertTrue(violations(independent(TESTS, TOOLS), LogLines.class) > 0);
  }

  @Test
  void featureWrittenByThePageKeepsTheRules() {
    RULES.forEach(rule -> assertEquals(0, violations(rule, Shares.class), rule.getDescription()));
  }

  @Test
  void featureThatImportsAnotherFeatureIsFound() {
    assertEquals(1, violations(PACKAGES, ImportsAnotherFeature.class));
  }

  @Test
  void featureThatImportsTheKubernetesClientIsFound() {
    assertTrue(violations(KUBERNETES_CLIENT_IN_KUBE, ImportsKubernetesClient.class) > 0);
  }

  @Test
  void featureThatStartsThreadsIsFound() {
    assertTrue(violations(FEATURES_START_NO_THREADS, StartsThread.class) > 0);
  }

  @Test
  void packageThatIsNotInTheTableIsFound() {
    assertEquals(1, violations(PACKAGES, ArchitectureTest.class));
  }

  private static ArchRule independent(SourceRoot root, SourceRoot other) {
    return noClasses().that(root).should().dependOnClassesThat(other);
  }

  private static int violations(ArchRule rule, Class<?> type) {
    JavaClasses sample = new ClassFileImporter().importClasses(type);
    return rule.allowEmptyShould(true).evaluate(sample).getFailureReport().getDetails().size();
  }
}
