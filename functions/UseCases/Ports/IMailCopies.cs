namespace LeadRouter.UseCases.Ports;

/// <summary>Where mails are kept after they were handed over; a host that keeps none has no such place.</summary>
public interface IMailCopies
{
    /// <summary>Leaves no byte of the mails whose recipient or words are somebody's. Repeating it changes nothing.</summary>
    Task ForgetAsync(Func<string, bool> isHis, CancellationToken ct);
}
