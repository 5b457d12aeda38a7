using System.Collections.Concurrent;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Rules;

/// <summary>
/// The names of attributes that leads have had, so that a misspelt column is found. Collected in memory and saved now and then: no lead
/// costs a write, and what a host has seen since its last save it will see again.
/// </summary>
public sealed class SeenAttributes(IConfigStore store)
{
    // Together they fit into one property of a row. Whoever sends names at random fills it, and then a warning is missing.
    private const int Most = 500;
    private const int LongestName = 60;

    private readonly ConcurrentDictionary<string, bool> unsaved = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> known = new(AttributeNames.Fixed.Select(name => KeyValuePair.Create(name, true)), StringComparer.Ordinal);
    private int room = Most;

    public void Note(LeadAttributes lead)
    {
        foreach (var (name, _) in lead)
            if (!known.ContainsKey(name) && IsName(name) && Volatile.Read(ref room) > 0 && known.TryAdd(name, true))
            {
                Interlocked.Decrement(ref room);
                unsaved[name] = true;
            }
    }

    /// <summary>Null when no lead told anything but the fixed attributes: then nothing can be said of the others.</summary>
    public async Task<IReadOnlyCollection<string>?> KnownAsync(CancellationToken ct)
    {
        List<string> all = [.. await store.SeenAttributesAsync(ct).ConfigureAwait(false), .. unsaved.Keys];
        return all.Count > 0 ? all : null;
    }

    /// <summary>No operation on the store when nothing new was seen.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        string[] names = [.. unsaved.Keys];
        if (names.Length == 0 || !await store.AddSeenAttributesAsync(names, Most, ct).ConfigureAwait(false)) return;
        foreach (var name in names) unsaved.TryRemove(name, out _);
    }

    // A form that puts what a person typed into the name of a field must not make that outlive the person's erasure.
    private static bool IsName(string name) => name.Length <= LongestName && name.All(c => char.IsLetter(c) || c is ' ' or '_' or '-' or '.' or (>= '0' and <= '9')) && name.Count(char.IsAsciiDigit) < 6;
}
