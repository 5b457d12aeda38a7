using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Sla;

/// <summary>From a row of <c>Reasons</c> to what the lifecycle understands. A row without a disposition sends the lead to the next rep.</summary>
public static class Rejections
{
    public static Signal.Rejected ToRejection(this ReasonRow row, RepId? by, DateTimeOffset? until, int? attempt) =>
        new(by, row.Key, row.Disposition ?? Disposition.Reroute, row.Refund, until, attempt);
}
