using OpenGradient.Conformance.Tokenizers;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Models.Tokenizers.Unicode;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Tokenizers;

/// <summary>Token ids of another engine, vocabulary by vocabulary.</summary>
[Trait("Category", "Vectors")]
public sealed class TokenizerSupportTests
{
    private const string WriteCommand =
        "dotnet build tests/OpenGradient.Models.Tests -c Release && \\\n"
        + "OG_WRITE_DOCS=1 artifacts/bin/OpenGradient.Models.Tests/release/OpenGradient.Models.Tests -method '*SupportPage*'";

    /// <summary>docs/tokenizers.md says what this run says, to the letter; with OG_WRITE_DOCS=1 it is written anew.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void SupportPage_IsThatOfThisRun()
    {
        TokenizerTestResult[] results = [.. TokenizerTestCase.Find(ExternalVectors.Require("tokenizers")).Select(TokenizerTestRunner.Run)];
        if (results.Any(static result => result.Detail.Contains("'xz'", StringComparison.Ordinal)))
            Assert.Skip("the program 'xz' is not installed");

        Assert.All(results, static result => Assert.True(result.Outcome == TokenizerTestOutcome.Passed, $"{result.Name}: {result.Detail}"));
        SupportPage.Compare("tokenizers.md", TokenizerSupportReport.Write(results, PreTokenizer.Names, UnicodeTable.Version, WriteCommand), WriteCommand);
    }
}
