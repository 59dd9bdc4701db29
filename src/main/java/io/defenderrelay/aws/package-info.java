/**
 * The AWS services we use, each as one small class: the table, the secret store, the queue. AWS SDK types stop here. It
 * imports {@code tenant}, {@code problem} and {@code model}; it must not import {@code microsoft} or a feature.
 */
@NullMarked
package io.defenderrelay.aws;

import org.jspecify.annotations.NullMarked;
