package io.defenderrelay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.model.Column;
import java.util.ArrayList;
import java.util.List;

/** The columns of a hunt in one attribute: a line for each name and each type. */
final class HuntColumns {
    private HuntColumns() {}

    static byte[] pack(List<Column> columns) {
        StringBuilder lines = new StringBuilder();
        for (Column column : columns) {
            lines.append(line(column.name())).append('\n');
            lines.append(line(column.type())).append('\n');
        }
        return Packed.pack(lines.toString().getBytes(UTF_8));
    }

    static List<Column> unpack(byte[] packed) {
        String[] lines = new String(Packed.unpack(packed), UTF_8).split("\n", -1);
        List<Column> columns = new ArrayList<>();
        for (int at = 0; at + 1 < lines.length; at += 2) {
            columns.add(new Column(lines[at], lines[at + 1]));
        }
        return List.copyOf(columns);
    }

    /** A column's name may be anything; one with a line break in it is shown with a blank. */
    private static String line(String text) {
        return text.replace('\n', ' ');
    }
}
