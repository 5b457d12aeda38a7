using System.Globalization;
using System.Text;

namespace LeadRouter.Domain.Rules;

/// <summary>Figures as CSV for a spreadsheet: what it would run as a formula is guarded, as in <see cref="SheetGuard"/>.</summary>
public static class TableCsv
{
    private const char Bom = '\uFEFF';

    /// <param name="rows">Each with the same names in the same order.</param>
    public static string Write(IReadOnlyList<string> columns, IEnumerable<IEnumerable<object?>> rows, CsvDialect dialect)
    {
        var csv = new StringBuilder().Append(Bom);
        CsvText.Append(csv, [.. columns.Select(c => SheetGuard.Write(c, dialect))], dialect.Separator);
        foreach (var row in rows) CsvText.Append(csv, [.. row.Select(value => SheetGuard.Write(Text(value, dialect), dialect))], dialect.Separator);
        return csv.ToString();
    }

    private static string Text(object? value, CsvDialect dialect) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "TRUE" : "FALSE",
        double number => Decimal(number.ToString("0.####", CultureInfo.InvariantCulture), dialect),
        decimal number => Decimal(number.ToString("0.####", CultureInfo.InvariantCulture), dialect),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable<KeyValuePair<string, long>> counts => string.Join(" | ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}: {c.Value}"))),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Decimal(string number, CsvDialect dialect) => number.Replace('.', dialect.DecimalSign);
}
