namespace LeadRouter.Domain.Leads;

/// <summary>The id of a lead: the id of its first submission.</summary>
public readonly record struct LeadId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The RowKey of a row in <c>Reps</c>.</summary>
public readonly record struct RepId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The RowKey of a row in <c>Pools</c>.</summary>
public readonly record struct PoolId(string Value)
{
    public override string ToString() => Value;
}
