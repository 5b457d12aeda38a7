using System.Collections.Frozen;
using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Leads;

/// <summary>Carries out one kind of effect, or a few that belong together. Safe to run twice for the same effect.</summary>
public interface IEffectHandler
{
    IReadOnlyList<Type> Handles { get; }

    Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct);
}

/// <summary>An effect, the lead as it stood when the effect was due, and now.</summary>
public sealed record EffectCall(LeadRecord Lead, PendingEffect Pending, DateTimeOffset Now)
{
    /// <summary>The same in every try of this effect.</summary>
    public string Id => $"{Lead.IdPrefix}{Lead.Id}-{Pending.Id}";

    /// <summary>It was never tried and never put off; a try that died left no trace.</summary>
    public bool IsFirst => Pending is { Tries: 0, LastError: null };
}

/// <summary>The effect cannot be carried out now, but may be later.</summary>
public sealed class TryLaterException : Exception
{
    public TryLaterException() { }

    public TryLaterException(string message) : base(message) { }

    public TryLaterException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>What came of one effect.</summary>
public abstract record EffectEnd(PendingEffect Effect)
{
    public sealed record Done(PendingEffect Effect, EffectResult Result) : EffectEnd(Effect);

    public sealed record Failed(PendingEffect Effect, string Error, bool Transient, Exception Exception) : EffectEnd(Effect);
}

/// <summary>Finds the handler of an effect and turns a failure into data.</summary>
public sealed class EffectRunner(IEnumerable<IEffectHandler> handlers)
{
    private readonly FrozenDictionary<Type, IEffectHandler> byEffect =
        handlers.SelectMany(h => h.Handles.Select(type => (type, h))).ToFrozenDictionary(x => x.type, x => x.h);

    public async Task<EffectEnd> RunAsync(EffectCall call, CancellationToken ct)
    {
        using var span = LeadTelemetry.StartEffect(call.Lead.Id, call.Pending);
        var end = await RunAsync(call.Pending, () => byEffect[call.Pending.Effect.GetType()].RunAsync(call, ct), ct).ConfigureAwait(false);
        // The type of the fault only: its message may quote what a person wrote.
        if (end is EffectEnd.Failed failed) span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failed.Exception.GetType().Name);
        return end;
    }

    public static async Task<EffectEnd> RunAsync(PendingEffect effect, Func<Task<EffectResult>> carryOut, CancellationToken ct)
    {
        try
        {
            return new EffectEnd.Done(effect, await carryOut().ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever goes wrong in one effect must not stop the lead: it becomes data, with its reason.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var transient = fault is TryLaterException or IOException or HttpRequestException or TimeoutException or OperationCanceledException;
            return new EffectEnd.Failed(effect, $"{fault.GetType().Name}: {fault.Message}", transient, fault);
        }
    }
}
