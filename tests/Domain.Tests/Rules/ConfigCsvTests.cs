using System.Text;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class ConfigCsvTests
{
    private const string Table = TableShapes.ScoringRules;

    private static readonly Gen<string> Nasty = Gen.OneOf(
        Gen.OneOf(
            "=1+1", "+34600", "-5", "-", "-x", "@SUM(A1)", "\tx", "'quoted", "''", "a;b", "a,b", "\"a\"", "a\r\nb", "a\nb", "12,5", "12.5", "1.000",
                "08001", "1e5", "1E+3",
            "2026-01-01", "31/12/2026", "1-mar", "may 5", "10:30", "1/10", "51-200", "10..50", "TRUE", "true", "VERDADERO", "FALSO", "#NAME?",
                "#¿NOMBRE?", "=HYPERLINK(\"http://x\")",
            "España", "１", "＝1", "😀", "not(a;b)", "*@x.com", "1234567890123456", "50%", "<b>", "sep=;", "\uFEFFx", "'=1", "=", "+", "@", "%0A=1",
                "|calc"),
        Gen.String[Gen.Char["ab;,\"\n\r\t'=+-@ 01./:éñ"], 0, 12]);

    private static readonly Gen<CsvDialect> Dialect = Gen.OneOf(CsvDialect.Semicolon, CsvDialect.Comma, new CsvDialect('\t', ','));

    private static readonly Gen<List<ConfigRow>> Rows =
        Gen.Select(Gen.OneOf("Group", "Points", "Note", "Country", "a;b", "=x", "Ñandú", "\"q\"", "Enabled"), Nasty).List[0, 6].List[0, 6].Select(
            rows => rows.Select((cells, i) => ConfigRow.From($"r{i}", [.. cells.Select(c => (c.Item1, (object?)c.Item2))])).ToList());

    [Fact]
    public void Export_and_import_lose_nothing_and_give_the_same_bytes() =>
        Gen.Select(Rows, Dialect).Sample(
            (rows, dialect) =>
            {
                var csv = ConfigCsv.Write(Table, rows, dialect);
                var (read, problems) = ConfigCsv.Read(Table, csv);
                Assert.Empty(problems);
                Assert.Equal(rows, read);
                Assert.Equal(csv, ConfigCsv.Write(Table, read, dialect));
            },
            iter: 5_000);

    [Fact]
    public void No_cell_of_an_export_starts_as_a_formula() =>
        Gen.Select(Rows, Dialect).Sample(
            (rows, dialect) =>
            {
                foreach (var record in CsvText.Read(ConfigCsv.Write(Table, rows, dialect)[1..], dialect.Separator, []))
                    Assert.DoesNotContain(record.Fields, f =>
                        f.Length > 1 && "=+-@\t\r＝＋－＠".Contains(f[0], StringComparison.Ordinal)
                            && !f[1..].All(c => char.IsAsciiDigit(c) || c is ',' or '.'));
            },
            iter: 2_000);

    [Fact]
    public void Reading_never_throws() =>
        Gen.String[Gen.Char["ab;,\"\n\r\t'=Rowkey"], 0, 80].Sample(text => ConfigCsv.Read(Table, text).Problems.Count >= 0, iter: 20_000);

    [Theory]
    [InlineData("RowKey;Points\r\na;12,5\r\n")]
    [InlineData("RowKey,Points\na,\"12,5\"\n")]
    [InlineData("RowKey\tPoints\na\t12,5")]
    [InlineData("\uFEFFsep=;\r\nRowKey;Points\r\na;12,5\r\n")]
    [InlineData("\uFEFF\"RowKey\";\"Points\"\r\n\"a\";\"12,5\"\r\n;\r\n")]
    [InlineData("PartitionKey;RowKey;Points;Points@type;Timestamp\r\n;a;'12,5;Edm.Double;2026-01-01\r\n")]
    public void Separator_mark_and_quotes_are_recognised(string text)
    {
        var (rows, problems) = ConfigCsv.Read(Table, text);
        Assert.Empty(problems);
        Assert.Equal(ConfigRow.From("a", ("Points", "12,5")), Assert.Single(rows));
    }

    [Fact]
    public void What_Spanish_Excel_saves_reads_as_what_was_meant()
    {
        var (rows, problems) = ConfigCsv.Read(Table, "RowKey;Enabled;Points;Country\r\nuno;VERDADERO;12,5;España\r\ndos;FALSO;-3;\"ES;MX\"\r\n");
        Assert.Empty(problems);
        Assert.Equal([("TRUE", "12,5", "España"), ("FALSE", "-3", "ES;MX")], rows.Select(r => (r["Enabled"]!, r["Points"]!, r["Country"]!)));
    }

    [Fact]
    public void A_semicolon_file_that_an_English_Excel_wrapped_is_unwrapped()
    {
        const string saved = "RowKey;Country;Note\r\nplain;ES;x\r\n\"a;\"\"DE;AT\"\";two words\"\r\n\"b;\"\"ES\",\" MX\"\";y\"\r\n";
        var (rows, problems) = ConfigCsv.Read(Table, saved);
        Assert.Empty(problems);
        Assert.Equal(
            [ConfigRow.From("plain", ("Country", "ES"), ("Note", "x")), ConfigRow.From("a", ("Country", "DE;AT"), ("Note", "two words")),
                ConfigRow.From("b", ("Country", "ES, MX"), ("Note", "y"))],
            rows);
    }

    [Theory]
    [InlineData("2026-12-24", "'2026-12-24")]
    [InlineData("08001", "'08001")]
    [InlineData("1/10", "'1/10")]
    [InlineData("1-mar", "'1-mar")]
    [InlineData("1e5", "'1e5")]
    [InlineData("12.5", "'12.5")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("'x", "''x")]
    [InlineData("12,5", "12,5")]
    [InlineData("-30", "-30")]
    [InlineData("-", "-")]
    [InlineData("10..50", "10..50")]
    [InlineData(">= 500", ">= 500")]
    [InlineData("mon-fri 09:00-14:00", "mon-fri 09:00-14:00")]
    [InlineData("TRUE", "TRUE")]
    [InlineData("50%; 90%", "50%; 90%")]
    [InlineData("30m", "30m")]
    public void What_a_sheet_would_rewrite_is_guarded_and_nothing_else(string cell, string written)
    {
        Assert.Equal(written, SheetGuard.Write(cell, CsvDialect.Semicolon));
        Assert.Equal(cell, SheetGuard.Read(written));
    }

    [Theory]
    [InlineData("Key;Points\na;1", "csv.header", "line 1")]
    [InlineData("", "csv.header", "line 1")]
    [InlineData("RowKey;Points;points\na;1;2", "csv.header", "line 1")]
    [InlineData("RowKey;Points\n;1", "csv.key", "line 2")]
    [InlineData("RowKey;Points\na;1;2", "csv.surplus", "line 2")]
    [InlineData("RowKey;Points\na;\"1\nb;2", "csv.quotes", "line 2")]
    [InlineData("RowKey;Points\n\n\"a\"b;1", "csv.quotes", "line 3")]
    [InlineData("RowKey;Title\na;#¿NOMBRE?", "csv.wreck", "line 2")]
    public void A_broken_file_is_a_problem_with_its_line(string text, string code, string line)
    {
        var problem = Assert.Single(ConfigCsv.Read(Table, text).Problems);
        Assert.Equal((code, line, Severity.Error), (problem.Code, problem.Row, problem.Severity));
    }

    [Fact]
    public void Bytes_of_every_Excel_decode()
    {
        const string text = "RowKey;Note\r\na;España – 5 €\r\n";
        byte[] ansi = [.. text.Select(c => c switch { '–' => (byte)0x96, '€' => (byte)0x80, _ => (byte)c })];
        Assert.Equal(text, CsvBytes.Decode(ansi));
        Assert.Equal(text, CsvBytes.Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(text, CsvBytes.Decode([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal(text, CsvBytes.Decode([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]));
    }
}
