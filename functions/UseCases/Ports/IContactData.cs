namespace LeadRouter.UseCases.Ports;

/// <summary>A place that keeps something of a contact beside his leads, and forgets it when he is erased.</summary>
public interface IContactData
{
    /// <param name="contactId">The keyed hash of his mailbox. What has to go on suppressing him is kept under it.</param>
    Task EraseAsync(string contactId, CancellationToken ct);
}

/// <summary>What has to happen in storage once rows with personal data are gone.</summary>
public interface IStoreScrub
{
    Task ScrubAsync(CancellationToken ct);
}
