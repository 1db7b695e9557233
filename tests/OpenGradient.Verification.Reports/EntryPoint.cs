using System.Globalization;
using System.Runtime.CompilerServices;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Reports;

/// <summary>The report of every vector of receipt-1, reasons included: a verifier that was compiled otherwise must print the same.</summary>
internal static class EntryPoint
{
    public static int Main()
    {
        Console.Error.WriteLine(RuntimeFeature.IsDynamicCodeSupported ? "compiled at run time" : "compiled ahead of time");
        string[] vectors = Directory.GetFiles(Repository.PathOf("spec/receipt-1/vectors"), "*.json");
        foreach (string file in vectors.Order(StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} {Report(file)}");
        return vectors.Length > 0 ? 0 : 1;
    }

    private static string Report(string file)
    {
        if (!JsonReader.TryRead(File.ReadAllBytes(file), out JsonValue? vector) || !vector.TryGetString("bundle", out string? bundle)
            || !vector.TryGetString("now", out string? now) || !vector.TryGet("policy", out JsonValue? policyText)
            || !Policy.TryParse(CanonicalJson.Serialize(policyText), out Policy? policy, out _))
        {
            throw new InvalidDataException($"{file} is no vector.");
        }

        return BundleVerifier.Verify(Convert.FromBase64String(bundle), policy, long.Parse(now, CultureInfo.InvariantCulture)).ToJson();
    }
}
