package io.defenderrelay.simulated;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The rows of a hunting result, made when they are asked for: a row follows from the seed and its number alone. */
final class HuntingRows {

    static final String SCHEMA = schema(
            "Timestamp DateTime",
            "DeviceId String",
            "DeviceName String",
            "FileName String",
            "ProcessId Int64",
            "ReportId Int64",
            "AdditionalFields Object",
            "ProcessCommandLine String");

    private static final Instant NEWEST = Instant.parse("2026-09-14T10:40:00Z");
    private static final long EXACT_IN_A_DOUBLE = 1L << 53;
    private static final String TYPE_OF_PROCESS_ID = "\"ProcessId@odata.type\":\"#Int64\",";
    private static final String TYPE_OF_REPORT_ID = "\"ReportId@odata.type\":\"#Int64\",";
    private static final String FILLING = new Chance(0).hex(1 << 16);
    private static final List<String> COMMANDS = List.of(
            "\"C:\\Program Files\\Contoso\\agent.exe\" /c \"echo %TEMP%\"",
            "=cmd|' /C calc'!A0",
            "powershell.exe -Command \"Write-Host 'Grüße, 日本語, \uD83D\uDE80'\"",
            "+1+cmd",
            "first line\r\nsecond\tline\u2028third\u0001",
            "-2+3",
            "\\\\fin-srv-01\\share$\\tool.exe -o C:\\Users\\Public\\",
            "@SUM(1+1)*cmd",
            "",
            "C:/unix/style --json {\"a\":[1,2]} </script>");

    private final long seed;
    private final int count;
    private final int bytesPerRow;

    HuntingRows(long seed, int count, int bytesPerRow) {
        this.seed = seed;
        this.count = count;
        this.bytesPerRow = bytesPerRow;
    }

    int count() {
        return count;
    }

    HuntingRows with(int otherCount, int otherBytesPerRow) {
        return new HuntingRows(seed, otherCount, otherBytesPerRow);
    }

    HuntingRows with(long otherSeed) {
        return new HuntingRows(otherSeed, count, bytesPerRow);
    }

    /** The row as a client keeps it: without the annotations. */
    String plain(int number) {
        return sent(number).replace(TYPE_OF_PROCESS_ID, "").replace(TYPE_OF_REPORT_ID, "");
    }

    /** The row as it travels, filled up to so many bytes if it is shorter. */
    String sent(int number) {
        Chance chance = new Chance(seed * 1_000_003 + number);
        StringBuilder row = new StringBuilder(bytesPerRow + 512).append('{');
        text(row, "Timestamp", Ticks.text(NEWEST.minusSeconds(number).plusNanos(100L * chance.below(10_000_000)), 7));
        text(row, "DeviceId", chance.hex(40));
        maybe(row, chance, "DeviceName", quoted(chance.host() + ".contoso.com"));
        maybe(row, chance, "FileName", quoted(chance.word() + ".exe"));
        process(row, chance);
        long report = EXACT_IN_A_DOUBLE + 1 + 2 * chance.below(EXACT_IN_A_DOUBLE >> 1);
        row.append(TYPE_OF_REPORT_ID).append("\"ReportId\":").append(report).append(',');
        maybe(row, chance, "AdditionalFields", quoted(fields(chance)));
        row.append("\"ProcessCommandLine\":\"").append(escaped(COMMANDS.get(number % COMMANDS.size())));
        fill(row, chance);
        return row.append("\"}").toString();
    }

    private static void process(StringBuilder row, Chance chance) {
        if (chance.percent(5)) {
            row.append("\"ProcessId\":null,");
        } else if (chance.percent(95)) {
            row.append(TYPE_OF_PROCESS_ID)
                    .append("\"ProcessId\":")
                    .append(chance.below(1 << 20))
                    .append(',');
        }
    }

    private static String fields(Chance chance) {
        return "{\"InitiatingProcessSource\":\"" + chance.word() + "\",\"Path\":\"C:\\\\Temp\\\\" + chance.hex(8)
                + "\",\"Ports\":[" + chance.below(65536) + "]}";
    }

    private void fill(StringBuilder row, Chance chance) {
        int left = bytesPerRow - row.toString().getBytes(StandardCharsets.UTF_8).length - "\"}".length();
        while (left > 0) {
            int start = chance.below(FILLING.length());
            int end = Math.min(FILLING.length(), start + left);
            row.append(FILLING, start, end);
            left -= end - start;
        }
    }

    private static void text(StringBuilder row, String name, String value) {
        row.append('"').append(name).append("\":").append(quoted(value)).append(',');
    }

    /** Null in some rows, absent in others. */
    private static void maybe(StringBuilder row, Chance chance, String name, String json) {
        int cases = chance.below(20);
        if (cases > 0) {
            row.append('"')
                    .append(name)
                    .append("\":")
                    .append(cases == 1 ? "null" : json)
                    .append(',');
        }
    }

    private static String schema(String... columns) {
        StringBuilder schema = new StringBuilder("\"schema\":[");
        for (String column : columns) {
            int blank = column.indexOf(' ');
            schema.append(schema.charAt(schema.length() - 1) == '[' ? "" : ",")
                    .append("{\"name\":\"")
                    .append(column, 0, blank)
                    .append("\",\"type\":\"")
                    .append(column.substring(blank + 1))
                    .append("\"}");
        }
        return schema.append(']').toString();
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
