using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using OpenGradient.Conformance;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.OnnxDifferential;

/// <summary>
/// Runs models on this engine and on ONNX Runtime and says where they differ: <c>OnnxDifferential DIR...</c> with folders as <c>og onnx test</c> takes them;
/// only the inputs of the data sets are used.
/// </summary>
internal static class Program
{
    public static int Main(string[] folders)
    {
        var counts = new SortedDictionary<Outcome, int>();
        foreach (OnnxTestLocation location in OnnxTestFolders.Find(folders))
        {
            (Outcome outcome, string detail) = Compare(location);
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            if (outcome is not (Outcome.Same or Outcome.BothRefuse))
                Console.WriteLine($"{outcome,-10} {location.Name}: {detail}");
        }

        Console.WriteLine(string.Join(", ", counts.Select(static pair => $"{pair.Key} {pair.Value}")));
        return counts.ContainsKey(Outcome.Differs) || counts.ContainsKey(Outcome.Defect) ? 1 : 0;
    }

    private static (Outcome Outcome, string Detail) Compare(OnnxTestLocation location)
    {
        OnnxTestCase testCase = OnnxTestFolders.Read(location);
        foreach (OnnxTestData data in testCase.DataSets)
        {
            (ImmutableArray<Tensor> theirs, string peerRefusal) = RunPeer(testCase, data);
            (ImmutableArray<Tensor> ours, string refusal, bool isDefect) = RunOurs(testCase, data);
            if (isDefect)
                return (Outcome.Defect, refusal);
            if (refusal.Length > 0)
                return peerRefusal.Length > 0 ? (Outcome.BothRefuse, refusal) : (Outcome.WeRefuse, refusal);
            if (peerRefusal.Length > 0)
                return (Outcome.TheyRefuse, peerRefusal);
            string? difference = Difference(theirs, ours);
            if (difference is not null)
                return (Outcome.Differs, difference);
        }

        return (Outcome.Same, "");
    }

    private static (ImmutableArray<Tensor> Outputs, string Refusal) RunPeer(OnnxTestCase testCase, OnnxTestData data)
    {
        try
        {
            return (Peer.Run(Path.Combine(testCase.Folder!, "model.onnx"), OnnxTestRunner.ReadInputs(testCase, data)), "");
        }
        catch (Exception refused) when (refused is OnnxRuntimeException or NotSupportedException or InvalidInputException)
        {
            return ([], refused.Message);
        }
    }

    private static (ImmutableArray<Tensor> Outputs, string Refusal, bool IsDefect) RunOurs(OnnxTestCase testCase, OnnxTestData data)
    {
        bool areConstants = false;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            return ([.. OnnxTestRunner.RunModel(testCase, data, ref areConstants, patience.Token).Outputs], "", false);
        }
        catch (InvalidInputException refused)
        {
            return ([], refused.Message, false);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            return ([], defect.ToString(), true);
        }
    }

    private static string? Difference(ImmutableArray<Tensor> theirs, ImmutableArray<Tensor> ours)
    {
        for (int output = 0; output < theirs.Length; output++)
        {
            if (TensorDifference.Find(theirs[output], ours[output], Tolerance) is { } difference)
                return $"output {output}: {difference}";
        }

        return null;
    }

    private static readonly OnnxTolerance Tolerance = new(1e-3, 1e-5);
}
