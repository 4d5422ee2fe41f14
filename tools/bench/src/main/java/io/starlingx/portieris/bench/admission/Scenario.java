/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.util.Objects.requireNonNull;

/**
 * One load.
 *
 * @param name for people
 * @param kind what is measured
 * @param through what is called: the webhook itself, or the API server that calls it
 * @param connections that are open at the same time
 * @param streams requests under way on each connection; above 1 only over HTTP/2
 * @param images distinct signed images, asked about in turn
 * @param imagesPerObject containers of each object
 * @param coldShare how many of 100 requests name images that nobody has asked about before
 * @param requests that are measured
 * @param rounds in which those who are compared take turns
 * @param reviews of such pods, which each webhook is asked directly before the first pod
 * @param named how pods name their images
 * @param warmUp requests before those, over warm images only
 * @param perSecond requests are begun at this rate; 0 for as fast as answers come
 * @param bodyMiB what the body of a request is said to hold; 0 for an ordinary review
 * @param trustServer how it behaves meanwhile
 * @param root why the root of an image is trusted
 * @param reference whether the reference webhook is asked, too, by turns, about images of its own
 */
record Scenario(
    String name,
    Kind kind,
    Through through,
    Protocol protocol,
    int connections,
    int streams,
    int images,
    int imagesPerObject,
    int coldShare,
    int requests,
    int rounds,
    int reviews,
    Named named,
    int warmUp,
    int perSecond,
    int bodyMiB,
    TrustServer trustServer,
    Root root,
    boolean reference) {

  /** What is measured. */
  enum Kind {
    /** Answers to many questions. */
    LOAD,
    /** How long a change stays without effect: of a policy, of a Secret, at the trust server. */
    CHANGES
  }

  /** What is called. */
  enum Through {
    WEBHOOK,
    API_SERVER
  }

  /** Of the connections to the webhook. */
  enum Protocol {
    HTTP_1_1,
    HTTP_2
  }

  /** How a pod names its image. */
  enum Named {
    /** As people do; it is stored as the digest that was signed. */
    TAG,
    /**
     * As the template of a Deployment does that a webhook has pinned: there is nothing to change.
     */
    DIGEST
  }

  /** How the trust server behaves. */
  enum TrustServer {
    UP,
    /** Each of its answers is a second late. */
    SLOW,
    /** It is killed before the first measured request. */
    DOWN
  }

  /** Why the root of an image is trusted. */
  enum Root {
    /** Because it was seen first. */
    FIRST_USE,
    /** The policy names the id of the publisher's root key. */
    PINNED
  }

  Scenario {
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(through, "through");
    requireNonNull(protocol, "protocol");
    requireNonNull(named, "named");
    requireNonNull(trustServer, "trustServer");
    requireNonNull(root, "root");
    require(connections >= 1 && connections <= 1000, "connections: 1 to 1000");
    require(streams >= 1 && streams <= 250, "streams: 1 to 250");
    require(streams == 1 || protocol == Protocol.HTTP_2, "streams: HTTP/1.1 has one");
    require(images >= 1 && images <= 20_000, "images: 1 to 20000");
    require(imagesPerObject >= 1 && imagesPerObject <= 100, "imagesPerObject: 1 to 100");
    require(coldShare >= 0 && coldShare <= 100, "coldShare: 0 to 100");
    require(requests >= 1 && requests <= 10_000_000, "requests: 1 to 10000000");
    require(rounds >= 1 && requests % rounds == 0, "rounds: requests are to be divided by them");
    require(
        rounds == 1 || through == Through.API_SERVER || reference,
        "rounds: through the API server or beside the reference only");
    require(reviews >= 0 && reviews <= 10_000_000, "reviews: 0 to 10000000");
    require(reviews == 0 || through == Through.API_SERVER, "reviews: through the API server only");
    require(
        named == Named.TAG || through == Through.API_SERVER, "named: through the API server only");
    require(warmUp >= 0 && warmUp <= 10_000_000, "warmUp: 0 to 10000000");
    require(perSecond >= 0, "perSecond: not negative");
    // Whoever waits for the next question's time does not read the answer to another one.
    require(perSecond == 0 || streams == 1, "perSecond: with one stream on each connection");
    require(bodyMiB >= 0 && bodyMiB <= 10_000, "bodyMiB: 0 to 10000");
    require(
        !reference
            || (kind == Kind.LOAD
                && through == Through.WEBHOOK
                && coldShare == 100
                && imagesPerObject == 1
                && bodyMiB == 0
                && root == Root.FIRST_USE
                && trustServer == TrustServer.UP),
        "reference: a load, directly, with coldShare 100, without bodyMiB, of one image each, with"
            + " trust on first use and a trust server that is up");
    require(coldImages() <= 20_000, "coldShare: more than 20000 images");
  }

  /** How many images are asked about for the first time while it is measured. */
  int coldImages() {
    return (int) ((long) requests * coldShare / 100) * imagesPerObject;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
