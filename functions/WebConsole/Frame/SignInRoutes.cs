using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Frame;

/// <summary>In and out of the console, and its language.</summary>
public sealed class SignInRoutes(ConsoleDoor door, ConsoleSessions sessions) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleSignInPage", "console/sign-in", "The sign-in of the console", ShowAsync, Access.Anyone),
        door.Post("ConsoleSignIn", "console/sign-in", "Signs in with a key", SignInAsync, Access.Anyone),
        door.Post("ConsoleSignOut", "console/sign-out", "Signs out", SignOutAsync, Access.Anyone),
        door.Post("ConsoleLanguage", "console/language", "Chooses the language of the console", LanguageAsync, Access.Anyone),
    ];

    private Task<IResult> ShowAsync(HttpRequest request, CancellationToken ct) => Task.FromResult(Form(request, request.Query["next"], wrong: false));

    private async Task<IResult> SignInAsync(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        return sessions.SignIn(request.HttpContext, form["key"].ToString()) is null
            ? Form(request, form["next"], wrong: true)
            : door.Back(request, form["next"].ToString());
    }

    private Task<IResult> SignOutAsync(HttpRequest request, CancellationToken ct)
    {
        sessions.SignOut(request.HttpContext);
        return Task.FromResult(door.Back(request, "/console/sign-in"));
    }

    private async Task<IResult> LanguageAsync(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        return door.SetLanguage(request, form["language"].ToString(), form["next"].ToString());
    }

    private IResult Form(HttpRequest request, string? next, bool wrong) => door.Page<SignInPage>(
        request,
        ConsoleDoor.Text(request, "Sign in", "Entrar"),
        new() { [nameof(SignInPage.Next)] = ConsoleDoor.OwnAddress(next), [nameof(SignInPage.Wrong)] = wrong },
        wrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);
}
