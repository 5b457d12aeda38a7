using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Outreach;

/// <summary>The links of reps' mails and pages.</summary>
public sealed class AnswerLinks(LinkKeys keys, IOptions<LeadRouterOptions> options)
{
    /// <summary>The links that are of use to the owner of the lead as it stands, by their name in templates.</summary>
    public void AddTo(Dictionary<string, object?> data, LeadRecord lead, RepId rep, int attempt)
    {
        // From the last activity and not from now, so that a repeated mail carries the same links.
        var expires = lead.Life.LastActivity.AddDays(options.Value.LinkDays);
        foreach (var action in Open(lead.Life.Status)) data[$"{Name(action)}Url"] = Url(new RepLink(lead.Id, rep, attempt, action, expires));
        data["rateUrl"] = Url(new RepLink(lead.Id, rep, attempt, RepAction.Rate, expires));
        data["myUrl"] = Mine(rep, lead.Life.LastActivity);
    }

    /// <summary>The rep's own page.</summary>
    public string Mine(RepId rep, DateTimeOffset from) => Url(new RepLink(new LeadId(""), rep, 0, RepAction.MyLeads, from.AddDays(options.Value.LinkDays)));

    public string Url(RepLink link) => $"{options.Value.PublicUrl}/r/{RepLinks.Sign(link, keys.Signing)}";

    /// <summary>What an owner can answer in this state, the likeliest first.</summary>
    public static IReadOnlyList<RepAction> Open(LeadStatus status) => status switch
    {
        LeadStatus.Broadcast => [RepAction.Accept, RepAction.Reject],
        LeadStatus.Offered => [RepAction.Accept, RepAction.Reject, RepAction.Contacted, RepAction.Qualified, RepAction.Disqualified],
        LeadStatus.Accepted => [RepAction.Contacted, RepAction.Qualified, RepAction.Disqualified],
        LeadStatus.Contacted => [RepAction.Qualified, RepAction.Disqualified],
        LeadStatus.Qualified => [RepAction.Disqualified],
        _ => [],
    };

    private static string Name(RepAction action) => char.ToLowerInvariant(action.ToString()[0]) + action.ToString()[1..];
}
