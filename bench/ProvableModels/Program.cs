using System.Globalization;
using System.Text;
using OpenGradient.Benchmarks.ProvableModels.Networks;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Compiles, runs, proves and verifies every example network, and writes the table of them.</summary>
/// <remarks>
/// <c>dotnet run -c Release --project bench/ProvableModels -- [names…] [--large] [--output docs/provable-models.md]</c>; with <c>--write DIRECTORY</c> it proves nothing but
/// writes their files, and <c>-- --statements spec/proof-1/vectors/statements</c> writes the published statements, <c>-- --hidden spec/proof-1/vectors</c> those that hide something, <c>-- --blake3 spec/proof-1/vectors</c> those with trees of BLAKE3; <c>-- --nodes DIRECTORY [--only PART] [--quick]</c> takes the operator tests of the ONNX project instead, <c>-- --files DIRECTORY [--only PART] [--quick]</c> every NAME.onnx there with the input NAME.json beside it, and <c>--quick</c> stops before each proof, of networks as of nodes.
/// </remarks>
internal static class ProvableModelsReport
{
    private static void Main(string[] args)
    {
        if (ValueOf("--statements", args) is { } statements)
        {
            PublishedStatements.Write(statements);
            return;
        }

        if (ValueOf("--hidden", args) is { } vectors)
        {
            HiddenStatements.Write(vectors);
            return;
        }

        if (ValueOf("--blake3", args) is { } hashed)
        {
            Blake3Statements.Write(hashed);
            return;
        }

        if (ValueOf("--nodes", args) is { } nodes)
        {
            NodeReport.Write(nodes, ValueOf("--output", args), ValueOf("--only", args), args.Contains("--quick"));
            return;
        }

        if (ValueOf("--files", args) is { } files)
        {
            FileTrials.Run(files, ValueOf("--only", args), args.Contains("--quick"));
            return;
        }

        string? output = ValueOf("--output", args), directory = ValueOf("--write", args);
        string[] names = [.. args.Where(argument => !argument.StartsWith('-') && argument != output && argument != directory)];
        ExampleNetwork[] wanted = [.. ExampleNetworks.All.Where(network => names.Length > 0 ? names.Contains(network.Name) : args.Contains("--large") || !network.IsLarge)];
        if (directory is not null)
            NetworkFiles.Write(wanted, directory);
        else
            Report(wanted, output, args.Contains("--quick"));
    }

    private static void Report(ExampleNetwork[] networks, string? output, bool isQuick)
    {
        StringBuilder page = new(Head);
        foreach (ExampleNetwork network in networks)
        {
            string row = NetworkTrial.Run(network, isQuick).ToRow();
            Console.WriteLine(row);
            page.Append(CultureInfo.InvariantCulture, $"{row}\n");
        }

        if (output is not null)
            File.WriteAllText(output, page.ToString());
    }

    /// <summary>What follows an option; null if it is not there.</summary>
    private static string? ValueOf(string option, string[] args) => args.SkipWhile(argument => argument != option).ElementAtOrDefault(1);

    private const string Head = """
        # Models that are proved

        Networks of the kind that provers of neural networks show as examples, written anew with the same shapes and operators and with random weights, from the ONNX file to a proof that was verified.
        Made by `dotnet run -c Release --project bench/ProvableModels -- --output docs/provable-models.md`, with 16-bit weights, calibrated on eight random inputs; `--large` adds those that take longer, and a name runs that one alone.
        With `--write DIRECTORY` it writes NAME.onnx and NAME.json, an input, of each instead, for `og prove model NAME.onnx --input NAME.json`.
        *Error*: the farthest that an output of the integer model is from the float model over all samples, in units of the largest number there. *Prove*: with the weights committed to, once, on two cores that did other work, too;
        *verify*: inputs, outputs and all. *Estimate*: of memory, before anything is done; *peak*: of the process up to there, its compiler and the networks before it included. *Parameters*: real numbers among the constants of the float model. Times and sizes are those of this machine and of these proofs: 100 bits, provable.

        | network | parameters | verdict | error | prove, ms | verify, ms | proof, KB | estimate, MB | peak, MB |
        |---|--:|---|--:|--:|--:|--:|--:|--:|

        """;
}
