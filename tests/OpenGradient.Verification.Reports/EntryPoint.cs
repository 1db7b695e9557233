using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using OpenGradient.Interop;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Reports;

/// <summary>The report of every vector of receipt-1 and interop-1, reasons included: a verifier that was compiled otherwise must print the same.</summary>
internal static class EntryPoint
{
    /// <param name="args">Nothing; or a program like <c>og-verify</c>, which then makes the reports of bundles and is asked for no others.</param>
    public static int Main(string[] args)
    {
        Console.Error.WriteLine(RuntimeFeature.IsDynamicCodeSupported ? "compiled at run time" : "compiled ahead of time");
        string[] bundles = Directory.GetFiles(Repository.PathOf("spec/receipt-1/vectors"), "*.json");
        foreach (string file in bundles.Order(StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} {Report(file, args.FirstOrDefault())}");
        return bundles.Length > 0 && (args.Length > 0 || PrintTwins()) ? 0 : 1;
    }

    private static bool PrintTwins()
    {
        string[] twins = Directory.GetFiles(Repository.PathOf("spec/interop-1"), "*.json");
        foreach (string file in twins.Order(StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)} {ReportOfTwin(file)}");
        return twins.Length > 0;
    }

    private static string ReportOfTwin(string file)
    {
        if (!JsonReader.TryRead(File.ReadAllBytes(file), out JsonValue? vector) || !vector.TryGetString("twin", out string? twin))
            throw new InvalidDataException($"{file} is no vector.");
        TwinReport report = vector.TryGetString("bundle", out string? bundle) ? TwinVerifier.Verify(Convert.FromBase64String(twin), Convert.FromBase64String(bundle)) : TwinVerifier.Verify(Convert.FromBase64String(twin));
        return $"{report.Code.WireName()} {report.Reason} {report.TypedDataDigest} {string.Join(' ', report.Establishes)}";
    }

    private static string Report(string file, string? program)
    {
        if (!JsonReader.TryRead(File.ReadAllBytes(file), out JsonValue? vector) || !vector.TryGetString("bundle", out string? bundle)
            || !vector.TryGetString("now", out string? now) || !vector.TryGet("policy", out JsonValue? policyText)
            || !Policy.TryParse(CanonicalJson.Serialize(policyText), out Policy? policy, out _))
        {
            throw new InvalidDataException($"{file} is no vector.");
        }

        if (program is not null)
            return Run(program, Convert.FromBase64String(bundle), CanonicalJson.Serialize(policyText), now);
        return BundleVerifier.Verify(Convert.FromBase64String(bundle), policy, long.Parse(now, CultureInfo.InvariantCulture)).ToJson();
    }

    private static string Run(string program, byte[] bundle, byte[] policy, string now)
    {
        string folder = Directory.CreateTempSubdirectory("og-reports-").FullName;
        string bundleFile = Path.Combine(folder, "bundle.json");
        string policyFile = Path.Combine(folder, "policy.json");
        File.WriteAllBytes(bundleFile, bundle);
        File.WriteAllBytes(policyFile, policy);
        using Process process = Process.Start(new ProcessStartInfo(program, [bundleFile, "--policy", policyFile, "--now", now, "--json"]) { RedirectStandardOutput = true })!;
        string report = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Directory.Delete(folder, recursive: true);
        return report.TrimEnd('\n');
    }
}
