using System.Globalization;
using System.Text;

namespace LeadRouter.Domain.Rules;

/// <summary>Figures as CSV for a spreadsheet: texts that it would run as a formula are guarded, as in <see cref="SheetGuard"/>; numbers and days are written for it to take as such.</summary>
public static class TableCsv
{
    private const char Bom = '\uFEFF';

    /// <param name="rows">Each with the same names in the same order.</param>
    public static string Write(IReadOnlyList<string> columns, IEnumerable<IEnumerable<object?>> rows, CsvDialect dialect)
    {
        var csv = new StringBuilder().Append(Bom);
        CsvText.Append(csv, [.. columns.Select(c => SheetGuard.Write(c, dialect))], dialect.Separator);
        foreach (var row in rows) CsvText.Append(csv, [.. row.Select(value => Text(value, dialect))], dialect.Separator);
        return csv.ToString();
    }

    private static string Text(object? value, CsvDialect dialect) => value switch
    {
        null => "",
        string text => SheetGuard.Write(text, dialect),
        bool yes => yes ? "TRUE" : "FALSE",
        double number => Decimal(number.ToString("0.####", CultureInfo.InvariantCulture), dialect),
        decimal number => Decimal(number.ToString("0.####", CultureInfo.InvariantCulture), dialect),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable<KeyValuePair<string, long>> counts => SheetGuard.Write(string.Join(" | ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}: {c.Value}"))), dialect),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => SheetGuard.Write(value.ToString() ?? "", dialect),
    };

    private static string Decimal(string number, CsvDialect dialect) => number.Replace('.', dialect.DecimalSign);
}
