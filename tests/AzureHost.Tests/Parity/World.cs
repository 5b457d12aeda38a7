using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LeadRouter.Adapters.Tables;
using LeadRouter.AzureHost.Leads;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.AzureHost.Tests.Parity;

/// <summary>A host's driver over an empty store in memory, in virtual time, and what scripts do to it.</summary>
internal abstract partial class World(ServiceCollection services, Wakes wakes) : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    // The longest chain of wake-ups that one act can lose: a submission, the touch that it turns out to be, the way back from a closed lead.
    private const int SweepsPerAct = 3;
    private static readonly TimeSpan SweepAfter = TimeSpan.FromSeconds(6);

    private readonly List<string> leads = [];
    private readonly Dictionary<string, LeadId> ids = [];
    private ServiceProvider? provider;

    protected ServiceProvider Services => provider!;

    protected abstract DateTimeOffset Now { get; }

    public GatedPool Pool => Services.GetRequiredService<GatedPool>();

    public GatedIdentities Identities => Services.GetRequiredService<GatedIdentities>();

    public Providers Providers => Services.GetRequiredService<Providers>();

    /// <summary>Settings that both hosts need.</summary>
    protected static IConfiguration Settings { get; } = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["LeadRouter:HashSecret"] = "a secret of many characters",
        ["LeadRouter:LinkKeys:0"] = "one:a secret of many characters",
        ["LeadRouter:SendGridApiKey"] = "none",
        ["LeadRouter:HouseEmail"] = "house@leadrouter.example",
        ["LeadRouter:Parallelism"] = "4",
        ["LeadRouter:Storage"] = "UseDevelopmentStorage=true",
        ["ServiceBus:fullyQualifiedNamespace"] = "bus.leadrouter.example",
        ["LeadQueue"] = "lead-received",
        ["EventTopic"] = "lead-events",
    }).Build();

    public async Task StartAsync()
    {
        services.AddLogging();
        AddDriver(services);
        // Of two registrations the later counts.
        services.AddSingleton(_ => Tables());
        services.AddSingleton<RecordingMailer>().AddSingleton<IMailer>(s => s.GetRequiredService<RecordingMailer>());
        services.AddSingleton<Providers>().AddSingleton<ILeadFetcher>(s => s.GetRequiredService<Providers>()).AddSingleton<IEnricher>(s => s.GetRequiredService<Providers>());
        services.AddSingleton<TableIdentityStore>().AddSingleton<GatedIdentities>().AddSingleton<IIdentityStore>(s => s.GetRequiredService<GatedIdentities>());
        services.AddSingleton<TablePoolBooks>().AddSingleton<GatedPool>().AddSingleton<IPoolBooks>(s => s.GetRequiredService<GatedPool>());
        services.AddSingleton(s => new UnreliableWake(Driver(s), wakes)).AddSingleton<IWakeLead>(s => s.GetRequiredService<UnreliableWake>());
        provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await Services.GetRequiredService<Configurations>().LoadAsync(Given.Configuration, default);
        await BeginAsync();
    }

    /// <summary>Passes time until this long after the start.</summary>
    public async Task AtAsync(string sinceStart)
    {
        var to = Start + TimeSpan.Parse(sinceStart, CultureInfo.InvariantCulture);
        if (wakes == Wakes.Early && to > Now)
        {
            await PassToAsync(Now + ((to - Now) / 2));
            await DisturbAsync();
        }
        await PassToAsync(to);
    }

    public async Task SubmitAsync(string name, string email, string product = "anything")
    {
        if (!ids.ContainsKey(name)) leads.Add(name);
        ids[name] = SubmissionIds.OfKey("web", name);
        await DisturbAsync();
        var body = Encoding.UTF8.GetBytes($$"""{"email":"{{email}}","full_name":"Ada Fielding","product":"{{product}}"}""");
        var raw = new RawSubmission("application/json", body, new Dictionary<string, string>());
        Assert.IsType<Ingested.Accepted>(await Services.GetRequiredService<IngestSubmission>().RunAsync(new Incoming("web", raw, name), default));
        await RecoverAsync();
    }

    /// <summary>A provider announces a lead by its id alone.</summary>
    public async Task AnnounceAsync(string name)
    {
        leads.Add(name);
        ids[name] = SubmissionIds.OfKey("ads", name);
        await DisturbAsync();
        var raw = new RawSubmission("application/json", Encoding.UTF8.GetBytes($$"""{"id":"{{name}}"}"""), new Dictionary<string, string>());
        Assert.IsType<Ingested.Accepted>(await Services.GetRequiredService<IngestSubmission>().RunAsync(new Incoming("ads", raw, null), default));
        await RecoverAsync();
    }

    /// <summary>A submission that nobody can be reached by: it waits in quarantine.</summary>
    public async Task SubmitUselessAsync(string name)
    {
        leads.Add(name);
        ids[name] = SubmissionIds.OfKey("web", name);
        var raw = new RawSubmission("application/json", """{"full_name":"Ada Fielding"}"""u8.ToArray(), new Dictionary<string, string>());
        Assert.IsType<Ingested.Quarantined>(await Services.GetRequiredService<IngestSubmission>().RunAsync(new Incoming("web", raw, name), default));
        await RecoverAsync();
    }

    /// <summary>A lead that was stored before this world began.</summary>
    public async Task<LifecycleState> KnowAsync(string name)
    {
        leads.Add(name);
        ids[name] = SubmissionIds.OfKey("web", name);
        return (await RecordAsync(name)).Life;
    }

    public LeadId IdOf(string name) => ids[name];

    public async Task<OpenLead> OpenAsync(string name) => (await Services.GetRequiredService<ILeadStore>().OpenAsync(ids[name], default))!;

    public async Task<LeadRecord> RecordAsync(string name) => (await OpenAsync(name)).Record;

    public RecordingMailer Mailer => Services.GetRequiredService<RecordingMailer>();

    public async Task TellAsync(string name, string signalId, Signal signal)
    {
        await DisturbAsync();
        Assert.IsNotType<SignalTaken.Known>(await Services.GetRequiredService<TakeSignal>().RunAsync(await OpenAsync(name), new SignalRow(signalId, Now, signal), default));
        await RecoverAsync();
    }

    /// <summary>Only stores and announces the signal: for scripts that act in the middle of a move.</summary>
    public async Task StoreAsync(string name, string signalId, Signal signal) =>
        Assert.Equal(AddSignal.Added, await Services.GetRequiredService<SendSignal>().RunAsync(ids[name], new SignalRow(signalId, Now, signal), default));

    public async Task<RepId> OwnerAsync(string name) => (await RecordAsync(name)).Life.Owner!.Value;

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Services.DisposeAsync();
    }

    /// <summary>The story of every lead, every mail and the books, told in words that no host's timing changes.</summary>
    public async Task<string> StoryAsync()
    {
        await SettleAsync();
        var told = new StringBuilder();
        foreach (var name in leads)
        {
            var story = (await Services.GetRequiredService<ILeadStore>().ReadAsync(ids[name], default))!;
            var life = story.Record.Life;
            told.AppendLine(CultureInfo.InvariantCulture, $"{name}: {life.Status.PublicName()}, owner {life.Owner?.Value ?? "nobody"}, attempt {life.Attempt}, wants attention {When(story.Record.NextDue)}");
            foreach (var entry in story.Timeline) told.AppendLine(CultureInfo.InvariantCulture, $"  {When(entry.At)} {entry.Kind}: {Named(entry.Text)}");
        }
        foreach (var line in Services.GetRequiredService<RecordingMailer>().All.Select(m => $"  {When(m.At)} mail {m.Mail.Template} to {m.Mail.To} about {Named(m.Mail.About.Value)}").Order(StringComparer.Ordinal))
            told.AppendLine(line);
        var counts = await Services.GetRequiredService<ILeadIndex>().CountAsync(default);
        told.AppendLine(CultureInfo.InvariantCulture, $"  books: received {counts.Received}, {string.Join(", ", counts.Buckets.Where(b => b.Value > 0).OrderBy(b => b.Key).Select(b => $"{b.Key} {b.Value}"))}");
        var book = await Services.GetRequiredService<IPoolBooks>().ReadAsync(default);
        foreach (var ledger in book.Ledgers) told.AppendLine(CultureInfo.InvariantCulture, $"  pool {ledger.Pool}: {ledger.Sequence} leads charged, sum {ledger.Sum.Micro}");
        Assert.True(counts.Balanced);
        return told.ToString();
    }

    /// <summary>The empty store.</summary>
    protected virtual ITableEngine Tables() => SqliteTableEngine.InMemory();

    protected abstract void AddDriver(ServiceCollection services);

    /// <summary>The host's own waker.</summary>
    protected abstract IWakeLead Driver(IServiceProvider services);

    protected abstract Task BeginAsync();

    protected abstract Task EndAsync();

    /// <summary>Ends when nothing is left to do but wait.</summary>
    protected abstract Task SettleAsync();

    /// <summary>Moves time on, firing what is due on the way; ends with a sweep.</summary>
    protected abstract Task PassToAsync(DateTimeOffset to);

    private async Task RecoverAsync()
    {
        await SettleAsync();
        if (wakes != Wakes.Lost) return;
        for (var sweep = 0; sweep < SweepsPerAct; sweep++) await PassToAsync(Now + SweepAfter);
    }

    // Wakes everybody, also leads that are not stored yet, although there is nothing to tell.
    private async Task DisturbAsync()
    {
        if (wakes != Wakes.Early) return;
        foreach (var id in ids.Values) await Services.GetRequiredService<UnreliableWake>().WakeAsync(id, default);
        await SettleAsync();
    }

    private static string When(DateTimeOffset? at) => at is { } time ? (time - Start).ToString(@"d\.hh\:mm", CultureInfo.InvariantCulture) : "never";

    private string Named(string text)
    {
        foreach (var (name, id) in ids) text = text.Replace(id.Value, name, StringComparison.Ordinal);
        return Seconds().Replace(text, "$1");
    }

    // A wake-up that was lost costs seconds, which nobody promises: stories are told by the minute.
    [GeneratedRegex(@"(\d\d:\d\d):\d\d(?=Z)")]
    private static partial Regex Seconds();
}

