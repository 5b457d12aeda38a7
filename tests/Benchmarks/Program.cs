using LeadRouter.Benchmarks;

if (args is ["plain", var port, var data])
{
    await PlainEndpoint.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), data);
    return 0;
}
if (args is ["host", var figures, var hostPort, var store])
{
    await FiguresBenchmark.ServeAsync(figures == "counted", int.Parse(hostPort, System.Globalization.CultureInfo.InvariantCulture), store);
    return 0;
}
if (args is ["load", var target, var count, var first])
{
    Console.WriteLine(await LoadClient.RunAsync(int.Parse(target, System.Globalization.CultureInfo.InvariantCulture), "/api/leads/website", int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), 64, i => Leads.Body(int.Parse(first, System.Globalization.CultureInfo.InvariantCulture) + i)));
    return 0;
}
if (args is ["fill", var folder, var size])
{
    await FullStore.WriteAsync(folder, int.Parse(size, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow);
    return 0;
}
return await Suite.RunAsync(args);
