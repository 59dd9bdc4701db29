package io.defenderrelay.microsoft;

import io.defenderrelay.model.Column;
import java.util.List;

/**
 * What is known of an answer besides its rows.
 *
 * @param columns in Microsoft's order; the members of the first row when the answer names none
 * @param ended whether it was read to its end
 */
public record HuntingResult(List<Column> columns, boolean ended) {
    public HuntingResult {
        columns = List.copyOf(columns);
    }
}
