using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.UseCases.Tests.World;

/// <summary>What outlives a process: the disk, the mail that went out, the time of day.</summary>
internal sealed class TestWorld(Configuration? configuration = null) : IAsyncDisposable
{
    public static readonly DateTimeOffset Monday9 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public SqliteTableEngine Disk { get; } = SqliteTableEngine.InMemory();

    public FakeTimeProvider Clock { get; } = new(Monday9);

    public RecordingMailer Mails { get; } = new();

    public Configuration Configuration { get; set; } = configuration ?? A.Configuration();

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>A new process over the same disk.</summary>
    /// <param name="script">What goes wrong with its storage.</param>
    public TestProcess Start(Func<StorageOperation, Fault>? script = null)
    {
        var dead = false;
        return new TestProcess(this, new FaultyTableEngine(Disk, Watched)) { IsDead = () => dead };

        Fault Watched(StorageOperation operation)
        {
            var fault = script?.Invoke(operation) ?? Fault.None;
            dead |= fault == Fault.CrashBefore || fault == Fault.CrashAfter;
            return fault;
        }
    }

    public TestProcess StartOver(ITableEngine storage) => new(this, storage);

    /// <summary>As if somebody had deleted the rows behind our back by which the index knows when these leads are due.</summary>
    public async Task DeleteTimersAsync(params IReadOnlyCollection<LeadId> leads)
    {
        await foreach (var row in Disk.ScanAsync(TableLeadIndex.Table, RowKeyRange.Prefix("due-"), CancellationToken.None))
            if (leads.Contains(TableLeadIndex.DueIn(row)))
                await Disk.CommitAsync(TableLeadIndex.Table, row.PartitionKey, [new RowWrite.Delete(row.RowKey, null)], CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Disk.DisposeAsync();
}

/// <summary>A mail provider that takes everything and remembers it, until it is told otherwise.</summary>
internal sealed class RecordingMailer : IMailer
{
    private readonly Lock gate = new();
    private readonly List<OutgoingMail> sent = [];

    /// <summary>What the provider says; asked for one mail at a time, although leads move in parallel: what a test notes there needs no lock of its own.</summary>
    public Func<OutgoingMail, MailAnswer> Answer { get; set; } = _ => new MailAnswer(MailFate.Accepted);

    public IReadOnlyList<OutgoingMail> Sent
    {
        get
        {
            lock (gate) return [.. sent];
        }
    }

    public IEnumerable<OutgoingMail> ToContacts => Sent.Where(m => m.Class == "ack");

    public IEnumerable<string> Told => Sent.Where(m => m.Class != "ack").Select(m => $"{m.Template} to {m.To.Split('@')[0]}");

    public Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        lock (gate)
        {
            var answer = Answer(mail);
            // A lost answer may have been a mail: the recipient counts, not the record.
            if (answer.Fate != MailFate.Rejected) sent.Add(mail);
            return Task.FromResult(answer);
        }
    }
}
