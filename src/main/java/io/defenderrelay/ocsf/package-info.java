/**
 * Turns an alert or incident as Microsoft wrote it into an event of OCSF 1.8: Detection Finding (2004) and Incident Finding
 * (2005). Pure: the same revision gives the same bytes, whoever asks. Imports {@code model} alone and a JSON parser; beside
 * {@code microsoft} it is the only room that knows Microsoft's JSON, and it must not import that one: the other reads what
 * storing needs, this one what reading needs, and neither's faults may stop the other.
 *
 * <p>Nothing is dropped: a member moves to its attribute if that holds exactly what it says, and stays in {@code unmapped},
 * or in its evidence's {@code data}, if not or if it has none. So a time, which loses digits as an attribute, is in both.
 * Members that are null, and lists and objects that are empty, say nothing and are left out.
 *
 * <p>A body may have megabytes, an event has at most 200 KB: what cannot be in it in any case is passed over while reading,
 * so that memory does not grow with the body.
 */
@NullMarked
package io.defenderrelay.ocsf;

import org.jspecify.annotations.NullMarked;
