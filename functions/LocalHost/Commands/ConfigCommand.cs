using System.CommandLine;
using LeadRouter.Domain.Rules;

namespace LeadRouter.LocalHost.Commands;

/// <summary><c>leadrouter config …</c>: the configuration of any host, as sheets in a folder.</summary>
internal static class ConfigCommand
{
    private static readonly Option<string> Url = new("--url")
    {
        Description = "The host",
        DefaultValueFactory = _ => HostArguments.DefaultUrls,
        Recursive = true,
    };

    private static readonly Option<string> Key = new("--key")
    {
        Description = "An editor key; else the environment variable LEADROUTER_KEY",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LEADROUTER_KEY") ?? "",
    };

    private static readonly Option<string?> Note = new("--note") { Description = "What the version is for" };

    private static readonly Option<string?> Author = new("--author") { Description = "Who publishes it" };

    private static readonly Argument<string[]> Sheets = new("sheets")
    {
        Description = "CSV files named after their tables, or folders of them",
        DefaultValueFactory = _ => ["."],
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create() => new("config", "Exports, checks, imports, publishes and rolls back the configuration of a host")
    {
        Url, Key, Export(), Import(), Check("validate", "Says what is wrong with sheets, without storing them", (c, sheets, ct) => c.ValidateAsync(sheets, ct)),
        Check("diff", "Says what sheets would change, without storing them", (c, sheets, ct) => c.DiffAsync(sheets, ct)), Publish(), Rollback(),
    };

    private static Command Export()
    {
        var folder = new Option<string>("--out") { Description = "The folder to write into", DefaultValueFactory = _ => "." };
        var tables = new Argument<string[]>("tables") { Description = "Only these tables", DefaultValueFactory = _ => [], Arity = ArgumentArity.ZeroOrMore };
        var comma = new Option<bool>("--comma") { Description = "For an English spreadsheet: commas, and points in numbers" };
        var command = new Command("export", "Writes the tables as CSV files") { tables, folder, comma };
        command.SetAction((parsed, ct) => RunAsync(parsed, c => c.ExportAsync(
            parsed.GetRequiredValue(folder), parsed.GetRequiredValue(tables), parsed.GetValue(comma) ? CsvDialect.Comma : CsvDialect.Semicolon, ct)));
        return command;
    }

    private static Command Import()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Shows what would change and every problem, and stores nothing" };
        var publish = new Option<bool>("--publish") { Description = "Publishes with it, as one act" };
        var command = new Command("import", "Stores sheets as one act: all of them, or none if the whole would have an error") { Sheets, dryRun, publish, Note, Author };
        command.SetAction((parsed, ct) => RunAsync(parsed, c => c.ImportAsync(
            parsed.GetRequiredValue(Sheets), new ImportOptions(parsed.GetValue(dryRun), parsed.GetValue(publish), parsed.GetValue(Note), parsed.GetValue(Author)), ct)));
        return command;
    }

    private static Command Check(string name, string description, Func<ConfigClient, string[], CancellationToken, Task<int>> check)
    {
        var command = new Command(name, description) { Sheets };
        command.SetAction((parsed, ct) => RunAsync(parsed, c => check(c, parsed.GetRequiredValue(Sheets), ct)));
        return command;
    }

    private static Command Publish()
    {
        var command = new Command("publish", "Makes the draft the next version, and activates it") { Note, Author };
        command.SetAction((parsed, ct) => RunAsync(parsed, c => c.PublishAsync(parsed.GetValue(Note), parsed.GetValue(Author), ct)));
        return command;
    }

    private static Command Rollback()
    {
        var version = new Argument<int?>("version") { Description = "The version to activate; else the one before the active one", DefaultValueFactory = _ => null, Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("rollback", "Activates an older version") { version };
        command.SetAction((parsed, ct) => RunAsync(parsed, c => c.RollbackAsync(parsed.GetValue(version), ct)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<ConfigClient, Task<int>> act)
    {
        var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            using var client = new ConfigClient(parsed.GetRequiredValue(Url), parsed.GetRequiredValue(Key), output);
            return await act(client);
        }
        catch (HttpRequestException fault)
        {
            await errors.WriteLineAsync($"No host answers at {parsed.GetValue(Url)}: {fault.Message}");
        }
        catch (Exception bad) when (bad is ConfigCommandException or IOException or UnauthorizedAccessException or UriFormatException)
        {
            await errors.WriteLineAsync(bad.Message);
        }
        return 1;
    }
}

/// <summary>Why a command cannot do what it was asked to, in words for whoever typed it.</summary>
internal sealed class ConfigCommandException : Exception
{
    public ConfigCommandException() { }

    public ConfigCommandException(string message) : base(message) { }

    public ConfigCommandException(string message, Exception inner) : base(message, inner) { }
}
