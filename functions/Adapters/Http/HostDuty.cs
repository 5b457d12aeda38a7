namespace LeadRouter.Adapters.Http;

/// <summary>Whether the host that answers is the one that moves leads, where hosts take turns.</summary>
public sealed record HostDuty(Func<bool> Drives);
