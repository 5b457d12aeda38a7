using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>
/// Claims the person's strongest key for the lead. Whoever holds it already has the lead as a touch while he is open; a closed lead
/// passes the key on, and its owner.
/// </summary>
public sealed class RecogniseLead(IIdentityStore identities, ILeadStore leads) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.Recognise)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        if (StrongestKey(call.Lead.Attributes) is not { } key) return new EffectResult(new Signal.Recognised(null, null));
        while (true)
        {
            var claim = await identities.ClaimAsync(key, call.Lead.Id, ct).ConfigureAwait(false);
            if (claim.Holder == call.Lead.Id) return await AfterAsync(claim.Previous, ct).ConfigureAwait(false);
            var holder = (await leads.OpenAsync(claim.Holder, ct).ConfigureAwait(false))?.Record;
            if (holder is not null && !holder.Life.Status.IsClosed()) return new EffectResult(new Signal.KnownAs(claim.Holder));
            await identities.PassOnAsync(key, claim, call.Lead.Id, ct).ConfigureAwait(false);
        }
    }

    private async Task<EffectResult> AfterAsync(LeadId? previous, CancellationToken ct)
    {
        if (previous is not { } id || (await leads.OpenAsync(id, ct).ConfigureAwait(false))?.Record is not { } closed)
            return new EffectResult(new Signal.Recognised(null, null));
        return new EffectResult(new Signal.Recognised(id, closed.Life.Owner)) { Previous = (id, closed.Life.Owner) };
    }

    private static PersonKey? StrongestKey(LeadAttributes attributes) =>
        attributes["Email"] is { } email ? new PersonKey("email", email)
        : attributes["Phone"] is { } phone ? new PersonKey("phone", phone)
        : null;
}
