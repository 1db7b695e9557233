using System.Diagnostics;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Conformance.Speed;

/// <summary>Times requests that a <see cref="BatchGenerator"/> answers together: scheduler, choice of tokens and trace included.</summary>
/// <param name="executable">The model.</param>
/// <param name="vocabularySize">How many tokens it knows.</param>
/// <param name="measureTime">After so long no round begins.</param>
/// <param name="before">What the process took of memory before the model was opened.</param>
internal sealed class ServingSpeed(Executable executable, int vocabularySize, TimeSpan measureTime, ProcessMemory? before)
{
    /// <summary>So many requests at once; the median round, and the memory behind the last.</summary>
    public RequestSpeed Requests(int requestCount, CancellationToken cancellationToken)
    {
        ProcessMemory.TryReadCollected(); // keys and values of requests that were measured before
        using BatchGenerator generator = new(executable, static _ => ReadOnlyMemory<byte>.Empty, new ServingOptions { CacheBytes = CacheBytes, RunningLimit = requestCount });
        Round(generator, requestCount, WarmUpTokens, cancellationToken);
        var times = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        do
        {
            times.Add(Round(generator, requestCount, SynthBench.AnswerTokens, cancellationToken));
        }
        while (Stopwatch.GetElapsedTime(begin) < measureTime);
        times.Sort();
        return new RequestSpeed(requestCount, requestCount * SynthBench.AnswerTokens / times[times.Count / 2], Memory(generator));
    }

    private RequestMemory? Memory(BatchGenerator generator) => before is not null && ProcessMemory.TryRead() is { } now
        ? new RequestMemory(now.FileBytes - before.FileBytes, now.AnonymousBytes - before.AnonymousBytes, generator.CacheBytes)
        : null;

    /// <summary>Seconds until all are answered.</summary>
    private double Round(BatchGenerator generator, int requestCount, int answerTokens, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        Task[] answers = [.. Enumerable.Range(0, requestCount).Select(index => AnswerAsync(generator.TryStart(Request(index, answerTokens), "", cancellationToken)!))];
        Task.WaitAll(answers, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task AnswerAsync(ServedGeneration generation)
    {
        while (await generation.MoveNextAsync().ConfigureAwait(false))
        {
        }
    }

    private GenerationRequest Request(int index, int answerTokens) => new()
    {
        Prompt = [index % vocabularySize],
        Sampling = SamplingParameters.Greedy(answerTokens),
    };

    private const int WarmUpTokens = 8;
    private const long CacheBytes = 1L << 30;
}
