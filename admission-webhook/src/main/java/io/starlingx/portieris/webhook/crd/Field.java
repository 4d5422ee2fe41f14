/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a policy. Limits of text count for each element where the field is a list of texts.
 * Numbers of zero and empty texts set no limit.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Field {

  /** What the field means, for people. */
  String value();

  /** Its name where that is no name for a component. */
  String name() default "";

  /** Whether earlier releases of the kinds do not have it. */
  boolean added() default false;

  boolean required() default false;

  /** Whether a ClusterImagePolicy only has it. */
  boolean clusterOnly() default false;

  /** Whether null is kept in an ImagePolicy. */
  boolean nullable() default false;

  /** Whether null is kept in a ClusterImagePolicy as well. */
  boolean nullableInCluster() default false;

  String pattern() default "";

  String format() default "";

  int minLength() default 0;

  int maxLength() default 0;

  int minItems() default 0;

  int maxItems() default 0;

  /** The only values, of which one may be empty text. */
  String[] oneOf() default {};
}
