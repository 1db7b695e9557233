namespace OpenGradient.Gateway.Tests.Support;

/// <summary>The sample models of the repository.</summary>
internal static class SampleModels
{
    public static string Directory { get; } = Path.Combine(FindRoot(), "models");

    public static string SampleInput(string model) => File.ReadAllText(Path.Combine(Directory, model, "sample-input.json"));

    public static string FindRoot()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "OpenGradient.slnx")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests must run inside the repository.");
        return directory;
    }
}
