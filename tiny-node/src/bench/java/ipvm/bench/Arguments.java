package ipvm.bench;

import java.util.ArrayList;
import java.util.List;

/// The words and options of a bench; an option that takes a value is followed by it.
record Arguments(List<String> words, List<String> options) {

    static Arguments of(List<String> all) {
        var words = new ArrayList<String>();
        var options = new ArrayList<String>();
        for (int i = 0; i < all.size(); i++) {
            var next = all.get(i);
            if (next.equals("--seconds")) {
                options.add(next + "=" + all.get(++i));
            } else {
                (next.startsWith("--") ? options : words).add(next);
            }
        }
        return new Arguments(List.copyOf(words), List.copyOf(options));
    }

    boolean has(String option) {
        return options.contains(option);
    }

    double number(String option, double otherwise) {
        return options.stream()
                .filter(given -> given.startsWith(option + "="))
                .map(given -> Double.parseDouble(given.substring(option.length() + 1)))
                .findFirst()
                .orElse(otherwise);
    }
}
