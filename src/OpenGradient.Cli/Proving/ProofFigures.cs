using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenGradient.Cli.Compilation;
using OpenGradient.Cli.Output;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Proving;

/// <summary>The figures of a proof, for people and for machines.</summary>
internal static class ProofFigures
{
    public static void Print(ProvenModel proven, IEnumerable<(string Name, TimeSpan Time)> times, string? written)
    {
        Console.WriteLine(proven.Verdict.IsProved ? "proved and verified" : $"NOT verified: {TerminalText.OneLine(proven.Verdict.Reason)}");
        Console.WriteLine();
        foreach ((string name, TimeSpan time) in times)
            Line(name, $"{time.TotalMilliseconds,10:N1} ms");
        Console.WriteLine();
        Line("Program", $"{proven.Proof.Program}");
        Line("proof key", $"{proven.Proof.KeyId}");
        if (proven.Proof.Visibility != ProofVisibility.Public)
            PrintHidden(proven);
        Line("profile", $"{proven.Proof.Profile.Name()}, {(proven.Proof.Profile.IsCubic() ? 128 : 100)} bits");
        Line("proof", $"{proven.Proof.ProofBytes,10:N0} bytes");
        Line("peak memory", $"{PeakBytes() / 1e6,10:N0} MB");
        Print(proven.Estimate);
        foreach (LayerError error in proven.Errors)
            Line($"output '{TerminalText.OneLine(error.Name)}'", Describe(error));
        foreach (string warning in proven.Warnings)
            Console.WriteLine($"\nwarning: {TerminalText.OneLine(warning)}");
        if (written is not (null or "-"))
            Console.WriteLine($"\nWrote {TerminalText.OneLine(written)}. Check it with: {OgCommand.Name} proof verify {TerminalText.OneLine(written)}");
    }

    private static void PrintHidden(ProvenModel proven)
    {
        Line("hides", VisibilityText.Hidden(proven.Proof.Visibility));
        Line("shows", VisibilityText.Shown(proven.Proof.Visibility));
        if (proven.Proof.InputCommitment is { } commitment)
            Line("input commitment", $"{commitment}");
        if (proven.Proof.Visibility.HasFlag(ProofVisibility.PrivateWeights))
            Line("proofs of the key", proven.HiddenKey is { } key ? $"{key.ProofCount} of them, {key.LeftCount} left" : "this proof alone; one for many: og model commit --private");
    }

    /// <summary>What is known before anything is done.</summary>
    public static void Print(ProofEstimate estimate)
    {
        Line("steps of the core", $"{estimate.StepCount,10:N0}");
        Line("numbers committed", $"{estimate.WitnessElements,10:N0} of the run, {estimate.KeyElements:N0} of weights, {estimate.LookupElements:N0} looked up");
        Line("estimate", $"{estimate.MemoryBytes / 1e6,10:N0} MB of memory, {estimate.Time.TotalSeconds:N2} s to prove on one core");
    }

    public static string WriteJson(ProvenModel proven, IEnumerable<(string Name, TimeSpan Time)> times) => Write(writer =>
    {
        writer.WriteString("file", proven.File);
        writer.WriteBoolean("proved", proven.Verdict.IsProved);
        writer.WriteString("verdict", proven.Verdict.Reason);
        writer.WriteString("program", proven.Proof.Program.ToString());
        writer.WriteString("proofKey", proven.Proof.KeyId.ToString());
        writer.WriteString("profile", proven.Proof.Profile.Name());
        writer.WriteString("private", VisibilityNames.NameOf(proven.Proof.Visibility));
        if (proven.Proof.InputCommitment is { } commitment)
            writer.WriteString("inputCommitment", commitment.ToString());
        if (proven.HiddenKey is { } key)
            writer.WriteNumber("proofsLeft", key.LeftCount);
        writer.WriteNumber("proofBytes", proven.Proof.ProofBytes);
        writer.WriteNumber("peakMemoryBytes", PeakBytes());
        writer.WriteStartObject("milliseconds");
        foreach ((string name, TimeSpan time) in times)
            writer.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));
        writer.WriteEndObject();
        WriteEstimate(writer, proven.Estimate);
        writer.WriteStartArray("outputs");
        foreach (LayerError error in proven.Errors)
            Write(writer, error);
        writer.WriteEndArray();
        BoundReport.WriteJson(writer, proven.MetBounds);
        writer.WriteStartArray("warnings");
        foreach (string warning in proven.Warnings)
            writer.WriteStringValue(warning);
        writer.WriteEndArray();
    });

    public static string WriteJson(string file, ProofEstimate estimate) => Write(writer =>
    {
        writer.WriteString("file", file);
        WriteEstimate(writer, estimate);
    });

    public static string WriteRefusal(string file, InvalidInputException refusal) => Write(writer =>
    {
        writer.WriteString("file", file);
        writer.WriteBoolean("proved", false);
        writer.WriteStartObject("refusal");
        writer.WriteString("kind", refusal.Kind.ToString());
        writer.WriteString("subject", refusal.Subject);
        writer.WriteString("reason", refusal.Message);
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, Encoder = JsonOutput.Indented.Encoder }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteEstimate(Utf8JsonWriter writer, ProofEstimate estimate)
    {
        writer.WriteStartObject("estimate");
        writer.WriteNumber("steps", estimate.StepCount);
        writer.WriteNumber("witnessElements", estimate.WitnessElements);
        writer.WriteNumber("keyElements", estimate.KeyElements);
        writer.WriteNumber("lookupElements", estimate.LookupElements);
        writer.WriteNumber("memoryBytes", estimate.MemoryBytes);
        writer.WriteNumber("milliseconds", Math.Round(estimate.Time.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, LayerError error)
    {
        writer.WriteStartObject();
        writer.WriteString("name", error.Name);
        WriteFinite(writer, "largestError", error.LargestError);
        WriteFinite(writer, "relativeError", error.RelativeError);
        WriteFinite(writer, "signalToNoiseDecibels", error.SignalToNoise);
        writer.WriteEndObject();
    }

    /// <summary>JSON has no infinity and no NaN, which a float model may give: such a member is left out.</summary>
    private static void WriteFinite(Utf8JsonWriter writer, string name, double number)
    {
        if (double.IsFinite(number))
            writer.WriteNumber(name, number);
    }

    private static string Describe(LayerError error) => string.Create(
        CultureInfo.InvariantCulture, $"largest error against float {error.LargestError:G4} ({error.RelativeError:P3} of range), {error.SignalToNoise:F1} dB");

    private static void Line(string name, string value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-20} {value}"));

    /// <summary>The most memory that this process ever had.</summary>
    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
