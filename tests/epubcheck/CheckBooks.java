import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.FeatureEnum;
import com.adobe.epubcheck.util.ReportingLevel;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Checks many books in one run of the Java machine.
 *
 * Prints one line per finding, and one that ends each book, as tab-separated fields:
 * file, severity, rule, place, message. Usage notes are printed too, since one of them is the
 * only sign of a drawing whose element names were written small.
 */
public final class CheckBooks extends MasterReport {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    private final String file;

    private CheckBooks(String file) {
        this.file = file;
        setEpubFileName(file);
        setLocale(Locale.ENGLISH);
        setReportingLevel(ReportingLevel.Usage);
    }

    public static void main(String[] files) {
        for (String file : files) {
            CheckBooks report = new CheckBooks(file);
            new EpubCheck(new File(file), report).doValidate();
            report.line("END", EpubCheck.version(), "", "");
        }
        OUT.flush();
    }

    @Override
    public void message(Message message, EPUBLocation place, Object... values) {
        String where = place.getPath() + ":" + place.getLine() + ":" + place.getColumn();
        line(message.getSeverity().name(), message.getID().toString(), where, message.getMessage(values));
    }

    private void line(String... fields) {
        StringBuilder text = new StringBuilder(file);
        for (String field : fields) {
            text.append('\t').append(field.replaceAll("\\s+", " "));
        }
        OUT.println(text);
    }

    @Override
    public void info(String resource, FeatureEnum feature, String value) {
        // What a book uses is not asked here.
    }

    @Override
    public int generate() {
        return 0;
    }

    @Override
    public void initialize() {
        // Nothing to prepare: findings are printed as they come.
    }
}
