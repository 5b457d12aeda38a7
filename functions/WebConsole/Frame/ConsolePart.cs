using Microsoft.AspNetCore.Components;

namespace LeadRouter.WebConsole.Frame;

/// <summary>What every part of a page knows: who looks at it.</summary>
public abstract class ConsolePart : ComponentBase
{
    [CascadingParameter]
    public Viewer Viewer { get; set; } = null!;

    protected string T(string english, string spanish) => Viewer.T(english, spanish);
}
