using System.Collections.Immutable;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Compile;

/// <summary>Brings nodes into an order in which each comes after those it reads from.</summary>
internal static class NodeOrder
{
    /// <summary>Keeps the file's order wherever it is one already.</summary>
    /// <exception cref="InvalidInputException">A value is made twice, or nodes read each other in a circle.</exception>
    public static ImmutableArray<int> Sort(List<OnnxNode> nodes)
    {
        Dictionary<string, int> makers = Makers(nodes);
        int[] waitingFor = new int[nodes.Count];
        List<int>[] readers = [.. nodes.Select(static _ => new List<int>())];
        for (int index = 0; index < nodes.Count; index++)
        {
            foreach (string input in OuterNames.Of(nodes[index]))
            {
                if (!makers.TryGetValue(input, out int maker))
                    continue;
                waitingFor[index]++;
                readers[maker].Add(index);
            }
        }

        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, nodes.Count).Where(index => waitingFor[index] == 0).Select(static index => (index, index)));
        var order = ImmutableArray.CreateBuilder<int>(nodes.Count);
        while (ready.TryDequeue(out int index, out _))
        {
            order.Add(index);
            foreach (int reader in readers[index])
            {
                if (--waitingFor[reader] == 0)
                    ready.Enqueue(reader, reader);
            }
        }

        return order.Count == nodes.Count ? order.MoveToImmutable() : throw Circle(nodes, waitingFor);
    }

    private static Dictionary<string, int> Makers(List<OnnxNode> nodes)
    {
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < nodes.Count; index++)
        {
            foreach (string output in nodes[index].Outputs)
            {
                if (output.Length > 0 && !makers.TryAdd(output, index))
                    throw Error(nodes[index], index, $"'{NodeNames.Shorten(output)}' is made twice");
            }
        }

        return makers;
    }

    private static InvalidInputException Circle(List<OnnxNode> nodes, int[] waitingFor)
    {
        int index = Array.FindIndex(waitingFor, static count => count > 0);
        return Error(nodes[index], index, "reads from itself, through other nodes or directly");
    }

    private static InvalidInputException Error(OnnxNode node, int index, string what) =>
        new(InvalidInputKind.Invalid, $"node '{NodeNames.Describe(node, index)}'", $"node '{NodeNames.Describe(node, index)}' ({node.Operator}): {what}.");
}
