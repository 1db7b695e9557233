using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Kernels;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Matrix;

/// <summary>One text read by a language model in every way that a server may read it.</summary>
internal sealed class Readings
{
    private const int TokenCount = 34;
    private const int BatchTexts = 8;

    private static readonly int[] Text = [.. Enumerable.Range(0, TokenCount).Select(static i => ((i * i * 7) + 3) % 89)];

    private readonly Executable _executable;
    private readonly Reading _whole;

    private Readings(Executable executable, Reading whole)
    {
        _executable = executable;
        _whole = whole;
    }

    /// <summary>SHA-256 over all logits and the trace root with one thread; whether other threads, a batch, a kept prefix and pieces give the same.</summary>
    public static Finding Run(string file)
    {
        using OpenedModel model = ModelFile.Open(file);
        Executable[] executables =
            [.. ((int[])[1, 2, 3]).Select(count => Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = count }))];
        RunResult[] results = [.. executables.Select(static executable => executable.Run([Tensor.Create<int>(ElementType.Int32, [TokenCount], Text)], default))];
        OnThreads.RequireMeaning(file, results[0].Outputs[0]);
        string[] digests = [.. results.Select(Hash)];
        Readings two = new(executables[1], new Reading(LastRow(results[0].Outputs[0]), results[0].TraceRoot));
        return new Finding(digests[0], digests.All(digest => digest == digests[0]), two.IsSame(two.InBatch()), two.IsSame(two.AfterKeptPrefix()), two.IsSame(two.InPieces()));
    }

    /// <summary>Beside seven other texts, all in one step.</summary>
    private Reading InBatch()
    {
        BatchStep step = new(_executable);
        CausalText[] texts = [.. Enumerable.Range(0, BatchTexts).Select(_ => new CausalText(CacheBlockPool.Unlimited(_executable.CacheLayout)))];
        step.Clear();
        for (int index = 0; index < BatchTexts; index++)
            Add(step, texts[index], index == BatchTexts / 2 ? Text : Text.AsSpan(index, 1 + (index % 3)));
        return Complete(step, texts, BatchTexts / 2);
    }

    /// <summary>The first 32 positions were another text's.</summary>
    private Reading AfterKeptPrefix()
    {
        CacheBlockPool pool = CacheBlockPool.Unlimited(_executable.CacheLayout);
        CausalText first = new(pool);
        ReadPiece(first, Text.AsSpan(0, KeyValueLayout.BlockPositions));
        Digest prefix = Digest.Sha256(MemoryMarshal.AsBytes(Text.AsSpan(0, KeyValueLayout.BlockPositions)));
        first.Publish(0, prefix);
        first.Release();
        CausalText second = new(pool);
        return second.TryReuse(prefix)
            ? ReadPiece(second, Text.AsSpan(KeyValueLayout.BlockPositions))
            : throw new InvalidOperationException("The prefix was not kept.");
    }

    /// <summary>In four steps, none of which ends where a block does.</summary>
    private Reading InPieces()
    {
        CausalText text = new(CacheBlockPool.Unlimited(_executable.CacheLayout));
        ReadPiece(text, Text.AsSpan(0, 7));
        ReadPiece(text, Text.AsSpan(7, 1));
        ReadPiece(text, Text.AsSpan(8, 21));
        return ReadPiece(text, Text.AsSpan(29));
    }

    private Reading ReadPiece(CausalText text, ReadOnlySpan<int> tokens)
    {
        BatchStep step = new(_executable);
        step.Clear();
        Add(step, text, tokens);
        return Complete(step, [text], 0);
    }

    private static void Add(BatchStep step, CausalText text, ReadOnlySpan<int> tokens)
    {
        text.TryReserve(text.Position + tokens.Length);
        step.Add(text, tokens, wantsLogits: true);
    }

    private static Reading Complete(BatchStep step, CausalText[] texts, int index)
    {
        step.Run(CancellationToken.None);
        step.Commit(index);
        while (!step.HasLogits(index))
        {
            if (!step.MakeLogits(CancellationToken.None))
                throw new InvalidOperationException("The row asked for no logits.");
        }

        return new Reading(MemoryMarshal.AsBytes(step.Logits(index)).ToArray(), texts[index].Trace.Root());
    }

    private bool IsSame(Reading reading) => reading.TraceRoot == _whole.TraceRoot && reading.Logits.AsSpan().SequenceEqual(_whole.Logits);

    private static string Hash(RunResult result) =>
        Convert.ToHexStringLower(SHA256.HashData([.. result.Outputs[0].Bytes, .. Encoding.ASCII.GetBytes(result.TraceRoot.ToString())]));

    private static byte[] LastRow(Tensor logits) => logits.Bytes.AsSpan()[^(logits.Bytes.Length / TokenCount)..].ToArray();

    /// <summary>What is left of a text that was read: the logits after its last token, and the trace.</summary>
    private sealed record Reading(byte[] Logits, Digest TraceRoot);
}
