namespace LeadRouter.UseCases.Ports;

/// <summary>What has to happen in storage once rows with personal data are gone.</summary>
public interface IStoreScrub
{
    Task ScrubAsync();
}
