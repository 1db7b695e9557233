using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OpenGradient.Client;

/// <summary>Adds the client to an application's services.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="OpenGradientClient"/>, and an <see cref="IChatClient"/> of <paramref name="model"/> whose responses carry the verdict.</summary>
    public static IServiceCollection AddOpenGradient(this IServiceCollection services, OpenGradientOptions options, string model)
    {
        services.TryAddSingleton(_ => new OpenGradientClient(options));
        services.TryAddSingleton(provider => provider.GetRequiredService<OpenGradientClient>().GetChatClient(model));
        return services;
    }
}
