using LeadRouter.Adapters;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LeadRouter.UseCases.Tests.World;

/// <summary>The real use-cases and stores in one process, with a driver that moves one lead at a time.</summary>
internal sealed class TestProcess : IWakeLead
{
    private readonly TestWorld world;
    private readonly Queue<LeadId> ready = new();
    private readonly Dictionary<LeadId, DateTimeOffset> timers = [];
    private readonly ServiceProvider services;

    public TestProcess(TestWorld world, ITableEngine storage)
    {
        this.world = world;
        var settings = new Dictionary<string, string?>
        {
            ["LeadRouter:LinkKeys:0"] = "k1:0123456789abcdef0123456789abcdef",
            ["LeadRouter:HashSecret"] = "0123456789abcdef",
            ["LeadRouter:SendGridApiKey"] = "a key that no mail is sent with",
            ["LeadRouter:HouseEmail"] = "house@leadrouter.example",
            ["LeadRouter:DigestTo:0"] = "es:marta@leadrouter.example",
            ["LeadRouter:DigestTo:1"] = "sam@leadrouter.example",
        };
        services = new ServiceCollection()
            .AddLogging()
            .AddLeadRouter(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton(storage)
            .AddSingleton<TimeProvider>(world.Clock)
            .AddSingleton<IWakeLead>(this)
            .Replace(ServiceDescriptor.Singleton<IConfigurations>(new TestConfigurations(world)))
            .Replace(ServiceDescriptor.Singleton<IMailer>(world.Mails))
            .BuildServiceProvider();
    }

    public ILeadStore Leads => Get<ILeadStore>();

    public ILeadIndex Index => Get<ILeadIndex>();

    /// <summary>A dead process moves nothing and waits for nothing.</summary>
    public Func<bool> IsDead { get; init; } = () => false;

    /// <summary>Wake-ups come to nothing, as if a queue had lost them.</summary>
    public bool LosesWakeUps { get; set; }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public ValueTask WakeAsync(LeadId id, CancellationToken ct)
    {
        if (!LosesWakeUps)
            lock (ready) ready.Enqueue(id);
        return ValueTask.CompletedTask;
    }

    public ValueTask MovedAsync(LeadId id, Advanced to, CancellationToken ct)
    {
        if (!LosesWakeUps && to is Advanced.Waiting waiting) Schedule(id, waiting.Until);
        return ValueTask.CompletedTask;
    }

    public Task<Ingested> PostAsync(Incoming incoming) => Get<IngestSubmission>().RunAsync(incoming, CancellationToken.None);

    /// <summary>Posts a lead and moves everything until it is idle.</summary>
    public async Task<LeadId> SubmitAsync(Incoming incoming)
    {
        var id = Assert.IsType<Ingested.Accepted>(await PostAsync(incoming)).Id;
        await PumpAsync();
        return id;
    }

    /// <summary>As people and CRMs send it: taken at once if it can be. Null when there is no such lead.</summary>
    public async Task<SignalTaken?> SendAsync(LeadId lead, Signal signal, string? id = null)
    {
        var row = new SignalRow(id ?? $"s{Interlocked.Increment(ref lastSignal)}", world.Now, signal);
        return await Leads.OpenAsync(lead, CancellationToken.None) is { } open ? await Get<TakeSignal>().RunAsync(open, row, CancellationToken.None) : null;
    }

    /// <summary>Sends a signal, moves everything, and says why it changed nothing, if so.</summary>
    public async Task<string?> TellAsync(LeadId lead, Signal signal, string? id = null)
    {
        id ??= $"s{Interlocked.Increment(ref lastSignal)}";
        await SendAsync(lead, signal, id);
        await PumpAsync();
        return (await Leads.FindAnswerAsync(lead, id, CancellationToken.None))!.Refusal;
    }

    public Task<Advanced> AdvanceAsync(LeadId id) => Get<AdvanceLead>().RunAsync(id, CancellationToken.None);

    /// <summary>What a host does when it starts: timers from the index, then a sweep.</summary>
    public async Task LoadAsync()
    {
        await foreach (var due in Index.DueAsync(CancellationToken.None)) Schedule(due.Id, due.Due);
        await Get<SweepLeads>().RunAsync(CancellationToken.None);
        await PumpAsync();
    }

    /// <summary>Moves leads until nothing is due now.</summary>
    public async Task PumpAsync()
    {
        for (var moves = 0; !IsDead() && TryTake() is { } id; moves++)
        {
            Assert.True(moves < 200_000, "the driver never comes to rest");
            try
            {
                if (await AdvanceAsync(id) is Advanced.Waiting waiting) Schedule(id, waiting.Until);
            }
            catch (StorageUnavailableException)
            {
                Schedule(id, world.Now.AddSeconds(5));
            }
        }
    }

    /// <summary>Lets time pass, stopping at each instant at which something is due.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        var to = world.Now + span;
        await PumpAsync();
        while (!IsDead() && NextDue is { } next && next <= to)
        {
            if (next > world.Now) world.Clock.SetUtcNow(next);
            await PumpAsync();
        }
        world.Clock.SetUtcNow(to);
        await PumpAsync();
    }

    public async Task<LeadRecord> LeadAsync(LeadId id) => (await Leads.OpenAsync(id, CancellationToken.None))!.Record;

    public async Task<IReadOnlyList<string>> StoryAsync(LeadId id) => [.. (await Leads.ReadAsync(id, CancellationToken.None))!.Timeline.Select(t => t.Kind)];

    private static int lastSignal;

    private DateTimeOffset? NextDue
    {
        get
        {
            lock (ready) return timers.Count == 0 ? null : timers.Values.Min();
        }
    }

    private void Schedule(LeadId id, DateTimeOffset due)
    {
        lock (ready) timers[id] = due;
    }

    private LeadId? TryTake()
    {
        lock (ready)
        {
            if (ready.TryDequeue(out var woken))
            {
                timers.Remove(woken);
                return woken;
            }
            var due = timers.Where(t => t.Value <= world.Now).OrderBy(t => (t.Value, t.Key.Value)).Select(t => (LeadId?)t.Key).FirstOrDefault();
            if (due is { } id) timers.Remove(id);
            return due;
        }
    }

    private sealed class TestConfigurations(TestWorld world) : IConfigurations
    {
        public Configuration Current => world.Configuration;

        public ValueTask<RuleVersion?> FindAsync(int number, CancellationToken ct) => ValueTask.FromResult<RuleVersion?>(number == 1 ? Current.Rules : null);
    }
}
