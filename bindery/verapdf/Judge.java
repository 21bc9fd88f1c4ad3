import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Judges PDF files with the veraPDF library, many in one run because the JVM is slow to start.
 *
 * Arguments: flavours joined by commas ("ua1,2a"), then files. Prints a line of tab-separated
 * fields for each file and flavour: file, flavour, number of checks, then "PASS", or one field
 * for each broken rule: "clause-test message (context)". Anything that cannot be judged is an
 * exception, and ends the run.
 */
public final class Judge {
    private static final int FAILURES_SHOWN = 100;

    private Judge() {
    }

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int position = 1; position < arguments.length; position++) {
            for (String flavour : arguments[0].split(",")) {
                System.out.println(verdict(arguments[position], flavour));
            }
        }
    }

    private static String verdict(String path, String name) throws Exception {
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
        try (PDFAParser parser = foundry.createParser(new File(path), flavour);
                PDFAValidator validator =
                        foundry.createValidator(flavour, FAILURES_SHOWN, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            String start = path + "\t" + name + "\t" + result.getTotalAssertions();
            return start + (result.isCompliant() ? "\tPASS" : broken(result));
        }
    }

    private static String broken(ValidationResult result) {
        Map<RuleId, String> rules = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                rules.putIfAbsent(assertion.getRuleId(), told(assertion));
            }
        }
        StringBuilder fields = new StringBuilder();
        rules.forEach((rule, text) -> fields.append('\t').append(rule.getClause()).append('-')
                .append(rule.getTestNumber()).append(' ').append(text));
        return fields.toString();
    }

    private static String told(TestAssertion assertion) {
        String message = assertion.getErrorMessage();
        String text = (message == null ? assertion.getMessage() : message)
                + " (" + assertion.getLocation().getContext() + ")";
        return text.replaceAll("\\s+", " ");
    }
}
