using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Intake;

/// <summary>
/// <c>none</c>, <c>secret; in=header; name=X</c>, <c>hmac-sha256; header=X; sign={timestamp}.{body}; …</c> or <c>standard-webhooks</c>.
/// Nothing throws; what cannot be read is reported.
/// </summary>
public sealed class SignatureParser
{
    private static readonly string[] Kinds = ["none", "secret", "hmac-sha256", "standard-webhooks"];

    private readonly Action<CellIssue> report;
    private readonly Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);

    private SignatureParser(Action<CellIssue> report) => this.report = report;

    /// <summary>Null when something was reported.</summary>
    public static SignatureScheme? Parse(string text, Action<CellIssue> report)
    {
        var failed = false;
        var parser = new SignatureParser(issue =>
        {
            failed = true;
            report(issue);
        });
        var scheme = parser.Read(text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return failed ? null : scheme;
    }

    private SignatureScheme? Read(string[] parts)
    {
        if (parts.Length == 0) return new SignatureScheme.None();
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) Refuse($"{part} is not of the form name=value.");
            else settings[part[..equals].Trim()] = part[(equals + 1)..].Trim();
        }
        return Folding.Fold(parts[0]) switch
        {
            "none" => Only([], new SignatureScheme.None()),
            "secret" => Only(["in", "name"], new SignatureScheme.SharedSecret(Place(), Required("name"))),
            "hmac-sha256" => Only(["header", "sign", "timestamp", "id", "part", "encode", "prefix", "tolerance"], Hmac()),
            "standard-webhooks" => Only(["tolerance"], new SignatureScheme.StandardWebhooks(Tolerance())),
            _ => Refuse($"One of {string.Join(", ", Kinds)} comes first.", Suggest.Nearest(parts[0], Kinds)),
        };
    }

    private SignatureScheme.Hmac Hmac()
    {
        var sign = Template(Required("sign"));
        var scheme = new SignatureScheme.Hmac(
            Required("header"), sign, Encoding(), settings.GetValueOrDefault("prefix", ""), settings.GetValueOrDefault("part"),
            settings.GetValueOrDefault("timestamp"), settings.GetValueOrDefault("id"), Tolerance());
        if (Signs(sign, SignedField.Timestamp) && scheme.Timestamp is null)
            Refuse("{timestamp} is signed, so timestamp= must say where it is.", "timestamp=X-Timestamp");
        if (Signs(sign, SignedField.Id) && scheme.Id is null) Refuse("{id} is signed, so id= must say which header it is.", "id=X-Id");
        if (sign.Count > 0 && !Signs(sign, SignedField.Body)) Refuse("The signed text must contain {body}.", "sign={body}");
        return scheme;
    }

    private static bool Signs(List<SignedPart> sign, SignedField field) => sign.Contains(new SignedPart.Field(field));

    private List<SignedPart> Template(string text)
    {
        var parts = new List<SignedPart>();
        while (text.Length > 0)
        {
            var open = text.IndexOf('{', StringComparison.Ordinal);
            if (open != 0) parts.Add(new SignedPart.Literal(open < 0 ? text : text[..open]));
            if (open < 0) break;
            var close = text.IndexOf('}', open);
            var name = close < 0 ? text[open..] : text[(open + 1)..close];
            if (close < 0 || !Enum.TryParse<SignedField>(name, true, out var field) || !name.All(char.IsLetter))
            {
                Refuse($"{name} is nothing that can be signed; {{body}}, {{timestamp}}, {{id}}, {{method}} and {{url}} are.",
                    Suggest.Nearest(name, Enum.GetNames<SignedField>()) is { } near ? $"{{{Folding.Fold(near)}}}" : null);
                break;
            }
            parts.Add(new SignedPart.Field(field));
            text = text[(close + 1)..];
        }
        return parts;
    }

    private SecretPlace Place() => Required("in") switch
    {
        var header when Folding.Same(header, "header") => SecretPlace.Header,
        var query when Folding.Same(query, "query") => SecretPlace.Query,
        var body when Folding.Same(body, "body") => SecretPlace.Body,
        "" => default,
        var other => Refuse<SecretPlace>($"in={other}: header, query or body is expected.", Suggest.Nearest(other, ["header", "query", "body"])),
    };

    private SignatureEncoding Encoding() => settings.GetValueOrDefault("encode", "hex") switch
    {
        var hex when Folding.Same(hex, "hex") => SignatureEncoding.Hex,
        var base64 when Folding.Same(base64, "base64") => SignatureEncoding.Base64,
        var other => Refuse<SignatureEncoding>($"encode={other}: hex or base64 is expected.", Suggest.Nearest(other, ["hex", "base64"])),
    };

    private TimeSpan Tolerance()
    {
        if (!settings.TryGetValue("tolerance", out var text)) return SignatureScheme.DefaultTolerance;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : Refuse<TimeSpan>($"tolerance={text}: seconds from 1 to 86400 are expected.");
    }

    private string Required(string name)
    {
        if (settings.TryGetValue(name, out var value) && value.Length > 0) return value;
        Refuse($"{name}= is missing.");
        return "";
    }

    private SignatureScheme? Only(string[] known, SignatureScheme scheme)
    {
        foreach (var name in settings.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            Refuse($"{name}= has no meaning here.", Suggest.Nearest(name, known) is { } near ? near + "=" : null);
        return scheme;
    }

    private T Refuse<T>(string message, string? suggestion = null)
        where T : struct
    {
        Refuse(message, suggestion);
        return default;
    }

    private SignatureScheme? Refuse(string message, string? suggestion = null)
    {
        report(CellIssue.Unreadable(message, suggestion));
        return null;
    }
}
