using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeadRouter.UseCases.Ports;

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
/// Stands in for SendGrid on a developer's machine: takes what the real library posts and keeps it in a file of its own, a line for
/// each mail (instant, tab, the post as it came), written before the 202.
/// </summary>
public sealed partial class DevMailbox : IMailCopies, IDisposable
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

    /// <summary>Mails taken since start.</summary>
    public long Count { get; private set; }

    /// <summary>Of those, the ones to contacts: the ones that can be unsubscribed from.</summary>
    public long ToContacts { get; private set; }

    /// <summary>False when the post is not what SendGrid's mail/send takes. What it says is only read when somebody looks.</summary>
    public bool TryReceive(ReadOnlySpan<byte> post)
    {
        if (!IsMail(post)) return false;
        var line = new ArrayBufferWriter<byte>(post.Length + 64);
        Encoding.ASCII.GetBytes(clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), line);
        line.Write("\t"u8);
        line.Write(post);
        line.Write("\n"u8);
        lock (gate)
        {
            file.Write(line.WrittenSpan);
            Count++;
            if (post.IndexOf("\"List-Unsubscribe\""u8) >= 0) ToContacts++;
        }
        return true;
    }

    // Compact JSON has no line breaks, which is what makes a line of it.
    private static bool IsMail(ReadOnlySpan<byte> post)
    {
        if (post.IndexOfAny((byte)'\n', (byte)'\r') >= 0) return false;
        try
        {
            var reader = new Utf8JsonReader(post);
            using var message = JsonDocument.ParseValue(ref reader);
            return message.RootElement.TryGetProperty("personalizations", out var people) && people.GetArrayLength() == 1;
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Every mail, oldest first. A line that a crash cut off is left out: its 202 was never given.</summary>
    public IEnumerable<DevMail> All()
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            if (Parse(line) is { } mail) yield return mail;
    }

    /// <summary>Blanks the lines where they stand: whoever reads meanwhile sees a mail or none.</summary>
    public async Task ForgetAsync(Func<string, bool> isHis, CancellationToken ct)
    {
        await foreach (var (at, line) in LinesAsync(ct))
        {
            if (Parse(Encoding.UTF8.GetString(line.Span)) is not { } mail || !isHis($"{mail.To} {mail.Subject} {mail.Text}")) continue;
            lock (gate)
            {
                file.Seek(at, SeekOrigin.Begin);
                file.Write(Encoding.ASCII.GetBytes(new string(' ', line.Length)));
                file.Seek(0, SeekOrigin.End);
                file.Flush(flushToDisk: true);
            }
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>Every whole line with the place where it begins.</summary>
    private async IAsyncEnumerable<(long At, ReadOnlyMemory<byte> Line)> LinesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var reading = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var reader = PipeReader.Create(reading);
        for (long at = 0; ;)
        {
            var read = await reader.ReadAsync(ct);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end).ToArray();
                yield return (at, line);
                at += line.Length + 1;
                rest = rest.Slice(line.Length + 1);
            }
            reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted) yield break;
        }
    }

    /// <summary>A line that a crash cut off must not swallow the next one.</summary>
    private static void EndLine(FileStream file)
    {
        if (file.Length == 0) return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
    }

    /// <summary>A line of the file; null when it is none.</summary>
    internal static DevMail? Parse(string line)
    {
        try
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            return Read(DateTimeOffset.Parse(line[..tab], CultureInfo.InvariantCulture), JsonNode.Parse(line[(tab + 1)..])!);
        }
        catch (Exception bad) when (bad is JsonException or FormatException or ArgumentException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DevMail Read(DateTimeOffset at, JsonNode message)
    {
        var person = message["personalizations"]![0]!;
        var content = message["content"]!.AsArray().ToDictionary(c => c!["type"]!.GetValue<string>(), c => c!["value"]!.GetValue<string>());
        var html = content.GetValueOrDefault("text/html") ?? "";
        var custom = person["custom_args"] ?? message["custom_args"];
        return new DevMail(
            at,
            custom?["class"]?.GetValue<string>() ?? "",
            custom?["sendId"]?.GetValue<string>() ?? "",
            person["to"]![0]!["email"]!.GetValue<string>(),
            message["from"]!["email"]!.GetValue<string>(),
            person["subject"]?.GetValue<string>() ?? message["subject"]?.GetValue<string>() ?? "",
            content.GetValueOrDefault("text/plain") ?? "",
            html,
            Headers(person["headers"] ?? message["headers"]),
            [.. Href().Matches(html).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value))]);
    }

    private static Dictionary<string, string> Headers(JsonNode? headers) =>
        headers?.AsObject().ToDictionary(h => h.Key, h => h.Value!.GetValue<string>()) ?? [];

    [GeneratedRegex("href=\"([^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Href();
}
