namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Table <c>Hosts</c>: what hosts on one store tell each other. Partition <c>driver</c> holds the lease, <c>wakes</c> the wake-ups for
/// the driver, <c>secrets</c> what no setting gave.
/// </summary>
public static class HostsTable
{
    public const string Name = "Hosts";
    public const string Driver = "driver";
    public const string Lease = "lease";
    public const string Wakes = "wakes";
    public const string Secrets = "secrets";
}
