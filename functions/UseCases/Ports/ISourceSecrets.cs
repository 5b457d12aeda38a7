namespace LeadRouter.UseCases.Ports;

/// <summary>The secrets that sources name: values are settings, never rows.</summary>
public interface ISourceSecrets
{
    /// <summary>Every value in force under this name, several while one replaces another; empty when none is set.</summary>
    IReadOnlyList<string> Of(string name);
}