/// <summary>What becomes of wake-ups.</summary>
public enum Wakes
{
    Prompt,

    /// <summary>None arrives but those of the sweep.</summary>
    Lost,

    /// <summary>Each lead is also woken before anything happens to it, and in between.</summary>
    Early,

    Doubled,
}

internal sealed class UnreliableWake(IWakeLead driver, Wakes wakes) : IWakeLead
{
    public bool Sweeping { get; set; }

    public async ValueTask WakeAsync(LeadId id, CancellationToken ct)
    {
        if (wakes == Wakes.Lost && !Sweeping) return;
        await driver.WakeAsync(id, ct);
        if (wakes == Wakes.Doubled) await driver.WakeAsync(id, ct);
    }

    // Lost although the driver said otherwise: only the sweep's walk can find the signal.
    public async ValueTask<bool> WakeForSureAsync(LeadId id, CancellationToken ct)
    {
        if (wakes == Wakes.Lost && !Sweeping) return driver is DurableWake;
        if (wakes == Wakes.Doubled) await driver.WakeForSureAsync(id, ct);
        return await driver.WakeForSureAsync(id, ct);
    }

    public async ValueTask MovedAsync(LeadId id, Advanced to, CancellationToken ct)
    {
        if (wakes == Wakes.Lost && !Sweeping) return;
        await driver.MovedAsync(id, to, ct);
        if (wakes == Wakes.Doubled) await driver.MovedAsync(id, to, ct);
    }

