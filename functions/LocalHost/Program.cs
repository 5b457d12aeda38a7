using LeadRouter.LocalHost;

return await CommandLine.RunAsync(args);
