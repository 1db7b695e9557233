using System.Text;
using OpenGradient.Verification;

namespace OpenGradient.Verifier;

/// <summary><c>og-verify</c>: the verifier as a program of its own, small enough to be compiled ahead of time and to have an answer before a virtual machine has started.</summary>
/// <remarks>It is <c>og verify</c> without what needs models: re-execution, proof keys, a comparison with a request. Exit codes are the same.</remarks>
internal static class EntryPoint
{
    private const int NoVerdict = 1;

    private const string Usage = """
        usage: og-verify BUNDLE [--policy FILE] [--for PURPOSE [--amount AMOUNT]] [--now SECONDS] [--json]

        Checks a bundle offline: signature, log inclusion, disclosures, and a proof if there is one. BUNDLE may be - for standard input.
          --policy FILE     what to demand, in JSON (og policy check prints a policy as JSON); without it: signed and logged
          --for, --amount   what the answer is for: choose the rule of a policy with rules
          --now SECONDS     judge as of this time, in seconds since 1970-01-01 UTC; without it: now
          --json            print the report for machines
        Exit code 0: accepted. 2: some evidence is invalid. 3: something required could not be checked. 1: no verdict.
        """;

    public static int Main(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        if (!Arguments.TryRead(args, out Arguments? arguments))
        {
            Console.Error.WriteLine(Usage);
            return args is ["--help" or "-h"] ? 0 : NoVerdict;
        }

        try
        {
            return Verify(arguments);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail($"{error.Message}");
        }
    }

    private static int Verify(Arguments arguments)
    {
        Policy? policy = Policy.Default;
        if (arguments.PolicyFile is { } file && !Policy.TryParse(Read(file), out policy, out string fault))
            return Fail($"{file} is no policy: {fault} is not as receipt-1 section 5.9 has it.");
        if (!Purpose.TryParse(arguments.Purpose, arguments.Amount, out Purpose? purpose))
            return Fail("a purpose is a name such as transfer, an amount a number such as 250 or 99.50.");
        long now = arguments.NowUnixSeconds ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        VerificationReport report = BundleVerifier.Verify(Read(arguments.Bundle), policy!, now, purpose: purpose.Value);

        Console.Out.WriteLine(arguments.IsJson ? report.ToJson() : ReportText.Format(report));
        return report.ExitCode;
    }

    private static byte[] Read(string path)
    {
        if (path != "-")
            return File.Exists(path) ? File.ReadAllBytes(path) : throw new FileNotFoundException($"{path}: there is no such file."); // compiled ahead of time, the system's exceptions have no words
        using MemoryStream bytes = new();
        using Stream input = Console.OpenStandardInput();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine($"og-verify: {sentence}");
        return NoVerdict;
    }
}