    public async ValueTask StartAsync(LeadId id, CancellationToken ct)
    {
        if (wakes == Wakes.Lost) return;
        await driver.StartAsync(id, ct);
        if (wakes == Wakes.Doubled) await driver.StartAsync(id, ct);
    }
}

internal sealed class RecordingMailer(TimeProvider clock) : IMailer
{
    private readonly ConcurrentQueue<(DateTimeOffset At, OutgoingMail Mail)> sent = [];

    public IReadOnlyCollection<(DateTimeOffset At, OutgoingMail Mail)> All => sent;

    /// <summary>Every mail to a rep hits a defect of ours.</summary>
    public bool IsBroken { get; set; }

    public Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        if (IsBroken && mail.Template == "assignment") throw new InvalidOperationException("A template that cannot be filled");
        sent.Enqueue((clock.GetUtcNow(), mail));
        return Task.FromResult(new MailAnswer(MailFate.Accepted));
    }
}

/// <summary>The pools, which a script can take away, or act in front of.</summary>
internal sealed class GatedPool(TablePoolBooks books) : IPoolBooks
{
    public bool IsDown { get; set; }

    /// <summary>Runs once, when a pool is asked next.</summary>
    public Func<Task>? BeforeNext { get; set; }

    public async Task<T> PostAsync<T>(
        Domain.Assignment.DecisionId id, bool isNew, Func<Domain.Assignment.AssignmentBook, Domain.Assignment.Decision?, Posted<T>> decide, CancellationToken ct)
    {
        if (IsDown) throw new IOException("The pool does not answer");
        var before = BeforeNext;
        BeforeNext = null;
        if (before is not null) await before();
        return await books.PostAsync(id, isNew, decide, ct);
    }

