using System.Buffers;
using System.Text;

namespace LeadRouter.Domain.Rules;

/// <summary>How a spreadsheet of a language writes CSV.</summary>
public sealed record CsvDialect(char Separator, char DecimalSign)
{
    /// <summary>Spanish, German and most of Europe and South America.</summary>
    public static readonly CsvDialect Semicolon = new(';', ',');

    /// <summary>English, Mexico and Central America.</summary>
    public static readonly CsvDialect Comma = new(',', '.');
}

/// <param name="Line">The line on which the record begins, from 1.</param>
internal readonly record struct CsvRecord(int Line, IReadOnlyList<string> Fields);

/// <summary>
/// RFC 4180 and no more. CsvHelper maps classes and throws on bad data; here columns are dynamic, every fault is a problem with its line,
/// and nothing may throw, which is less code than configuring it away.
/// </summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\r\n\t;,");

    public static void Append(StringBuilder csv, IReadOnlyList<string> fields, char separator)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0) csv.Append(separator);
            var field = fields[i];
            if (NeedsQuotes(field, separator)) csv.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else csv.Append(field);
        }
        csv.Append("\r\n");
    }

    private static bool NeedsQuotes(string field, char separator) =>
        field.AsSpan().ContainsAny(Special) || field.Contains(separator, StringComparison.Ordinal) || field.StartsWith(' ') || field.EndsWith(' ');

    /// <summary>Semicolon, comma or tab, whichever the first line has most of; a line <c>sep=;</c> says it outright.</summary>
    public static char Separator(ref string text)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            var said = text[4];
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            text = end < 0 ? "" : text[(end + 1)..];
            return said;
        }
        var header = text.AsSpan();
        var quoted = false;
        var (semicolons, commas, tabs) = (0, 0, 0);
        foreach (var c in header)
        {
            if (c == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (c is '\r' or '\n') break;
            else if (c == ';') semicolons++;
            else if (c == ',') commas++;
            else if (c == '\t') tabs++;
        }
        return semicolons >= commas && semicolons >= tabs ? ';' : commas >= tabs ? ',' : '\t';
    }

    /// <param name="faults">Lines whose quotes do not close or are followed by more text.</param>
    public static List<CsvRecord> Read(string text, char separator, ICollection<int> faults)
    {
        var records = new List<CsvRecord>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var (line, start, i) = (1, 1, 0);
        while (i < text.Length)
        {
            if (text[i] == '"' && field.Length == 0) i = Quoted(text, i + 1, field, separator, ref line, faults);
            while (i < text.Length && text[i] != separator && text[i] is not ('\r' or '\n')) field.Append(text[i++]);
            fields.Add(field.ToString());
            field.Clear();
            if (i < text.Length && text[i] == separator)
            {
                if (++i < text.Length) continue;
                fields.Add("");
            }
            if (i < text.Length && text[i] == '\r') i++;
            if (i < text.Length && text[i] == '\n') i++;
            records.Add(new CsvRecord(start, [.. fields]));
            fields.Clear();
            start = ++line;
        }
        return records;
    }

    // After the opening quote; answers the place after the closing one.
    private static int Quoted(string text, int i, StringBuilder field, char separator, ref int line, ICollection<int> faults)
    {
        var opened = line;
        for (; i < text.Length; i++)
        {
            if (text[i] == '\n') line++;
            if (text[i] != '"') field.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
            else
            {
                if (i + 1 < text.Length && text[i + 1] != separator && text[i + 1] is not ('\r' or '\n')) faults.Add(line);
                return i + 1;
            }
        }
        faults.Add(opened);
        return i;
    }
}
