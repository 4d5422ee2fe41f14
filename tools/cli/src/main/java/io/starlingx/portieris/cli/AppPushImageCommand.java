/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.build.ImageName;
import io.starlingx.portieris.app.build.ProductDefaults;
import io.starlingx.portieris.app.image.ImageBuild;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.image.ImageRequest;
import io.starlingx.portieris.app.push.ImageArchive;
import io.starlingx.portieris.app.push.ImagePush;
import io.starlingx.portieris.app.push.Pause;
import io.starlingx.portieris.app.push.PushCredentials;
import io.starlingx.portieris.app.push.PushException;
import io.starlingx.portieris.app.push.PushProgress;
import io.starlingx.portieris.app.push.PushResult;
import io.starlingx.portieris.app.push.PushSettings;
import io.starlingx.portieris.app.push.PushTarget;
import io.starlingx.portieris.app.push.UnusableArchiveException;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pushes the webhook's image to a registry. */
@Command(
    name = "push-image",
    description = {
      "Push an OCI archive to a registry, byte for byte: the digest there is the archive's,",
      "and is printed. Blobs that are there are not sent again; the tag is set last."
    })
final class AppPushImageCommand implements Callable<Integer> {

  private static final int LONGEST_PASSWORD = 16 * 1024;

  private final Map<String, String> environment;
  private final InputStream in;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "ARCHIVE",
      description = "The OCI archive. Default: the webhook's image in build/, built if need be.")
  private @Nullable Path archive;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "HOST[:PORT][/PATH][:TAG]",
      description = {
        "Where to. Without PATH, the image keeps its whole name below the registry,",
        "which is where StarlingX looks for it: --to registry.local:9001"
      })
  private String to = "";

  @Mixin private RegistryOptions registries = new RegistryOptions();

  @Option(
      names = "--username",
      paramLabel = "USER",
      description = "Who pushes, instead of the docker configuration's user.")
  private @Nullable String username;

  @Option(
      names = "--password-stdin",
      description = "Read the password of --username from standard input.")
  private boolean passwordFromInput;

  @Option(
      names = "--mount-from",
      paramLabel = "REPOSITORY",
      description = "A repository of this registry that may hold some of the image's layers.")
  private @Nullable String mountFrom;

  AppPushImageCommand(Map<String, String> environment, InputStream in) {
    this.environment = environment;
    this.in = in;
  }

  @Override
  public Integer call() {
    try (StepReport steps = StepReport.to(spec.commandLine().getErr());
        ImageArchive image = ImageArchive.open(archive(steps))) {
      PushTarget target = target(image);
      PushSettings settings =
          new PushSettings(
              credentials(target, steps),
              registries.authorities(),
              registries.tokenServices().tokenRealms(),
              Optional.ofNullable(mountFrom),
              Pause.real());
      PushResult result = new ImagePush(settings, progress(steps)).push(image, target);
      steps.end();
      steps.note(
          "%s: %d blobs sent, %d mounted, %d already there"
              .formatted(target, result.sent(), result.mounted(), result.present()));
      spec.commandLine().getOut().println(result.digest());
      return ExitCode.OK;
    } catch (UnusableArchiveException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (PushException e) {
      spec.commandLine().getErr().println("error: " + e.getMessage());
      spec.commandLine().getErr().println("Nothing was tagged.");
      return ExitCode.FINDINGS;
    }
  }

  private Path archive(StepReport steps) {
    if (archive != null) {
      return archive;
    }
    ProductDefaults product = ProductDefaults.read();
    Path output = ProjectRoot.path().resolve("build");
    Path built = output.resolve(ProductImages.webhookArchive(product.version()));
    if (Files.exists(built)) {
      return built;
    }
    ImageRequest request =
        ProductImages.webhook(product.version(), product.image(), Optional.empty());
    try {
      return new ImageBuild(steps).build(request, output).archive().file();
    } catch (IOException | ImageException e) {
      throw new UserError("the image cannot be built: " + e.getMessage());
    }
  }

  private PushTarget target(ImageArchive image) {
    ImageName name = image.name().map(AppPushImageCommand::name).orElse(new ImageName("", ""));
    try {
      return PushTarget.parse(to, name.repository(), name.tag());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--to "
              + e.getMessage()
              + (image.name().isEmpty()
                  ? "; the archive names no image, so name path and tag"
                  : ""));
    }
  }

  private static ImageName name(String text) {
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/')
        ? new ImageName(text.substring(0, colon), text.substring(colon + 1))
        : new ImageName(text, "latest");
  }

  private PushCredentials credentials(PushTarget target, StepReport steps) {
    if ((username != null) != passwordFromInput) {
      throw new UserError("--username and --password-stdin belong together");
    }
    if (username != null) {
      return new PushCredentials.Password(username, password());
    }
    CredentialStore store = registries.credentials(environment);
    List<Credentials> matching = store.matching(target.registry() + "/" + target.repository());
    if (matching.isEmpty()) {
      store.problems().forEach(steps::note);
      return new PushCredentials.Anonymous();
    }
    return switch (matching.getFirst()) {
      case Credentials.Basic(String user, String password) ->
          new PushCredentials.Password(user, password);
      case Credentials.IdentityToken(String token) -> new PushCredentials.IdentityToken(token);
      case Credentials.RegistryToken(String registry, String token) ->
          new PushCredentials.RegistryToken(token);
      case Credentials.Anonymous nobody -> new PushCredentials.Anonymous();
    };
  }

  private String password() {
    try {
      byte[] bytes = in.readNBytes(LONGEST_PASSWORD);
      String password = new String(bytes, StandardCharsets.UTF_8).replaceFirst("[\r\n]+$", "");
      if (password.isEmpty()) {
        throw new UserError("--password-stdin: standard input holds no password");
      }
      return password;
    } catch (IOException e) {
      throw new UserError("--password-stdin: standard input cannot be read");
    }
  }

  private static PushProgress progress(StepReport steps) {
    return new PushProgress() {
      private long tenths;

      @Override
      public void step(String text) {
        tenths = 0;
        steps.step(text);
      }

      @Override
      public void sent(long bytes, long total) {
        long now = bytes * 10 / total;
        if (now > tenths) {
          tenths = now;
          steps.update(now * 10 + " %");
        }
      }
    };
  }
}
