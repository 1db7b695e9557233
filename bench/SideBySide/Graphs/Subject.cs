namespace OpenGradient.Benchmarks.SideBySide.Graphs;

/// <summary>What both engines run.</summary>
/// <param name="Name">Its row in the table.</param>
/// <param name="File">The model's file.</param>
/// <param name="Goal">The speed that is aimed at, as a multiple of the other engine's.</param>
/// <param name="Batches">Batch sizes.</param>
/// <param name="Feed">The inputs for a batch: element i of a larger batch begins as a smaller one does.</param>
internal sealed record Subject(string Name, string File, double Goal, int[] Batches, Func<int, Feed> Feed);
