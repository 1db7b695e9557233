using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>The operator tests of the ONNX project itself (onnx 1.23 backend test data).</summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void NodeCases_OfSupportedOperators_AreWithinTolerance()
    {
        int passed = 0;
        var failed = new List<string>();
        var unsupported = new SortedDictionary<string, int>(StringComparer.Ordinal);

        foreach (OnnxNodeCase nodeCase in OnnxNodeArchive.Cases())
        {
            try
            {
                if (Run(nodeCase) is { } difference)
                    failed.Add($"{nodeCase.Name}: {difference}");
                else
                    passed++;
            }
            catch (InvalidInputException refused) when (refused.Kind == InvalidInputKind.Unsupported)
            {
                unsupported[refused.Message] = unsupported.GetValueOrDefault(refused.Message) + 1;
            }
            catch (InvalidInputException refused)
            {
                failed.Add($"{nodeCase.Name}: {refused.Message}");
            }
        }

        output.WriteLine($"{passed} passed, {failed.Count} failed, {unsupported.Values.Sum()} unsupported");
        output.WriteLine(string.Join('\n', failed));
        output.WriteLine(string.Join('\n', unsupported.Select(static pair => $"{pair.Value,4} {pair.Key}")));
        Assert.Empty(failed);
        Assert.True(passed >= PassedFloor, $"only {passed} cases passed; {PassedFloor} did before");
    }

    private static string? Run(OnnxNodeCase nodeCase)
    {
        try
        {
            return nodeCase.Compare(inputsBecomeConstants: false);
        }
        catch (InvalidInputException refused) when (refused.Message.Contains("constant", StringComparison.Ordinal))
        {
            return nodeCase.Compare(inputsBecomeConstants: true);
        }
    }

    private const int PassedFloor = 728;
}
