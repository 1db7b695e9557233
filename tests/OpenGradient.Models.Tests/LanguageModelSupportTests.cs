using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests;

/// <summary>Small models of every kind, with the logits that another engine gives.</summary>
[Trait("Category", "Vectors")]
public sealed class LanguageModelSupportTests
{
    private const int TokenCount = 48;
    private const string WriteCommand =
        "dotnet build tests/OpenGradient.Models.Tests -c Release && \\\n"
        + "OG_WRITE_DOCS=1 artifacts/bin/OpenGradient.Models.Tests/release/OpenGradient.Models.Tests -method '*SupportPage*'";

    /// <summary>docs/language-models.md says what this run says, to the letter; with OG_WRITE_DOCS=1 it is written anew.</summary>
    [Fact]
    public void SupportPage_IsThatOfThisRun()
    {
        string folder = ExternalVectors.Require("llm");
        (string File, double Distance)[] distances =
            [.. Directory.EnumerateFiles(folder, "*.gguf").Order(StringComparer.Ordinal).Select(static file => (Path.GetFileName(file), Distance(file)))];

        Assert.All(distances, static model => Assert.InRange(model.Distance, 0, Tolerance(model.File)));
        SupportPage.Compare("language-models.md", LanguageModelPage.Write(distances, WriteCommand), WriteCommand);
    }

    /// <summary>For keys, values and attention sums in binary16 and, with quantised weights, activations of 8 bits in blocks of 32, or 256 for the K types.</summary>
    private static double Tolerance(string file) => file.Contains("_K", StringComparison.Ordinal) ? 5e-2
        : file.Contains("f32", StringComparison.Ordinal) || file.Contains("f16", StringComparison.Ordinal) ? 2.5e-3
        : 3e-2;

    private static double Distance(string path)
    {
        using OpenedModel model = ModelFile.Open(path);
        ReadOnlySpan<float> expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.ChangeExtension(path, ".logits")));
        ReadOnlySpan<float> actual = Executable.Load(model.Program, model.Constants).Run([Tensor.Create<int>(ElementType.Int32, [TokenCount], Tokens())], default).Outputs[0].As<float>();
        (double differences, double squares) = (0, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            differences += ((double)expected[i] - actual[i]) * ((double)expected[i] - actual[i]);
            squares += (double)expected[i] * expected[i];
        }

        return Math.Sqrt(differences / squares);
    }

    /// <summary>As the files' description has them: the upper bits of a linear congruence.</summary>
    private static int[] Tokens()
    {
        uint state = 12345;
        int[] tokens = new int[TokenCount];
        for (int i = 0; i < TokenCount; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            tokens[i] = (int)(state >> 8 & 255);
        }

        return tokens;
    }
}
