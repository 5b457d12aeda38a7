using System.Globalization;
using LeadRouter.Benchmarks;

if (args is ["plain", var port, var data])
{
    await PlainEndpoint.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), data);
    return 0;
}
if (args is ["host", var figures, var hostPort, var store])
{
    await FiguresBenchmark.ServeAsync(figures == "counted", int.Parse(hostPort, CultureInfo.InvariantCulture), store);
    return 0;
}
if (args is ["flood", var target, var count, var perSecond])
{
    var (to, posts, pace) = (int.Parse(target, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), int.Parse(perSecond, CultureInfo.InvariantCulture));
    Console.WriteLine("begins");
    Console.WriteLine((await LoadClient.RunAsync(to, PlainEndpoint.Limited, posts, 16, Leads.Body, perSecond: pace)).Errors);
    return 0;
}
if (args is ["fill", var folder, var size])
{
    await FullStore.WriteAsync(folder, int.Parse(size, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow);
    return 0;
}
return await Suite.RunAsync(args);
