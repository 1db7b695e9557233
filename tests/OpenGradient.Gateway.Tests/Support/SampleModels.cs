using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.Support;

/// <summary>The sample models of the repository.</summary>
internal static class SampleModels
{
    public static string Directory { get; } = Repository.PathOf("models");

    public static string SampleInput(string model) => File.ReadAllText(Path.Combine(Directory, model, "sample-input.json"));
}
