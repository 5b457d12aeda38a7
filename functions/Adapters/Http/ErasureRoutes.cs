using LeadRouter.UseCases.Intake;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>A person's right to be forgotten. He is named by the keyed hash of his mailbox or number: no personal data stands in a URL.</summary>
public sealed class ErasureRoutes(EraseContact erase) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("EraseContact", ["DELETE"], "api/contacts/{contactId}", Access.Editor, "Erases a person everywhere; a suppression stays") { Handle = EraseAsync, Also = [202] },
    ];

    private async Task<IResult> EraseAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("contactId");
        if (!ContactRoutes.IsContactId(id)) return ContactRoutes.NoSuchContact;
        var erasure = await erase.RunAsync(id, ct).ConfigureAwait(false);
        return HttpJson.Ok(
            new { contactId = id, status = erasure.Pending == 0 ? "erased" : "pending", submissions = erasure.Submissions, pending = erasure.Pending },
            erasure.Pending == 0 ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }
}
