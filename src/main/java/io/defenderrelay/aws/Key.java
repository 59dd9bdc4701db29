package io.defenderrelay.aws;

/** Names one item of the table. */
public record Key(String pk, String sk) {
    @Override
    public String toString() {
        return pk + " / " + sk;
    }
}
