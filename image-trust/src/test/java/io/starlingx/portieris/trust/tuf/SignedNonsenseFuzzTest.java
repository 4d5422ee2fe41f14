/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Publishers with good keys sign every kind of nonsense: each ends in a reason, none in a defect.
 */
class SignedNonsenseFuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e3",
          "9007199254740993",
          "99999999999999999999999999",
          "\"\"",
          "\"x\"",
          "\"../../etc/passwd\"",
          "\"\\u0000\\u202e\"",
          "\"AAAA\"",
          "[]",
          "[[]]",
          "[null]",
          "{}",
          "{\"\":{\"\":[]}}");

  private static final Set<ReasonCode> REASONS =
      EnumSet.of(
          ReasonCode.ALLOW,
          ReasonCode.MALFORMED,
          ReasonCode.BAD_SIGNATURE,
          ReasonCode.THRESHOLD,
          ReasonCode.ROOT_UNTRUSTED,
          ReasonCode.EXPIRED,
          ReasonCode.CHECKSUM,
          ReasonCode.TOO_LARGE,
          ReasonCode.UNAVAILABLE);

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN)
          .target("targets", "v1", "one")
          .delegate("targets/alice", List.of("v"), TestKey.bare())
          .target("targets/alice", "v1", "one");

  @Property(tries = 150)
  void whateverIsSignedEndsInAReason(
      @ForAll("roles") String role,
      @ForAll @IntRange(max = 1000) int place,
      @ForAll("odd") String odd)
      throws JsonProcessingException {
    publisher.publish();
    List<JsonPointer> places = places(publisher.edit(role), JsonPointer.empty());
    replace(publisher.edit(role), places.get(place % places.size()), JSON.readTree(odd));
    assertThat(code(role)).isIn(REASONS);
  }

  @Provide
  Arbitrary<String> roles() {
    return Arbitraries.of("root", "targets", "targets/alice", "snapshot", "timestamp");
  }

  @Provide
  Arbitrary<String> odd() {
    return Arbitraries.of(ODD);
  }

  private ReasonCode code(String role) {
    switch (role) {
      case "timestamp" -> publisher.publishTimestamp();
      case "snapshot" -> publisher.publishSnapshot();
      default -> publisher.publish();
    }
    return new TufFixture(publisher, new ForgetfulFloor()).code();
  }

  /** Every value in a document, the outermost one left out. */
  private static List<JsonPointer> places(JsonNode node, JsonPointer here) {
    List<JsonPointer> places = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(name -> add(places, object.path(name), here.appendProperty(name)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        add(places, array.path(i), here.appendIndex(i));
      }
    }
    return places;
  }

  private static void add(List<JsonPointer> places, JsonNode node, JsonPointer place) {
    places.add(place);
    places.addAll(places(node, place));
  }

  private static void replace(ObjectNode root, JsonPointer place, JsonNode value) {
    JsonNode parent = root.at(place.head());
    if (parent instanceof ObjectNode object) {
      object.set(place.last().getMatchingProperty(), value);
    } else {
      ((ArrayNode) parent).set(place.last().getMatchingIndex(), value);
    }
  }

  /** Knows nothing, whatever it is told. */
  private static final class ForgetfulFloor implements VersionFloor {
    @Override
    public Reading read(FloorKey key) {
      return new Reading.Unknown();
    }

    @Override
    public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
      return Outcome.RAISED;
    }
  }
}
