package ipvm.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows in columns as wide as their widest cell; the last column ends where its text ends.
final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        var line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            var cell = row.get(column);
            line.append(cell);
            if (column + 1 < row.size()) {
                line.append(" ".repeat(width(column) - seen(cell))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column + 1 < row.size())
                .mapToInt(row -> seen(row.get(column)))
                .max()
                .orElse(0);
    }

    /// How many columns a cell takes: its colour takes none.
    private static int seen(String cell) {
        return cell.replaceAll("\u001b\\[[0-9]*m", "").length();
    }
}
