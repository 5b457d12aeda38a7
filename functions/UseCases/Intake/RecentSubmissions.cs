using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Intake;

/// <summary>
/// Which submissions this host has taken lately, stored and registered. It may forget: then the store says that one is known. Two
/// generations, so that forgetting costs nothing: when the younger is full, the older goes.
/// </summary>
internal sealed class RecentSubmissions(int most = 32_768)
{
    private readonly Lock gate = new();
    private HashSet<LeadId> younger = [], older = [];

    public bool Contains(LeadId id)
    {
        lock (gate) return younger.Contains(id) || older.Contains(id);
    }

    public void Add(LeadId id)
    {
        lock (gate)
        {
            if (!younger.Add(id) || younger.Count < most) return;
            (younger, older) = ([], younger);
        }
    }
}