    public Task<Domain.Assignment.AssignmentBook> ReadAsync(CancellationToken ct) => books.ReadAsync(ct);
}

/// <summary>Who knows each person, with a moment in which a script can act: a repeat enquiry is recognised, and has not reached its lead.</summary>
internal sealed class GatedIdentities(TableIdentityStore identities) : IIdentityStore
{
    /// <summary>Runs once, when a repeat enquiry is noted next.</summary>
    public Func<Task>? BeforeNextNote { get; set; }

    public Task<IdentityClaim> ClaimAsync(PersonKey key, LeadId claimant, CancellationToken ct) => identities.ClaimAsync(key, claimant, ct);

    public Task PassOnAsync(PersonKey key, IdentityClaim from, LeadId to, CancellationToken ct) => identities.PassOnAsync(key, from, to, ct);

    public async Task NoteAsync(PersonKey key, LeadId submission, CancellationToken ct)
    {
        var before = BeforeNextNote;
        BeforeNextNote = null;
        if (before is not null) await before();
        await identities.NoteAsync(key, submission, ct);
    }

    public Task<IReadOnlyList<LeadId>> SubmissionsAsync(PersonKey key, CancellationToken ct) => identities.SubmissionsAsync(key, ct);

    public Task ForgetAsync(PersonKey key, IReadOnlySet<LeadId> holders, CancellationToken ct) => identities.ForgetAsync(key, holders, ct);

    public string HashOf(PersonKey key) => identities.HashOf(key);
}

/// <summary>Who hands out leads by their ids, and who knows something of every company.</summary>
internal sealed class Providers : ILeadFetcher, IEnricher
{
    public bool IsOn { get; set; }

    public bool CanFetch(Domain.Rules.SourceRow source) => true;

    public Task<Fetched> FetchAsync(Domain.Rules.SourceRow source, string id, CancellationToken ct) => Task.FromResult<Fetched>(id == "deleted"
        ? new Fetched.Refused("no such lead")
        : new Fetched.Lead("application/json", Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","email":"{{id}}@northwind.example","name":"Ada Fielding"}""")));

    public Task<IReadOnlyDictionary<string, string>?> AskAsync(LeadAttributes lead, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, string>?>(new Dictionary<string, string> { ["Industry"] = "shipping" });
}
