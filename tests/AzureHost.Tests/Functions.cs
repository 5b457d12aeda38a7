using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Tests;

/// <summary>Every function of the host, as the worker finds it.</summary>
internal sealed record Function(string Name, MethodInfo Method)
{
    public static IReadOnlyList<Function> All { get; } =
    [
        .. from type in typeof(AzureApp).Assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           select new Function(function.Name, method),
    ];

    public Type Class => Method.DeclaringType!;

    public HttpTriggerAttribute? Http => Method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(t => t is not null);

    public bool HasDurableClient => Method.GetParameters().Any(p => p.GetCustomAttribute<DurableClientAttribute>() is not null);
}
