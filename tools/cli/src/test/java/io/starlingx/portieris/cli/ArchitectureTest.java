/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency directions of ARCHITECTURE.md. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeGenerated.class})
class ArchitectureTest {

  static final String ROOT = "io.starlingx.portieris";

  /** JMH's generator writes code of its own manner. */
  static final class DoNotIncludeGenerated implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/jmh_generated/");
    }
  }

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage(ROOT + "..");

  @ArchTest static final ArchRule imageTrustDependsOnNoOtherModule = mayUse("trust");

  @ArchTest static final ArchRule testbedDependsOnNoOtherModule = mayUse("testbed");

  @ArchTest static final ArchRule webhookUsesOnlyImageTrust = mayUse("webhook", "trust");

  @ArchTest
  static final ArchRule pluginUsesOnlyThePolicyModel =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".sysinv..")
          .should()
          .dependOnClassesThat(
              OURS.and(
                  DescribedPredicate.not(
                      resideInAnyPackage(
                          ROOT + ".sysinv..", ROOT + ".trust.policy..", ROOT + ".trust.image.."))));

  @ArchTest static final ArchRule appUsesOnlyThePlugin = mayUse("app", "sysinv");

  @ArchTest static final ArchRule frameworkUsesAppAndPlugin = mayUse("framework", "app", "sysinv");

  @ArchTest
  static final ArchRule nothingDependsOnTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".cli..");

  @ArchTest
  static final ArchRule imageTrustKnowsNoServerNoClusterAndNoCommandLine =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".trust..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "io.fabric8..", "picocli..");

  @ArchTest
  static final ArchRule trustFormatsDoNotReachIntoEachOther =
      slices().matching(ROOT + ".trust.(tuf|http|image|policy)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsHaveNames =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..", "..manager..");

  @ArchTest
  static final ArchRule noMutableStaticState = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that()
          .haveSimpleName("package-info")
          .should()
          .beAnnotatedWith(org.jspecify.annotations.NullMarked.class);

  private static ArchRule mayUse(String module, String... others) {
    DescribedPredicate<JavaClass> allowed = resideInAPackage(ROOT + "." + module + "..");
    for (String other : others) {
      allowed = allowed.or(resideInAPackage(ROOT + "." + other + ".."));
    }
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + module + "..")
        .should()
        .dependOnClassesThat(OURS.and(DescribedPredicate.not(allowed)))
        .allowEmptyShould(true);
  }
}
