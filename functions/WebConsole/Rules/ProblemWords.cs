using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Rules;

/// <summary>What is wrong with the configuration, in the viewer's language.</summary>
internal static class ProblemWords
{
    public static string Problem(this Viewer viewer, Problem problem) => viewer.T(problem.Message, SpanishProblems.Of(problem.Message) ?? problem.Message);

    /// <summary>What the publisher wrote; of the first version, what we did.</summary>
    public static string Note(this Viewer viewer, PublishedVersion version) =>
        version.Note == Configurations.StarterNote ? viewer.T(version.Note, "Con lo que empieza un almacén vacío") : version.Note;

    /// <summary>The first errors in one line, each with its place.</summary>
    public static string Errors(HttpRequest request, IEnumerable<Problem> problems, int most) => string.Join(
        " ", problems.Where(p => p.Severity == Severity.Error).Take(most).Select(p => ConsoleDoor.Text(request, p.ToString(), SpanishProblems.Line(p))));
}
