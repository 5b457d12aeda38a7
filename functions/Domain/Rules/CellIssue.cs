namespace LeadRouter.Domain.Rules;

/// <summary>A <see cref="Problem"/> that does not know its place yet.</summary>
public sealed record CellIssue(Severity Severity, string Code, string Message, string? Suggestion = null)
{
    public static CellIssue Unreadable(string message, string? suggestion = null) => new(Severity.Error, "cell.unreadable", message, suggestion);

    public static CellIssue Doubtful(string message, string? suggestion = null) => new(Severity.Warning, "cell.doubtful", message, suggestion);

    public Problem At(string table, string row, string column, string read) =>
        new(table, row, column, Severity, Code, read, Message, Suggestion);
}
