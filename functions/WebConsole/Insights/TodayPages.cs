using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Insights;

/// <summary>The first page: the funnel of the week, clocks that run out, what rings, and the proof that nothing was lost.</summary>
public sealed class TodayPages(
    ConsoleDoor door, ShowInsights insights, RunningClocks clocks, ILeadStore leads, IConfigStore config, ShowPools pools, SweepLeads sweep,
    IConfigurations configurations, TimeProvider clock) : IRoutes
{
    public IEnumerable<Route> All => [door.Get("ConsoleToday", "console", "Today as a page", ShowAsync)];

    private async Task<IResult> ShowAsync(HttpRequest request, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var week = new InsightQuery(today.AddDays(-6), today, GroupBy.Day);
        var look = await clocks.LookAsync(ct).ConfigureAwait(false);
        var funnel = await insights.TableAsync(Reports.Funnel, week, ct).ConfigureAwait(false);
        return door.Page<TodayPage>(request, ConsoleDoor.Text(request, "Today", "Hoy"), new()
        {
            [nameof(TodayPage.Funnel)] = funnel,
            [nameof(TodayPage.Week)] = week,
            [nameof(TodayPage.Running)] = (await ReadAsync(look.Soonest, ct).ConfigureAwait(false)).Where(r => r.Life.Deadline is not null).OrderBy(r => r.Life.Deadline!.At).ToList(),
            [nameof(TodayPage.House)] = (await ReadAsync(look.House, ct).ConfigureAwait(false)).Where(r => r.Life.Status == LeadStatus.House).ToList(),
            [nameof(TodayPage.Look)] = look,
            [nameof(TodayPage.Counts)] = await insights.AccountingAsync(ct).ConfigureAwait(false),
            [nameof(TodayPage.Sweep)] = sweep.Last,
            [nameof(TodayPage.RuleProblems)] = (await config.ProblemsAsync(ct).ConfigureAwait(false)).Count(p => p.Problem.Severity == Domain.Rules.Severity.Error),
            [nameof(TodayPage.UnfairPools)] = (await pools.AllAsync(ct).ConfigureAwait(false)).Where(p => p.Alarm).Select(p => p.Pool.Value).ToList(),
            [nameof(TodayPage.Anomalies)] = (await insights.AnomaliesAsync(null, ct).ConfigureAwait(false)).Where(a => a.Alarm).ToList(),
            [nameof(TodayPage.Live)] = configurations.Current.Live,
        }, charts: true);
    }

    private async Task<IReadOnlyList<LeadRecord>> ReadAsync(IReadOnlyList<DueLead> due, CancellationToken ct)
    {
        var records = await Task.WhenAll(due.Select(d => leads.OpenAsync(d.Id, ct))).ConfigureAwait(false);
        return [.. records.OfType<OpenLead>().Select(o => o.Record)];
    }
}
