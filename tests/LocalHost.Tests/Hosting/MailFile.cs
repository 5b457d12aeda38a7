using System.Text;
using LeadRouter.LocalHost.Dev;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>The mailbox as it lies on disk, for tests that must know in which life of the process a mail was handed over.</summary>
internal sealed class MailFile(HostProcess host)
{
    private readonly List<int> deaths = [];

    /// <summary>Called after a kill: what comes next belongs to another life.</summary>
    public void NoteDeath() => deaths.Add(Lines().Count);

    /// <summary>Every mail with the number of the life it was handed over in.</summary>
    public IEnumerable<(DevMail Mail, int Life)> All() =>
        Lines().SelectMany((line, at) => DevMailbox.Parse(line) is { } mail ? [(mail, deaths.Count(d => d <= at))] : Array.Empty<(DevMail, int)>());

    private List<string> Lines()
    {
        var path = Path.Combine(host.Data, "mail.jsonl");
        return File.Exists(path) ? [.. File.ReadLines(path, Encoding.UTF8)] : [];
    }
}
