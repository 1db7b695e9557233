using System.Globalization;
using System.Runtime.CompilerServices;
using OpenGradient.Interop;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Reports;

/// <summary>The report of every vector of receipt-1 and interop-1, reasons included: a verifier that was compiled otherwise must print the same.</summary>
internal static class EntryPoint
{
    public static int Main()
    {
        Console.Error.WriteLine(RuntimeFeature.IsDynamicCodeSupported ? "compiled at run time" : "compiled ahead of time");
        string[] bundles = Directory.GetFiles(Repository.PathOf("spec/receipt-1/vectors"), "*.json");
        string[] twins = Directory.GetFiles(Repository.PathOf("spec/interop-1"), "*.json");
        foreach (string file in bundles.Order(StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} {Report(file)}");
        foreach (string file in twins.Order(StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} {ReportOfTwin(file)}");
        return bundles.Length > 0 && twins.Length > 0 ? 0 : 1;
    }

    private static string ReportOfTwin(string file)
    {
        if (!JsonReader.TryRead(File.ReadAllBytes(file), out JsonValue? vector) || !vector.TryGetString("twin", out string? twin))
            throw new InvalidDataException($"{file} is no vector.");
        TwinReport report = vector.TryGetString("bundle", out string? bundle) ? TwinVerifier.Verify(Convert.FromBase64String(twin), Convert.FromBase64String(bundle)) : TwinVerifier.Verify(Convert.FromBase64String(twin));
        return $"{report.Code.WireName()} {report.Reason} {report.TypedDataDigest} {string.Join(' ', report.Establishes)}";
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
