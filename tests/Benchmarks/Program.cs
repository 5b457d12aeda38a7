using LeadRouter.Benchmarks;

if (args is ["plain", var port, var data])
{
    await PlainEndpoint.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), data);
    return 0;
}
return await Suite.RunAsync(args);
