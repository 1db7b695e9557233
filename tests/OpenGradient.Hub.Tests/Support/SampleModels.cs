using OpenGradient.Tests;

namespace OpenGradient.Hub.Tests.Support;

/// <summary>The sample models of the repository.</summary>
internal static class SampleModels
{
    public static string PriceRisk { get; } = Repository.PathOf("models/price-risk");

    public static string PriceRiskFile => Path.Combine(PriceRisk, "price-risk.onnx");
}
