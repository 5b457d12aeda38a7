using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeadRouter.Adapters.Http;
using LeadRouter.UseCases.Leads;

namespace LeadRouter.LocalHost.Dev;

/// <summary>A mail that was handed to the local SendGrid endpoint.</summary>
public sealed record DevMail(
    DateTimeOffset At,
    string Class,
    string SendId,
    string To,
    string From,
    string Subject,
    string Text,
    string Html,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyList<string> Links);

/// <summary>
/// Stands in for SendGrid on a developer's machine: takes what the real library posts and keeps it in a file of its own, one JSON
/// document a line, written before the 202.
/// </summary>
public sealed partial class DevMailbox : IDisposable
{
    private readonly Lock gate = new();
    private readonly string path;
    private readonly TimeProvider clock;
    private readonly FileStream file;

    public DevMailbox(string path, TimeProvider clock)
    {
        (this.path, this.clock) = (path, clock);
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        EndLine(file);
    }

    /// <summary>False when the post is not what SendGrid's mail/send takes.</summary>
    public bool TryReceive(ReadOnlySpan<byte> post)
    {
        if (Read(post) is not { } mail) return false;
        var line = JsonSerializer.SerializeToUtf8Bytes(mail, HttpJson.Options);
        lock (gate) file.Write([.. line, (byte)'\n']);
        return true;
    }

    /// <summary>Every mail, oldest first. A line that a crash cut off is left out: its 202 was never given.</summary>
    public IEnumerable<DevMail> All()
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            if (Parse(line) is { } mail) yield return mail;
    }

    public void Dispose() => file.Dispose();

    /// <summary>A line that a crash cut off must not swallow the next one.</summary>
    private static void EndLine(FileStream file)
    {
        if (file.Length == 0) return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
    }

    private static DevMail? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<DevMail>(line, HttpJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private DevMail? Read(ReadOnlySpan<byte> post)
    {
        try
        {
            var message = JsonNode.Parse(post)!;
            var person = message["personalizations"]![0]!;
            var content = message["content"]!.AsArray().ToDictionary(c => c!["type"]!.GetValue<string>(), c => c!["value"]!.GetValue<string>());
            var html = content.GetValueOrDefault("text/html") ?? "";
            return new DevMail(
                clock.GetUtcNow(),
                person["custom_args"]?["class"]?.GetValue<string>() ?? message["custom_args"]?["class"]?.GetValue<string>() ?? "",
                person["custom_args"]?["sendId"]?.GetValue<string>() ?? message["custom_args"]?["sendId"]?.GetValue<string>() ?? "",
                person["to"]![0]!["email"]!.GetValue<string>(),
                message["from"]!["email"]!.GetValue<string>(),
                person["subject"]?.GetValue<string>() ?? message["subject"]?.GetValue<string>() ?? "",
                content.GetValueOrDefault("text/plain") ?? "",
                html,
                Headers(person["headers"] ?? message["headers"]),
                [.. Href().Matches(html).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value))]);
        }
        catch (Exception bad) when (bad is JsonException or NullReferenceException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Headers(JsonNode? headers) =>
        headers?.AsObject().ToDictionary(h => h.Key, h => h.Value!.GetValue<string>()) ?? [];

    [GeneratedRegex("href=\"([^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Href();
}
