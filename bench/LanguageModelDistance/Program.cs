using System.Globalization;
using OpenGradient.Benchmarks.OnnxDifferential;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.LanguageModelDistance;

/// <summary>
/// A language model on this engine and, as a graph of plain operators, on ONNX Runtime: perplexity of the answers in chats by both, and how far logits lie apart.
/// <c>LanguageModelDistance [FILE.gguf] [TEXT]</c>; texts are divided by empty lines.
/// </summary>
internal static class Program
{
    public static void Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string file = arguments.Length > 0 ? arguments[0] : "models/tinychat/tinychat.gguf";
        string text = arguments.Length > 1 ? arguments[1] : "bench/LanguageModelDistance/held-out.txt";
        using OpenedModel model = ModelFile.Open(file);
        string graph = Path.Combine(Directory.CreateTempSubdirectory("distance-").FullName, "decoder.onnx");
        try
        {
            File.WriteAllBytes(graph, DecoderGraph.Create(new DecoderWeights(model), model.ContextLength!.Value));
            Print(Compare(model, graph, File.ReadAllText(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(graph)!, recursive: true);
        }
    }

    private static Distance Compare(OpenedModel model, string graph, string[] texts)
    {
        var executable = Executable.Load(model.Program, model.Constants);
        var distance = new Distance();
        foreach (string text in texts)
        {
            int[] tokens = [.. model.Tokenizer!.Encode(text, recognisesControl: true)];
            Tensor ours = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default).Outputs[0];
            distance.Add(tokens, Answers(model, tokens), ours, Peer.Run(graph, Inputs(tokens))[0]);
        }

        return distance;
    }

    /// <summary>Which tokens the assistant says, its ends of turns included: what the model was trained to predict.</summary>
    private static bool[] Answers(OpenedModel model, int[] tokens)
    {
        int[] start = [.. model.Tokenizer!.Encode("<|im_start|>assistant\n", recognisesControl: true)];
        bool[] isAnswer = new bool[tokens.Length];
        for (int i = start.Length; i < tokens.Length; i++)
        {
            bool goesOn = isAnswer[i - 1] && !model.EndOfTurnTokens.Contains(tokens[i - 1]);
            isAnswer[i] = goesOn || tokens.AsSpan(i - start.Length, start.Length).SequenceEqual(start);
        }

        return isAnswer;
    }

    private static Tensor[] Inputs(int[] tokens)
    {
        int count = tokens.Length;
        return
        [
            Tensor.Create<long>(ElementType.Int64, [count], [.. tokens.Select(static token => (long)token)]),
            Tensor.Create<long>(ElementType.Int64, [count], [.. Enumerable.Range(0, count).Select(static position => (long)position)]),
            Tensor.Create<float>(ElementType.Float32, [count, count], [.. Enumerable.Range(0, count * count).Select(i => i % count > i / count ? float.NegativeInfinity : 0f)]),
        ];
    }

    private static void Print(Distance distance)
    {
        Console.WriteLine("| tokens of answers | perplexity, ours | perplexity, ONNX Runtime | largest difference of a logit | mean | relative | same most likely token |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        Console.WriteLine(
            $"| {distance.PredictedCount} | {distance.OurPerplexity:F6} | {distance.TheirPerplexity:F6} | {distance.Largest:E1} | {distance.Mean:E1} | {distance.Relative:E1}"
            + $" | {distance.SameChoiceCount} of {distance.RowCount} |");
    }
}
