using LeadRouter.Adapters.Tables;

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
            Console.WriteLine(Welcome(app, arguments));
            await app.WaitForShutdownAsync(ct);
            return 0;
        }
        catch (StoreInUseException inUse)
        {
            return Fail(inUse.Message);
        }
        catch (Exception bad) when (bad is BadConfigurationException or IOException or Microsoft.Extensions.Options.OptionsValidationException)
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

    private static string Welcome(WebApplication app, HostArguments arguments)
    {
        var url = app.Urls.First();
        var key = LocalApp.EditorKey(arguments);
        return $$"""

            LeadRouter serves on {{url}}   (data in {{Path.GetFullPath(arguments.Data)}})

            Send a lead:
              curl -s {{url}}/api/leads/website -H 'content-type: application/json' \
                -d '{"email":"ada@northwind.example","full_name":"Ada Fielding","company":"Northwind","country":"ES","employees":120}'
            See who got it:
              curl -s {{url}}/api/leads -H 'x-api-key: {{key}}'
            Read the mails, press Accept:
              {{url}}/dev/mail
            Editor key: {{key}}

            """;
    }
}
