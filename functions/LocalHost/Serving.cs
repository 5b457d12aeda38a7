using LeadRouter.Adapters.Tables;
using LeadRouter.LocalHost.Storage;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Rules;
using Microsoft.Extensions.Options;

namespace LeadRouter.LocalHost;

/// <summary>Starts the host, says what to try next, runs until it is stopped.</summary>
internal static class Serving
{
    public static async Task<int> RunAsync(HostArguments arguments, CancellationToken ct)
    {
        try
        {
            await using var app = await LocalApp.BuildAsync(arguments, ct);
            await app.StartAsync(ct);
            Console.WriteLine(Welcome(app));
            await app.WaitForShutdownAsync(ct);
            return 0;
        }
        catch (Exception bad) when (bad is BadConfigurationException or IOException or OptionsValidationException)
        {
            return Fail(bad.Message);
        }
        catch (InvalidOperationException unbound) when (unbound.InnerException is FormatException or ArgumentException or OverflowException)
        {
            // A setting that is no number where one is needed.
            return Fail(unbound.Message);
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }

    private static string Welcome(WebApplication app)
    {
        var url = app.Urls.First();
        var store = app.Services.GetRequiredService<HostStorage>().Name;
        var key = app.Services.GetRequiredService<IOptions<LeadRouterOptions>>().Value.EditorKeys[0];
        return $$"""

            LeadRouter serves on {{url}}   (store: {{store}})

            Send a lead:
              curl -s {{url}}/api/leads/website -H 'content-type: application/json' \
                -d '{"email":"ada@northwind.example","full_name":"Ada Fielding","company":"Northwind","country":"ES","employees":120}'
            See who got it:
              curl -s {{url}}/api/leads -H 'x-api-key: {{key}}'
            Read the mails, press Accept:
              {{url}}/dev/mail
            See why, change the rules:
              {{url}}/console
            Editor key: {{key}}

            """;
    }
}
