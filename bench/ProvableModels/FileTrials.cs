using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Models of any origin: each NAME.onnx of a directory with an input NAME.json beside it, compiled with that input, run, proved and verified, in one process.</summary>
internal static class FileTrials
{
    /// <summary>A line for each file: proved and how far from float, refused and why, or what broke.</summary>
    public static void Run(string directory, string? only, bool isQuick)
    {
        foreach (string file in Directory.GetFiles(directory, "*.onnx").Where(file => only is null || Path.GetFileName(file).Contains(only, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)}: {Try(file, isQuick)}");
    }

    private static string Try(string file, bool isQuick)
    {
        try
        {
            using OpenedModel model = ModelFile.Open(file);
            return Prove(model, Inputs(Path.ChangeExtension(file, ".json"), model.Program), isQuick);
        }
        catch (InvalidInputException refusal)
        {
            return $"refused: {refusal.Message}";
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            Exception inner = defect is AggregateException { InnerExceptions: [{ } first, ..] } ? first : defect;
            return $"BROKEN: {inner.GetType().Name}: {inner.Message} {inner.StackTrace?.Split('\n')[0].Trim()}";
        }
    }

    private static string Prove(OpenedModel model, ImmutableArray<Tensor> given, bool isQuick)
    {
        IntegerModel integers = IntegerCompiler.Compile(IntegerCompiler.AsItIs(model), [given], new IntegerCompilerOptions { WeightBits = 16 }, default);
        ImmutableArray<Tensor> inputs = integers.Accept(given);
        ImmutableArray<Tensor> expected = Executable.Load(model.Program, model.Constants).Run(given, default).Outputs;
        ImmutableArray<Tensor> actual = Executable.Load(integers.Program, integers.Constants).Run(inputs, default).Outputs;
        double error = expected.Zip(actual).Select(static pair => ElementNumbers.Distance(ElementNumbers.Of(pair.First), ElementNumbers.Of(pair.Second))).DefaultIfEmpty().Max();
        string bounds = string.Concat(MetBounds.Find(integers, [inputs], default).Select(static bound => $"; {bound.Count} of {bound.ElementCount} met their bound at {bound.Place}"));
        var prover = ModelProver.Create(integers.Program, integers.Constants);
        _ = prover.Estimate([.. inputs.Select(static input => input.Shape)]);
        string distance = string.Create(CultureInfo.InvariantCulture, $"{error:P4} from float{bounds}");
        if (isQuick)
            return $"compiled, {distance}";
        ProofVerdict verdict = ProofVerifier.Verify(prover.Prove(inputs, new ProverOptions(), progress: null, default).File, prover.Subject, inputs, actual);
        return verdict.IsProved ? $"proved, {distance}" : $"BROKEN: not proved: {verdict.Reason}";
    }

    /// <summary><c>{"input_data": [[…], …]}</c>: the elements of each input; an axis without a number is as long as they fill.</summary>
    private static ImmutableArray<Tensor> Inputs(string file, Program program)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement[] data = [.. document.RootElement.GetProperty("input_data").EnumerateArray()];
        return [.. program.Inputs.Select((input, index) => Input(input, [.. data[index].EnumerateArray()]))];
    }

    private static Tensor Input(ProgramInput input, JsonElement[] numbers)
    {
        long[] known = [.. input.Shape.Select(static text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 1)];
        int open = input.Shape.ToList().FindIndex(static text => !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        if (open >= 0)
            known[open] = numbers.Length / Tensor.CountElements([.. known]);
        return input.Type switch
        {
            ElementType.Float32 => Tensor.Create<float>(input.Type, [.. known], Array.ConvertAll(numbers, static number => number.GetSingle())),
            ElementType.Float64 => Tensor.Create<double>(input.Type, [.. known], Array.ConvertAll(numbers, static number => number.GetDouble())),
            ElementType.Int64 => Tensor.Create<long>(input.Type, [.. known], Array.ConvertAll(numbers, static number => number.GetInt64())),
            ElementType.Int32 => Tensor.Create<int>(input.Type, [.. known], Array.ConvertAll(numbers, static number => number.GetInt32())),
            ElementType.UInt8 => Tensor.Create<byte>(input.Type, [.. known], Array.ConvertAll(numbers, static number => number.GetByte())),
            ElementType.Bool => Tensor.Create<byte>(input.Type, [.. known], Array.ConvertAll(numbers, static number => number.ValueKind == JsonValueKind.True || (number.ValueKind == JsonValueKind.Number && number.GetDouble() != 0) ? (byte)1 : (byte)0)),
            _ => throw new InvalidInputException(InvalidInputKind.Unsupported, input.Name, $"{input.Name} is of type {input.Type}, which this trial does not read."),
        };
    }
}
