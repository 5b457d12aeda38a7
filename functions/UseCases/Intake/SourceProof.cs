using System.Collections.Immutable;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Intake;

/// <summary>What a sender's signature proves.</summary>
public abstract record Proven
{
    /// <summary>Why a person has to look before it counts as a lead; null when nothing speaks against it.</summary>
    public virtual string? Doubt => null;

    public sealed record Genuine : Proven;

    /// <summary>Nothing to compare with: kept, because the mistake is ours.</summary>
    public sealed record NoSecret(string Name) : Proven
    {
        public override string Doubt => $"signature.unchecked: the setting LeadRouter:Secrets:{Name} is missing";
    }

    public sealed record Forged : Proven;
}

/// <summary>Checks who sent a submission, and counts by source what is refused.</summary>
public sealed partial class SourceProof(ISourceSecrets secrets, ILogger<SourceProof> log)
{
    private readonly SourceCounts refused = new();

    /// <summary>How many were refused since this host started, by source.</summary>
    public ImmutableSortedDictionary<string, long> Refused => refused.Read();

    public Proven Of(SourceRow? source, SignedRequest? request, DateTimeOffset now)
    {
        if (source is null or { Scheme: SignatureScheme.None } || source.Secret is not { } name) return new Proven.Genuine();
        if (secrets.Of(name) is not { Count: > 0 } known) return new Proven.NoSecret(name);
        if (request is not null && SignatureCheck.Accepts(source.Scheme, request, known, now)) return new Proven.Genuine();
        refused.Add(source.Key);
        LogRefused(source.Key);
        return new Proven.Forged();
    }

    /// <summary>The submission as it may be stored: a secret that came with it is blotted out.</summary>
    public static RawSubmission WithoutSecret(SourceRow? source, RawSubmission raw) => source?.Scheme is SignatureScheme.SharedSecret { In: SecretPlace.Body } shared
        ? raw with { Body = BodySecret.Redact(raw.ContentType, raw.Body, shared.Name) }
        : raw;

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused a submission to {Source}: its signature is missing or wrong")]
    private partial void LogRefused(string source);
}
