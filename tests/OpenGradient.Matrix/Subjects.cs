using System.Text.Json;
using OpenGradient.Kernels.Tests.Isa;
using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>Everything that a machine is held to, in the order of the table.</summary>
internal static class Subjects
{
    public static IEnumerable<Subject> All(string modelFolder)
    {
        using JsonDocument digests = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/digests.json")));
        string Committed(string name) => digests.RootElement.GetProperty(name).GetString()!;

        yield return new Subject("kernels", Committed("kernels"), static () => new Finding(KernelDigest.Compute().ToString()));
        yield return OperatorVectors.Subject();
        yield return CastVectors.Subject();
        yield return DecoderVectors.Subject();
        foreach (string form in (string[])["interleaved", "halves"])
            yield return SyntheticModels.Subject(form);
        foreach (string name in (string[])["digits", "price-risk", "tinychat"])
            yield return new Subject(name, Committed(name), () => SampleModels.Run(name));
        foreach (Subject model in LanguageModels.All(modelFolder).Concat(Networks.All(modelFolder)))
            yield return model;
    }
}
