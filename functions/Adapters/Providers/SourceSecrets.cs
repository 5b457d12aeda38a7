using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Configuration;

namespace LeadRouter.Adapters.Providers;

/// <summary>Secrets as settings: <c>LeadRouter:Secrets:{name}</c>, or <c>…:{name}:0</c>, <c>…:1</c> while one replaces another. Read anew each time.</summary>
public sealed class SourceSecrets(IConfiguration section) : ISourceSecrets
{
    public IReadOnlyList<string> Of(string name)
    {
        var found = section.GetSection(name);
        return [.. found.GetChildren().Select(c => c.Value).Append(found.Value).OfType<string>().Where(v => v.Length > 0)];
    }
}
