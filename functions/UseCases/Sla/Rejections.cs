using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Sla;

/// <summary>From a row of <c>Reasons</c> to what the lifecycle understands.</summary>
public static class Rejections
{
    public static Signal.Rejected ToRejection(this ReasonRow row, RepId? by, DateTimeOffset? until, int? attempt) =>
        new(by, row.Key, row.Disposition, row.Refund, until, attempt);
}
