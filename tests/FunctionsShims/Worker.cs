// Stand-ins for Microsoft.Azure.Functions.Worker 2.52.0 and its extensions Abstractions, Http 3.3.0, Http.AspNetCore 2.1.1, Timer 4.3.1,
// ServiceBus 5.24.0.
// Only the members in use, to compile against where the packages are not served: nothing here works.
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    [AttributeUsage(AttributeTargets.Method)]
    public abstract class BindingAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class TriggerBindingAttribute : BindingAttribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class InputBindingAttribute : BindingAttribute;
}

namespace Microsoft.Azure.Functions.Worker
{
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }

    public enum AuthorizationLevel
    {
        Anonymous = 0,
        User = 1,
        Function = 2,
        System = 3,
        Admin = 4,
    }

    public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : TriggerBindingAttribute
    {
        public string? Route { get; set; }

        public string[]? Methods { get; } = methods;

        public AuthorizationLevel AuthLevel { get; } = authLevel;
    }

    public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute
    {
        public string? QueueName { get; } = queueName;

        public string? Connection { get; set; }
    }

    public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
    {
        public string Schedule { get; } = schedule;
    }

    public class TimerInfo
    {
        public bool IsPastDue { get; set; }
    }
}

namespace Microsoft.Azure.Functions.Worker.Builder
{
    public class FunctionsApplication
    {
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw Shims.Here();
    }

    public class FunctionsApplicationBuilder
    {
        internal FunctionsApplicationBuilder() { }

        public IServiceCollection Services => throw Shims.Here();

        public ConfigurationManager Configuration => throw Shims.Here();

        public IHost Build() => throw Shims.Here();
    }

    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => throw Shims.Here();
    }
}

internal static class Shims
{
    public static NotSupportedException Here() =>
        new("This is a stand-in to compile against. Build with UseFunctionsSdk=true to run on the real Azure Functions packages.");
}
