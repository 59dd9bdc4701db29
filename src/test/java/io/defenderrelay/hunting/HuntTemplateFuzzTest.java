package io.defenderrelay.hunting;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whatever a parameter is given, it is refused or becomes one literal that says the value. A usual build replays the corpus
 * beside the test's resources; with {@code JAZZER_FUZZ=1} in the environment Jazzer searches for more. Names no record of
 * ours: JDK 17 breaks records with annotated components that are loaded before Jazzer instruments them.
 */
class HuntTemplateFuzzTest {
    @FuzzTest(maxDuration = "5m")
    void anyValueIsRefusedOrStaysOneLiteral(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Binding.attemptEverywhere(TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8)));
        Binding.attemptEverywhere(TextNode.valueOf(buffer.asCharBuffer().toString()));
        Binding.attemptEverywhere(
                IntNode.valueOf(buffer.remaining() < Integer.BYTES ? buffer.remaining() : buffer.getInt()));
    }
}
