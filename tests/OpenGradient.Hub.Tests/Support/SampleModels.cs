namespace OpenGradient.Hub.Tests.Support;

/// <summary>The sample models of the repository.</summary>
internal static class SampleModels
{
    public static string Directory { get; } = Path.Combine(FindRoot(), "models");

    public static string PriceRisk => Path.Combine(Directory, "price-risk");

    public static string PriceRiskFile => Path.Combine(PriceRisk, "price-risk.onnx");

    private static string FindRoot()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "OpenGradient.slnx")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests must run inside the repository.");
        return directory;
    }
}
