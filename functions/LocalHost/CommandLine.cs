using System.CommandLine;
using LeadRouter.LocalHost.Commands;

namespace LeadRouter.LocalHost;

/// <summary>The <c>leadrouter</c> command.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("LeadRouter: stores, scores, assigns and watches leads.") { Serve(), ConfigCommand.Create() };
        // Without a command it serves, which is what most people start it for.
        var isServe = args.Length == 0 || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"));
        return root.Parse(isServe ? ["serve", .. args] : args).InvokeAsync();
    }

    private static Command Serve()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen", DefaultValueFactory = _ => HostArguments.DefaultUrls };
        var data = new Option<string>("--data") { Description = "Folder of the embedded store, the keys and the mailbox", DefaultValueFactory = _ => HostArguments.DefaultData };
        var storage = new Option<string?>("--storage") { Description = "Azure Tables instead of the embedded store: a connection string, or the account's table URL" };
        var key = new Option<string?>("--key") { Description = "The editor key; without it one is made and kept with the store" };
        var virtualClock = new Option<bool>("--virtual-clock") { Description = "Time stands still and is moved through /dev/clock" };
        var serve = new Command("serve", "Runs the host") { urls, data, storage, key, virtualClock };
        serve.SetAction((parsed, ct) => Serving.RunAsync(
            new HostArguments(
                parsed.GetRequiredValue(urls),
                parsed.GetRequiredValue(data),
                parsed.GetValue(key),
                parsed.GetValue(virtualClock),
                parsed.GetValue(storage)),
            ct));
        return serve;
    }
}
