namespace LeadRouter.UseCases.Ports;

/// <summary>What has to happen in storage once rows with personal data are gone.</summary>
public interface IStoreScrub
{
    /// <param name="words">What stood in them, and stands nowhere any more.</param>
    Task ScrubAsync(IReadOnlyCollection<string> words, CancellationToken ct);
}
