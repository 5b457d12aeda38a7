namespace LeadRouter.UseCases.Ports;

/// <summary>The record of every mail in the partition of its mailbox: claimed before it is handed over, confirmed after.</summary>
public interface IMailStore
{
    /// <summary>Claims a send. A claim of an earlier try that was never confirmed is unknown: it may have been handed over.</summary>
    Task<MailClaim> ClaimAsync(string mailbox, string sendId, string mailClass, DateTimeOffset now, CancellationToken ct);

    Task ConfirmAsync(string mailbox, string sendId, MailFate fate, DateTimeOffset now, CancellationToken ct);
}

public enum MailClaim
{
    /// <summary>Nobody has handed this mail over: go on.</summary>
    Yours,

    /// <summary>It was handed over and confirmed.</summary>
    Sent,

    /// <summary>A try before this one ended without a word.</summary>
    Unknown,
}

public enum MailFate
{
    Accepted,

    /// <summary>Certainly not sent: the claim is free again.</summary>
    Rejected,

    /// <summary>Perhaps sent.</summary>
    Unknown,
}
