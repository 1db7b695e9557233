using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Execution.Speed;
using OpenGradient.Models;
using OpenGradient.Models.Synthetic;

namespace OpenGradient.Conformance.Speed;

/// <summary>Writes language models of real shapes with random weights and measures how fast prompts are read and tokens made.</summary>
/// <remarks>Prompts and rows are the engine alone: no sampling, no scheduler. Rows at once are one run over so many tokens, each with logits of its own. Requests are texts of their
/// own, answered together as a node does it, without tokenizer and network.</remarks>
/// <param name="options">What to measure.</param>
/// <param name="report">Gets a line before each step that takes time.</param>
public sealed class SynthBench(SynthBenchOptions options, Action<string> report)
{
    /// <summary>The length of the prompt that is measured.</summary>
    public const int PromptTokens = 256;

    /// <summary>How many tokens each request is answered with.</summary>
    public const int AnswerTokens = 32;

    private const float FloatBytes = 2; // weights of at least so many bytes are multiplied as binary32

    /// <summary>Writes and measures, a model at a time.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; a file that was being written is gone.</exception>
    public IEnumerable<ModelSpeed> Run(CancellationToken cancellationToken)
    {
        report("measuring memory and processor");
        ImmutableArray<MachineRates> machine = [.. options.ThreadCounts.Select(threads => MachineRates.Measure(threads, cancellationToken))];
        foreach (SyntheticShape shape in options.Shapes)
        {
            foreach (string encoding in options.Encodings)
                yield return Measure(shape, encoding, machine, cancellationToken);
        }
    }

    private ModelSpeed Measure(SyntheticShape shape, string encoding, ImmutableArray<MachineRates> machine, CancellationToken cancellationToken)
    {
        var synthetic = new SyntheticModel(shape, encoding);
        string path = SyntheticFile.Write(synthetic, Path.Combine(options.Folder, $"synthetic-{shape.Name}-{encoding}-{options.Seed}.gguf"), options.Seed, report, cancellationToken);
        report($"{shape.Name} {encoding}: loading");
        ProcessMemory? before = ProcessMemory.TryReadCollected();
        using OpenedModel model = ModelFile.Open(path);
        var threads = ImmutableArray.CreateBuilder<ThreadSpeed>();
        foreach (MachineRates rates in machine)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Executable executable = Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = rates.ThreadCount });
            report($"{shape.Name} {encoding}: {rates.ThreadCount} threads");
            threads.Add(Measure(executable, shape.VocabularySize, synthetic, rates, before, cancellationToken));
        }

        return new ModelSpeed(shape.Name, encoding, path, synthetic.BytesPerToken, threads.ToImmutable());
    }

    private ThreadSpeed Measure(Executable executable, int vocabularySize, SyntheticModel synthetic, MachineRates rates, ProcessMemory? before, CancellationToken cancellationToken)
    {
        var speed = new CausalSpeed(executable, vocabularySize, options.MeasureTime);
        var serving = new ServingSpeed(executable, vocabularySize, options.MeasureTime, before);

        // Memory first: what sessions of the other measurements leave behind is none of the requests'. Times last, when all is compiled.
        ImmutableArray<RequestMemory?> memory = [.. options.RequestCounts.Select(count => serving.Requests(count, cancellationToken).Memory)];
        double peak = synthetic.BytesPerToken >= FloatBytes * synthetic.WeightsPerToken ? rates.FloatOperationsPerSecond : rates.ByteOperationsPerSecond;
        double prompt = speed.Prompt(PromptTokens, cancellationToken);
        ImmutableArray<RowSpeed> rows = [.. options.RowCounts.Select(count => new RowSpeed(count, speed.Rows(count, cancellationToken)))];
        ImmutableArray<RequestSpeed> requests = [.. options.RequestCounts.Select((count, index) => serving.Requests(count, cancellationToken) with { Memory = memory[index] })];
        return new ThreadSpeed(rates, prompt, rows, requests, peak / (2.0 * synthetic.WeightsPerToken), rates.ReadBytesPerSecond / synthetic.BytesPerToken);
    }
}
