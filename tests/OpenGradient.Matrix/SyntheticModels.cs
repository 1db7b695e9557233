using System.Text.Json;
using OpenGradient.Execution.Tests.LanguageModels;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>The synthetic language models of the specification, one for each form of <c>Rope</c>.</summary>
internal static class SyntheticModels
{
    public static Subject Subject(string form)
    {
        using JsonDocument committed = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/language-models.json")));
        return new Subject($"rope-{form}", committed.RootElement.GetProperty(form).GetString(), () => Run(form));
    }

    private static Finding Run(string form)
    {
        int[] tokens = SyntheticModel.Tokens(24);
        return new Finding(SyntheticModel.Load(form).Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default).TraceRoot.ToString());
    }
}
