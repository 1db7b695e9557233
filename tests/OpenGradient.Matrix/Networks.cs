using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>The generated networks of bench/SideBySide on inputs small enough for an emulator.</summary>
internal static class Networks
{
    public static IEnumerable<Subject> All(string graphFolder) =>
        new Benchmarks.SideBySide.Graphs.Subjects(graphFolder, Repository.PathOf("models")).Small()
            .Select(static network => new Subject(network.Name, null, () => OnThreads.Run(
                network.File, network.Feed(1).Tensor, network.Batches[^1] > 1 ? network.Feed(network.Batches[^1]).Tensor : null)));
}
