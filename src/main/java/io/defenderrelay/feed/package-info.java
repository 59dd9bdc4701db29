/**
 * What the relay shows of its log: the feed, the history of one finding, and how a tenant's feeds are doing. It reads
 * only. Imports {@code store}, {@code tenant}, {@code problem} and {@code model}; it must import neither {@code aws} nor
 * {@code microsoft}: what it hands out are the bytes that came, and it knows nothing of what is in them.
 *
 * <p>Findings go from the table into the answer without being parsed: compressed bodies are read a megabyte at a time and
 * unpacked straight into the buffer that becomes the answer, so that an answer of five megabytes needs little more than
 * itself.
 */
@NullMarked
package io.defenderrelay.feed;

import org.jspecify.annotations.NullMarked;
