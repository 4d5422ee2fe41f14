/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against this machine's apt. */
class PackageSourceTest {

  private static final String PACKAGE = "base-files";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheLock() {
    file = directory.resolve("debian.lock");
  }

  @Test
  void replacesALockedVersionThatIsGoneAndTellsTheDifference() throws Exception {
    String architecture = Architecture.current();
    String gone = "0".repeat(64);
    Files.writeString(file, architecture + " base-files 0.1-1 " + architecture + " " + gone + "\n");
    PackageLock lock = PackageLock.read(file);
    PackageSource source = source(lock);

    PackageSource.Obtained obtained = source.obtain(PACKAGE);
    lock.save();

    assertThat(source.changes())
        .containsExactly("base-files 0.1-1 → " + obtained.identity().version());
    assertThat(file)
        .content()
        .contains(obtained.identity().version() + " ")
        .contains(obtained.identity().sha256())
        .doesNotContain(gone);
    assertThat(obtained.file()).hasDigest("SHA-256", obtained.identity().sha256());
  }

  @Test
  void takesTheLockedPackageFromTheCacheWithoutAsking() throws Exception {
    String sha256 = "5".repeat(64);
    Files.writeString(file, "s390x nosuchpackage 1 all " + sha256 + "\n");
    Path cached = Files.writeString(directory.resolve(sha256 + ".deb"), "kept");
    FileTime before = Files.getLastModifiedTime(file);
    PackageLock lock = PackageLock.read(file);

    PackageSource.Obtained obtained =
        new PackageSource(lock, directory, "s390x").obtain("nosuchpackage");
    lock.save();

    assertThat(obtained.file()).isEqualTo(cached);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
  }

  @Test
  void aPackageThatAptDoesNotKnowIsNamedWithWhatToDo() throws Exception {
    PackageSource source = source(PackageLock.read(file));

    assertThatThrownBy(() -> source.obtain("no-such-package-anywhere"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no-such-package-anywhere")
        .hasMessageContaining("apt-get update");
    assertThat(directory).isDirectoryNotContaining("glob:**/.download-*");
  }

  @Test
  void aDamagedLockFileIsNamedWithItsLine() throws Exception {
    Files.writeString(file, "# comment\namd64 libc6\n");

    assertThatThrownBy(() -> PackageLock.read(file))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("debian.lock:2:");
  }

  private PackageSource source(PackageLock lock) {
    return new PackageSource(lock, directory, Architecture.current());
  }
}
