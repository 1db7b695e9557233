using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Decoders;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Decoders;

/// <summary>Random models of every architecture: close to a plain reference in binary64, and the same bits however a text is cut.</summary>
public sealed class DecoderArchitectureTests
{
    public static TheoryData<string> Architectures =>
        ["gemma", "gemma2", "gemma3", "gpt2", "gptneox", "llama", "mixtral", "phi3", "qwen2", "qwen3", "qwen3moe"];

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

    private static Executable Load(SmallDecoder model)
    {
        DecoderProgram decoder = DecoderCompiler.Compile(model.Settings, model.Tensors);
        Program program = decoder.Build();
        Assert.True(ProgramValidator.TryValidate(program, out string? problem), problem);
        return Executable.Load(program, decoder.Constants);
    }
}
