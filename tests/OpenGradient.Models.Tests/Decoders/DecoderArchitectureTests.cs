using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Decoders;

/// <summary>Random models of every architecture: close to a plain reference in binary64, and the same bits however a text is cut.</summary>
public sealed class DecoderArchitectureTests
{
    public static TheoryData<string> Architectures =>
        ["gemma", "gemma2", "gemma3", "gpt2", "gptneox", "llama", "llama-linear", "llama-llama3", "llama-yarn", "mistral", "mixtral", "phi3", "qwen2", "qwen3", "qwen3moe"];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Logits_EveryArchitecture_AreThoseOfTheReference(string architecture)
    {
        SmallDecoder model = SmallDecoder.Create(architecture);
        int[] tokens = [.. Enumerable.Range(0, 17).Select(static i => i * i * 5 % SmallDecoder.Vocabulary)];
        Executable executable = Load(model);
        double[][] expected = new ReferenceDecoder(architecture, model).Logits(tokens);

        RunResult result = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default);

        float[] logits = result.Outputs[0].As<float>().ToArray();
        double[] all = [.. expected.SelectMany(static row => row)];
        double difference = Math.Sqrt(all.Select((v, i) => (v - logits[i]) * (v - logits[i])).Sum() / all.Sum(static v => v * v));
        Assert.InRange(difference, 0, 2e-6);
    }

    /// <summary>The settings from the metadata of a file, and the tensors from their places in it.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void Open_GgufFileOfTheModel_HasItsProgram(string architecture)
    {
        SmallDecoder model = SmallDecoder.Create(architecture);
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.gguf");
        Write(model, path);

        using OpenedModel opened = ModelFile.Open(path);

        Assert.Equal(DecoderCompiler.Compile(model.Settings, model.Tensors).Build().Id, opened.Program.Id);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Session_InPieces_HasTheTraceOfOneRun(string architecture)
    {
        Executable executable = Load(SmallDecoder.Create(architecture));
        int[] tokens = [.. Enumerable.Range(0, 21).Select(static i => i * i * 7 % SmallDecoder.Vocabulary)];
        RunResult whole = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default);
        var session = new CausalSession(executable);

        for (int start = 0; start < tokens.Length; start += 4)
            session.Append(tokens.AsSpan(start, Math.Min(4, tokens.Length - start)), default);

        Assert.Equal(whole.TraceRoot, session.TraceRoot);
    }

    private static void Write(SmallDecoder model, string path)
    {
        using FileStream file = File.Create(path);
        var writer = new GgufWriter(file);
        writer.WriteHeader(
            [.. GgufSettingsWriter.Of(model.Settings).Select(static entry => new ReadOnlyMemory<byte>(entry))],
            [.. model.Tensors.Select(static tensor => new GgufTensor(tensor.Name, GgufTensorType.F32, tensor.Shape, 0, tensor.Data.Length))]);
        foreach (StoredTensor tensor in model.Tensors)
        {
            writer.Write(tensor.Data.Join().Span);
            writer.Pad();
        }
    }

    private static Executable Load(SmallDecoder model)
    {
        DecoderProgram decoder = DecoderCompiler.Compile(model.Settings, model.Tensors);
        Program program = decoder.Build();
        Assert.True(ProgramValidator.TryValidate(program, out string? problem), problem);
        return Executable.Load(program, decoder.Constants);
    }
}
