using System.Text.RegularExpressions;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

/// <summary>Every sentence in the sources that tells what is wrong has its Spanish twin.</summary>
public sealed partial class SpanishProblemsTests
{
    private static readonly string[] OfConfiguration =
    [
        "Rules", "Sla/CellText.cs", "Sla/HoursCell.cs", "Sla/DatesCell.cs", "Sla/CalendarCells.cs", "Sla/Zones.cs", "Sla/Spans.cs", "Outreach/Cap.cs", "Outreach/ContactPolicyRow.cs",
        "Outreach/PolicyLint.cs", "Intake/FieldMapParser.cs", "Intake/SignatureParser.cs",
    ];

    private static readonly string[] OfSubmissions =
    [
        "Intake/FormReader.cs", "Intake/FormPairs.cs", "Intake/SubmissionReader.cs", "Intake/SpamCheck.cs", "../UseCases/Intake/Verdict.cs", "../UseCases/Intake/FetchLead.cs",
        "../UseCases/Intake/SourceProof.cs", "../UseCases/Intake/ReplayQuarantined.cs",
    ];

    [Fact]
    public void Every_problem_of_a_configuration_is_told_in_Spanish()
    {
        var sentences = OfConfiguration.SelectMany(Literals).Where(IsSentence).ToList();
        Assert.True(sentences.Count > 100);
        Assert.All(sentences, sentence => Assert.True(SpanishProblems.Of(sentence) is not null, sentence));
    }

    [Fact]
    public void Every_problem_of_a_submission_is_told_in_Spanish()
    {
        var sentences = OfSubmissions.SelectMany(Literals).Where(text => Coded().IsMatch(text) || IsOfTheBody(text)).ToList();
        Assert.True(sentences.Count > 20);
        Assert.All(sentences, sentence => Assert.NotEqual(SubmissionWords.English(sentence), SubmissionWords.Spanish(sentence)));
        var gaps = Code().Matches(File.ReadAllText(Path.Combine(SampleConfig.Folder, "../../docs/errors.md")).Split("- A gap of a lead: ")[1]).Select(m => m.Value).ToList();
        Assert.True(gaps.Count > 10);
        Assert.All(gaps, gap => Assert.Distinct([gap, SubmissionWords.English(gap), SubmissionWords.Spanish(gap)]));
    }

    [Theory]
    [InlineData("'frii' in 'frii' is not a day of the week; did you mean 'fri'?", "'frii' en 'frii' no es un día de la semana; ¿querías decir 'fri'?")]
    [InlineData("There is no score group fitt, so it has no bounds and no label", "No existe el grupo de puntuación fitt, así que no tiene límites ni nombre.")]
    [InlineData("There is no SLA policy web.", "No existe la política de SLA web.")]
    [InlineData("foo is not of the form Attribute=path.", "foo no tiene la forma Atributo=ruta.")]
    [InlineData("Something new.", null)]
    public void Fixed_words_are_Spanish_and_what_was_typed_stays(string message, string? expected) => Assert.Equal(expected, SpanishProblems.Of(message));

    [Fact]
    public void A_problem_is_told_with_its_place() => Assert.Equal(
        "Pools / línea 3 / RowKey: La fila no tiene clave. (leído: ¿?) ¿Querías decir dach?",
        SpanishProblems.Line(new Problem("Pools", "line 3", "RowKey", Severity.Error, "csv.key", "¿?", "The row has no key.", "dach")));

    // A sentence has four words or more, and a sign or a part of what was read.
    private static bool IsSentence(string text) => Word().Count(text) > 3 && text.AsSpan().ContainsAny(".;'") && text[0] is not (',' or ';' or ' ') && !text.EndsWith('(');

    // What has no form is answered with 415 and not kept.
    private static bool IsOfTheBody(string text) => Word().Count(text) > 3 && (char.IsAsciiLetterUpper(text[0]) || text.StartsWith("x ", StringComparison.Ordinal)) && !text.StartsWith("Content-Type", StringComparison.Ordinal);

    private static IEnumerable<string> Literals(string place) => Lines(place).SelectMany(line => Literal().Matches(line)).Select(m => Plain(m.Groups[1].Value));

    private static IEnumerable<string> Lines(string place)
    {
        var path = Path.Combine(SampleConfig.Folder, "../../functions/Domain", place);
        var files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories) : [path];
        return files.Where(file => !file.EndsWith("SpanishProblems.cs", StringComparison.Ordinal)).SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith('/') && !line.Contains("Regex", StringComparison.Ordinal) && !line.Contains("Message = ", StringComparison.Ordinal));
    }

    /// <summary>A literal as the text that it could become.</summary>
    private static string Plain(string literal) => Interpolated().Replace(
        Optional().Replace(literal, "").Replace("{Suggestion(text)}", " without a unit", StringComparison.Ordinal).Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal), "x");

    [GeneratedRegex(@"\$?""((?:[^""\\\n{}]|\\.|\{\{|\}\}|\{(?:[^{}""\n]|""[^""\n]*""|\{[^{}]*\})*\})*)""")]
    private static partial Regex Literal();

    [GeneratedRegex("""\{(?:CellText\.DidYouMean|hint)(?:[^{}"]|"[^"]*"|\{[^{}]*\})*\}""")]
    private static partial Regex Optional();

    [GeneratedRegex("""\{(?:[^{}"]|"[^"]*"|\{[^{}]*\})*\}""")]
    private static partial Regex Interpolated();

    [GeneratedRegex("[a-zA-Z]{1,}(?= |\\.|$)")]
    private static partial Regex Word();

    [GeneratedRegex("^[a-z]+\\.[a-z-]+: (?!x$)")]
    private static partial Regex Coded();

    [GeneratedRegex("[a-zA-Z]+\\.[a-z-]+(?=,|\\s*$)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
