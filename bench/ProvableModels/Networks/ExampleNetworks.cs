namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>All examples.</summary>
internal static class ExampleNetworks
{
    public static IReadOnlyList<ExampleNetwork> All { get; } =
        [.. SingleOperators.All(), .. SmallNetworks.All(), .. IntegerGraphs.All(), .. Trees.All(), .. RecurrentNetworks.All(), .. Finance.All(), .. Transformers.All(), .. OddExports.All(), .. ComputedMasks.All()];
}
