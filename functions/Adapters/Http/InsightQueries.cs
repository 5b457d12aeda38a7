using System.Globalization;
using LeadRouter.Domain.Insights;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Reads what an insights request asks for.</summary>
internal static class InsightQueries
{
    private const int UsualDays = 84;

    private static readonly Dictionary<string, Dimension> Filters = new()
    {
        ["source"] = Dimension.Source,
        ["campaign"] = Dimension.Campaign,
        ["pool"] = Dimension.Pool,
        ["rep"] = Dimension.Rep,
        ["band"] = Dimension.Band,
    };

    /// <summary>Null with the problem when the request cannot be understood.</summary>
    public static InsightQuery? Read(HttpRequest request, DateTimeOffset now, out HttpProblem? problem)
    {
        problem = null;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (!TryDay(request, "to", today, out var to) || !TryDay(request, "from", to.DayNumber < UsualDays ? DateOnly.MinValue : to.AddDays(1 - UsualDays), out var from) || from > to || to.DayNumber - from.DayNumber >= InsightQuery.LongestDays)
        {
            problem = Bad("period.invalid", $"from and to are days such as 2026-03-02, from not after to, at most {InsightQuery.LongestDays} days.");
            return null;
        }
        var by = GroupBy.All;
        if (request.Query["by"].ToString() is { Length: > 0 } name && (!Enum.TryParse(name, ignoreCase: true, out by) || !Enum.IsDefined(by) || char.IsAsciiDigit(name[0])))
        {
            problem = Bad("by.unknown", $"by is one of {string.Join(", ", Enum.GetNames<GroupBy>().Select(n => n.ToLowerInvariant()))}.");
            return null;
        }
        var filters = Filters.Where(f => request.Query[f.Key].ToString().Length > 0).ToList();
        if (filters.Count > 1 || (filters.Count == 1 && by is not (GroupBy.All or GroupBy.Day or GroupBy.Week)))
        {
            problem = Bad("filter.unsupported", "Figures are kept for one source, campaign, pool, rep or band at a time: give one of them, with by=day or by=week if wanted.");
            return null;
        }
        return new InsightQuery(from, to, by, filters.Count == 0 ? null : new Cell(filters[0].Value, Contribution.KeyOf(request.Query[filters[0].Key])));
    }

    /// <summary>One day; null when none is given.</summary>
    public static bool TryDay(HttpRequest request, string name, out DateOnly? day)
    {
        day = null;
        if (request.Query[name].ToString().Length == 0) return true;
        if (!TryDay(request, name, default, out var given)) return false;
        day = given;
        return true;
    }

    private static bool TryDay(HttpRequest request, string name, DateOnly usual, out DateOnly day)
    {
        day = usual;
        return request.Query[name].ToString() is not { Length: > 0 } text
            || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    public static HttpProblem Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
