using System.Globalization;
using System.Text;
using OpenGradient.Benchmarks.ProvableModels.Networks;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Compiles, runs, proves and verifies every example network, and writes the table of them.</summary>
/// <remarks><c>dotnet run -c Release --project bench/ProvableModels -- [names…] [--large] [--output docs/provable-models.md]</c>;
/// <c>-- --statements spec/proof-1/vectors/statements</c> writes the published statements instead.</remarks>
internal static class ProvableModelsReport
{
    private static void Main(string[] args)
    {
        int statements = Array.IndexOf(args, "--statements");
        if (statements >= 0)
        {
            PublishedStatements.Write(args[statements + 1]);
            return;
        }

        int output = Array.IndexOf(args, "--output");
        string[] names = [.. args.Where((argument, place) => !argument.StartsWith('-') && (output < 0 || place != output + 1))];
        StringBuilder page = new(Head);
        foreach (ExampleNetwork network in ExampleNetworks.All)
        {
            bool isWanted = names.Length > 0 ? names.Contains(network.Name) : args.Contains("--large") || !network.IsLarge;
            if (!isWanted)
                continue;
            string row = NetworkTrial.Run(network).ToRow();
            Console.WriteLine(row);
            page.Append(CultureInfo.InvariantCulture, $"{row}\n");
        }

        if (output >= 0)
            File.WriteAllText(args[output + 1], page.ToString());
    }

    private const string Head = """
        # Models that are proved

        Networks of the kind that provers of neural networks show as examples, written anew with the same shapes and operators and with random weights, from the ONNX file to a proof that was verified.
        Made by `dotnet run -c Release --project bench/ProvableModels -- --output docs/provable-models.md`, with 16-bit weights, calibrated on eight random inputs; `--large` adds those that take longer, and a name runs that one alone.
        *Error*: the farthest that an output of the integer model is from the float model over all samples, in units of the largest number there. *Prove*: with the weights committed to, once, on two cores that did other work, too;
        *verify*: inputs, outputs and all. *Parameters*: real numbers among the constants of the float model. Times and sizes are those of this machine and of these proofs: 100 bits, provable.

        | network | parameters | verdict | error | prove, ms | verify, ms | proof, KB |
        |---|--:|---|--:|--:|--:|--:|

        """;
}
